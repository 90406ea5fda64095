"""`/communes`."""

from __future__ import annotations

from fastapi import Request, Response

from service.access import Permission, needs
from service.web import answers, asking
from service.web.entrance import guarded_router
from service.web.resource import Asked, answered, told

from . import schemas, service

router = guarded_router(tags=["communes"])


def _communes(asked: Asked) -> answers.Answer:
    who = asked.caller()
    items = [commune for commune in service.communes_of(asked.run()) if who.sees(commune["commune_code"])]
    return answers.as_json({"items": items, "next": None})


@router.get(
    "/communes",
    summary="The communes, by name",
    openapi_extra=told(
        (asking.RUN,), schema="Communes", example={"items": [schemas.COMMUNE_EXAMPLE], "next": None},
        missing="No such run",
    ),
)  # fmt: skip
@needs(Permission.COMMUNES_READ)
async def communes(request: Request) -> Response:
    """Codes, names and points of the communes, as the run's snapshot has them."""
    return await answered(request, _communes, (asking.RUN,))
