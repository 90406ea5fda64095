"""Reading the audit: pages of events, with names and households where they are still known."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, and_, select

from service.audit import HOUSEHOLD, MARKED
from service.store.audit_tables import audit_events as events
from service.store.audit_tables import audit_subjects as subjects
from service.store.tables import people


def page(
    connection: Connection,
    *,
    before: int | None,
    limit: int,
    person: str | None = None,
    action: str | None = None,
    household: str | None = None,
) -> list[dict[str, Any]]:
    """Return up to ``limit`` events' records, the newest first, of those before a number and fit the filters."""
    marks = and_(subjects.c.mark == events.c.subject, events.c.subject_kind.in_(MARKED))
    found = (
        select(events, people.c.name, subjects.c.subject_id)
        .join_from(events, people, people.c.person_id == events.c.person_id, isouter=True)
        .join(subjects, marks, isouter=True)
        .order_by(events.c.number.desc())
        .limit(limit)
    )
    if before is not None:
        found = found.where(events.c.number < before)
    if person is not None:
        found = found.where(events.c.person_id == person)
    if action is not None:
        found = found.where(events.c.action == action)
    if household is not None:
        found = found.where(events.c.subject_kind == HOUSEHOLD, subjects.c.subject_id == household)
    return [_record(row) for row in connection.execute(found)]


def _record(row: Any) -> dict[str, Any]:
    return {
        "number": row.number,
        "at": row.at.isoformat(),
        "person": row.person_id,
        "name": row.name,
        "role": row.role,
        "via": row.via,
        "action": row.action,
        "subject_kind": row.subject_kind,
        "subject": row.subject_id if row.subject_kind in MARKED else row.subject,
        "facts": json.loads(row.facts),
        "hash": row.hash,
    }
