"""Looks on their way into the audit: on the disk before the answer goes out, in the chain soon after.

A look (who read what) is a line of a journal under ``HOME/audit``: many in one write and one sync. ``join`` takes
journals over, whoever wrote them, and appends their looks to the hash-chained audit, each journal in one transaction
with its name, so that none is lost and none stands twice. Whoever reads the audit joins first.

What holds: an answer goes out only after the disk has confirmed its look. A process that is killed, or a machine that
loses power, loses no look of an answer that somebody got; one that was on its way may stand without its answer. Until
it is joined (seconds; as long as the database is away) a look is protected by the file's mode alone, not by the chain.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Engine, delete, select

from data.whole_folder import flush
from service.audit import Event, append
from service.store.audit_tables import joined_journals
from service.store.columns import now
from service.store.database import engine_for

FOLDER = "audit"
WRITTEN, TAKEN, DAMAGED = ".looks", ".taken", ".damaged"
LARGEST_BYTES = 4 << 20
"""A journal that has grown beyond this is followed by a new one, so that no transaction is too large."""
REMEMBERED_FOR = dt.timedelta(days=7)
"""How long the names of joined journals are kept; the file itself is gone a moment after its looks were joined."""


class LookFile:
    """The journal that one process writes; used by one thread at a time. Begun with the first look.

    A write that is synced by itself instead of a sync after it: each call of the system lets other threads in, and
    the one that answers people would have to wait for its turn again.
    """

    def __init__(self, home: Path) -> None:
        self.folder = home / FOLDER
        self._held = -1
        self._path = ""
        self._size = 0

    def write(self, events: Sequence[Event]) -> None:
        """Write looks; returns when the disk has them. Raises ``OSError``; then none of them is in the journal."""
        line = orjson.dumps([_told(event) for event in events]) + b"\n"
        while True:
            if self._held < 0:
                self._begin()
            with locked(self._held):
                if os.path.exists(self._path):  # noqa: PTH110 - whoever joins takes it away under the same lock
                    self._append(line)
                    break
            self.close()
        if self._size > LARGEST_BYTES:
            self.close()

    def close(self) -> None:
        """Let the journal go; what it holds is joined later."""
        if self._held >= 0:
            os.close(self._held)
            self._held = -1

    def _begin(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._path = str(self.folder / f"{now():%Y%m%dT%H%M%S}-{secrets.token_hex(8)}{WRITTEN}")
        self._held = os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND | os.O_DSYNC, 0o600)
        self._size = 0
        flush(self.folder)  # its name outlasts a loss of power

    def _append(self, line: bytes) -> None:
        try:
            rest = memoryview(line)
            while rest:
                rest = rest[os.write(self._held, rest) :]
        except OSError:
            with suppress(OSError):
                os.ftruncate(self._held, self._size)
            raise
        self._size += len(line)


def join(home: Path, engine: Engine) -> int:
    """Append the looks of every journal of a home to the audit; return how many. Several may join at once.

    Raises what the database raises; then the journals stay, and the next one joins them.
    """
    folder = home / FOLDER
    if not any(waiting(folder)):
        return 0
    count = 0
    gate = os.open(folder / ".joining", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        with locked(gate):
            for path in sorted(waiting(folder)):
                count += _join(_taken(path), engine)
    finally:
        os.close(gate)
    return count


@cache
def _engine_of(home: Path) -> Engine:
    return engine_for(home)


def join_again(home: Path) -> int:
    """Join as ``join`` does, over a connection of this process that stays open for the next time."""
    return join(home, _engine_of(home))


def waiting(folder: Path) -> Iterator[Path]:
    """Yield the journals that aren't joined yet."""
    if folder.is_dir():
        for path in folder.iterdir():
            if path.suffix in {WRITTEN, TAKEN}:
                yield path


def _taken(path: Path) -> Path:
    """Take a journal away from its writer, between two of its writes."""
    if path.suffix == TAKEN:
        return path
    target = path.with_suffix(TAKEN)
    held = os.open(path, os.O_RDONLY)
    try:
        with locked(held):
            path.rename(target)
    finally:
        os.close(held)
    return target


def _join(path: Path, engine: Engine) -> int:
    """Append one journal's looks and remove it. Lines that can't be read are told in the audit, and the file kept."""
    events, damaged = read(path)
    if damaged:
        events.append(Event("audit.damaged", None, facts={"journal": path.stem, "lines": damaged}))
    with engine.begin() as connection:
        name = joined_journals.c.name
        if connection.execute(select(name).where(name == path.stem)).first() is None:
            moment = now()
            connection.execute(delete(joined_journals).where(joined_journals.c.at < moment - REMEMBERED_FOR))
            connection.execute(joined_journals.insert().values(name=path.stem, at=moment))
            append(connection, *events)
    if damaged:
        path.rename(path.with_suffix(DAMAGED))
    else:
        path.unlink()
    return len(events)


def read(path: Path) -> tuple[list[Event], int]:
    """Return a journal's looks in order, and how many lines can't be read; an unfinished last one was never answered
    and counts as none."""
    *lines, _ = path.read_bytes().split(b"\n")
    events, damaged = [], 0
    for line in lines:
        try:
            events += [_event(told) for told in orjson.loads(line)]
        except (ValueError, TypeError, KeyError):
            damaged += 1
    return events, damaged


@contextmanager
def locked(held: int) -> Iterator[None]:
    """Hold the lock of an open file."""
    fcntl.flock(held, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(held, fcntl.LOCK_UN)


def _told(event: Event) -> tuple[Any, ...]:
    return (
        event.at or now(), event.action, event.person_id, event.via, event.role, event.subject_kind, event.subject_id,
        dict(event.facts),
    )  # fmt: skip


def _event(told: Sequence[Any]) -> Event:
    at, action, person_id, via, role, kind, subject_id, facts = told
    return Event(action, person_id, via, role, kind, subject_id, facts, dt.datetime.fromisoformat(at))
