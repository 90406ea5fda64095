"""`/snapshots`."""

from __future__ import annotations

from fastapi import Request, Response

from service.access import Permission, needs
from service.web import answers
from service.web.entrance import guarded_router
from service.web.resource import Asked, answered, told

from . import schemas, service

router = guarded_router(tags=["snapshots"])


def _snapshots(asked: Asked) -> answers.Answer:
    return answers.as_json({"items": service.records(asked.state.home), "next": None})


@router.get(
    "/snapshots",
    summary="All snapshots, the newest first",
    openapi_extra=told(schema="SnapshotRecords", example={"items": [schemas.SNAPSHOT_EXAMPLE], "next": None}),
)
@needs(Permission.SNAPSHOTS_READ)
async def snapshots(request: Request) -> Response:
    """Each import of the register stands alone; here are their ids and sizes."""
    return await answered(request, _snapshots, keep=False)
