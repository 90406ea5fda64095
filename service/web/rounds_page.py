"""Rounds of visits on pages: which lists were walked, and what each found."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from service import lists
from service.access import Permission, needs
from service.outputs import notation
from service.problems import NoList
from service.report.round_page import render
from service.rounds import rounds
from service.runs.round_report import round_facts

from .account_pages import entrance_of
from .entrance import caller, guarded_router
from .outreach_texts import LIST_STATES
from .pages import language_of, page

ROUND_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
"""The report carries its own style, as the file that is mailed or printed does."""
router = guarded_router()


@router.get("/rounds")
@needs(Permission.DRAFTS_READ)
def all_rounds(request: Request) -> Response:
    """Show every list that has visits in the reader's communes."""
    language = language_of(request)
    rows = [
        {
            "id": found["list"],
            "list": f"/lists/{quote(found['list'])}",
            "round": f"/lists/{quote(found['list'])}/round",
            "state": LIST_STATES[found["state"]].in_(language),
            "as_of": notation.day(found["as_of"]),
            "first": notation.day(found["first_visit_on"]),
            "last": notation.day(found["last_visit_on"]),
            "visited": found["visited"] if isinstance(found["visited"], str)
            else notation.number(found["visited"], language),
        }
        for found in rounds(entrance_of(request).engine, caller(request).communes)
    ]  # fmt: skip
    return page(request, "rounds.html", here="rounds", rows=rows)


@router.get("/lists/{list_id}/round")
@needs(Permission.DRAFTS_READ, audit="round.seen", subject="list_id")
def round_found(request: Request, list_id: str) -> Response:
    """Show what the round of a list found in the reader's communes; a page that stands alone and prints."""
    if not lists.is_stored(list_id):
        raise NoList()
    state = request.app.state
    facts = round_facts(state.home, list_id, state.entrance.engine, caller(request).communes, state.round_parts)
    headers = {"cache-control": "no-store", "content-security-policy": ROUND_POLICY}
    return HTMLResponse(render(facts, language_of(request)), headers=headers)
