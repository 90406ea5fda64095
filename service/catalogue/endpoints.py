"""`/features`."""

from __future__ import annotations

from fastapi import Request, Response

from service.access import Permission, needs
from service.web import answers
from service.web.entrance import guarded_router
from service.web.resource import Asked, answered, told

from . import service

router = guarded_router(tags=["features"])


def _features(asked: Asked) -> answers.Answer:
    return answers.as_json({"items": service.records(), "next": None})


@router.get(
    "/features",
    summary="The feature catalogue",
    openapi_extra=told(schema="FeatureRecords", example={"items": service.records()[:1], "next": None}),
)
@needs(Permission.FEATURES_READ)
async def features(request: Request) -> Response:
    """What each feature says of itself: meaning, unit, look-back, source, sentences in both languages."""
    return await answered(request, _features)
