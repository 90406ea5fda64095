"""Changes of a list through the API: against the version that was read, in one transaction, done once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import Request, Response

from service.access import Permission, needs
from service.problems import NoHousehold, NoList
from service.runs.drafting import draft_from_run, nominated_row
from service.store.columns import now
from service.web.entrance import guarded_router
from service.web.resource import told_write
from service.web.writing import Sent, Written, written

from . import changes, records, schemas, stored
from .changes import Actor, Moment
from .life import Standing

PATH = {"list_id": "A stored list's id"}
FURTHER = {"403": "Not part of the caller's role, or the list reaches beyond their communes"}
REFUSED = {"409": "The list's state, its hours or a rule doesn't allow it"}
router = guarded_router(tags=["lists"])


def _actor(sent: Sent) -> Actor:
    who = sent.who
    return Actor(person_id=who.person_id, via=who.by, role=who.role, communes=who.communes)


def _moment() -> Moment:
    return Moment(at=now(), today=dt.date.today())


def _record(sent: Sent, list_id: str) -> Written:
    facts, standing = records.facts_of(sent.connection, list_id), records.standing(sent.connection, list_id)
    told = stored.record_of(facts, standing, dt.date.today())
    plain = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in told.items()}
    return Written(plain, version=standing.version)


def _held(sent: Sent) -> Standing:
    """Return where the list stands, held until the change is made.

    Raises ``NoList``, ``SayWhichVersion`` or ``Changed``.
    """
    list_id = sent.names["list_id"]
    records.hold(sent.connection, list_id)
    standing = records.standing(sent.connection, list_id)
    sent.check_version(standing.version)
    return standing


def _step(step: Callable[..., Any]) -> Callable[[Sent], Written]:
    def act(sent: Sent) -> Written:
        list_id = _held(sent).list_id
        step(sent.connection, list_id, _actor(sent), sent.body.reason, _moment())
        return _record(sent, list_id)

    return act


def _put_off(sent: Sent) -> Written:
    list_id = _held(sent).list_id
    household_id, reason = sent.body.household_id, sent.body.reason
    stored.check_reach(sent.connection, list_id, household_id, sent.who)
    changes.put_off(sent.connection, list_id, household_id, _actor(sent), reason, _moment())
    return _record(sent, list_id)


def _nominate(home: Path, sent: Sent) -> Written:
    list_id, household_id = sent.names["list_id"], sent.body.household_id
    records.hold(sent.connection, list_id)
    facts, standing = records.facts_of(sent.connection, list_id), records.standing(sent.connection, list_id)
    if not stored.may_see(sent.who, standing):
        raise NoList()
    sent.check_version(standing.version)
    row = nominated_row(home, sent.entrance.engine, list_id, facts["run_id"], household_id)
    if not sent.who.sees(row["commune_code"].item()):
        raise NoHousehold()
    changes.nominate(sent.connection, list_id, row, _actor(sent), sent.body.reason, _moment())
    return _record(sent, list_id)


def _draft(home: Path, sent: Sent) -> Written:
    list_id = draft_from_run(home, sent.connection, _actor(sent), sent.body.reason, _moment(), sent.body.run)
    made = _record(sent, list_id)
    return Written(made.content, 201, version=made.version)


def _told(**more: Any) -> dict[str, Any]:
    return told_write(
        schema="ListRecord", example=schemas.LIST_EXAMPLE, versioned=True, missing="No such list", path=PATH,
        also=REFUSED | (FURTHER if more.get("body") == "ListStep" else {}), **more,
    )  # fmt: skip


@router.post(
    "/lists/{list_id}/approve", summary="Approve a draft",
    openapi_extra=_told(body="ListStep", sends=schemas.STEP_EXAMPLE),
)  # fmt: skip
@needs(Permission.LISTS_APPROVE)
async def approve(request: Request) -> Response:
    """By a named person, with a reason; somebody else publishes it."""
    return await written(request, _step(changes.approve), schemas.ListStep)


@router.post(
    "/lists/{list_id}/publish", summary="Publish an approved list",
    openapi_extra=_told(body="ListStep", sends=schemas.STEP_EXAMPLE),
)  # fmt: skip
@needs(Permission.LISTS_PUBLISH)
async def publish(request: Request) -> Response:
    """By another person than who approved it; a list that is longer than the teams' hours is refused."""
    return await written(request, _step(changes.publish), schemas.ListStep)


@router.post(
    "/lists/{list_id}/close", summary="Close a list",
    openapi_extra=_told(body="ListStep", sends=schemas.STEP_EXAMPLE),
)  # fmt: skip
@needs(Permission.LISTS_PUBLISH)
async def close(request: Request) -> Response:
    """Its versions stay to be read."""
    return await written(request, _step(changes.close), schemas.ListStep)


@router.post(
    "/lists/{list_id}/put-off", summary="Put a household off",
    openapi_extra=_told(body="ListOverride", sends=schemas.OVERRIDE_EXAMPLE),
)  # fmt: skip
@needs(Permission.LISTS_DRAFT)
async def put_off(request: Request) -> Response:
    """Takes it off the list, with a reason that will be answered; an approved list is a draft again."""
    return await written(request, _put_off, schemas.ListOverride)


@router.post(
    "/lists/{list_id}/nominate", summary="Nominate a household",
    openapi_extra=_told(body="ListOverride", sends=schemas.OVERRIDE_EXAMPLE),
)  # fmt: skip
@needs(Permission.NOMINATIONS_WRITE)
async def nominate(request: Request) -> Response:
    """Merges a household of the officer's own communes in, shown as nominated; its reason will be answered."""
    return await written(request, partial(_nominate, request.app.state.home), schemas.ListOverride)


@router.post(
    "/lists", summary="Make a run's list a draft", status_code=201,
    openapi_extra=told_write(
        schema="ListRecord", example=schemas.LIST_EXAMPLE, made=True, body="NewDraft",
        sends=schemas.NEW_DRAFT_EXAMPLE, missing="No such run",
    ),
)  # fmt: skip
@needs(Permission.LISTS_DRAFT)
async def draft(request: Request) -> Response:
    """A run's list is one draft, however often it is asked for."""
    return await written(request, partial(_draft, request.app.state.home), schemas.NewDraft)
