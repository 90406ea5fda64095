"""Recording a visit: one screen, six things to say, kept in the form while the line is down."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from data.contract import TABLES
from data.reference.circumstances import read_groups
from data.reference.support import read_support
from data.vocabulary.language import Language
from service.access import Permission, needs
from service.households import place_of as place_in_run
from service.lists import Actor, Moment
from service.outputs.visit_workbook import group_word
from service.problems import WrongRequest
from service.store.columns import now
from service.store.database import reading
from service.visits.entering import Entered, Place, VisitChanged, enter, place_of

from .account_pages import entrance_of
from .entrance import caller, guarded_router
from .ledger_view import WORDS
from .pages import chosen_run, language_of, page

ASKED = ("visited_on", "outcome", "finding", "finding_category", "services", "help_accepted")
"""What is asked on the screen; minutes are left to the workbook."""
LONGEST_FIELD = 1000
router = guarded_router()


@router.get("/households/{household_id}/visit")
@needs(Permission.VISITS_WRITE, audit="visit.form", subject="household_id")
def form(request: Request, household_id: str) -> Response:
    """Show the form for the next visit to a household on a list in use."""
    place_in_run(chosen_run(request), household_id, caller(request))
    with reading(entrance_of(request).engine) as connection:
        place = place_of(connection, household_id, dt.date.today())
    return _form(request, household_id, place, {"visited_on": dt.date.today().isoformat()})


@router.post("/households/{household_id}/visit")
@needs(Permission.VISITS_WRITE)
async def record(request: Request, household_id: str) -> Response:
    """Record a visit and go back to the household; or show the form again with what can't be taken."""
    fields = await request.form()
    cells = {name: str(fields.get(name) or "")[:LONGEST_FIELD].strip() for name in ASKED}
    place = Place(str(fields.get("list") or "")[:64], _whole(fields.get("attempt")), _whole(fields.get("seen")))
    entrance, who, run = entrance_of(request), caller(request), chosen_run(request)

    def act() -> Entered:
        place_in_run(run, household_id, who)
        actor = Actor(person_id=who.person_id, via=who.by, role=who.role)
        return enter(entrance.engine, household_id, place, cells, actor, Moment(at=now(), today=dt.date.today()))

    try:
        entered = await run_in_threadpool(act)
    except VisitChanged as refused:
        return await run_in_threadpool(_again, request, household_id, cells, refused)
    if entered.kind is None:
        return await run_in_threadpool(_form, request, household_id, place, cells, entered)
    return RedirectResponse(f"/households/{quote(household_id, safe='')}?visit=recorded#visits", 303)


def _again(request: Request, household_id: str, cells: dict[str, str], refused: VisitChanged) -> Response:
    """Show the form for a further visit with what was typed: the one that it was meant for was recorded meanwhile."""
    with reading(entrance_of(request).engine) as connection:
        place = place_of(connection, household_id, dt.date.today())
    return _form(request, household_id, place, cells, said=refused.web_message(language_of(request)))


def _form(
    request: Request,
    household_id: str,
    place: Place,
    cells: dict[str, str],
    refused: Entered | None = None,
    said: str = "",
) -> Response:
    language = language_of(request)
    faults: dict[str, str] = {}
    for column, told in refused.faults.select("column", "message").iter_rows() if refused else ():
        vi, _, en = told.partition(" / ")
        faults[column or ""] = en or vi if language == "en" else vi
    return page(
        request, "visit.html", 422 if refused else 409 if said else 200, here="", said=said, household_id=household_id,
        address=f"/households/{quote(household_id, safe='')}", place=place, cells=cells, faults=faults,
        choices=choices(language), today=dt.date.today().isoformat(),
    )  # fmt: skip


def choices(language: Language) -> dict[str, list[tuple[str, str]]]:
    """Return what can be chosen: the contract's value and its words."""
    visits = TABLES["visits"].columns
    told = {
        name: [(value, WORDS[value].in_(language)) for value in visits[name].choices] for name in ("outcome", "finding")
    }
    groups = [(str(g.number), group_word(g.category, language)) for g in read_groups()]
    services = [(support.text.in_(language), support.text.in_(language)) for support in read_support().values()]
    return {**told, "finding_category": groups, "services": services}


def _whole(text: object) -> int:
    """Return a number that the form carries; raises ``WrongRequest``."""
    given = str(text or "")
    if not (given.isascii() and given.isdigit() and len(given) <= 15):
        raise WrongRequest()
    return int(given)
