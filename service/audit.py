"""Who saw or did what, when, for what: append-only, each event's hash covering the one before it.

No event holds a name, an address or a free text. A household is written as a mark whose meaning stands in another
table; auditors read both, and erasing a household deletes the meaning and leaves the chain whole.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, insert, select, update

from data.vocabulary.errors import WrongUse
from data.vocabulary.language import Text
from service.problems import Problem
from service.store.audit_tables import audit_events, audit_head, audit_subjects
from service.store.columns import now

HOUSEHOLD = "household"
ERASED = "subject.erased"
"""The action of taking somebody out of every store."""
MARKED = frozenset({HOUSEHOLD})
"""Kinds of subjects that are people's, and so are written as marks."""
BEFORE_THE_FIRST = "0" * 64
ROWS_AT_ONCE = 5000
Fact = str | int | float | bool | None


class BrokenChain(Problem):
    """An event was changed, removed or slipped in."""

    code = "broken-audit"
    title = Text("Nhật ký không còn nguyên vẹn", "The audit isn't whole")
    text = Text(
        "Nhật ký không còn nguyên vẹn từ sự kiện số {number}: {seen} sự kiện trước đó là đúng.",
        "The audit isn't whole from event {number} on; the {seen} events before it are.",
    )
    next_step = Text(
        "Giữ nguyên cơ sở dữ liệu, so với bản sao lưu gần nhất và báo cho người kiểm tra.",
        "Leave the database as it is, compare it with the latest backup, and tell the auditor.",
    )


class Event(NamedTuple):
    """What is recorded: the action, by whom, over which way in, about whom or what, and further facts.

    ``via`` is ``session``, ``token``, ``command-line`` or ``system``; ``at`` is given where it happened before it is
    appended.
    """

    action: str
    person_id: str | None
    via: str = "system"
    role: str = ""
    subject_kind: str | None = None
    subject_id: str | None = None
    facts: Mapping[str, Fact] = MappingProxyType({})
    at: dt.datetime | None = None


def append(connection: Connection, *events: Event) -> None:
    """Append events in the transaction at hand: they stand if it does. Others that append wait until it ends."""
    if not events:
        return
    head = connection.execute(select(audit_head.c.number, audit_head.c.hash).with_for_update()).one()
    number, last = int(head.number), str(head.hash)
    marks = _marks(connection, {(e.subject_kind, e.subject_id) for e in events if e.subject_kind in MARKED})
    rows = []
    for event in events:
        number += 1
        subject = marks.get((event.subject_kind, event.subject_id), event.subject_id)
        row = {
            "number": number,
            "at": event.at or now(),
            "person_id": event.person_id,
            "via": event.via,
            "role": event.role,
            "action": event.action,
            "subject_kind": event.subject_kind,
            "subject": subject,
            "facts": _written(event.facts),
        }
        last = mark_of(row, last)
        rows.append({**row, "hash": last})
    connection.execute(insert(audit_events), rows)
    connection.execute(update(audit_head).values(number=number, hash=last))


def verify(connection: Connection) -> tuple[int, str]:
    """Return how many events there are, and the last one's hash, to be noted elsewhere; raises ``BrokenChain``."""
    last, seen = BEFORE_THE_FIRST, 0
    rows = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(
        select(audit_events).order_by(audit_events.c.number)
    )
    for row in rows.mappings():
        if row["number"] != seen + 1 or row["hash"] != mark_of(dict(row), last):
            raise BrokenChain(number=seen + 1, seen=seen)
        last, seen = str(row["hash"]), seen + 1
    head = connection.execute(select(audit_head.c.number, audit_head.c.hash)).one_or_none()
    if head is None or (int(head.number), str(head.hash)) != (seen, last):
        raise BrokenChain(number=seen + 1, seen=seen)
    return seen, last


def check_noted(connection: Connection, noted: str) -> None:
    """Raise ``BrokenChain`` unless the event of a number still has the mark noted once, written ``NUMBER:MARK``."""
    number, _, mark = noted.partition(":")
    if not (number.isascii() and number.isdigit()):
        raise WrongUse(what_vi="Viết --expect SỐ:DẤU.", what_en="Write --expect NUMBER:MARK.")
    kept = connection.execute(select(audit_events.c.hash).where(audit_events.c.number == int(number[:18])))
    if (kept.scalar_one_or_none() or BEFORE_THE_FIRST) != mark:
        raise BrokenChain(number=number[:18], seen=max(int(number[:18]) - 1, 0))


def forget_subject(connection: Connection, kind: str, subject_id: str) -> int:
    """Delete what a mark means; return how many there were. The chain is left as it is."""
    done = connection.execute(
        audit_subjects.delete().where(audit_subjects.c.kind == kind, audit_subjects.c.subject_id == subject_id)
    )
    return done.rowcount


def _marks(connection: Connection, wanted: set[tuple[str | None, str | None]]) -> dict[tuple[Any, Any], str]:
    """Return the marks of subjects, made where there are none; whoever calls holds the head, alone."""
    found: dict[tuple[Any, Any], str] = {}
    for kind in sorted({str(kind) for kind, _ in wanted}):
        ids = sorted(str(subject_id) for known, subject_id in wanted if known == kind)
        known = select(audit_subjects.c.subject_id, audit_subjects.c.mark).where(
            audit_subjects.c.kind == kind, audit_subjects.c.subject_id.in_(ids)
        )
        marks = {row.subject_id: row.mark for row in connection.execute(known)}
        new = {subject_id: secrets.token_hex(12) for subject_id in ids if subject_id not in marks}
        if new:
            rows = [{"mark": mark, "kind": kind, "subject_id": subject_id} for subject_id, mark in new.items()]
            connection.execute(insert(audit_subjects), rows)
        found |= {(kind, subject_id): mark for subject_id, mark in (marks | new).items()}
    return found


def _written(facts: Mapping[str, Fact]) -> str:
    if not facts:
        return "{}"
    return json.dumps(dict(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def mark_of(row: Mapping[str, Any], before: str) -> str:
    """Return the mark of an event as it is stored: SHA-256 of its values and the mark before, as compact JSON."""
    told: Sequence[Any] = [
        row["number"], row["at"].isoformat(timespec="microseconds"), row["person_id"], row["via"], row["role"],
        row["action"], row["subject_kind"], row["subject"], row["facts"], before,
    ]  # fmt: skip
    return hashlib.sha256(orjson.dumps(told)).hexdigest()
