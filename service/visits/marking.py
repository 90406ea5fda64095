"""A copy of an officer's workbook with what is wrong marked in it: their own cells, a note on each that can't be taken.

The copy carries the stamp of the original, so that it can be mended and handed in again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine

from data.contract import TABLES
from data.intake.cells import DAY_FORMS
from data.vocabulary.language import Language, Text
from service.lists import Moment, records
from service.outputs import notation
from service.outputs.visit_workbook import TO_FILL, VisitRow, VisitWorkbook, cell_word
from service.store.database import reading

from . import repository
from .checking import group_of
from .handing_out import Scope, known_cells, scope_text
from .reading import FilledRow
from .service import Difference, ImportReport

STANDS = Text(
    "Đang ghi nhận: {stands}. Phiếu này ghi: {offered}. Chưa ghi đè; thống nhất xong, dùng `sommai visits settle {n}`.",
    "Recorded: {stands}. This sheet says: {offered}. Nothing was overwritten; agree, then `sommai visits settle {n}`.",
)
NOTHING = Text("trống", "empty")


def marked_copy(
    engine: Engine, report: ImportReport, commune_name: Callable[[str], str], moment: Moment, language: Language = "vi"
) -> VisitWorkbook:
    """Return the workbook that an import read, its faulty and conflicting cells marked, ready to be written."""
    stamp = report.workbook.stamp
    with reading(engine) as connection:
        standing = records.standing(connection, stamp.list_id)
        changes = records.changes_of(connection, stamp.list_id)
        entries = records.entries(connection, stamp.list_id, stamp.version)
        handout = repository.handout(connection, stamp.handout) or {}
        teams = records.teams_of(connection, stamp.list_id)
    listed = {row["household_id"]: row for row in entries.iter_rows(named=True)}
    notes = _notes(report, language)
    scope = Scope(handout["scope"], handout["scope_id"])
    rows = [_row(row, listed, notes.get(row.row, {}), commune_name) for row in report.workbook.rows]
    return VisitWorkbook(
        list_id=stamp.list_id,
        version=stamp.version,
        handout=stamp.handout,
        scope=scope_text(scope, teams, commune_name).in_(language),
        until=standing.valid_until or changes[-1]["on_day"],
        made_on=moment.today,
        rows=rows,
        language=language,
    )


def _notes(report: ImportReport, language: Language) -> dict[int, dict[str, str]]:
    """Return what is wrong by row and column; a fault of a whole row stands under an empty name."""
    notes: dict[int, dict[str, str]] = {}
    for fault in report.faults.iter_rows(named=True):
        notes.setdefault(fault["row"], {})[fault["column"] or ""] = fault["message"]
    for conflict in report.conflicts:
        for name, (stands, offered) in conflict.differs.items():
            told = _told(conflict, name, stands, offered, language)
            notes.setdefault(conflict.row, {})[name] = told
    return notes


def _told(conflict: Difference, name: str, stands: Any, offered: Any, language: Language) -> str:
    def word(value: Any) -> str:
        shown = cell_word(name, value, language)
        if shown is None:
            return NOTHING.in_(language)
        return notation.day(shown) if isinstance(shown, dt.date) else str(shown)

    return STANDS.in_(language).format(stands=word(stands), offered=word(offered), n=conflict.conflict_id)


def _row(
    row: FilledRow, listed: dict[str, dict[str, Any]], faults: dict[str, str], commune_name: Callable[[str], str]
) -> VisitRow:
    home = row.cells.get("household_id") or ""
    entry = listed.get(home)
    known = known_cells(entry, commune_name) if entry else {"position": None, "household_id": home}
    filled = {name: value_or_text(name, row.cells.get(name)) for name in TO_FILL}
    return VisitRow(**known, attempt=_attempt(row.cells.get("attempt")), filled=filled, faults=faults)


def _attempt(text: str | None) -> int | str:
    return int(text) if text and text.isascii() and text.isdigit() else text or 1


def value_or_text(name: str, text: str | None) -> Any:
    """Return a cell's value where its form is right, so that it is written as one, else the text itself."""
    column = TABLES["visits"].columns[name]
    if text is None:
        return None
    if column.type == "date":
        for form, _ in DAY_FORMS:
            try:
                return dt.datetime.strptime(text, form).date()
            except ValueError:
                continue
    if column.type == "integer" and text.isascii() and text.isdigit():
        return int(text)
    if column.type == "choice":
        wanted = (group_of(text) if name == "finding_category" else text) or ""
        both = {word.lower(): value for value, vi in column.choices.items() for word in (value, vi)}
        return both.get(wanted.lower(), text)
    return text
