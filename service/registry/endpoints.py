"""`/models` and `/models/{model_id}`."""

from __future__ import annotations

from fastapi import Request, Response

from service.access import Permission, needs
from service.web import answers
from service.web.entrance import guarded_router
from service.web.resource import Asked, answered, told

from . import schemas, service

router = guarded_router(tags=["models"])


def _models(asked: Asked) -> answers.Answer:
    return answers.as_json({"items": service.models_of(asked.state.home), "next": None})


def _model(asked: Asked) -> answers.Answer:
    return answers.as_json(service.model_of(asked.state.home, asked.names["model_id"]))


@router.get(
    "/models",
    summary="All models, the one that serves first",
    openapi_extra=told(schema="ModelRecords", example={"items": [schemas.MODEL_EXAMPLE], "next": None}),
)
@needs(Permission.MODELS_READ)
async def models(request: Request) -> Response:
    """Each model with its backtest, its release checks, its lineage and the decisions about it."""
    return await answered(request, _models, keep=False)


@router.get(
    "/models/{model_id}",
    summary="One model",
    openapi_extra=told(
        schema="ModelRecord", example=schemas.MODEL_EXAMPLE, missing="No such model",
        path={"model_id": "A model's id"},
    ),
)  # fmt: skip
@needs(Permission.MODELS_READ)
async def model(request: Request) -> Response:
    """One model, with its whole evaluation and the documents that lie beside it."""
    return await answered(request, _model, keep=False)
