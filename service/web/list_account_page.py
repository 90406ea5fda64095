"""What a list says of itself, on a page for those who draw lists up or check them."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Request
from starlette.responses import Response

from service.access import Permission, needs
from service.lists.endpoints import VERSION
from service.outputs import notation
from service.report.list_record import not_told, notices
from service.report.list_section import list_section
from service.report.list_words import AS_PLANNED, NOT_TOLD
from service.runs.version_account import account_of, commune_names

from . import asking
from .account_pages import entrance_of
from .entrance import guarded_router
from .pages import language_of, page, read_list

FIRST_COMMUNES = 15
"""How many communes are shown at once; the others are a click away."""
router = guarded_router()


@router.get("/lists/{list_id}/account")
@needs(Permission.DRAFTS_READ, audit="list.account-seen", subject="list_id")
def list_account(request: Request, list_id: str) -> Response:
    """Show what a list says of itself, in a version or the present one, of the province or the reader's communes."""
    language = language_of(request)
    query = asking.read(request, (VERSION,))
    found = read_list(request, list_id)
    account = account_of(request.app.state.home, entrance_of(request).engine, found, query.get(VERSION.name))
    address = f"/lists/{quote(found.id)}"
    return page(
        request,
        "list_account.html",
        here="lists",
        account=account,
        itself=list_section(account.facts, commune_names(found.run), language),
        notices=notices(account, language),
        not_told=[text for _, _, text in not_told(account, language)],
        not_told_head=NOT_TOLD.in_(language),
        planned=("" if account.as_planned else f"{address}/account?{VERSION.name}=1", AS_PLANNED.in_(language)),
        first_communes=FIRST_COMMUNES,
        back=address,
        as_of=notation.day(found.run.as_of),
    )
