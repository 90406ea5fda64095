"""`/audit` and `/audit/state`."""

from __future__ import annotations

from fastapi import Request, Response

from service import audit
from service.access import Permission, needs
from service.store.database import reading
from service.web import answers, asking
from service.web.entrance import guarded_router
from service.web.resource import Asked, answered, told

from . import repository, schemas

router = guarded_router(tags=["audit"])
PER_PAGE = 100
PERSON = asking.Parameter(name="person", says="Only what this person did: an account's id.", example="5c1d9a7e3b240f68")
ACTION = asking.Parameter(name="action", says="Only this action.", example="identity.seen")
HOUSEHOLD = asking.Parameter(name="household", says="Only what was about this household.", example="H00017")
FILTERS = (PERSON, ACTION, HOUSEHOLD, asking.LIMIT, asking.CURSOR)


def _events(asked: Asked) -> answers.Answer:
    query = asked.query
    filters = {name: query.get(name) for name in ("person", "action", "household")}
    question = "audit|" + "|".join(str(value) for value in filters.values())
    before = answers.place_of(query.get("cursor"), question) or None
    limit = query.get("limit", PER_PAGE)
    asked.state.join_looks()
    with reading(asked.state.entrance.engine) as connection:
        items = repository.page(connection, before=before, limit=limit + 1, **filters)
    following = answers.cursor(question, items[limit - 1]["number"]) if len(items) > limit else None
    return answers.as_json({"items": items[:limit], "next": following})


def _state(asked: Asked) -> answers.Answer:
    asked.state.join_looks()
    with reading(asked.state.entrance.engine) as connection:
        count, mark = audit.verify(connection)
    return answers.as_json({"events": count, "mark": mark, "whole": True})


@router.get(
    "/audit",
    summary="Who saw and did what, the newest first",
    openapi_extra=told(FILTERS, schema="Events", example={"items": [schemas.EVENT_EXAMPLE], "next": None}),
)
@needs(Permission.AUDIT_READ, audit="audit.seen")
async def events(request: Request) -> Response:
    """Reading it is recorded too."""
    return await answered(request, _events, FILTERS, cache=answers.NO_STORE, keep=False)


@router.get(
    "/audit/state",
    summary="Whether the audit is whole",
    openapi_extra=told(schema="AuditState", example=schemas.STATE_EXAMPLE),
)
@needs(Permission.AUDIT_READ, audit="audit.verified")
async def state(request: Request) -> Response:
    """Every event's hash is computed anew; a problem says from which event on it isn't whole."""
    return await answered(request, _state, cache=answers.NO_STORE, keep=False)
