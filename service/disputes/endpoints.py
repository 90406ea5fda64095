"""`/disputes`: the ledger of overrides, in the reader's scope, and its answers."""

from __future__ import annotations

from functools import partial
from typing import Any

from fastapi import Request, Response

from service.access import Permission, needs
from service.households import place_of
from service.scores import Runs
from service.store.columns import now
from service.web import answers, asking
from service.web.entrance import guarded_router
from service.web.resource import Asked, answered, told, told_write
from service.web.writing import Sent, Written, written

from . import schemas, service
from .reach import reached, within_reach

KIND = asking.Parameter(name="kind", says="Only this kind.", example="dispute", choices=tuple(service.KINDS))
PATH = {"override_id": "The entry's number"}
router = guarded_router(tags=["disputes"])


def _ledger(asked: Asked) -> answers.Answer:
    found = service.ledger(asked.state.entrance.engine, kind=asked.query.get("kind"))
    who = asked.caller()
    if who.communes is not None:
        found = within_reach(found, asked.run(), who)
    return answers.as_json({"items": [_plain(entry) for entry in found], "next": None})


def _plain(entry: service.Override) -> dict[str, Any]:
    told = entry.record()
    return told | {"at": entry.at.isoformat(), "answers": [a | {"at": a["at"].isoformat()} for a in entry.answers]}


def _dispute(runs: Runs, sent: Sent) -> Written:
    run = runs.get()
    place_of(run, sent.body.household_id, sent.who)
    number = service.dispute(
        sent.connection, sent.body.household_id, reason=sent.body.reason, person_id=sent.who.person_id, at=now(),
        via=sent.who.by, role=sent.who.role, feature=sent.body.feature, run_id=run.id,
    )  # fmt: skip
    return Written(_plain(service.one(sent.connection, number)), 201)


def _answer(runs: Runs, sent: Sent) -> Written:
    wanted = reached(sent.connection, sent.names["override_id"], runs.get, sent.who)
    service.answer(
        sent.connection, wanted, decision=sent.body.decision, reason=sent.body.reason, person_id=sent.who.person_id,
        at=now(), via=sent.who.by, role=sent.who.role,
    )  # fmt: skip
    return Written(_plain(service.one(sent.connection, wanted)))


@router.get(
    "/disputes", summary="What was said against a reason or a list, and the answers",
    openapi_extra=told((KIND,), schema="Disputes", example={"items": [schemas.DISPUTE_EXAMPLE], "next": None}),
)  # fmt: skip
@needs(Permission.DISPUTES_READ, audit="disputes.seen")
async def all_entries(request: Request) -> Response:
    """Disputes, nominations and put-offs of the reader's communes, the oldest first."""
    return await answered(request, _ledger, (KIND,), cache=answers.NO_STORE, keep=False)


@router.post(
    "/disputes", summary="Dispute a household's reason", status_code=201,
    openapi_extra=told_write(
        schema="DisputeRecord", example=schemas.DISPUTE_EXAMPLE, made=True, body="NewDispute",
        sends=schemas.NEW_DISPUTE_EXAMPLE, missing="No such household",
    ),
)  # fmt: skip
@needs(Permission.DISPUTES_WRITE)
async def add(request: Request) -> Response:
    """It is kept with the caller's name and will be answered; nobody is rated by it."""
    return await written(request, partial(_dispute, request.app.state.runs), schemas.NewDispute)


@router.post(
    "/disputes/{override_id}/answer", summary="Answer an entry",
    openapi_extra=told_write(
        schema="DisputeRecord", example=schemas.DISPUTE_EXAMPLE, body="NewAnswer", sends=schemas.NEW_ANSWER_EXAMPLE,
        missing="No such entry", path=PATH,
    ),
)  # fmt: skip
@needs(Permission.DISPUTES_ANSWER)
async def reply(request: Request) -> Response:
    """Earlier answers stay beside it."""
    return await written(request, partial(_answer, request.app.state.runs), schemas.NewAnswer)
