"""`/jobs`: asking for one, how far it is, cancelling, trying again, and the file that an export made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from service.access import Permission, needs
from service.audit import Event, append
from service.problems import WrongCursor
from service.store.database import reading
from service.store.jobs_tables import DONE, STATES
from service.web import answers, asking
from service.web.entrance import caller, check_allowed, guarded_router
from service.web.resource import Asked, answered, told, told_write
from service.web.writing import Sent, Written, read_body, written

from . import asking as jobs_asked
from . import kinds, records, repository, schemas, work
from .problems import NoFile
from .requests import NewJob, wishes_of

router = guarded_router(tags=["jobs"])
STATE = asking.Parameter(name="state", says="Only jobs in this state.", example="running", choices=STATES)
PAGE = 50


def _jobs(asked: Asked) -> answers.Answer:
    limit = asked.query.get("limit", PAGE)
    before = _before(asked.query.get("cursor"))
    with reading(asked.state.engine) as connection:
        found = repository.page(connection, state=asked.query.get("state"), before=before, limit=limit + 1)
    following = _cursor(found[limit - 1]) if len(found) > limit else None
    return answers.as_json({"items": [_told(row, asked.state.home) for row in found[:limit]], "next": following})


def _job(asked: Asked) -> answers.Answer:
    with reading(asked.state.engine) as connection:
        row = repository.get(connection, asked.names["job_id"])
        steps = repository.steps(connection, row["job_id"])
    return answers.as_json(_told(row, asked.state.home, steps))


def _told(row: Mapping[str, Any], home: Path, steps: Iterable[Mapping[str, Any]] = ()) -> dict[str, Any]:
    return records.record(records.shown(row, home), steps)


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


Change = Callable[[Connection, str], object]
PATH = {"job_id": "A job's id"}
STATE_REFUSED = {"409": "The job isn't in a state that allows this"}


@router.post(
    "/jobs", summary="Ask for a job", status_code=202,
    openapi_extra=told_write(
        schema="JobRecord", example=schemas.ASKED_EXAMPLE, body="NewJob", sends=schemas.NEW_JOB_EXAMPLE, accepted=True,
    ),
)  # fmt: skip
@needs(Permission.JOBS_READ)
async def ask(request: Request) -> Response:
    """An import (of a folder where the operator receives tables), training, scores, a draft or an export.

    Each needs its own permission: imports and training an analyst's, the others a planner's. It is done in the
    background; `Location` tells how far it is. Export files are taken from `/jobs/{job_id}/file` by who asked.
    """
    new = read_body(request, await request.body(), NewJob)
    kind = new.root.kind
    state, who = request.app.state, caller(request)
    await check_allowed(kinds.permission_of(kind), state.entrance, who)

    def make(sent: Sent) -> Written:
        wishes = wishes_of(sent.body, who, state.home, state.entrance.settings)
        job_id = jobs_asked.ask_for(sent.connection, kind, wishes, who.person_id)
        append(sent.connection, Event("job.asked", who.person_id, who.by, who.role, "job", job_id, {"kind": kind}))
        row = repository.get(sent.connection, job_id)
        return Written(_told(row, state.home), 202, location=f"/api/v1/jobs/{job_id}")

    return await written(request, make, NewJob)


@router.post(
    "/jobs/{job_id}/cancel", summary="Cancel a job",
    openapi_extra=told_write(
        schema="JobRecord", example=schemas.ASKED_EXAMPLE | {"state": "cancelled"}, missing="No such job", path=PATH,
        also=STATE_REFUSED,
    ),
)  # fmt: skip
@needs(Permission.JOBS_READ)
async def cancel(request: Request) -> Response:
    """One that waits at once; one that runs is asked to stop. Needs the permission of its kind."""
    return await _changed(request, repository.cancel, "job.cancelled")


@router.post(
    "/jobs/{job_id}/retry", summary="Try a job again",
    openapi_extra=told_write(
        schema="JobRecord", example=schemas.ASKED_EXAMPLE, missing="No such job", path=PATH, also=STATE_REFUSED,
    ),
)  # fmt: skip
@needs(Permission.JOBS_READ)
async def retry(request: Request) -> Response:
    """One that failed or was cancelled; its steps that are done stay done. Needs the permission of its kind."""
    return await _changed(request, repository.retry, "job.retried")


async def _changed(request: Request, change: Change, action: str) -> Response:
    """Change a job where the caller may ask for its kind, and answer with it as it is now."""
    job_id, who, entrance = request.path_params["job_id"], caller(request), request.app.state.entrance
    await check_allowed(await run_in_threadpool(permission_for, entrance.engine, job_id), entrance, who)

    def make(sent: Sent) -> Written:
        change(sent.connection, job_id)
        append(sent.connection, Event(action, who.person_id, who.by, who.role, "job", job_id))
        row = repository.get(sent.connection, job_id)
        return Written(_told(row, request.app.state.home, repository.steps(sent.connection, job_id)))

    return await written(request, make)


def permission_for(engine: Any, job_id: str) -> Permission:
    """Return what changing a job needs; raises ``NoJob``."""
    with reading(engine) as connection:
        return kinds.permission_of(repository.get(connection, job_id)["kind"])


def _file(asked: Asked) -> answers.Answer:
    who = asked.caller()
    with reading(asked.state.engine) as connection:
        row = repository.get(connection, asked.names["job_id"])
    if row["kind"] != "export" or row["state"] != DONE or row["asked_by"] != who.person_id:
        raise NoFile()
    form = row["asked"]["form"]
    try:
        content = work.exported_file(asked.state.home, row["job_id"], form).read_bytes()
    except FileNotFoundError as why:
        raise NoFile() from why
    name = f'attachment; filename="{row["job_id"]}.{form}"'
    return answers.Answer(content, asking.FORMS[form].encode(), ((b"content-disposition", name.encode()),))


@router.get(
    "/jobs/{job_id}/file", summary="The file that an export made",
    openapi_extra=told(
        schema="JobRecord", example={"items": [schemas.FILE_EXAMPLE]}, forms=("csv", "xlsx"),
        missing="No file for the caller", path=PATH,
    ),
)  # fmt: skip
@needs(Permission.LISTS_EXPORT, audit="list.exported", subject="job_id")
async def file(request: Request) -> Response:
    """For who asked for it alone; it holds the households of their communes."""
    return await answered(request, _file, offered=("csv", "xlsx"), cache=answers.NO_STORE, keep=False)
