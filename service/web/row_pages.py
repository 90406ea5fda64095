"""Whole rows on pages: an officer withdraws one that is another household's, or adds one that the register lacks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
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
from data.vocabulary.language import Language
from service.access import Permission, needs
from service.corrections import officers
from service.corrections.rows import OF_A_HOUSEHOLD, cells_of, id_column, row_of
from service.corrections.whole_rows import given_columns
from service.disputes import one
from service.households import place_of
from service.problems import Problem, WrongRequest
from service.store.database import reading

from . import asking
from .account_pages import entrance_of
from .corrections_pages import DISPUTE, INPUTS, LONGEST_FIELD, PART, whole_number
from .entrance import caller, guarded_router
from .pages import chosen_run, language_of, page
from .record_words import TABLE_KINDS, cells_words, choices_of, column_words, row_words
from .views import say

ROW = asking.Parameter(name="row", says="The row to withdraw.", example="child_events|E0004417")
TABLE = asking.Parameter(
    name="table", says="Where a row is missing.", example="guardian_events", choices=officers.ADDED_BY_OFFICERS
)
FIELD = "cell-"
"""How the names of inputs begin that hold a cell."""
OWNERS = {"child_id": "children", "guardian_id": "guardians"}
router = guarded_router()


@router.get("/households/{household_id}/correct/row")
@needs(Permission.CORRECTIONS_WRITE, audit="correction.form", subject="household_id")
def withdrawal(request: Request, household_id: str) -> Response:
    """Show a row that may be withdrawn, and ask why."""
    place_of(chosen_run(request), household_id, caller(request))
    query = asking.read(request, (ROW, DISPUTE))
    if ROW.name not in query or DISPUTE.name not in query:
        raise WrongRequest()
    return _withdrawal(request, household_id, {"row": query[ROW.name], "dispute": str(query[DISPUTE.name])})


@router.post("/households/{household_id}/correct/row")
@needs(Permission.CORRECTIONS_WRITE)
async def withdraw(request: Request, household_id: str) -> Response:
    """Withdraw a row and show the household; or show the row again with what can't be taken."""
    run, who, home = chosen_run(request), caller(request), request.app.state.home

    def act(connection: Connection, told: Mapping[str, str]) -> None:
        table, key = _row(told["row"])
        officers.withdraw_agreed(
            connection, home, run, who, household_id=household_id, dispute=whole_number(told["dispute"]), table=table,
            key=key, reason=told["reason"], today=dt.date.today(),
        )  # fmt: skip

    return await _done(request, household_id, act, _withdrawal)


@router.get("/households/{household_id}/correct/add")
@needs(Permission.CORRECTIONS_WRITE, audit="correction.form", subject="household_id")
def addition(request: Request, household_id: str) -> Response:
    """Show the form for a row that is missing."""
    place_of(chosen_run(request), household_id, caller(request))
    query = asking.read(request, (TABLE, DISPUTE))
    if TABLE.name not in query or DISPUTE.name not in query:
        raise WrongRequest()
    return _addition(request, household_id, {"table": query[TABLE.name], "dispute": str(query[DISPUTE.name])})


@router.post("/households/{household_id}/correct/add")
@needs(Permission.CORRECTIONS_WRITE)
async def add(request: Request, household_id: str) -> Response:
    """Add a row and show the household; or show the form again with what can't be taken."""
    run, who, home = chosen_run(request), caller(request), request.app.state.home

    def act(connection: Connection, told: Mapping[str, str]) -> None:
        table = told["table"]
        if table not in officers.ADDED_BY_OFFICERS:
            raise WrongRequest()
        cells = {name: told.get(f"{FIELD}{name}") or None for name in given_columns(table)}
        if "household_id" in cells:
            cells["household_id"] = household_id
        officers.add_agreed(
            connection, home, run, who, household_id=household_id, dispute=whole_number(told["dispute"]), table=table,
            cells=cells, reason=told["reason"], today=dt.date.today(),
        )  # fmt: skip

    return await _done(request, household_id, act, _addition)


