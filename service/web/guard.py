"""What every request passes through: host and size limits, safe headers, one last door for errors, a quiet log."""

from __future__ import annotations

import logging
import traceback
from time import perf_counter
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.problems import ForeignHost, Problem, TooLarge, Unexpected, WrongMethod

from . import answers, asking

LOG = logging.getLogger("sommai.web")
LARGEST_BODY = 1 << 16
READING = {"GET", "HEAD"}
HOSTS = {"127.0.0.1", "localhost", "::1", "testserver"}
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SAFE_HEADERS = [
    (b"content-security-policy", CONTENT_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]


class Guard:
    """The outermost layer, plain ASGI. Logs the route's pattern, never an address with an id, nor a query."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False
        status = 500
        start = perf_counter()

        async def sending(message: Message) -> None:
            nonlocal begun, status
            if message["type"] == "http.response.start":
                begun, status = True, message["status"]
                message["headers"] = [*message["headers"], *SAFE_HEADERS]
            await send(message)

        try:
            refused = refusal(scope)
            if refused is not None:
                await self._tell(refused, scope, receive, sending)
            else:
                await self.app(scope, receive, sending)
        except Exception as error:  # noqa: BLE001 - the last door: its values never reach a log or a reader
            at = traceback.extract_tb(error.__traceback__)[-1]
            LOG.error("%s at %s:%s", type(error).__name__, at.filename.rsplit("/", 1)[-1], at.lineno)
            if not begun:
                await self._tell(Unexpected(), scope, receive, sending)
        if LOG.isEnabledFor(logging.INFO):
            route: Any = scope.get("route")
            pattern = getattr(route, "path", "-")
            LOG.info("%s %s %s %.1f ms", scope["method"], pattern, status, 1000 * (perf_counter() - start))

    async def _tell(self, error: Problem, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        language = asking.language_of(request.headers, request.query_params, None, "vi")
        await answers.problem(error, language)(scope, receive, send)


def refusal(scope: Scope) -> Problem | None:
    """Return why a request isn't taken at all: a foreign host name, a body, a method that writes."""
    headers = Headers(scope=scope)
    if host_name(headers.get("host", "")) not in HOSTS:
        return ForeignHost()
    if scope["method"] not in READING:
        return WrongMethod()
    length = headers.get("content-length")
    if headers.get("transfer-encoding") or (length and not (length.isdigit() and int(length) <= LARGEST_BODY)):
        return TooLarge(limit=LARGEST_BODY)
    return None


def host_name(host: str) -> str:
    """Return the Host header's name without its port."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].lower()
