"""What every request passes through: host and size limits, safe headers, one last door for errors, a quiet log."""

from __future__ import annotations

import asyncio
import random
import re
import traceback
from collections.abc import Iterable, Mapping
from functools import lru_cache
from time import perf_counter, time
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service import logs
from service.configuration import Settings
from service.problems import ForeignHost, Problem, TooLarge, Unexpected
from service.status.meters import METHODS, OTHER_METHOD, Meters

from . import answers, asking

LOG = logs.logger("web")
HOSTS = frozenset({"127.0.0.1", "localhost", "::1", "testserver"})
ENCRYPTED_FOR = (b"strict-transport-security", b"max-age=31536000")
ASKED_ID = re.compile(rb"[0-9a-f]{16}|[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""Only ids made by lot are taken from callers: a log holds nothing that somebody typed."""
LOT = random.Random()
"""Draws the ids of requests: they keep two apart, and are no secret."""
UNKNOWN_ROUTE = "-"
GIVEN = asking.GIVEN
MOMENT_S, MOST_TOGETHER = 0.1, 50
"""How long an answer waits to be counted and logged, and how many are at most at once; a few hundred microseconds."""
PATTERN = "sommai.pattern"
"""Where the short way leaves the pattern of the route that it took."""
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
    (b"permissions-policy", b"camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
]

SAFE_AND_ENCRYPTED = [*SAFE_HEADERS, ENCRYPTED_FOR]


class Guard:
    """The outermost layer, plain ASGI. Logs the route's pattern, never an address with an id, nor a query.

    Every answer carries ``x-request-id``, the caller's own where it sends one, so that a report finds its line.
    """

    def __init__(self, app: ASGIApp, settings: Settings, meters: Meters) -> None:
        self.app = app
        self.meters = meters
        self.largest_body = settings.largest_upload_bytes
        public = urlsplit(settings.public_url).hostname if settings.beyond_loopback else None
        self.hosts = HOSTS | {public} if public else HOSTS
        self.secure = settings.secure
        self.together = False
        """Whether answers are counted and logged a moment later, several at once: where a server goes on running."""
        self._answered: list[logs.Answered] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False
        status = 500
        start = perf_counter()
        given = scope[GIVEN] = dict(reversed(scope["headers"]))  # the first of two with one name counts
        request_id = request_id_of(given)
        encrypted = self.secure or scope.get("scheme") == "https"

        async def sending(message: Message) -> None:
            nonlocal begun, status
            if message["type"] == "http.response.start":
                begun, status = True, message["status"]
                message["headers"] = safe(message["headers"], encrypted)
                message["headers"].append((b"x-request-id", request_id))
            await send(message)

        try:
            refused = self.refusal(scope)
            if refused is not None:
                await self._tell(refused, scope, receive, sending)
            else:
                await self.app(scope, receive, sending)
        except Exception as error:  # noqa: BLE001 - the last door: its values never reach a log or a reader
            at = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{at.filename.rsplit('/', 1)[-1]}:{at.lineno}"
            LOG.error("unforeseen", error_type=type(error).__name__, place=where, request_id=request_id.decode())
            if not begun:
                await self._tell(Unexpected(), scope, receive, sending)
        self._note(scope, status, perf_counter() - start, request_id)

    def _note(self, scope: Scope, status: int, took_s: float, request_id: bytes) -> None:
        """Have an answer counted and logged: at once, or with those of the next moment."""
        method = scope["method"] if scope["method"] in METHODS else OTHER_METHOD
        answered = logs.Answered(method, pattern_of(scope), status, took_s, request_id.decode(), time())
        self._answered.append(answered)
        if not self.together or len(self._answered) >= MOST_TOGETHER:
            self.settle()
        elif len(self._answered) == 1:
            asyncio.get_running_loop().call_later(MOMENT_S, self.settle)

    def settle(self) -> None:
        """Count and log what was answered since the last time."""
        answered, self._answered = self._answered, []
        for one in answered:
            self.meters.count(one.method, one.route, one.status, one.taken_s)
        if answered:
            logs.requests(answered)

    async def _tell(self, error: Problem, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        language = asking.language_of(request.headers, request.query_params, None, "vi")
        await answers.problem(error, language)(scope, receive, send)

    def refusal(self, scope: Scope) -> Problem | None:
        """Return why a request isn't taken at all: a foreign host name, or a body beyond every limit."""
        given: dict[bytes, bytes] = scope[GIVEN]
        if host_name(given.get(b"host", b"").decode("latin-1")) not in self.hosts:
            return ForeignHost()
        length = given.get(b"content-length")
        if length and not (length.isdigit() and int(length) <= self.largest_body):
            return TooLarge(limit=self.largest_body)
        return None


def safe(headers: Iterable[tuple[bytes, bytes]], encrypted: bool) -> list[tuple[bytes, bytes]]:
    """Return an answer's headers with the safe ones added; what the answer says itself goes before.

    Of two content policies a browser keeps to both, so that a page with a policy of its own must have that one alone.
    """
    own = list(headers)
    return own + _not_among(tuple([name for name, _ in own]), encrypted)


@lru_cache(maxsize=512)
def _not_among(names: tuple[bytes, ...], encrypted: bool) -> list[tuple[bytes, bytes]]:
    """Return the safe headers that aren't among an answer's own: our answers have few sets of names."""
    known = {name.lower() for name in names}
    return [header for header in (SAFE_AND_ENCRYPTED if encrypted else SAFE_HEADERS) if header[0] not in known]


def pattern_of(scope: Scope) -> str:
    """Return the pattern of the route that answered, with its prefix; what no route answers has none."""
    if PATTERN in scope:
        return str(scope[PATTERN])
    route: Any = scope.get("fastapi", {}).get("effective_route_context") or scope.get("route")
    return str(getattr(route, "path", UNKNOWN_ROUTE))


def request_id_of(given: Mapping[bytes, bytes]) -> bytes:
    """Return the id that the caller gave the request, where it can be one, else a new one."""
    asked = given.get(b"x-request-id")
    if asked is not None and ASKED_ID.fullmatch(asked):
        return asked
    return b"%016x" % LOT.getrandbits(64)


def host_name(host: str) -> str:
    """Return the Host header's name without its port."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].lower()
