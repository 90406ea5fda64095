"""From a request that changes something to its answer: read, checked, done once, in one transaction with its audit.

With an ``Idempotency-Key`` the same request again gets the first answer; the answer is stored in the transaction that
it tells of, so that no crash comes between them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection, delete, select, update
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from data.vocabulary.language import Language, Text
from service.access import Who
from service.audit import Event
from service.problems import Changed, FieldFault, NotJson, ReusedKey, SayWhichVersion, WrongRequest
from service.store.api_tables import idempotent_writes as writes
from service.store.columns import now
from service.store.persons import insert_new

from . import answers
from .entrance import Entrance, caller

KEPT_FOR = dt.timedelta(hours=48)
LONGEST_KEY = 200
KEY_HEADER = "idempotency-key"
REPLAYED = "idempotent-replayed"
FAULTS = {
    "missing": Text("Thiếu phần này.", "This is missing."),
    "extra_forbidden": Text("Không có phần này.", "There is no such part."),
    "json_invalid": Text("Không phải JSON.", "This isn't JSON."),
    "string_too_short": Text("Quá ngắn.", "Too short."),
    "string_too_long": Text("Quá dài.", "Too long."),
    "too_long": Text("Quá nhiều.", "Too many."),
    "literal_error": Text("Không có lựa chọn này.", "There is no such choice."),
    "greater_than_equal": Text("Quá nhỏ.", "Too small."),
    "less_than_equal": Text("Quá lớn.", "Too large."),
}
OTHERWISE = Text("Giá trị chưa đúng.", "The value can't be taken.")
BAD_KEY = Text("Cần 1 đến 200 ký tự ASCII in được.", "1 to 200 printable ASCII characters are needed.")


@dataclass(frozen=True, slots=True)
class Sent:
    """What a request sends, read and checked, with the transaction in which it is done."""

    connection: Connection
    entrance: Entrance
    who: Who
    names: Mapping[str, str]
    body: Any
    language: Language
    if_match: str | None

    @property
    def by(self) -> Event:
        """Who does it, for the audit."""
        return Event("", self.who.person_id, self.who.by, self.who.role)

    def check_version(self, version: int) -> None:
        """Raise ``SayWhichVersion`` without ``If-Match``, ``Changed`` where somebody else was first."""
        if self.if_match is None:
            raise SayWhichVersion()
        if version_tag(version) not in {tag.strip() for tag in self.if_match.split(",")}:
            raise Changed()


@dataclass(frozen=True, slots=True)
class Written:
    """What was done: its status, its record, its version; ``secrets`` are fields that no replay shows again."""

    content: Mapping[str, Any]
    status: int = 200
    version: int | None = None
    location: str | None = None
    secrets: Sequence[str] = ()


def version_tag(version: int) -> str:
    """Return the ETag of a record that counts its versions."""
    return f'"v{version}"'


async def written(request: Request, make: Callable[[Sent], Written], model: type[BaseModel] | None = None) -> Response:
    """Do what a request asks for, once, and answer; ``make`` runs in a thread, in one transaction.

    Raises ``NotJson`` or ``WrongRequest`` for a body that ``model`` can't take, ``ReusedKey`` for a key that came
    with another request before, and what ``make`` raises; then nothing is changed.
    """
    who, entrance = caller(request), request.app.state.entrance
    content = await request.body()
    body = read_body(request, content, model)
    key = read_key(request)
    told = f"{request.method} {request.url.path}?{request.url.query}".encode() + b"\0" + content
    fingerprint = hashlib.sha256(told).hexdigest()

    def act() -> Response:
        with entrance.engine.begin() as connection:
            if key is not None:
                before = first_answer(connection, who.person_id, key, fingerprint)
                if before is not None:
                    return before
            sent = Sent(
                connection, entrance, who, request.path_params, body, answers.language_for(request),
                request.headers.get("if-match"),
            )  # fmt: skip
            done = make(sent)
            headers = headers_of(done)
            if key is not None:
                keep_answer(connection, who.person_id, key, done, headers)
            return Response(_json(done.content), done.status, headers, "application/json")

    response = await run_in_threadpool(act)
    entrance.recogniser.forget()
    return response


def read_body(request: Request, content: bytes, model: type[BaseModel] | None) -> Any:
    """Return the body as the model reads it; raises ``NotJson`` or ``WrongRequest`` naming every wrong part."""
    if model is None:
        return None
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise NotJson()
    try:
        return model.model_validate_json(content)
    except ValidationError as why:
        errors = why.errors(include_input=False, include_url=False, include_context=False)
        faults = [
            FieldFault(".".join(map(str, e["loc"]))[:80] or "body", FAULTS.get(e["type"], OTHERWISE))
            for e in errors[:50]
        ]
        raise WrongRequest(faults) from None


def read_key(request: Request) -> str | None:
    """Return the idempotency key that came along; raises ``WrongRequest`` for one that can't be taken."""
    key = request.headers.get(KEY_HEADER)
    if key is None:
        return None
    if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise WrongRequest([FieldFault("Idempotency-Key", BAD_KEY)])
    return key


def first_answer(connection: Connection, person_id: str, key: str, fingerprint: str) -> Response | None:
    """Return the answer that a key got before, or take the key for this request; another transaction's end is waited
    for. Raises ``ReusedKey``."""
    moment = now()
    connection.execute(delete(writes).where(writes.c.made_at < moment - KEPT_FOR))
    row = {
        "person_id": person_id, "idempotency_key": key, "fingerprint": fingerprint, "status": 0, "headers": {},
        "body": b"", "made_at": moment,
    }  # fmt: skip
    if insert_new(connection, writes, row):
        return None
    kept = connection.execute(select(writes).where(*_at(person_id, key))).one()
    if kept.fingerprint != fingerprint:
        raise ReusedKey()
    return Response(kept.body, kept.status, {**kept.headers, REPLAYED: "true"}, "application/json")


def keep_answer(connection: Connection, person_id: str, key: str, done: Written, headers: dict[str, str]) -> None:
    """Store the answer under its key, without what is shown once."""
    body = _json({name: None if name in done.secrets else value for name, value in done.content.items()})
    kept = update(writes).where(*_at(person_id, key)).values(status=done.status, headers=headers, body=body)
    connection.execute(kept)


def headers_of(done: Written) -> dict[str, str]:
    """Return the headers of an answer."""
    headers = {"cache-control": answers.NO_STORE}
    if done.version is not None:
        headers["etag"] = version_tag(done.version)
    if done.location is not None:
        headers["location"] = done.location
    return headers


def _at(person_id: str, key: str) -> tuple[Any, Any]:
    return writes.c.person_id == person_id, writes.c.idempotency_key == key


def _json(content: Mapping[str, Any]) -> bytes:
    return orjson.dumps(dict(content))