async def _done(
    request: Request,
    household_id: str,
    act: Callable[[Connection, Mapping[str, str]], None],
    again: Callable[[Request, str, Mapping[str, str], SommaiError], Response],
) -> Response:
    """Do what a form asks for and show the household; or the form again, where it can't be taken as it is."""
    fields = await request.form()
    told = dict.fromkeys(("row", "table", "dispute", "reason"), "")
    told |= {name: str(value)[:LONGEST_FIELD].strip() for name, value in fields.items()}
    engine = entrance_of(request).engine

    def done() -> None:
        with engine.begin() as connection:
            act(connection, told)

    try:
        await run_in_threadpool(done)
    except SommaiError as refused:
        if refused.http_status == 404 or isinstance(refused, WrongRequest):
            raise
        return await run_in_threadpool(again, request, household_id, told, refused)
    return RedirectResponse(f"/households/{quote(household_id, safe='')}#corrections", 303)


def _withdrawal(
    request: Request, household_id: str, told: Mapping[str, str], refused: SommaiError | None = None
) -> Response:
    language, (table, key) = language_of(request), _row(told["row"])
    tables, around = _around(request, household_id, told, refused)
    row = row_of(tables, table, key)
    if row.is_empty() and refused is None:
        raise WrongRequest()
    view = {
        "value": told["row"], "title": row_words(table, key, language),
        "cells": cells_words(table, {} if row.is_empty() else cells_of(row), language),
    }  # fmt: skip
    return page(request, "correct_row.html", refused.http_status if refused else 200, row=view, **around)


def _addition(
    request: Request, household_id: str, told: Mapping[str, str], refused: SommaiError | None = None
) -> Response:
    language, table = language_of(request), told["table"]
    tables, around = _around(request, household_id, told, refused)
    faults = {f.field: f.message.in_(language) for f in refused.fields} if isinstance(refused, Problem) else {}
    return page(
        request, "correct_add.html", refused.http_status if refused else 200, table=table, faults=faults,
        kind=TABLE_KINDS[table].in_(language), fields=fields_view(table, tables, language),
        today=dt.date.today().isoformat(), **around,
    )  # fmt: skip


def _around(
    request: Request, household_id: str, told: Mapping[str, str], refused: SommaiError | None
) -> tuple[Tables, dict[str, Any]]:
    """Return a household's rows, and what every form of it shows; raises ``NoHousehold`` or ``NotAgreed``."""
    dispute = whole_number(told["dispute"])
    place_of(chosen_run(request), household_id, caller(request))
    with reading(entrance_of(request).engine) as connection:
        officers.check_agreed(connection, household_id, dispute)
        entry = one(connection, dispute)
        tables = officers.records_of(Snapshots(request.app.state.home).newest(), connection, household_id)
    address = f"/households/{quote(household_id, safe='')}"
    return tables, {
        "here": "", "household_id": household_id, "address": address, "path": request.url.path, "entry": entry,
        "dispute": dispute, "again": f"?{urlencode({'dispute': dispute})}", "told": told,
        "refused": refused.web_message(language_of(request)) if refused else "",
    }  # fmt: skip


def fields_view(table: str, tables: Tables, language: Language) -> list[dict[str, Any]] | None:
    """Return the inputs of a row that is to be added; nothing where nobody is there to whom it could belong."""
    fields = []
    for name in given_columns(table):
        column = TABLES[table].columns[name]
        choices = choices_of(table, name, language)
        if name == "household_id":
            continue
        if name in OWNERS and name != id_column(table):
            people = tables[OWNERS[name]][name].to_list()
            choices = [(person, row_words(OWNERS[name], (person,), language)) for person in people]
            if not choices:
                return None
        own_id = name == id_column(table)
        fields.append(
            {
                "column": name,
                "name": f"{FIELD}{name}",
                "label": say("k_id" if own_id else "k_whose", language)
                if column.is_id
                else column_words(table, name, language),
                "choices": choices,
                "input": INPUTS.get(column.type, "text"),
                "unit": column.unit or "",
                "required": (column.required or column.key) and not own_id,
                "note": say("k_id_note", language) if own_id else "2024-2025" if column.school_year else "",
            }
        )
    return fields


def _row(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the row that a form names; raises ``WrongRequest``."""
    table, *key = text.split(PART)
    if table not in OF_A_HOUSEHOLD or len(key) != len(TABLES[table].key()):
        raise WrongRequest()
    return table, tuple(key)
