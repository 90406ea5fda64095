"""Signing in and out, one's own account and password: plain forms, which need no script."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from service.access import ROLES, Permission, needs, open_to_all
from service.audit import Event, append
from service.people import sessions, signing_in
from service.people.problems import NotAllowed, SignInRefused, TooManyAttempts, WeakPassword
from service.problems import Problem

from .entrance import Entrance, address_of, caller, caller_or_none, encrypted, guarded_router
from .pages import language_of, page

LONGEST_FIELD = 300
LONGEST_WAY = 500
BEFORE_SECONDS = 3600
router = guarded_router()


def entrance_of(request: Request) -> Entrance:
    """Return what the application knows its callers by."""
    entrance: Entrance = request.app.state.entrance
    return entrance


def own_path(given: str | None) -> str:
    """Return where to go after signing in: a path of ours, never another site, else the first page."""
    way = (given or "")[:LONGEST_WAY]
    parts = urlsplit(way)
    plain = way.startswith("/") and not way.startswith(("//", "/\\")) and way.isprintable() and "\\" not in way
    return way if plain and not parts.scheme and not parts.netloc else "/"


def to_sign_in(request: Request) -> Response:
    """Send a stranger to the sign-in form, and back to where they wanted to go once signed in."""
    if request.method != "GET":
        return RedirectResponse("/login", 303)
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/login?next={quote(own_path(wanted), safe='')}", 303)


def to_password(request: Request) -> Response:
    """Send whoever came with a one-time password to where a new one is chosen."""
    return RedirectResponse("/password", 303)


@router.get("/login")
@open_to_all
async def sign_in_form(request: Request) -> Response:
    """Show the sign-in form."""
    if caller_or_none(request) is not None:
        return RedirectResponse("/", 303)
    return _sign_in_page(request, own_path(request.query_params.get("next")), None)


@router.post("/login")
@open_to_all
async def sign_in(request: Request) -> Response:
    """Begin a session, or show the form again with what is wrong."""
    entrance = entrance_of(request)
    fields = await request.form()
    name, password, way = (str(fields.get(field) or "") for field in ("name", "password", "next"))
    try:
        secret = await signing_in.sign_in(
            entrance.engine, entrance.settings, name[:LONGEST_FIELD], password[:LONGEST_FIELD], address_of(request)
        )
    except (SignInRefused, TooManyAttempts) as refused:
        return _sign_in_page(request, own_path(way), refused)
    return signed_in(request, secret, own_path(way))


@router.post("/logout")
@open_to_all
async def sign_out(request: Request) -> Response:
    """End the session."""
    entrance, who = entrance_of(request), caller_or_none(request)
    if who is not None and who.by == "session":

        def end() -> None:
            with entrance.engine.begin() as connection:
                sessions.end(connection, who.key)
                append(connection, Event("sign-out", who.person_id, who.by, who.role))

        await run_in_threadpool(end)
        entrance.recogniser.forget()
    response = RedirectResponse("/login", 303)
    response.delete_cookie(entrance.cookie, path="/", secure=encrypted(request), httponly=True, samesite="lax")
    return response


@router.get("/account")
@needs(Permission.OWN_ACCOUNT)
async def account(request: Request) -> Response:
    """Show who is signed in, in which role, for which communes."""
    who, language = caller(request), language_of(request)
    if who.must_change:
        return to_password(request)
    role = ROLES[who.role].text.in_(language)
    communes = None if who.communes is None else sorted(who.communes)
    return page(request, "account.html", here="account", role=role, communes=communes)


@router.get("/password")
@needs(Permission.OWN_ACCOUNT)
async def password_form(request: Request) -> Response:
    """Show the form for a new password."""
    return _password_page(request, None)


@router.post("/password")
@needs(Permission.OWN_ACCOUNT)
async def choose_password(request: Request) -> Response:
    """Change the caller's own password; all their sessions end, and a new one begins here."""
    entrance, who = entrance_of(request), caller(request)
    if who.by != "session":
        raise NotAllowed()
    fields = await request.form()
    old, new = (str(fields.get(field) or "")[:LONGEST_FIELD] for field in ("old", "new"))
    try:
        secret = await signing_in.choose_password(entrance.engine, entrance.settings, who, old, new)
    except (SignInRefused, TooManyAttempts, WeakPassword) as refused:
        return _password_page(request, refused)
    entrance.recogniser.forget()
    return signed_in(request, secret, "/")


def signed_in(request: Request, secret: str, way: str) -> Response:
    """Give the browser its new session and send it on."""
    entrance = entrance_of(request)
    response = RedirectResponse(way, 303)
    response.set_cookie(
        entrance.cookie, secret, path="/", secure=encrypted(request), httponly=True, samesite="lax",
        max_age=entrance.settings.session_hours * 3600,
    )  # fmt: skip
    response.delete_cookie(entrance.before, path="/", httponly=True, samesite="lax", secure=encrypted(request))
    return response


def _sign_in_page(request: Request, way: str, refused: Problem | None) -> Response:
    known = request.cookies.get(entrance_of(request).before) or sessions.new_secret()
    response = page(
        request, "login.html", refused.http_status if refused else 200, here="login", way=way, form_csrf=csrf(known),
        refused=refused.web_message(language_of(request)) if refused else "",
        provider=entrance_of(request).settings.oidc_says if entrance_of(request).settings.oidc_issuer else "",
    )  # fmt: skip
    response.set_cookie(
        entrance_of(request).before, known, path="/", max_age=BEFORE_SECONDS, secure=encrypted(request), httponly=True,
        samesite="lax",
    )  # fmt: skip
    if isinstance(refused, TooManyAttempts):
        response.headers["retry-after"] = str(refused.facts["seconds"])
    return response


def csrf(secret: str) -> str:
    """Return what the form must send back."""
    return sessions.csrf_of(secret)


def _password_page(request: Request, refused: Problem | None) -> Response:
    least = entrance_of(request).settings.password_length
    return page(
        request, "password.html", refused.http_status if refused else 200, here="account", least=least,
        must=caller(request).must_change, refused=refused.web_message(language_of(request)) if refused else "",
    )  # fmt: skip
