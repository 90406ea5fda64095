"""Answers as ready bytes, kept by what was asked; conditional requests; opaque cursors."""

from __future__ import annotations

import base64
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode
from zlib import crc32

import orjson
from starlette.requests import Request
from starlette.responses import Response

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Language
from service import problems
from service.problems import WrongCursor

from . import asking

KEPT_BYTES = 64 << 20
REMEMBERED = 1 << 15
"""How many questions are remembered, at most twice as many, to see which ones are asked again."""
PUBLIC_AGE = "private, no-cache"
NO_STORE = "no-store"
JSON_TYPE = b"application/json"


class Answer(NamedTuple):
    """A finished body with its type and its further headers."""

    body: bytes
    media_type: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()
    tag: bytes | None = None
    """The ETag, where a record counts its versions; else it is made from the body."""


class Ready(Response):
    """A response whose raw headers are made once; it skips what Starlette would work out anew each time."""

    def __init__(self, body: bytes, raw_headers: list[tuple[bytes, bytes]], status: int = 200) -> None:
        self.status_code = status
        self.body = body
        self.background = None
        self.raw_headers = raw_headers


class Kept(NamedTuple):
    """An answer in the cache: its body, its tag, and the headers with and without a body."""

    body: bytes
    tag: bytes
    exported: str
    headers: list[tuple[bytes, bytes]]
    headers_304: list[tuple[bytes, bytes]]


class Answers:
    """The answers given lately, by what was asked, up to so many bytes; runs don't change, so neither do they."""

    def __init__(self, limit: int = KEPT_BYTES) -> None:
        self.limit = limit
        self.size = 0
        self._kept: OrderedDict[tuple[Any, ...], Kept] = OrderedDict()
        self._lock = threading.Lock()
        self._asked: set[int] = set()
        self._asked_before: set[int] = set()

    def asked_again(self, key: tuple[Any, ...]) -> bool:
        """Say whether a question was asked lately, and remember it by its hash.

        Of what is asked by many for many things, such as explanations, most is asked once: kept, it would only push
        out what is asked for again."""
        known = hash(key)
        again = known in self._asked or known in self._asked_before
        self._asked.add(known)
        if len(self._asked) >= REMEMBERED:
            self._asked, self._asked_before = set(), self._asked
        return again

    def get(self, key: tuple[Any, ...]) -> Kept | None:
        """Return the kept answer to a question."""
        return self._kept.get(key)

    def keep(self, key: tuple[Any, ...], kept: Kept) -> None:
        """Keep an answer under its question; the oldest go when there are too many."""
        with self._lock:
            before = self._kept.pop(key, None)
            self.size += len(kept.body) - (len(before.body) if before else 0)
            self._kept[key] = kept
            while self.size > self.limit and len(self._kept) > 1:
                _, gone = self._kept.popitem(last=False)
                self.size -= len(gone.body)


def finished(answer: Answer, cache: str) -> Kept:
    """Return an answer with its headers made."""
    tag = answer.tag or _tag_of(answer.body, cache)
    short = [
        (b"etag", tag),
        (b"cache-control", cache.encode()),
        (b"vary", b"Accept, Accept-Language, Cookie"),
    ]
    long = [
        (b"content-length", str(len(answer.body)).encode()),
        (b"content-type", answer.media_type),
        *short,
        *answer.headers,
    ]
    form = answer.media_type.partition(b";")[0].decode()
    return Kept(answer.body, tag, "" if answer.media_type == JSON_TYPE else form, long, short)


def _tag_of(body: bytes, cache: str) -> bytes:
    """Return an ETag made from a body; a short one, quickly, where nobody may store the answer to compare it later."""
    if cache == NO_STORE:
        return b'"%08x-%x"' % (crc32(body), len(body))
    return b'"%s"' % hashlib.sha256(body).hexdigest()[:24].encode()


def send(request: Request, kept: Kept) -> Response:
    """Return the answer, or 304 where the caller has it already."""
    known = request.scope[asking.GIVEN].get(b"if-none-match")
    if known is not None:
        tags = {part.strip().removeprefix("W/") for part in known.decode("latin-1").split(",")}
        if kept.tag.decode() in tags or "*" in tags:
            return Ready(b"", list(kept.headers_304), 304)
    return Ready(kept.body, list(kept.headers))


def as_json(content: Any) -> Answer:
    """Return content as JSON; dates as YYYY-MM-DD."""
    return Answer(orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY), JSON_TYPE)


def problem(error: SommaiError, language: Language) -> Response:
    """Return an error as problem+json."""
    body = orjson.dumps(problems.record(error, language))
    headers = {"cache-control": NO_STORE, "content-language": language, **problems.headers_of(error)}
    return Response(body, error.http_status, headers, problems.MEDIA_TYPE)


def language_for(request: Request) -> Language:
    """Return the language of an API answer; pages ask for the cookie too."""
    default: Language = request.app.state.language
    if not request.scope["query_string"] and b"accept-language" not in request.scope[asking.GIVEN]:
        return default
    return asking.language_of(request.headers, request.query_params, None, default)


def cursor(question: str, place: int) -> str:
    """Return an opaque cursor: the place to go on from, and which question it belongs to."""
    told = orjson.dumps([_mark(question), place])
    return base64.urlsafe_b64encode(told).decode().rstrip("=")


def place_of(given: str | None, question: str) -> int:
    """Return the place a cursor points to, 0 without one; raises ``WrongCursor`` for another question's."""
    if not given:
        return 0
    try:
        told = orjson.loads(base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)))
        mark, place = told
        fits = mark == _mark(question) and isinstance(place, int) and place >= 0
    except (ValueError, TypeError) as why:
        raise WrongCursor() from why
    if not fits:
        raise WrongCursor()
    return place


def _mark(question: str) -> str:
    return hashlib.blake2b(question.encode(), digest_size=6).hexdigest()


def link_next(path: str, asked: Mapping[str, Any], following: str | None) -> tuple[tuple[bytes, bytes], ...]:
    """Return the Link header to the next page, for forms that have no place for it in the body."""
    if following is None:
        return ()
    query = urlencode({**asked, "cursor": following})
    return ((b"link", f'<{path}?{query}>; rel="next"'.encode()),)
