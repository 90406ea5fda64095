"""The cells of a filled workbook held against the input's rules, and a few that only a visit can break."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from data.contract import TABLES
from data.intake.ledger import Ledger
from data.intake.mending import mended
from data.intake.rules import message
from data.intake.sources import ROW, Raw
from data.vocabulary.language import Text
from service.outputs import notation
from service.outputs.visit_workbook import TO_FILL

from .reading import FilledRow, FilledWorkbook

VISITS = TABLES["visits"]
MOST_ATTEMPTS = 20
GROUP_CELL = re.compile(r"^\s*([0-9]{1,2}|[a-zđA-ZĐ])\s*(?:[-–—:.)].*)?$", re.DOTALL)
"""A group as the drop-down writes it: its letter or number, and then perhaps its name."""
OWN_RULES = {
    "not_on_list": Text(
        "Hộ này không có trong danh sách. Hãy kiểm tra mã hộ, hoặc đề cử hộ trước (`sommai lists nominate`).",
        "This household isn't on the list. Check the id, or nominate it first (`sommai lists nominate`).",
    ),
    "before_list": Text(
        "Ngày thăm nằm trước ngày của danh sách ({day}). Hãy kiểm tra năm.",
        "The visit is before the day of the list ({day}). Check the year.",
    ),
    "twice": Text(
        "Lượt thăm này của hộ đã có ở hàng {kept}. Thăm thêm lần nữa thì ghi Lượt là 2.",
        "This visit to the household stands in row {kept} already. For a second visit write 2 under Visit no.",
    ),
    "attempt": Text("Lượt phải là số từ 1 đến {most}.", "Visit no. is a number from 1 to {most}."),
    "not_reached": Text(
        "Không gặp được gia đình thì để trống ô này; nếu có gặp, sửa ô Kết quả.",
        "Where nobody was reached, leave this empty; if somebody was, mend Outcome.",
    ),
    "no_circumstance": Text(
        "Chỉ ghi nhóm khi Phát hiện là hoàn cảnh đặc biệt.", "A group belongs to a finding of a circumstance alone."
    ),
}
"""Wordings for the officer; the rule's name in the report is the input contract's where it has one."""
RULE_NAMES = {"not_on_list": "orphan", "before_list": "date_order", "twice": "duplicate_key", "attempt": "bad_number"}
FAULTS = pl.Schema({
    "file": pl.String(), "row": pl.Int64(), "column": pl.String(), "value": pl.String(), "rule": pl.String(),
    "message": pl.String(),
})  # fmt: skip


@dataclass(frozen=True)
class ListedVisit:
    """What a list knows of a household's visit before it is made."""

    household_id: str
    team_id: str | None
    reason: str
    propensity: float | None


@dataclass(frozen=True)
class OfferedVisit:
    """One visit as a workbook tells it: the contract's columns, where it stood, and which cells couldn't be taken."""

    visit_id: str
    row: int
    household_id: str
    attempt: int
    content: Mapping[str, Any]
    """The values of ``TO_FILL``; None where empty or at fault."""
    set_aside: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Checked:
    """What of a workbook can be taken, and what can't: a line per faulty cell, or per row where ``column`` is null."""

    offered: tuple[OfferedVisit, ...]
    faults: pl.DataFrame
    blank_rows: int
    rows_aside: tuple[int, ...] = field(default=())
    """Rows that were filled in and can't be taken as they are."""


def visit_id_of(list_id: str, household_id: str, attempt: int) -> str:
    """Return the id of a visit: the same for the same list, household and attempt, whoever hands the sheet in."""
    told = f"{list_id}\x1f{household_id}\x1f{attempt}"
    return "L" + hashlib.blake2b(told.encode(), digest_size=10).hexdigest()


def check(workbook: FilledWorkbook, listed: Mapping[str, ListedVisit], as_of: dt.date, today: dt.date) -> Checked:
    """Return what a workbook offers; ``listed`` is the list by household, ``as_of`` its day."""
    filled = [row for row in workbook.rows if not row.blank]
    blank = len(workbook.rows) - len(filled)
    if not filled:
        return Checked((), pl.DataFrame(schema=FAULTS), blank)
    ledger = _ledger(workbook, filled, listed, today)
    told: list[tuple[int, str | None, str | None, str, str]] = []
    attempts = _attempts(filled, told)
    _own_rules(ledger, filled, listed, as_of, attempts, told)
    for name in VISITS.columns:
        fault = ledger.faults[name]
        for i in fault.is_not_null().arg_true():
            rule, row = fault[i], ledger.rows[i]
            if (row, name) not in {(r, c) for r, c, *_ in told}:
                told.append((row, name, ledger.text[name][i], rule, message(rule, VISITS.columns[name])))
    told = [line for line in told if line[1] not in ("visit_id", "recorded_on", "reason", "list_id", "team_id")]
    faults = pl.DataFrame(
        [(workbook.file, *line) for line in sorted(told, key=lambda line: (line[0], _place(line[1])))],
        schema=FAULTS, orient="row",
    )  # fmt: skip
    aside = ledger.aside() | pl.Series([attempts.get(row) is None for row in ledger.rows], dtype=pl.Boolean)
    offered = tuple(_offered(ledger, i, attempts[ledger.rows[i]], workbook) for i in (~aside).arg_true())
    return Checked(offered, faults, blank, tuple(ledger.rows.filter(aside)))


