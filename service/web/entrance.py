"""What stands before every endpoint: who calls, how often, whether they may, from where a form comes, and the audit.

Nothing answers that hasn't said what it needs (``service.access.needs``): a route without it can't even be made.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter
from fastapi.routing import APIRoute
from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from service.access import Need, Permission, Who, need_of
from service.audit import HOUSEHOLD, Event
from service.configuration import Settings
from service.people.problems import ChangePasswordFirst, NotAllowed, NotSignedIn
from service.people.recognising import Kind, Recogniser
from service.people.sessions import csrf_of
from service.problems import ForeignForm, NoPage, TooLarge, TooOften, WrongRequest

from .asking import GIVEN
from .journal import Journal
from .limits import Limits

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
READING = {"GET", "HEAD"}
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
CSRF_FIELD, CSRF_HEADER = "csrf", "x-csrf-token"
WHO, AUDITED = "sommai.who", "sommai.audited"
SUBJECTS = {"household_id": HOUSEHOLD}
"""Path parameters that name people's records, as the audit calls them; others go by their own name."""


@dataclass(frozen=True)
class Entrance:
    """What the application holds to know its callers by."""

    engine: Engine
    settings: Settings
    recogniser: Recogniser
    journal: Journal
    limits: Limits

    @property
    def cookie(self) -> str:
        """The session cookie's name."""
        return self.cookie_named("sommai")

    @property
    def before(self) -> str:
        """The name of the cookie of a browser that hasn't signed in yet, given with the sign-in form."""
        return self.cookie_named("sommai-before")

    def cookie_named(self, name: str) -> str:
        """Return a cookie's name; with TLS one that no other host, path or plain connection can set."""
        return f"__Host-{name}" if self.settings.secure else name


class Guarded(APIRoute):
    """A route that passes the entrance first."""

    def get_route_handler(self) -> Handler:
        """Return the endpoint behind the entrance; raises ``TypeError`` where it hasn't said what it needs."""
        need = need_of(self.endpoint)
        if need is None:
            raise TypeError(f"{self.path}: say what it needs by @needs(...) or @open_to_all")
        inner = super().get_route_handler()

        async def handler(request: Request) -> Response:
            return await passed(request, need, inner)

        return handler


def guarded_router(**more: Any) -> APIRouter:
    """Return a router whose routes pass the entrance; every router of the service is made here."""
    return APIRouter(route_class=Guarded, **more)


def caller(request: Request) -> Who:
    """Return who is calling; raises ``NotSignedIn`` for a stranger."""
    who: Who | None = request.scope.get(WHO)
    if who is None:
        raise NotSignedIn()
    return who


def caller_or_none(request: Request) -> Who | None:
    """Return who is calling, or None for a stranger."""
    who: Who | None = request.scope.get(WHO)
    return who


def audited_as(request: Request, action: str, **facts: str | int | bool) -> None:
    """Record this call under another action, or with further facts, than its route says."""
    request.scope[AUDITED] = (action, facts)


async def passed(request: Request, need: Need, inner: Handler) -> Response:
    """Let a request through to its endpoint, or refuse it; what the route says is audited before the answer goes."""
    entrance: Entrance = request.app.state.entrance
    if "\0" in request.scope["path"]:
        raise NoPage()
    try:
        who = await recognised(request, entrance)
    except NotSignedIn:
        check_often(request, entrance, None)  # whoever tries out tokens is counted as any stranger is
        raise
    request.scope[WHO] = who
    check_often(request, entrance, who)
    if need.permission is not None:
        await check_allowed(need.permission, entrance, who)
    if request.method not in READING:
        most = entrance.settings.largest_upload_bytes if need.upload else entrance.settings.largest_body_bytes
        await read_body(request, most)
        if who is None or who.by == "session":
            await check_form(request, entrance, who)
    if need.audit is None or who is None:
        return await inner(request)
    try:
        response = await inner(request)
    except Exception:
        await entrance.journal.look(_event(request, f"{need.audit}.refused", who, None, {}), who.key)
        raise
    action, facts = request.scope.get(AUDITED, (need.audit, {}))
    event = _event(request, action, who, need.subject, facts)
    if request.method in READING:
        await entrance.journal.look(event, who.key)
    return response


