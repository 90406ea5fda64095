"""`/health/live`, `/health/ready` and `/metrics`."""

from __future__ import annotations

from typing import Any

from fastapi import Request, Response
from sqlalchemy import text
from starlette.concurrency import run_in_threadpool

from data.vocabulary.errors import SommaiError
from service.access import Permission, needs, open_to_all
from service.problems import NotReady
from service.store.database import reading
from service.web import answers
from service.web.entrance import guarded_router
from service.web.resource import Asked, answered, told

from .meters import CONTENT_TYPE

router = guarded_router(tags=["health"])


def _live(asked: Asked) -> answers.Answer:
    return answers.as_json({"status": "live"})


def _ready(asked: Asked) -> answers.Answer:
    with reading(asked.state.engine) as connection:
        connection.execute(text("SELECT 1"))
    try:
        len(asked.run().ids)  # reads the newest run's scores, which is what ready means
    except SommaiError as why:
        raise NotReady() from why
    return answers.as_json({"status": "ready"})


@router.get(
    "/health/live", summary="The process lives", openapi_extra=told(schema="Health", example={"status": "live"})
)
@open_to_all
async def live(request: Request) -> Response:
    """Answers as long as the process does."""
    return await answered(request, _live, cache=answers.NO_STORE, keep=False, quick=lambda _: True)


@router.get(
    "/health/ready",
    summary="The database answers, and there is a run to show that can be read",
    openapi_extra=told(schema="Health", example={"status": "ready"}),
)
@open_to_all
async def ready(request: Request) -> Response:
    """503 as long as there is no run, or the database doesn't answer."""
    return await answered(request, _ready, cache=answers.NO_STORE, keep=False)


def _described() -> dict[str, Any]:
    said = told(schema="Health", example="")
    example = "# HELP sommai_jobs Jobs by state\n"
    said["responses"]["200"]["content"] = {"text/plain": {"schema": {"type": "string"}, "example": example}}
    return {"responses": {status: said["responses"][status] for status in ("200", "503")}}


@router.get("/metrics", summary="Counters and figures, as Prometheus reads them", openapi_extra=_described())
@needs(Permission.OPERATIONS_READ)
async def metrics(request: Request) -> Response:
    """Requests by route and status, jobs by state, free disk, the newest run and backup; nothing of people."""
    state = request.app.state
    body = await run_in_threadpool(state.meters.told, state.home, state.engine)
    return Response(body, headers={"content-type": CONTENT_TYPE, "cache-control": answers.NO_STORE})
