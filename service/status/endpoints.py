"""`/health/live` and `/health/ready`."""

from __future__ import annotations

from fastapi import Request, Response

from data.vocabulary.errors import SommaiError
from service.access import open_to_all
from service.problems import NotReady
from service.web import answers
from service.web.entrance import guarded_router
from service.web.resource import Asked, answered, told

router = guarded_router(tags=["health"], prefix="/health")


def _live(asked: Asked) -> answers.Answer:
    return answers.as_json({"status": "live"})


def _ready(asked: Asked) -> answers.Answer:
    try:
        asked.run().ids.size  # noqa: B018 - reads the newest run's scores, which is what ready means
    except SommaiError as why:
        raise NotReady() from why
    return answers.as_json({"status": "ready"})


@router.get("/live", summary="The process lives", openapi_extra=told(schema="Health", example={"status": "live"}))
@open_to_all
async def live(request: Request) -> Response:
    """Answers as long as the process does."""
    return await answered(request, _live, cache=answers.NO_STORE, keep=False, quick=lambda _: True)


@router.get(
    "/ready",
    summary="There is a run to show, and it can be read",
    openapi_extra=told(schema="Health", example={"status": "ready"}),
)
@open_to_all
async def ready(request: Request) -> Response:
    """503 as long as there is no run."""
    return await answered(request, _ready, cache=answers.NO_STORE, keep=False)
