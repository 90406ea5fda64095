"""A household's page: what is urgent, its risk with the reasons, what happened, what was said and put right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from fastapi import Request
from sqlalchemy import Connection
from starlette.responses import Response

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Language
from service.access import Permission, needs
from service.corrections.officers import scored_since
from service.disputes import ledger
from service.households import changed_facts
from service.lists import newest_published, records
from service.outputs import notation
from service.problems import NoRun
from service.scores import Run, Runs
from service.store.database import reading
from service.vault.opening import Person
from service.vault.published import may_open
from service.visits.entering import visits_to

from . import asking
from .corrections_pages import corrections_view, open_questions
from .entrance import caller, guarded_router
from .ledger_view import entry_view, visit_view
from .pages import chosen_run, language_of, page, purposes
from .timeline import timeline_of
from .views import household_view, say

RECORDED = asking.Parameter(name="visit", says="A visit was just recorded.", example="recorded", choices=("recorded",))
router = guarded_router()


@router.get("/households/{household_id}")
@needs(Permission.HOUSEHOLDS_READ, audit="household.explained", subject="household_id")
def one_household(request: Request, household_id: str) -> Response:
    """Show one household: what is urgent, its risk, the reasons in full, what may help."""
    asking.read(request, (asking.RUN, RECORDED))
    return shown_household(request, household_id)


def shown_household(
    request: Request,
    household_id: str,
    refused: SommaiError | None = None,
    typed: Mapping[str, str] | None = None,
    names: Sequence[Person] | None = None,
) -> Response:
    """Show a household's page, with what was said about its reasons before; ``refused`` tells why a question wasn't
    taken and ``typed`` what it held, ``names`` who lives there, where that was asked for."""
    run, language, who = chosen_run(request), language_of(request), caller(request)
    view = household_view(run, household_id, language, who)
    asked = request.query_params.get(asking.RUN.name)
    state, today = request.app.state, dt.date.today()
    entries = ledger(state.entrance.engine, household_id=household_id)
    with reading(state.entrance.engine) as connection:
        visits = visits_to(connection, household_id)
        corrections = corrections_view(connection, request, household_id, language)
        timeline = timeline_of(connection, state.home, run, household_id, language)
        anew = anew_view(connection, run, state.scorings, household_id, corrections, language)
        nominable = nominable_list(connection, household_id, today) if who.may(Permission.NOMINATIONS_WRITE) else None
    waiting = open_questions(entries, corrections) if who.may(Permission.CORRECTIONS_WRITE) else set()
    return page(
        request,
        "household.html",
        refused.http_status if refused else 200,
        here="",
        path=f"/households/{quote(household_id, safe='')}",
        view=view,
        back=f"/lists/{quote(asked)}" if asked else "/",
        past=today > view["valid_until"],
        entries=[entry_view(entry, language) | {"to_correct": entry.override_id in waiting} for entry in entries],
        visits=[visit_view(visit, language) for visit in visits],
        timeline=timeline,
        corrections=corrections,
        anew=anew,
        nominable=nominable,
        recorded=request.query_params.get(RECORDED.name) is not None,
        refused=refused.web_message(language) if refused else "",
        typed=typed or {},
        names=names,
        purposes=purposes(language),
        may_open=may_open(state.entrance.engine, who, household_id, today),
    )


def nominable_list(connection: Connection, household_id: str, today: dt.date) -> dict[str, Any] | None:
    """Return the list in use that a household may be nominated for, and its version; nothing where it is on it."""
    list_id = newest_published(connection, today)
    if list_id is None or records.communes_of_listed(connection, list_id, [household_id]):
        return None
    return {"id": list_id, "version": records.standing(connection, list_id).version}


def anew_view(
    connection: Connection,
    run: Run,
    scorings: Runs,
    household_id: str,
    corrections: Sequence[dict[str, Any]],
    language: Language,
) -> dict[str, Any] | None:
    """Return the risk before and after a household's corrections, and what changed; nothing where none was made, or
    where the run at hand is newer than the last of them."""
    if not corrections:
        return None
    awaited, scoring = scored_since(connection, max(one["changed_at"] for one in corrections))
    try:
        after = scorings.get(scoring) if scoring else None
    except NoRun:
        after = None
    place, new_place = run.place(household_id), after.place(household_id) if after else None
    if after is not None and not awaited and new_place is None:
        return {"said": say("k_left", language), "days": "", "changed": []}
    if after is None or place is None or new_place is None:
        return {"said": say("k_awaited" if awaited else "k_not_yet", language), "days": "", "changed": []}
    before_day, after_day = notation.day(run.as_of), notation.day(after.as_of)
    same = before_day == after_day
    risks = [
        notation.per_thousand(float(r.columns["risk"][at]), language) for r, at in ((run, place), (after, new_place))
    ]
    return {
        "said": say("k_anew", language, before=risks[0], after=risks[1]),
        "days": say("k_anew_day", language, day=after_day)
        if same
        else say("k_anew_days", language, before=before_day, after=after_day),
        "changed": [
            (change.label.in_(language), change.before.in_(language), change.after.in_(language))
            for change in changed_facts(run, after, household_id, language)
        ],
    }
