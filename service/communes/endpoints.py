"""`/communes`."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from service.web import answers, asking
from service.web.resource import Asked, answered, told

from . import schemas, service

router = APIRouter(tags=["communes"])


def _communes(asked: Asked) -> answers.Answer:
    return answers.as_json({"items": service.communes_of(asked.run()), "next": None})


@router.get(
    "/communes",
    summary="The communes, by name",
    openapi_extra=told(
        (asking.RUN,), schema="Communes", example={"items": [schemas.COMMUNE_EXAMPLE], "next": None},
        missing="No such run",
    ),
)  # fmt: skip
async def communes(request: Request) -> Response:
    """Codes, names and points of the communes, as the run's snapshot has them."""
    return await answered(request, _communes, (asking.RUN,))