def _place(column: str | None) -> int:
    return list(VISITS.columns).index(column) if column in VISITS.columns else -1


def _ledger(
    workbook: FilledWorkbook, filled: list[FilledRow], listed: Mapping[str, ListedVisit], today: dt.date
) -> Ledger:
    """Return the rows under the rules of the visits' table."""
    columns: dict[str, list[str | None]] = {name: [] for name in VISITS.columns}
    for row in filled:
        home = row.cells.get("household_id") or ""
        known = listed.get(home)
        given = {
            "visit_id": f"{workbook.stamp.list_id}:{row.row}",
            "household_id": home or None,
            "team_id": known.team_id if known else None,
            "recorded_on": today.isoformat(),
            "reason": known.reason if known else "referral",
            "list_id": workbook.stamp.list_id,
            **{name: row.cells.get(name) for name in TO_FILL},
        }
        given["finding_category"] = group_of(given["finding_category"])
        for name, cells in columns.items():
            cells.append(given.get(name))
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String()))
    rows = pl.Series(ROW, [row.row for row in filled], pl.Int64)
    text, _ = mended(Raw(VISITS, workbook.file, frame.with_columns(rows), list(columns)))
    return Ledger(VISITS, workbook.file, text, today)


def group_of(text: str | None) -> str | None:
    """Return the letter or number of a group written with its name."""
    match = GROUP_CELL.match(text) if text else None
    return match[1].lower() if match else text


def _attempts(filled: list[FilledRow], told: list[tuple[int, str | None, str | None, str, str]]) -> dict[int, int]:
    """Return the number of the visit by row; an empty cell is the first."""
    found = {}
    for row in filled:
        text = row.cells.get("attempt") or "1"
        if text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_ATTEMPTS:
            found[row.row] = int(text)
        else:
            told.append(
                (row.row, "attempt", text, RULE_NAMES["attempt"], OWN_RULES["attempt"].both(most=MOST_ATTEMPTS))
            )
    return found


def _own_rules(
    ledger: Ledger,
    filled: list[FilledRow],
    listed: Mapping[str, ListedVisit],
    as_of: dt.date,
    attempts: Mapping[int, int],
    told: list[tuple[int, str | None, str | None, str, str]],
) -> None:
    """Enter the faults that only a list or the other cells of a visit show."""
    homes, outcomes = ledger.sound("household_id"), ledger.sound("outcome").cast(pl.String)
    reached = outcomes == "reached"
    lost = reached.fill_null(True).not_()

    def enter(column: str, wording: str, broken: pl.Series, **facts: object) -> None:
        new = ledger.enter(column, RULE_NAMES.get(wording, wording), broken)
        for i in new.arg_true():
            rule = RULE_NAMES.get(wording, wording)
            told.append((ledger.rows[i], column, ledger.text[column][i], rule, OWN_RULES[wording].both(**facts)))

    enter("household_id", "not_on_list", homes.is_not_null() & ~homes.is_in(pl.Series(list(listed)).implode()))
    enter("visited_on", "before_list", ledger.sound("visited_on") < as_of, day=notation.day(as_of))
    for name in ("finding", "help_accepted"):
        enter(name, "not_reached", lost & ledger.values[name].is_not_null())
    circumstance = (ledger.sound("finding").cast(pl.String) == "circumstance").fill_null(False)
    enter("finding_category", "no_circumstance", ~circumstance & ledger.values["finding_category"].is_not_null())
    first: dict[tuple[str, int], int] = {}
    for i, row in enumerate(ledger.rows):
        home, attempt = homes[i], attempts.get(row)
        if home is None or attempt is None:
            continue
        kept = first.setdefault((home, attempt), row)
        if kept != row:
            again = pl.Series([j == i for j in range(len(ledger))], dtype=pl.Boolean)
            enter("household_id", "twice", again, kept=kept)


def _offered(ledger: Ledger, i: int, attempt: int, workbook: FilledWorkbook) -> OfferedVisit:
    home = str(ledger.values["household_id"][i])
    sound = {name: ledger.faults[name][i] is None for name in TO_FILL}
    content = {name: ledger.values[name][i] if sound[name] else None for name in TO_FILL}
    aside = frozenset(name for name, good in sound.items() if not good)
    return OfferedVisit(
        visit_id_of(workbook.stamp.list_id, home, attempt), ledger.rows[i], home, attempt, content, aside
    )
