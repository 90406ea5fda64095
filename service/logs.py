"""Structured logs: one line of JSON per event, with declared fields only, so that no personal data can get in.

An event is a fixed phrase; whatever varies stands in a field. A field that isn't declared here is dropped, and its
name is told, so that a programmer sees it. What libraries log is reduced to where it happened and the kind of error:
their texts may hold addresses, statements with values, or rows.
"""

from __future__ import annotations

import datetime as dt
import logging
import sys
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, BinaryIO, NamedTuple

import orjson
import structlog

FIELDS = {
    "at": "when, UTC",
    "level": "how serious",
    "part": "which part of the program tells",
    "event": "what happened, a fixed phrase",
    "count": "how many",
    "error_code": "the stable code of an error that was told to somebody",
    "error_type": "the class of an error",
    "job_id": "id of a job",
    "job_kind": "kind of a job",
    "method": "HTTP method",
    "place": "module and line",
    "port": "where the service listens",
    "request_id": "id of a request, made here",
    "revision": "form of the database",
    "route": "the pattern of an address, never the address",
    "state": "state of a job",
    "status": "HTTP status",
    "step": "step of a job",
    "taken_ms": "how long it took, ms",
    "worker": "name of a worker: machine, process, lot",
}
"""The fields that a log line may have, and what each means."""
LONGEST = 120


def logger(part: str) -> Any:
    """Return the logger of a part of the program; until ``configure`` is called, warnings alone are told."""
    if not structlog.is_configured():
        _tell(sys.stderr.buffer, logging.WARNING)
    return structlog.get_logger(part=part)


def configure(stream: BinaryIO | None = None, level: str = "info") -> None:
    """Write logs to a stream, standard error where none is given; what libraries tell goes the same way."""
    _tell(stream or sys.stderr.buffer, logging.getLevelNamesMapping()[level.upper()])
    root = logging.getLogger()
    root.handlers = [Reduced()]
    root.setLevel(logging.WARNING)
    for name in list(logging.root.manager.loggerDict):
        # A library that set up handlers of its own (MLflow, the server) would write its text past us.
        one = logging.getLogger(name)
        one.handlers, one.propagate, one.disabled = [], True, False


class Answered(NamedTuple):
    """One request that was answered: what, how it went, when it was done (seconds since 1970) and in what time."""

    method: str
    route: str
    status: int
    taken_s: float
    request_id: str
    at: float


def requests(answered: Sequence[Answered]) -> None:
    """Tell of answered requests, in the form of every other line; there are so many that they go a shorter way."""
    if _target.level > logging.INFO:
        return
    _target.stream.write(b"".join(orjson.dumps(_line(one)) + b"\n" for one in answered))
    _target.stream.flush()


def _line(one: Answered) -> dict[str, Any]:
    second = int(one.at)
    return {
        "at": f"{_second_told(second)}.{int(1e6 * (one.at - second)):06d}Z",
        "event": "request", "level": "info", "method": one.method, "part": "web", "request_id": one.request_id,
        "route": one.route, "status": one.status, "taken_ms": round(1000 * one.taken_s, 1),
    }  # fmt: skip


@lru_cache(maxsize=2)
def _second_told(second: int) -> str:
    return dt.datetime.fromtimestamp(second, dt.UTC).strftime("%Y-%m-%dT%H:%M:%S")


@dataclass
class _Target:
    """Where logs go, and from which level on."""

    stream: BinaryIO
    level: int


_target = _Target(sys.stderr.buffer, logging.WARNING)


def _tell(stream: BinaryIO, level: int) -> None:
    _target.stream, _target.level = stream, level
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", key="at"),
            declared_only,
            structlog.processors.JSONRenderer(serializer=orjson.dumps, option=orjson.OPT_SORT_KEYS),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.BytesLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )


def declared_only(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop what isn't declared, and cut what is to a short line."""
    kept = {name: plain(value) for name, value in event.items() if name in FIELDS}
    dropped = sorted(set(event) - set(kept))
    return {**kept, "dropped": ", ".join(dropped)[:LONGEST]} if dropped else kept


def plain(value: Any) -> str | int | float | bool | None:
    """Return a number as it is, a text short and on one line, anything else as its type."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return "".join(letter if letter.isprintable() else " " for letter in value)[:LONGEST]
    return type(value).__name__


class Reduced(logging.Handler):
    """Passes on what a library logs without its text: who, where, how serious, which class of error."""

    def emit(self, record: logging.LogRecord) -> None:
        """Tell that a library had something to say."""
        error_type = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        told = structlog.get_logger(part=record.name)
        told.log(record.levelno, "a library tells", place=f"{record.module}:{record.lineno}", error_type=error_type)
