"""The way to the identity provider and back."""

from __future__ import annotations

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from service.access import open_to_all
from service.people.problems import SignInRefused
from service.people.provider import Attempt, Provider, begin_session

from .account_pages import entrance_of, own_path, signed_in
from .entrance import encrypted, guarded_router

MINUTES = 10
LONGEST_CODE = 4096
BACK = "/login/provider/back"
router = guarded_router()


def provider_of(request: Request) -> Provider:
    """Return the provider that the settings name, the same one as long as the application lives."""
    state = request.app.state
    if not hasattr(state, "provider"):
        state.provider = Provider(entrance_of(request).settings)
    found: Provider = state.provider
    return found


def cookie_of(request: Request) -> str:
    """Return the name of the cookie that an attempt is kept in."""
    return entrance_of(request).cookie_named("sommai-provider")


def back_of(request: Request) -> str:
    """Return the address that the provider sends the browser back to: the public one, never the Host that was sent."""
    public = entrance_of(request).settings.public_url.rstrip("/")
    return f"{public or str(request.base_url).rstrip('/')}{BACK}"


@router.get("/login/provider")
@open_to_all
async def to_provider(request: Request) -> Response:
    """Send the browser to the provider."""
    way = own_path(request.query_params.get("next"))
    address, attempt = await provider_of(request).begin(back_of(request), way)
    response = RedirectResponse(address, 303, {"cache-control": "no-store"})
    response.set_cookie(
        cookie_of(request), attempt.written(), path="/", max_age=MINUTES * 60, secure=encrypted(request),
        httponly=True, samesite="lax",
    )  # fmt: skip
    return response


@router.get(BACK)
@open_to_all
async def back_from_provider(request: Request) -> Response:
    """Begin a session for whoever the provider says came back; an attempt serves once."""
    attempt = Attempt.read(request.cookies.get(cookie_of(request), ""))
    code, state = request.query_params.get("code", ""), request.query_params.get("state", "")
    if not code or len(code) > LONGEST_CODE:
        raise SignInRefused()
    claims = await provider_of(request).finish(code, state, attempt, back_of(request))
    entrance = entrance_of(request)

    def begin() -> str:
        with entrance.engine.begin() as connection:
            return begin_session(connection, entrance.settings, claims)

    response = signed_in(request, await run_in_threadpool(begin), own_path(attempt.way))
    response.delete_cookie(cookie_of(request), path="/", secure=encrypted(request), httponly=True, samesite="lax")
    return response
