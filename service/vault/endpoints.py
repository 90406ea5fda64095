"""`/households/{household_id}/identity`."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from fastapi import Request, Response

from service.access import Permission, needs
from service.web import answers, asking
from service.web.entrance import guarded_router
from service.web.resource import Asked, answered, told

from . import schemas
from .looking import PURPOSES
from .problems import NoIdentity
from .published import identities

router = guarded_router(tags=["households"])
PURPOSE = asking.Parameter(
    name="purpose", says="What the look is for; `visit` where nothing is said.", example="visit",
    choices=tuple(PURPOSES),
)  # fmt: skip


def _identity(asked: Asked) -> answers.Answer:
    entrance, household_id = asked.state.entrance, asked.names["household_id"]
    purpose = asked.query.get(PURPOSE.name, "visit")
    found = identities(entrance.engine, asked.state.vault, asked.caller(), [household_id], purpose, dt.date.today())
    if not found:
        raise NoIdentity()
    people = [asdict(person) for person in found[household_id]]
    return answers.as_json({"household_id": household_id, "purpose": purpose, "people": people})


@router.get(
    "/households/{household_id}/identity",
    summary="Names and addresses of a household on one's own published list",
    openapi_extra=told(
        (PURPOSE,), schema="IdentityRecord", example=schemas.IDENTITY_EXAMPLE,
        missing="No identity that the caller may see", path={"household_id": "The household's pseudonymous id"},
    ),
)  # fmt: skip
@needs(Permission.IDENTITIES_READ)
async def identity(request: Request) -> Response:
    """Officers alone; each look is recorded with its purpose before it is answered."""
    return await answered(request, _identity, (PURPOSE,), cache=answers.NO_STORE, keep=False)
