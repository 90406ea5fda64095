"""What a person reads when a run is done."""

from __future__ import annotations

from data.vocabulary.language import Language, Text
from service.outputs import names
from service.runs.options import RunResult

DONE = Text(
    "Ngày tính: {as_of}{taken}. {scored} hộ được xếp thứ tự, {listed} hộ trong danh sách, {urgent} dấu hiệu khẩn cấp, "
    "{quarantined} lỗi dữ liệu chờ sửa.",
    "As of {as_of}{taken}. {scored} households ranked, {listed} on the list, {urgent} urgent signs, "
    "{quarantined} faults to mend.",
)
TAKEN = Text(" (ngày ghi nhận cuối cùng trong sổ)", " (the last recorded day in the register)")
FILES = Text("Các tệp ở: {out} (mở report.html trước)", "The files are in: {out} (open report.html first)")
TOP = Text("Đầu danh sách:", "First on the list:")


def tell_run(result: RunResult, language: Language) -> None:
    """Print the summary of a run, the top of its list with reasons, and where its files are."""
    taken = "" if result.as_of_was_given else TAKEN.in_(language)
    print(DONE.in_(language).format(taken=taken, **result.summary))
    print(TOP.in_(language))
    for row in result.top:
        reasons = "; ".join(row[name] for name in names.REASONS if row[name])
        print(f"{row['position']:>4}  {row['household_id']}  {reasons}")
    print(FILES.in_(language).format(out=result.out))
