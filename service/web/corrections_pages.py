"""Corrections on pages: once a question was agreed to, its officer chooses the cell, says what it should read, and sees
what the register's exports say to it and what the risk is since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from data.contract import TABLES
from data.snapshots import Snapshots
from data.vocabulary.errors import SommaiError
from data.vocabulary.frames import Tables
from data.vocabulary.language import Language, Text
from features.catalogue import CATALOGUE
from service.access import Permission, needs
from service.corrections import Correction, officers
from service.corrections.rows import OF_A_HOUSEHOLD, row_of, written
from service.disputes import Override, one
from service.households import place_of
from service.outputs import notation
from service.problems import WrongRequest
from service.store.database import reading

from . import asking
from .account_pages import entrance_of
from .entrance import caller, guarded_router
from .pages import chosen_run, language_of, page
from .record_words import TABLE_KINDS, cell_words, cells_words, choices_of, column_words, row_words

LONGEST_FIELD = 4000
CELL = asking.Parameter(name="cell", says="The cell to put right.", example="households|absent_days|H0001423")
DISPUTE = asking.Parameter(name="dispute", says="The question that it answers.", example=3, most=2**31 - 1)
PART = "|"
INPUTS = {"date": "date", "integer": "number", "number": "number"}
STATES = {
    "standing": Text("đang áp dụng", "in force"),
    "lifted": Text("đã bỏ", "lifted"),
    "agreed": Text("sổ đã ghi đúng", "the register says so now"),
}
AGREES = Text("bản xuất mới nhất của sổ ghi như vậy", "the register's newest export says the same")
EXPORTS = {
    "cell": {
        "contradicted": Text("bản xuất mới nhất của sổ vẫn ghi khác", "the register's newest export says otherwise"),
        "agreed": AGREES,
        "gone": Text("bản xuất mới nhất của sổ không còn dòng này", "the register's newest export has no such row"),
    },
    "row_withdrawn": {
        "contradicted": Text("bản xuất mới nhất của sổ vẫn có dòng này", "the register's newest export still has it"),
        "agreed": AGREES,
    },
    "row_added": {
        "contradicted": Text(
            "bản xuất mới nhất của sổ chưa ghi như vậy", "the register's newest export doesn't say so"
        ),
        "agreed": AGREES,
        "gone": Text(
            "bản xuất mới nhất của sổ không còn người được ghi", "the register's newest export has nobody it belongs to"
        ),
    },
}
"""By what a correction does: how the newest export stands to it."""
router = guarded_router()


@dataclass(frozen=True)
class Cell:
    """Which cell is meant: table, column, and the key of its row."""

    table: str
    column: str
    key: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> Cell:
        """Return the cell that a form names; raises ``WrongRequest``."""
        table, _, rest = text.partition(PART)
        column, _, key = rest.partition(PART)
        if column not in officers.offered_columns(table) or not key:
            raise WrongRequest()
        return cls(table, column, tuple(key.split(PART)))

    def text(self) -> str:
        """Return it as a form names it."""
        return PART.join((self.table, self.column, *self.key))


@router.get("/households/{household_id}/correct")
@needs(Permission.CORRECTIONS_WRITE, audit="correction.form", subject="household_id")
def form(request: Request, household_id: str) -> Response:
    """Show what may be put right of a household; or, once a cell is chosen, the form for what it should read."""
    query = asking.read(request, (CELL, DISPUTE))
    place_of(chosen_run(request), household_id, caller(request))
    if DISPUTE.name not in query:
        raise WrongRequest()
    return _form(request, household_id, query[DISPUTE.name], query.get(CELL.name))


@router.post("/households/{household_id}/correct")
@needs(Permission.CORRECTIONS_WRITE)
async def correct(request: Request, household_id: str) -> Response:
    """Put a cell right and show the household; or show the form again with what can't be taken."""
    fields = await request.form()
    told = {
        name: str(fields.get(name) or "")[:LONGEST_FIELD].strip() for name in ("cell", "dispute", "value", "reason")
    }
    entrance, who, run, home = entrance_of(request), caller(request), chosen_run(request), request.app.state.home

    def act() -> int:
        place_of(run, household_id, who)
        cell, dispute = Cell.read(told["cell"]), whole_number(told["dispute"])
        with entrance.engine.begin() as connection:
            officers.correct_agreed(
                connection, home, run, who, household_id=household_id, dispute=dispute, table=cell.table, key=cell.key,
                column=cell.column, value=told["value"] or None, reason=told["reason"], today=dt.date.today(),
            )  # fmt: skip
        return dispute

    try:
        await run_in_threadpool(act)
    except SommaiError as refused:
        if refused.http_status == 404 or isinstance(refused, WrongRequest):
            raise
        dispute = whole_number(told["dispute"])
        return await run_in_threadpool(_form, request, household_id, dispute, told["cell"], refused, told)
    return RedirectResponse(f"/households/{quote(household_id, safe='')}#corrections", 303)


@router.post("/corrections/{correction_id}/lift")
@needs(Permission.CORRECTIONS_WRITE)
async def lift(request: Request, correction_id: str) -> Response:
    """Lift a correction and show the household."""
    reason = str((await request.form()).get("reason") or "")[:LONGEST_FIELD]
    entrance, who, run, home = entrance_of(request), caller(request), chosen_run(request), request.app.state.home

    def act() -> str:
        with entrance.engine.begin() as connection:
            return officers.lift_own(connection, home, run, who, correction_id, reason, dt.date.today())[0].household_id

    household_id = await run_in_threadpool(act)
    return RedirectResponse(f"/households/{quote(household_id, safe='')}#corrections", 303)