async def recognised(request: Request, entrance: Entrance) -> Who | None:
    """Return who sends a token or a session cookie; a token that doesn't hold raises ``NotSignedIn``."""
    given: dict[bytes, bytes] = request.scope[GIVEN]
    token, cookies = given.get(b"authorization"), given.get(b"cookie")
    known: Kind = "session"
    if token is not None:
        scheme, _, rest = token.decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            raise NotSignedIn()
        secret, known = rest.strip(), "token"
    else:
        secret = _cookie(cookies.decode("latin-1"), entrance.cookie) if cookies else ""
    if not secret:
        return None
    who = entrance.recogniser.remembered(known, secret)
    if who is None:
        who = await run_in_threadpool(entrance.recogniser.look_up, known, secret)
    if who is None and known == "token":
        raise NotSignedIn()
    return who


def check_often(request: Request, entrance: Entrance, who: Who | None) -> None:
    """Raise ``TooOften`` where this caller has asked as often as the settings allow in this minute."""
    settings = entrance.settings
    if who is None:
        key, most = f"stranger {address_of(request)}", settings.strangers_per_minute
    elif request.method in READING:
        key, most = who.person_id, settings.reads_per_minute
    else:
        key, most = f"writes {who.person_id}", settings.writes_per_minute
    wait = entrance.limits.wait(key, most)
    if wait:
        raise TooOften(seconds=wait)


async def check_allowed(permission: Permission, entrance: Entrance, who: Who | None) -> None:
    """Raise ``NotSignedIn``, ``ChangePasswordFirst`` or ``NotAllowed``; what a role isn't allowed is recorded."""
    if who is None:
        raise NotSignedIn()
    if who.must_change and permission is not Permission.OWN_ACCOUNT:
        raise ChangePasswordFirst()
    if not who.may(permission):
        refused = Event("refused", who.person_id, who.by, who.role, "permission", str(permission))
        await entrance.journal.look(refused, who.key)
        raise NotAllowed()


async def read_body(request: Request, most: int) -> None:
    """Read the whole body, which later readers find ready; raises ``TooLarge``."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise TooLarge(limit=most)
        parts.append(part)
    request._body = b"".join(parts)  # noqa: SLF001 - where Starlette's own body() keeps it


async def check_form(request: Request, entrance: Entrance, who: Who | None) -> None:
    """Raise ``ForeignForm`` unless a change that a browser sends comes from our own page.

    Both must hold: the browser says that it comes from here, and the form (or a header) brings back what only our own
    page could tell, made from the cookie's secret. Strangers have a cookie for that too, given with the sign-in form.
    """
    if not _same_origin(request):
        raise ForeignForm()
    given = request.headers.get(CSRF_HEADER, "")
    if not given and request.headers.get("content-type", "").startswith(FORM_TYPES):
        try:
            field = (await request.form()).get(CSRF_FIELD)
        except Exception as why:
            raise WrongRequest() from why
        given = field if isinstance(field, str) else ""
    secret = who.secret if who is not None else _cookie(request.headers.get("cookie", ""), entrance.before)
    if not secret or not compare_digest(csrf_of(secret).encode(), given.encode()):
        raise ForeignForm()


def encrypted(request: Request) -> bool:
    """Say whether cookies travel by TLS alone: always, but on this machine by plain HTTP."""
    entrance: Entrance = request.app.state.entrance
    return entrance.settings.secure or request.url.scheme == "https"


def address_of(request: Request) -> str:
    """Return the caller's network address; a trusted proxy's word for it has been taken already."""
    return request.client.host if request.client else ""


def _same_origin(request: Request) -> bool:
    """Say whether the browser says that a request comes from this very site; one that says nothing is believed."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")


def _cookie(header: str, wanted: str) -> str:
    for part in header.split(";"):
        name, _, value = part.strip().partition("=")
        if name == wanted:
            return value
    return ""


def _event(request: Request, action: str, who: Who, subject: str | None, facts: dict[str, Any]) -> Event:
    value = request.path_params.get(subject) if subject else None
    kind = SUBJECTS.get(subject, subject.removesuffix("_id")) if subject else None
    return Event(action, who.person_id, who.by, who.role, kind if value else None, value, facts)
