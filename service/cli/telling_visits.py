"""What a person reads of visits on a terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from data.vocabulary.language import Text
from service.cli import options as o
from service.cli import terminal
from service.cli.options import say
from service.outputs import notation
from service.outputs.visit_workbook import COLUMNS, cell_word
from service.visits.service import KINDS

if TYPE_CHECKING:
    from service.runs.workbooks import Read

SHOWN_FAULTS = 20
CELL_ALONE = Text(
    " Lượt thăm vẫn được ghi nhận, riêng ô này để trống.", " The visit is recorded; this cell alone is left empty."
)
EMPTY = Text("(trống)", "(empty)")


def word(name: str, value: Any) -> str:
    """Return a cell's value as a person writes it."""
    if isinstance(value, str) and name == "visited_on":
        value = dt.date.fromisoformat(value)
    shown = cell_word(name, value, o.LANGUAGE)
    if shown is None:
        return EMPTY.in_(o.LANGUAGE)
    return notation.day(shown) if isinstance(shown, dt.date) else str(shown)


def imported(read: Sequence[Read], as_json: bool) -> None:
    """Print what came of each workbook: counts, faulty cells, conflicts, corrections, and where the marked copy is."""
    if as_json:
        told = [found.record() for found in read]
        terminal.as_json(told[0] if len(told) == 1 else {"items": told})
        return
    for found in read:
        _one(found)


def _one(found: Read) -> None:
    report = found.report
    stamp, language = report.workbook.stamp, o.LANGUAGE
    counted = [f"{report.counts[kind]} {text.in_(language)}" for kind, text in KINDS.items() if report.counts.get(kind)]
    counted.append(say(f"{report.blank_rows} hàng chưa điền", f"{report.blank_rows} rows not filled in"))
    if report.rows_aside:
        n = len(report.rows_aside)
        counted.append(
            say(f"{n} hàng điền chưa đủ hoặc sai, chưa ghi nhận", f"{n} rows unfinished or wrong, not taken")
        )
    print(f"{report.workbook.file} ({stamp.list_id}, v{stamp.version}, h{stamp.handout}): " + "; ".join(counted) + ".")
    for fault in report.faults.head(SHOWN_FAULTS).iter_rows(named=True):
        vi, _, en = fault["message"].partition(" / ")
        heading = COLUMNS[fault["column"]].text.in_(language) if fault["column"] in COLUMNS else ""
        kept = "" if fault["row"] in report.rows_aside else CELL_ALONE.in_(language)
        told = say(vi, en or vi)
        print(say(f"  hàng {fault['row']}, {heading}: {told}{kept}", f"  row {fault['row']}, {heading}: {told}{kept}"))
    more = report.faults.height - SHOWN_FAULTS
    if more > 0:
        print(say(f"  … và {more} ô khác", f"  … and {more} more cells"))
    for difference in report.corrections:
        print("  " + say("sửa", "corrected") + f" {difference.household_id}: {_differs(difference.differs)}")
    for difference in report.conflicts:
        head = say(f"xung đột số {difference.conflict_id}", f"conflict {difference.conflict_id}")
        print(f"  {head}, {difference.household_id}: {_differs(difference.differs)}")
    if found.marked:
        print(say(f"  Bản có đánh dấu: {found.marked}", f"  The marked copy: {found.marked}"))


def _differs(differs: Mapping[str, tuple[Any, Any]]) -> str:
    stands, offered = say("đang ghi", "stands"), say("phiếu ghi", "offered")
    return "; ".join(
        f"{COLUMNS[name].text.in_(o.LANGUAGE)}: {stands} {word(name, old)}, {offered} {word(name, new)}"
        for name, (old, new) in differs.items()
    )


def visits(rows: Sequence[Mapping[str, Any]], as_json: bool) -> None:
    """Print the recorded visits of a list."""
    names = ("visit_id", "household_id", "attempt", "team_id", "visited_on", "outcome", "finding", "finding_category",
             "services", "minutes", "help_accepted", "reason", "recorded_on", "revision")  # fmt: skip
    if as_json:
        terminal.as_json({"items": [{name: row[name] for name in names} for row in rows]})
        return
    shown = ("visited_on", "outcome", "finding", "help_accepted")
    headings = [say("Hộ", "Household"), say("Lượt", "Visit"), *(COLUMNS[name].text.in_(o.LANGUAGE) for name in shown)]
    body = [
        (row["household_id"], row["attempt"],
         *("" if row[name] is None else word(name, row[name]) for name in shown))
        for row in rows
    ]  # fmt: skip
    terminal.as_table(headings, body)


def conflicts(rows: Sequence[Mapping[str, Any]], as_json: bool) -> None:
    """Print the conflicts that wait, with what stands and what was offered."""
    if as_json:
        terminal.as_json({"items": rows})
        return
    if not rows:
        print(say("Không có xung đột nào đang chờ.", "No conflict waits."))
    for row in rows:
        pairs = {name: (pair["stands"], pair["offered"]) for name, pair in row["differs"].items()}
        print(f"{row['conflict']}  {row['list']}  {row['household_id']} ({row['visit']}): {_differs(pairs)}")
