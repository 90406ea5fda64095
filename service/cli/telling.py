"""What a person reads when a run is done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from data.contract import TABLES
from data.intake.mending import Notice
from data.vocabulary.language import Language, Text
from service.corrections import Settled
from service.outputs import names, notation
from service.runs.options import RunResult

CONTRADICTED = Text(
    "{count} chỗ đã sửa vẫn bị sổ ghi khác; chỗ sửa giữ nguyên hiệu lực ({ids}): xem `sommai corrections list`.",
    "{count} corrections are contradicted by this import and still stand ({ids}): see `sommai corrections list`.",
)
AGREED = Text(
    "{count} chỗ đã sửa nay khớp với sổ và hết hiệu lực ({ids}).",
    "{count} corrections now agree with the register and end ({ids}).",
)
GONE = Text(
    "{count} chỗ đã sửa thuộc dòng hoặc người không còn trong sổ ({ids}).",
    "{count} corrections are of rows or people that the register has no more ({ids}).",
)
DONE = Text(
    "Ngày tính: {as_of}{taken}. {scored} hộ được xếp thứ tự, {listed} hộ trong danh sách, {urgent} dấu hiệu khẩn cấp, "
    "{quarantined} lỗi dữ liệu chờ sửa.",
    "As of {as_of}{taken}. {scored} households ranked, {listed} on the list, {urgent} urgent signs, "
    "{quarantined} faults to mend.",
)
TAKEN = Text(" (ngày ghi nhận cuối cùng trong sổ)", " (the last recorded day in the register)")
FILES = Text("Các tệp ở: {out} (mở report.html trước)", "The files are in: {out} (open report.html first)")
MISSING = Text("Không có bảng {table}: {without}", "There is no table {table}: {without}")
TOP = Text("Đầu danh sách:", "First on the list:")


def intake_record(present: Collection[str], notices: Sequence[Notice]) -> dict[str, Any]:
    """Return what machines read of an intake beside its rows: missing tables, and what was mended or left alone."""
    told = [{"table": n.table, "column": n.column, "kind": n.kind, "count": n.count} for n in notices]
    return {"missing_tables": [name for name in TABLES if name not in present], "notices": told}


def tell_intake(present: Collection[str], notices: Sequence[Notice], language: Language) -> None:
    """Print what can't be done without the tables that are missing, and what was mended or left alone."""
    for name, table in TABLES.items():
        if name not in present:
            print(MISSING.in_(language).format(table=name, without=table.without_it.in_(language)))
    for notice in notices:
        print(f"{notice.table}.{notice.column or '*'}: {notice.text.in_(language)} ({notice.count})")


def tell_settled(settled: Settled, language: Language) -> None:
    """Print how an import stands to the corrections of records; nothing where none stands."""
    for text, some in ((CONTRADICTED, settled.contradicted), (AGREED, settled.agreed), (GONE, settled.gone)):
        if some:
            print(text.filled(count=len(some), ids=", ".join(one.correction_id for one in some[:3])).in_(language))


def tell_run(result: RunResult, language: Language) -> None:
    """Print the summary of a run, the top of its list with reasons, and where its files are."""
    for line in (result.first_line, *result.refused):
        print(line.in_(language))
    left_alone = [notice for notice in result.notices if notice.kind == "unknown_column"]
    tell_intake(result.present, left_alone, language)
    tell_settled(result.settled, language)
    taken = "" if result.as_of_was_given else TAKEN.in_(language)
    counted = {
        name: notation.number(result.summary[name], language) for name in ("scored", "listed", "urgent", "quarantined")
    }
    print(DONE.in_(language).format(as_of=notation.day(result.summary["as_of"]), taken=taken, **counted))
    print(TOP.in_(language))
    for row in result.top:
        reasons = "; ".join(row[name] for name in names.REASONS if row[name])
        print(f"{row['position']:>4}  {row['household_id']}  {reasons}")
    print(FILES.in_(language).format(out=result.out))