def _form(
    request: Request,
    household_id: str,
    dispute: int,
    chosen: str | None,
    refused: SommaiError | None = None,
    told: dict[str, str] | None = None,
) -> Response:
    language = language_of(request)
    with reading(entrance_of(request).engine) as connection:
        officers.check_agreed(connection, household_id, dispute)
        entry = one(connection, dispute)
        tables = officers.records_of(Snapshots(request.app.state.home).newest(), connection, household_id)
    address = f"/households/{quote(household_id, safe='')}"
    return page(
        request, "correct.html", refused.http_status if refused else 200, here="", household_id=household_id,
        address=address, path=f"{address}/correct", dispute=dispute, entry=entry,
        rows=[] if chosen else rows_view(tables, entry, language),
        cell=cell_view(tables, Cell.read(chosen), language) if chosen else None,
        again=f"?{urlencode({'dispute': dispute})}", refused=refused.web_message(language) if refused else "",
        told=told or {}, kinds=[(name, TABLE_KINDS[name].in_(language)) for name in officers.ADDED_BY_OFFICERS],
    )  # fmt: skip


def rows_view(tables: Tables, entry: Override, language: Language) -> list[dict[str, Any]]:
    """Return the rows that may be put right with their cells, those first that the questioned reason reads."""
    feature = CATALOGUE.get(entry.feature or "")
    first = set(feature.tables) if feature else set()
    rows: list[dict[str, Any]] = []
    for table, key, columns in officers.cells_of(tables):
        row = row_of(tables, table, key)
        cells = [
            {"value": Cell(table, column, key).text(), "name": column_words(table, column, language),
             "reads": cell_words(table, column, written(row[column]), language)}
            for column in columns
        ]  # fmt: skip
        whole = PART.join((table, *key)) if table in OF_A_HOUSEHOLD else ""
        rows.append(
            {"title": row_words(table, key, language), "cells": cells, "first": table in first, "key": key,
             "whole": whole}
        )  # fmt: skip
    rows.sort(key=lambda row: row["key"][-1], reverse=True)
    return sorted(rows, key=lambda row: not row["first"])


def cell_view(tables: Tables, cell: Cell, language: Language) -> dict[str, Any]:
    """Return a chosen cell: what it reads, and how another value is entered; raises ``WrongRequest`` for none."""
    row = row_of(tables, cell.table, cell.key) if len(cell.key) == len(TABLES[cell.table].key()) else None
    if row is None or row.is_empty():
        raise WrongRequest()
    declared, reads = TABLES[cell.table].columns[cell.column], written(row[cell.column])
    return {
        "value": cell.text(),
        "row": row_words(cell.table, cell.key, language),
        "name": column_words(cell.table, cell.column, language),
        "reads": cell_words(cell.table, cell.column, reads, language),
        "choices": choices_of(cell.table, cell.column, language),
        "input": INPUTS.get(declared.type, "text"),
        "unit": declared.unit or "",
        "required": declared.required,
        "today": dt.date.today().isoformat(),
    }


def corrections_view(
    connection: Connection, request: Request, household_id: str, language: Language
) -> list[dict[str, Any]]:
    """Return the corrections of a household in words, the newest first."""
    found = officers.told(connection, request.app.state.home, [household_id])
    return [
        {
            "id": told.correction.correction_id,
            "change": told.correction.change,
            "row": row_words(told.correction.table, told.correction.key, language),
            **what_view(told.correction, language),
            "reason": told.correction.reason,
            "by": told.correction.by,
            "day": notation.day(told.correction.at.date()),
            "stands": told.ended is None,
            "state": STATES[told.state].in_(language),
            "export": EXPORTS[told.correction.change][told.export].in_(language) if told.ended is None else "",
            "dispute": told.correction.override_id,
            "changed_at": told.changed_at,
        }
        for told in reversed(found)
    ]


def what_view(one: Correction, language: Language) -> dict[str, Any]:
    """Return what was put right: a cell's name and what it read and reads, or what a whole row reads."""
    if one.column is None:
        return {"cells": cells_words(one.table, one.row or {}, language)}
    return {
        "name": column_words(one.table, one.column, language),
        "was": cell_words(one.table, one.column, one.was, language),
        "value": cell_words(one.table, one.column, one.value, language),
    }


def open_questions(entries: Sequence[Override], corrections: Sequence[dict[str, Any]]) -> set[int]:
    """Return the entries that were agreed to and wait for the record to be corrected."""
    done = {one["dispute"] for one in corrections}
    return {entry.override_id for entry in entries if agreed_to(entry) and entry.override_id not in done}


def agreed_to(entry: Override) -> bool:
    """Say whether a question was agreed to, so that its record is to be put right."""
    decided = entry.answers[-1]["decision"] if entry.answers else ""
    return entry.kind == "dispute" and decided in officers.AGREED_BY


def whole_number(text: str) -> int:
    """Return a number that a form names; raises ``WrongRequest``."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise WrongRequest()
    return int(text)
