"""Long work in the background: what was asked for, how far it is, what came of it; live where scripts run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from fastapi import Request
from pydantic import ValidationError
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from data.vocabulary.language import Language, Text
from service.access import Permission, needs
from service.audit import Event, append
from service.jobs import ask_for, kinds, records, repository
from service.jobs.endpoints import permission_for
from service.jobs.requests import NewJob, folders_in, inbox_of, wishes_of
from service.outputs import notation
from service.problems import WrongRequest
from service.runs.stages import STAGES
from service.store.database import reading

from . import asking
from .account_pages import entrance_of
from .entrance import caller, check_allowed, guarded_router
from .office_texts import JOB_FACTS
from .pages import language_of, page
from .views import say

SHOWN = 50
STATES = {
    "queued": Text("đang chờ", "waiting"),
    "running": Text("đang làm", "running"),
    "done": Text("xong", "done"),
    "failed": Text("không thành công", "failed"),
    "cancelled": Text("đã hủy", "cancelled"),
}
LONGEST_NAME = 100
SCORECARD = "scorecard"
PART = asking.Parameter(
    name="part", says="Only the progress, for a page that is open.", example="yes", choices=("yes",)
)
router = guarded_router()


@router.get("/jobs")
@needs(Permission.JOBS_READ)
def jobs(request: Request) -> Response:
    """Show the jobs, the newest first."""
    language = language_of(request)
    with reading(entrance_of(request).engine) as connection:
        found = repository.page(connection, limit=SHOWN)
    inbox = inbox_of(request.app.state.home, entrance_of(request).settings)
    folders = folders_in(inbox) if caller(request).may(Permission.JOBS_TRAIN) else []
    return page(request, "jobs.html", here="jobs", rows=[_row(row, language) for row in found], folders=folders)


@router.get("/jobs/{job_id}")
@needs(Permission.JOBS_READ)
def one_job(request: Request, job_id: str) -> Response:
    """Show a job; a page that is open asks for its progress alone, until the job has ended."""
    query = asking.read(request, (PART,))
    language = language_of(request)
    with reading(entrance_of(request).engine) as connection:
        row = records.shown(repository.get(connection, job_id), request.app.state.home)
    told = {**_row(row, language), "facts": _facts(row, language), "error": _error(row, language)}
    template = "job_progress.html" if query.get(PART.name) else "job.html"
    return page(request, template, here="jobs", job=told)


@router.post("/jobs/train")
@needs(Permission.JOBS_TRAIN)
async def train(request: Request) -> Response:
    """Ask for training on the newest snapshot, and show the job."""
    return await _asked(request, {"kind": "train"})


@router.post("/jobs/import")
@needs(Permission.JOBS_TRAIN)
async def import_tables(request: Request) -> Response:
    """Ask for the import of a folder where the operator receives tables, and show the job."""
    folder = str((await request.form()).get("folder") or "")[:LONGEST_NAME]
    return await _asked(request, {"kind": "import", "asked": {"folder": folder}})


@router.post("/jobs/score")
@needs(Permission.JOBS_PLAN)
async def score(request: Request) -> Response:
    """Ask for scores of the newest snapshot, and show the job."""
    return await _asked(request, {"kind": "score"})


@router.post("/jobs/{job_id}/cancel")
@needs(Permission.JOBS_READ)
async def cancel(request: Request, job_id: str) -> Response:
    """Cancel a job that waits, or ask the one that runs to stop; by who may ask for its kind."""
    return await _changed(request, job_id, repository.cancel, "job.cancelled")


@router.post("/jobs/{job_id}/retry")
@needs(Permission.JOBS_READ)
async def retry(request: Request, job_id: str) -> Response:
    """Put a job that failed or was cancelled back into the queue; by who may ask for its kind."""
    return await _changed(request, job_id, repository.retry, "job.retried")


async def _asked(request: Request, told: dict[str, Any]) -> Response:
    who, state = caller(request), request.app.state
    try:
        new = NewJob.model_validate(told)
    except ValidationError:
        raise WrongRequest() from None

    def ask(connection: Connection) -> str:
        wishes = wishes_of(new, who, state.home, entrance_of(request).settings)
        return ask_for(connection, new.root.kind, wishes, who.person_id)

    return await _done(request, ask, "job.asked")


async def _changed(request: Request, job_id: str, change: Callable[[Connection, str], Any], action: str) -> Response:
    entrance, who = entrance_of(request), caller(request)
    await check_allowed(await run_in_threadpool(permission_for, entrance.engine, job_id), entrance, who)

    def act(connection: Connection) -> str:
        change(connection, job_id)
        return job_id

    return await _done(request, act, action)


async def _done(request: Request, act: Callable[[Connection], str], action: str) -> Response:
    """Do something to a job in one transaction with its record in the audit, and show the job."""
    entrance, who = entrance_of(request), caller(request)

    def change() -> str:
        with entrance.engine.begin() as connection:
            job_id = act(connection)
            append(connection, Event(action, who.person_id, who.by, who.role, "job", job_id))
            return job_id

    return RedirectResponse(f"/jobs/{quote(await run_in_threadpool(change))}", 303)


def _row(row: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Return a job in words."""
    stage = STAGES.get(row["stage"] or "")
    return {
        "id": row["job_id"],
        "address": f"/jobs/{quote(row['job_id'])}",
        "kind": kinds.label_of(row["kind"], language),
        "permission": str(kinds.permission_of(row["kind"])),
        "state": row["state"],
        "said": STATES[row["state"]].in_(language),
        "ends": row["state"] in repository.ENDED,
        "again": row["state"] in (repository.FAILED, repository.CANCELLED),
        "share": round(100 * row["share_done"]),
        "stage": stage.in_(language) if stage else row["stage"] or "",
        "asked": notation.moment(row["asked_at"]),
        "ended": notation.moment(row["ended_at"]) if row["ended_at"] else "",
        "cancelling": bool(row["cancel_asked"]) and row["state"] == repository.RUNNING,
        "cancelling_say": say("j_cancelling", language),
    }


def _facts(row: Mapping[str, Any], language: Language) -> list[tuple[str, str]]:
    """Return what was asked and what came of it, in words; parts without words are for programs."""
    told = {**(row["asked"] or {}), **(row["result"] if isinstance(row["result"], dict) else {})}
    return [
        (text.in_(language), _fact(told[name], language))
        for name, text in JOB_FACTS.items()
        if told.get(name) not in (None, "")
    ]


def _fact(value: Any, language: Language) -> str:
    """Return a fact as a person reads it; of a list, how many it holds."""
    if isinstance(value, bool):
        return say("f_yes" if value else "f_no", language)
    if isinstance(value, list | dict):
        return notation.number(len(value), language)
    if isinstance(value, int | float):
        return notation.number(value, language, 0 if float(value).is_integer() else 2)
    text = str(value)
    return say("model_scorecard", language) if text == SCORECARD else text


def _error(row: Mapping[str, Any], language: Language) -> str:
    error = row["error"] or {}
    return str(error.get(language, ""))
