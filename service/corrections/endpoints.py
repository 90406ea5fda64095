"""`/corrections`: cells and rows put right over the register, until an export agrees or an officer lifts it."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import Request, Response

from service.access import Permission, needs
from service.households import within_reach
from service.scores import Runs
from service.store.database import reading
from service.web import answers, asking
from service.web.entrance import guarded_router
from service.web.resource import Asked, answered, told, told_write
from service.web.writing import Sent, Written, written

from . import officers, schemas
from .officers import Told

HOUSEHOLD = asking.Parameter(name="household", says="Only of this household.", example="H0001423")
STATE = asking.Parameter(
    name="state", says="Only in this state.", example="standing", choices=("standing", "lifted", "agreed")
)
PATH = {"correction_id": "A correction's id"}
router = guarded_router(tags=["corrections"])


def record(found: Told, job_id: str | None = None) -> dict[str, Any]:
    """Return a correction for machines."""
    return {
        **found.correction.record(), "state": found.state, "newest_export": found.export, "scoring": found.scoring,
        "job": job_id,
    }  # fmt: skip


def _corrections(asked: Asked) -> answers.Answer:
    wanted = asked.query.get("household")
    with reading(asked.state.engine) as connection:
        found = officers.told(connection, asked.state.home, None if wanted is None else [wanted])
    if found:
        run, who = asked.run(), asked.caller()
        found = [one for one in found if within_reach(run, one.correction.household_id, who)]
    state = asked.query.get("state")
    items = [record(one) for one in found if state in (None, one.state)]
    return answers.as_json({"items": items, "next": None})


def _add(home: Path, runs: Runs, sent: Sent) -> Written:
    body = sent.body
    made, job_id = officers.correct_agreed(
        sent.connection, home, runs.get(), sent.who, household_id=body.household_id, dispute=body.dispute,
        table=body.table, key=body.key, column=body.column, value=body.value, reason=body.reason, today=dt.date.today(),
    )  # fmt: skip
    return Written(_told_of(sent, home, made.household_id, made.correction_id, job_id), 201)


def _withdraw(home: Path, runs: Runs, sent: Sent) -> Written:
    body = sent.body
    made, job_id = officers.withdraw_agreed(
        sent.connection, home, runs.get(), sent.who, household_id=body.household_id, dispute=body.dispute,
        table=body.table, key=body.key, reason=body.reason, today=dt.date.today(),
    )  # fmt: skip
    return Written(_told_of(sent, home, made.household_id, made.correction_id, job_id), 201)


def _add_row(home: Path, runs: Runs, sent: Sent) -> Written:
    body = sent.body
    made, job_id = officers.add_agreed(
        sent.connection, home, runs.get(), sent.who, household_id=body.household_id, dispute=body.dispute,
        table=body.table, cells=body.row, reason=body.reason, today=dt.date.today(),
    )  # fmt: skip
    return Written(_told_of(sent, home, made.household_id, made.correction_id, job_id), 201)


def _lift(home: Path, runs: Runs, sent: Sent) -> Written:
    one, job_id = officers.lift_own(
        sent.connection, home, runs.get(), sent.who, sent.names["correction_id"], sent.body.reason,
        dt.date.today(),
    )  # fmt: skip
    return Written(_told_of(sent, home, one.household_id, one.correction_id, job_id))


def _told_of(sent: Sent, home: Path, household_id: str, correction_id: str, job_id: str) -> dict[str, Any]:
    found = officers.told(sent.connection, home, [household_id])
    return record(next(one for one in found if one.correction.correction_id == correction_id), job_id)


@router.get(
    "/corrections", summary="Records put right, the oldest first",
    openapi_extra=told(
        (HOUSEHOLD, STATE), schema="Corrections", example={"items": [schemas.CORRECTION_EXAMPLE], "next": None}
    ),
)  # fmt: skip
@needs(Permission.CORRECTIONS_READ, audit="corrections.seen")
async def all_corrections(request: Request) -> Response:
    """Of households of the caller's communes, with how the register's newest export stands to each."""
    return await answered(request, _corrections, (HOUSEHOLD, STATE), cache=answers.NO_STORE, keep=False)


@router.post(
    "/corrections", summary="Put a record right", status_code=201,
    openapi_extra=told_write(
        schema="CorrectionRecord", example=schemas.CORRECTION_EXAMPLE, made=True, body="NewCorrection",
        sends=schemas.NEW_CORRECTION_EXAMPLE, missing="No such household, or no such row of it",
        also={"409": "The question isn't agreed to, or the record reads so already"},
    ),
)  # fmt: skip
@needs(Permission.CORRECTIONS_WRITE)
async def add(request: Request) -> Response:
    """After a question about the household was answered by agreeing. It stands over later imports until an export says
    the same or it is lifted; a job makes the scores anew, and those before are kept."""
    state = request.app.state
    return await written(request, partial(_add, state.home, state.runs), schemas.NewCorrection)


@router.post(
    "/corrections/withdrawn-rows", summary="Withdraw a row", status_code=201,
    openapi_extra=told_write(
        schema="CorrectionRecord", example=schemas.WITHDRAWN_EXAMPLE, made=True, body="NewWithdrawal",
        sends=schemas.NEW_WITHDRAWAL_EXAMPLE, missing="No such household, or no such row of it",
        also={"409": "The question isn't agreed to, or the row is withdrawn or added already"},
    ),
)  # fmt: skip
@needs(Permission.CORRECTIONS_WRITE)
async def withdraw(request: Request) -> Response:
    """A row that tells of somebody else, or of nothing that ever was. It counts as never recorded, and so does what
    hangs from it, over later imports, until an export holds it no more or the withdrawal is lifted."""
    state = request.app.state
    return await written(request, partial(_withdraw, state.home, state.runs), schemas.NewWithdrawal)


@router.post(
    "/corrections/added-rows", summary="Add a row", status_code=201,
    openapi_extra=told_write(
        schema="CorrectionRecord", example=schemas.ADDED_EXAMPLE, made=True, body="NewRow",
        sends=schemas.NEW_ROW_EXAMPLE, missing="No such household",
        also={"409": "The question isn't agreed to, or the row is there already"},
    ),
)  # fmt: skip
@needs(Permission.CORRECTIONS_WRITE)
async def add_row(request: Request) -> Response:
    """A row that the register lacks. It is held against the rules of an import, counts in scores as of today and later,
    and stands until an export has a row that says the same or it is lifted. No visit and no case is added this way."""
    state = request.app.state
    return await written(request, partial(_add_row, state.home, state.runs), schemas.NewRow)


@router.post(
    "/corrections/{correction_id}/lift", summary="Lift a correction",
    openapi_extra=told_write(
        schema="CorrectionRecord", example=schemas.CORRECTION_EXAMPLE | {"state": "lifted"}, body="NewLift",
        sends=schemas.NEW_LIFT_EXAMPLE, missing="No correction of that id stands in the caller's communes", path=PATH,
    ),
)  # fmt: skip
@needs(Permission.CORRECTIONS_WRITE)
async def lift(request: Request) -> Response:
    """What the register says counts again; a job makes the scores anew."""
    state = request.app.state
    return await written(request, partial(_lift, state.home, state.runs), schemas.NewLift)
