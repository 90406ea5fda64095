"""`/visits`: the visits recorded on lists, in the reader's scope, and one more of them."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

import polars as pl
from fastapi import Request, Response

from data.vocabulary.language import Text
from service.access import Permission, needs
from service.households import place_of as place_in_run
from service.households import within_reach
from service.lists import Actor, Moment
from service.problems import FieldFault, WrongRequest
from service.scores import Runs
from service.store.columns import now
from service.store.database import reading
from service.web import answers, asking
from service.web.entrance import guarded_router
from service.web.resource import Asked, answered, told, told_write
from service.web.writing import Sent, Written, written

from . import entering, schemas
from .service import plain, recorded

PER_PAGE = 100
FILTERS = (asking.COMMUNE, asking.LIMIT, asking.CURSOR)
CELLS = ("visited_on", "outcome", "finding", "finding_category", "services", "minutes")
router = guarded_router(tags=["visits"])


def told_of(visit: dict[str, Any]) -> dict[str, Any]:
    """Return a visit as the API tells it."""
    named = {"visit": visit["attempt"], "list": visit["list_id"]}
    own = [name for name in schemas.VisitRecord.model_fields if name not in named]
    return {**{name: plain(visit[name]) for name in own}, **named}


def _visits(asked: Asked) -> answers.Answer:
    who, query = asked.caller(), asked.query
    with reading(asked.state.entrance.engine) as connection:
        found = recorded(connection)
    commune = query.get("commune")
    if who.communes is not None or commune is not None:
        run = asked.run()
        found = [
            visit
            for visit in found
            if within_reach(run, visit["household_id"], who)
            and commune in (None, run.commune_of(visit["household_id"]))
        ]
    question = f"visits|{commune}"
    start, limit = answers.place_of(query.get("cursor"), question), query.get("limit", PER_PAGE)
    following = answers.cursor(question, start + limit) if start + limit < len(found) else None
    items = [told_of(visit) for visit in found[start : start + limit]]
    return answers.as_json({"items": items, "total": len(found), "next": following})


def _record(runs: Runs, sent: Sent) -> Written:
    body = sent.body
    place_in_run(runs.get(), body.household_id, sent.who)
    today = dt.date.today()
    place = entering.place_of(sent.connection, body.household_id, today)
    if body.visit is not None:
        place = entering.Place(place.list_id, body.visit, 0)
    cells = {name: None if getattr(body, name) is None else str(getattr(body, name)) for name in CELLS}
    cells["help_accepted"] = {True: "true", False: "false", None: None}[body.help_accepted]
    actor = Actor(person_id=sent.who.person_id, via=sent.who.by, role=sent.who.role)
    entered = entering.enter(sent.connection, body.household_id, place, cells, actor, Moment(at=now(), today=today))
    if entered.kind is None:
        raise WrongRequest(_faults(entered.faults))
    stands = next(
        visit for visit in recorded(sent.connection, place.list_id)
        if (visit["household_id"], visit["attempt"]) == (body.household_id, place.attempt)
    )  # fmt: skip
    return Written(told_of(stands), 201)


def _faults(found: pl.DataFrame) -> list[FieldFault]:
    rows = found.select("column", "message").iter_rows()
    parted = [(column or "body", *message.partition(" / ")[::2]) for column, message in rows]
    return [FieldFault("visit" if column == "attempt" else column, Text(vi, en or vi)) for column, vi, en in parted]


@router.get(
    "/visits", summary="Visits recorded on lists",
    openapi_extra=told(FILTERS, schema="Visits", example={"items": [schemas.VISIT_EXAMPLE], "total": 1, "next": None}),
)  # fmt: skip
@needs(Permission.VISITS_READ, audit="visits.seen")
async def all_visits(request: Request) -> Response:
    """Each as it stands after corrections, in the reader's communes; who recorded it isn't told."""
    return await answered(request, _visits, FILTERS, cache=answers.NO_STORE, keep=False)


@router.post(
    "/visits", summary="Record a visit and its finding", status_code=201,
    openapi_extra=told_write(
        schema="VisitRecord", example=schemas.VISIT_EXAMPLE, made=True, body="NewVisit",
        sends=schemas.NEW_VISIT_EXAMPLE, missing="No such household",
        also={"409": "Not on a list in use, or the same visit stands otherwise"},
    ),
)  # fmt: skip
@needs(Permission.VISITS_WRITE)
async def add(request: Request) -> Response:
    """To a household on a list in use. What stands otherwise isn't overwritten: 409, and nothing has changed."""
    return await written(request, partial(_record, request.app.state.runs), schemas.NewVisit)
