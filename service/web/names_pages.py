"""Names and addresses on pages, on sheets and in the workbook: asked for by a form, each look on record.

A look is a change (it leaves a record), so that it comes by a form of our own page and never by a link, and no address
tells what was looked at for what.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from urllib.parse import quote

import polars as pl
from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from data.vocabulary.language import Language
from service.access import Permission, Who, needs
from service.households import place_of, standing, told_of
from service.lists import Actor, Moment, Reading, is_stored
from service.outputs import notation
from service.outputs.visit_workbook import write_visit_workbook
from service.problems import NoHousehold, NoList
from service.runs.round_order import not_before_of
from service.scores import Run
from service.store.columns import now
from service.vault.opening import Person
from service.vault.published import identities
from service.visits import Scope, hand_out

from . import asking
from .account_pages import entrance_of
from .entrance import caller, guarded_router
from .household_page import shown_household
from .pages import FILTERS, LOOKS, chosen_run, language_of, page, read_list, shown_list
from .views import row_view, say

MOST_SHEETS = 200
"""Sheets printed at once: as many as a browser lays out in a few seconds."""
LONGEST_FIELD = 40
router = guarded_router()


@router.post("/households/{household_id}/names")
@needs(Permission.IDENTITIES_READ)
async def of_household(request: Request, household_id: str) -> Response:
    """Show a household's page with names and addresses, where it is on a published list of the reader's communes."""
    purpose = await _purpose(request)

    def show() -> Response:
        place_of(chosen_run(request), household_id, caller(request))
        return shown_household(request, household_id, names=opened(request, [household_id], purpose)[household_id])

    return await run_in_threadpool(show)


@router.post("/lists/{list_id}/names")
@needs(Permission.IDENTITIES_READ)
async def of_list(request: Request, list_id: str) -> Response:
    """Show a page of a list with names and addresses."""
    purpose = await _purpose(request)

    def show() -> Response:
        return shown_list(request, list_id, names=lambda ids: opened(request, ids, purpose))

    return await run_in_threadpool(show)


@router.post("/households/{household_id}/sheet")
@needs(Permission.IDENTITIES_READ)
async def sheet(request: Request, household_id: str) -> Response:
    """Show a household's sheet, to be printed and taken along."""

    def show() -> Response:
        run, who = chosen_run(request), caller(request)
        place_of(run, household_id, who)
        found = read_list(request, "newest")
        rows = found.ready.frame.filter(pl.col("household_id") == household_id)
        if not found.stored or rows.is_empty():
            raise NoHousehold()
        return _sheets(request, found, rows)

    return await run_in_threadpool(show)


@router.post("/lists/{list_id}/sheets")
@needs(Permission.IDENTITIES_READ)
async def sheets(request: Request, list_id: str) -> Response:
    """Show the sheets of the reader's part of a list, filtered as the page was."""

    def show() -> Response:
        query = asking.read(request, FILTERS)
        found = _stored(request, list_id)
        places, _ = found.ready.page(query.get("commune"), query.get("band"), found.communes, 0, MOST_SHEETS)
        return _sheets(request, found, found.ready.rows(places))

    return await run_in_threadpool(show)


@router.post("/lists/{list_id}/workbook")
@needs(Permission.IDENTITIES_READ)
async def workbook(request: Request, list_id: str) -> Response:
    """Hand out the workbook of one of the reader's communes, with names and addresses, marked with person and day."""
    commune = str((await request.form()).get("commune") or "")[:LONGEST_FIELD]

    def make() -> Response:
        found, who = _stored(request, list_id), caller(request)
        if not (commune and who.sees(commune)):
            raise NoList()
        return _workbook(request, found, commune, who)

    return await run_in_threadpool(make)


def opened(request: Request, household_ids: Sequence[str], purpose: str) -> dict[str, list[Person]]:
    """Return the people of each household, nobody where none may be shown; every look is on record before."""
    found = identities(
        entrance_of(request).engine, request.app.state.vault, caller(request), household_ids, purpose, dt.date.today()
    )
    return {household_id: found.get(household_id, []) for household_id in household_ids}


def marked(who: Who, language: Language) -> str:
    """Return whom paper with names was made for, and when."""
    return say("n_marked", language, person=who.name, day=notation.day(dt.date.today()))


async def _purpose(request: Request) -> str:
    return str((await request.form()).get("purpose") or LOOKS[0])[:LONGEST_FIELD]


def _stored(request: Request, list_id: str) -> Reading:
    """Return a published list; raises ``NoList`` for whatever else the reader might see under this id."""
    if not is_stored(list_id):
        raise NoList()
    return read_list(request, list_id)


def _sheets(request: Request, found: Reading, rows: pl.DataFrame) -> Response:
    language, who, run = language_of(request), caller(request), found.run
    people = opened(request, rows["household_id"].to_list(), "sheet")
    cards = [
        {**row_view(run, row, language), "people": people[row["household_id"]],
         "questions": questions(run, row["household_id"], who, language)}
        for row in rows.iter_rows(named=True)
    ]  # fmt: skip
    return page(
        request, "sheets.html", here="", cards=cards, mark=marked(who, language), list_id=found.id,
        version=found.record["version"], until=notation.day(found.record["valid_until"]),
        back=f"/lists/{quote(found.id)}",
    )  # fmt: skip


def questions(run: Run, household_id: str, who: Who, language: Language) -> list[str]:
    """Return what isn't recorded of a household and may be asked about on paper; none where it isn't scored."""
    try:
        told = told_of(run, standing(run, household_id, who), language)
    except NoHousehold:
        return []
    return [text.in_(language) for text, private in told.questions if not private]


def _workbook(request: Request, found: Reading, commune: str, who: Who) -> Response:
    language, engine, home = language_of(request), entrance_of(request).engine, request.app.state.home
    listed = found.ready.frame.filter(pl.col("commune_code") == commune)["household_id"].to_list()
    people = opened(request, listed, "workbook")
    content = hand_out(
        engine, found.id, Scope("commune", commune), found.run.commune_name, Moment(at=now(), today=dt.date.today()),
        actor=Actor(person_id=who.person_id, via=who.by, role=who.role), language=language,
        not_before=not_before_of(engine, home, found.id),
    )  # fmt: skip
    written = io.BytesIO()
    write_visit_workbook(content.for_person(marked(who, language), written_out(people)), written)
    name = f"{found.id}-{''.join(c for c in commune if c.isalnum())}.xlsx"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(written.getvalue(), headers=headers, media_type=asking.XLSX)


def written_out(people: Mapping[str, Sequence[Person]]) -> dict[str, str]:
    """Return each household's people in lines, as a cell holds them."""
    return {household_id: "\n".join(line_of(person) for person in some) for household_id, some in people.items()}


def line_of(person: Person) -> str:
    """Return what is known of one person in one line."""
    return ", ".join(part for part in (person.full_name, person.address, person.phone) if part)
