"""The auditor's page: who saw and did what, when, for what, and whether the record is whole."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import Response

from data.vocabulary.language import Language
from service import audit
from service.access import ROLES, Permission, needs
from service.auditing import repository
from service.auditing.actions import ACTIONS, SUBJECTS, words_of
from service.auditing.endpoints import ACTION, HOUSEHOLD, PERSON
from service.outputs import notation
from service.outputs.collation import vietnamese
from service.store.database import reading

from . import asking
from .account_pages import entrance_of
from .entrance import guarded_router
from .pages import language_of, page

PER_PAGE = 50
BEFORE = asking.Parameter(name="before", says="Events before this number.", example=1204, most=1 << 53)
FILTERS = (PERSON, ACTION, HOUSEHOLD)
router = guarded_router()


@router.get("/audit")
@needs(Permission.AUDIT_READ, audit="audit.seen")
def events(request: Request) -> Response:
    """Show the events, the newest first; reading them is an event too."""
    language = language_of(request)
    query = asking.read(request, (*FILTERS, BEFORE))
    filters = {p.name: query.get(p.name) for p in FILTERS}
    request.app.state.join_looks()
    with reading(entrance_of(request).engine) as connection:
        found = repository.page(connection, before=query.get(BEFORE.name), limit=PER_PAGE + 1, **filters)
    given = {name: value for name, value in filters.items() if value}
    more = found[PER_PAGE - 1]["number"] if len(found) > PER_PAGE else None
    return page(
        request,
        "audit.html",
        here="audit",
        rows=[_row(event, language) for event in found[:PER_PAGE]],
        filters=given,
        actions=_choices(given.get("action", ""), language),
        older=f"?{urlencode({**given, BEFORE.name: more})}" if more else "",
        state=None,
    )


@router.get("/audit/state")
@needs(Permission.AUDIT_READ, audit="audit.verified")
def state(request: Request) -> Response:
    """Compute every event's mark anew and say whether the chain is whole; raises ``BrokenChain``."""
    language = language_of(request)
    request.app.state.join_looks()
    with reading(entrance_of(request).engine) as connection:
        count, mark = audit.verify(connection)
    return page(
        request, "audit.html", here="audit", rows=[], filters={}, actions=[], older="",
        state=(notation.number(count, language), mark),
    )  # fmt: skip


def _choices(chosen: str, language: Language) -> list[tuple[str, str]]:
    """Return the actions that may be chosen, code and words, in the order of their words; whatever is chosen is one."""
    codes = {*ACTIONS, chosen} - {""}
    return sorted(((code, words_of(code, language)) for code in codes), key=lambda pair: vietnamese(pair[1]))


def _row(event: dict[str, Any], language: Language) -> dict[str, Any]:
    """Return an event in words."""
    role, kind = ROLES.get(event["role"]), event["subject_kind"]
    return {
        "number": event["number"],
        "at": notation.moment(dt.datetime.fromisoformat(event["at"])),
        "name": event["name"] or event["person"] or "–",
        "person": event["person"] or "",
        "role": role.text.in_(language) if role else event["role"],
        "action": event["action"],
        "said": words_of(event["action"], language),
        "subject": event["subject"] or "",
        "kind": SUBJECTS[kind].in_(language) if kind in SUBJECTS else kind or "",
        "facts": "; ".join(f"{key}: {value}" for key, value in event["facts"].items()),
    }
