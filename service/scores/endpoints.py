"""`/runs` and `/runs/{id}`."""

from __future__ import annotations

from fastapi import Request, Response

from service.access import Permission, needs
from service.web import answers
from service.web.entrance import guarded_router
from service.web.resource import Asked, answered, told

from . import schemas, service

router = guarded_router(tags=["runs"])


def _runs(asked: Asked) -> answers.Answer:
    return answers.as_json({"items": service.records(asked.runs), "next": None})


def _run(asked: Asked) -> answers.Answer:
    return answers.as_json(service.record_of(asked.runs.get(asked.names["run_id"])))


@router.get(
    "/runs",
    summary="All scoring runs, the newest first",
    openapi_extra=told(schema="RunRecords", example={"items": [schemas.RUN_EXAMPLE], "next": None}),
)
@needs(Permission.RUNS_READ)
async def all_runs(request: Request) -> Response:
    """The summary of each run."""
    return await answered(request, _runs, keep=False)


@router.get(
    "/runs/{run_id}",
    summary="One scoring run",
    openapi_extra=told(
        schema="RunRecord", example=schemas.RUN_EXAMPLE, missing="No such run", path={"run_id": "An id, or `newest`"}
    ),
)
@needs(Permission.RUNS_READ)
async def one_run(request: Request) -> Response:
    """What was scored, by which model, as of which day, and how good it is on years it had not seen."""
    return await answered(request, _run)
