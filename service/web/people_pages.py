"""The administrator's page: accounts, their roles and reach, one-time passwords. Plain forms, no household data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import Request
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from data.vocabulary.language import Language
from service.access import ROLES, Permission, needs
from service.audit import Event
from service.people import repository, service
from service.people.repository import Account
from service.problems import Problem

from .account_pages import entrance_of
from .entrance import caller, guarded_router
from .pages import language_of, page
from .views import say

LONGEST_FIELD = 4000
router = guarded_router()


@router.get("/users")
@needs(Permission.USERS_READ, audit="users.seen")
async def users(request: Request) -> Response:
    """Show every account, and the form for a new one."""
    return await _shown(request)


@router.post("/users")
@needs(Permission.USERS_MANAGE)
async def add(request: Request) -> Response:
    """Add an account; its one-time password is shown on the answer, once."""
    fields = await request.form()
    name, role, codes = (str(fields.get(field) or "")[:LONGEST_FIELD] for field in ("name", "role", "communes"))
    days = entrance_of(request).settings.one_time_password_days

    def done(connection: Connection, by: Event) -> tuple[str, str]:
        account, password = service.add(
            connection, name, role, communes=codes.replace(",", " ").split(),
            whole_province=fields.get("province") == "yes", days=days, by=by,
        )  # fmt: skip
        return account.name, password

    return await _tried(request, done)


@router.post("/users/{person_id}/reset")
@needs(Permission.USERS_MANAGE)
async def reset(request: Request, person_id: str) -> Response:
    """Give an account a new one-time password, shown on the answer, once."""
    days = entrance_of(request).settings.one_time_password_days

    def done(connection: Connection, by: Event) -> tuple[str, str]:
        name = service.found(connection, person_id).name
        return name, service.reset(connection, person_id, days, by)

    return await _tried(request, done)


@router.post("/users/{person_id}/disable")
@needs(Permission.USERS_MANAGE)
async def disable(request: Request, person_id: str) -> Response:
    """Keep an account from being used; its sessions end."""
    return await _tried(request, lambda connection, by: _switched(connection, person_id, by, active=False))


@router.post("/users/{person_id}/enable")
@needs(Permission.USERS_MANAGE)
async def enable(request: Request, person_id: str) -> Response:
    """Let an account be used again."""
    return await _tried(request, lambda connection, by: _switched(connection, person_id, by, active=True))


def _switched(connection: Connection, person_id: str, by: Event, *, active: bool) -> None:
    service.change(connection, person_id, active=active, by=by)


async def _tried(request: Request, done: Callable[[Connection, Event], tuple[str, str] | None]) -> Response:
    """Do one thing to an account in a transaction; show its one-time password, or what was refused."""
    entrance, who = entrance_of(request), caller(request)

    def act() -> tuple[str, str] | None:
        with entrance.engine.begin() as connection:
            return done(connection, Event("", who.person_id, who.by, who.role))

    try:
        given = await run_in_threadpool(act)
    except Problem as refused:
        return await _shown(request, refused=refused)
    entrance.recogniser.forget()
    return RedirectResponse("/users", 303) if given is None else await _shown(request, given=given)


async def _shown(request: Request, *, given: tuple[str, str] | None = None, refused: Problem | None = None) -> Response:
    language = language_of(request)

    def read() -> list[Account]:
        with entrance_of(request).engine.connect() as connection:
            return repository.all_accounts(connection)

    accounts = await run_in_threadpool(read)
    return page(
        request,
        "users.html",
        refused.http_status if refused else 200,
        here="users",
        accounts=[_row(account, language) for account in accounts],
        roles=[(role.name, role.text.in_(language)) for role in ROLES.values()],
        given=given,
        refused=refused.web_message(language) if refused else "",
    )


def _row(account: Account, language: Language) -> dict[str, Any]:
    """Return an account in words."""
    role = ROLES.get(account.role)
    reach = say("whole_province", language) if account.whole_province else ", ".join(account.communes)
    return {
        "id": account.person_id,
        "name": account.name,
        "role": role.text.in_(language) if role else account.role,
        "reach": reach or say("no_households", language),
        "active": account.active,
    }
