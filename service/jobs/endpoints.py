"""`/jobs` and `/jobs/{job_id}`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fastapi import Request, Response

from service.access import Permission, needs
from service.problems import WrongCursor
from service.store.database import reading
from service.store.jobs_tables import STATES
from service.web import answers, asking
from service.web.entrance import guarded_router
from service.web.resource import Asked, answered, told

from . import records, repository, schemas

router = guarded_router(tags=["jobs"])
STATE = asking.Parameter(name="state", says="Only jobs in this state.", example="running", choices=STATES)
PAGE = 50


def _jobs(asked: Asked) -> answers.Answer:
    limit = asked.query.get("limit", PAGE)
    before = _before(asked.query.get("cursor"))
    with reading(asked.state.engine) as connection:
        found = repository.page(connection, state=asked.query.get("state"), before=before, limit=limit + 1)
    following = _cursor(found[limit - 1]) if len(found) > limit else None
    return answers.as_json({"items": [records.record(row) for row in found[:limit]], "next": following})


def _job(asked: Asked) -> answers.Answer:
    with reading(asked.state.engine) as connection:
        row = repository.get(connection, asked.names["job_id"])
        steps = repository.steps(connection, row["job_id"])
    return answers.as_json(records.record(row, steps))


def _cursor(row: dict[str, Any]) -> str:
    return f"{row['asked_at'].timestamp():.6f}-{row['job_id']}"


def _before(cursor: str | None) -> tuple[dt.datetime, str] | None:
    """Return where a page goes on; raises ``WrongCursor``."""
    if not cursor:
        return None
    seconds, dash, job_id = cursor.partition("-")
    try:
        at = dt.datetime.fromtimestamp(float(seconds), dt.UTC)
    except (ValueError, OverflowError, OSError) as why:
        raise WrongCursor() from why
    if not dash or not job_id:
        raise WrongCursor()
    return at, job_id


@router.get(
    "/jobs",
    summary="Jobs, the newest first",
    openapi_extra=told(
        (STATE, asking.LIMIT, asking.CURSOR), schema="Jobs", example={"items": [schemas.JOB_EXAMPLE], "next": None}
    ),
)
@needs(Permission.JOBS_READ)
async def all_jobs(request: Request) -> Response:
    """Imports, training, scoring, planning and exports that were asked for, and how far each is."""
    allowed = (STATE, asking.LIMIT, asking.CURSOR)
    return await answered(request, _jobs, allowed, cache=answers.NO_STORE, keep=False)


@router.get(
    "/jobs/{job_id}",
    summary="One job",
    openapi_extra=told(
        schema="JobRecord", example=schemas.JOB_EXAMPLE, missing="No such job", path={"job_id": "A job's id"}
    ),
)
@needs(Permission.JOBS_READ)
async def one_job(request: Request) -> Response:
    """What was asked, its state and progress, the steps that are done, its result or its error in both languages."""
    return await answered(request, _job, cache=answers.NO_STORE, keep=False)
