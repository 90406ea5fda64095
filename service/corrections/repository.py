"""Corrections in the store: every event is a row, what stands follows from their order."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, func, insert, select, text

from service.store.columns import now
from service.store.corrections_tables import correction_events as events
from service.store.database import is_sqlite
from service.store.tables import people

from .overlay import Correction

MADE, LIFTED, AGREED = "made", "lifted", "agreed"
ONE_BY_ONE = 0x5033C0
"""The advisory lock of whoever adds an event, so that their numbers follow the order in which they are seen."""


def add_event(connection: Connection, row: dict[str, Any]) -> int:
    """Add an event and return its number in the order of all events."""
    if not is_sqlite(connection):
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_BY_ONE})
    done = connection.execute(insert(events).values(at=now(), **row))
    return int(done.inserted_primary_key[0])  # type: ignore[index]


def standing(connection: Connection, upto: int | None = None, household_id: str | None = None) -> list[Correction]:
    """Return the corrections that stand after event ``upto`` (the last where nothing is said), in their order."""
    return [one for one, ended in history(connection, upto, household_id) if ended is None]


def history(
    connection: Connection, upto: int | None = None, household_id: str | None = None
) -> list[tuple[Correction, dict[str, Any] | None]]:
    """Return every correction in its order, with the event that ended it (None as long as it stands)."""
    asked = (
        select(events, people.c.name.label("by"))
        .outerjoin(people, people.c.person_id == events.c.person_id)
        .order_by(events.c.sequence)
    )
    if upto is not None:
        asked = asked.where(events.c.sequence <= upto)
    if household_id is not None:
        asked = asked.where(events.c.household_id == household_id)
    made: dict[str, Correction] = {}
    ended: dict[str, dict[str, Any]] = {}
    for row in connection.execute(asked).mappings():
        if row["kind"] == MADE:
            made[row["correction_id"]] = _correction(dict(row))
        else:
            ended.setdefault(row["correction_id"], dict(row))
    return [(one, ended.get(identity)) for identity, one in made.items()]


def last(connection: Connection) -> int:
    """Return the number of the last event, 0 where there is none."""
    return int(connection.execute(select(func.coalesce(func.max(events.c.sequence), 0))).scalar_one())


def _correction(row: dict[str, Any]) -> Correction:
    return Correction(
        correction_id=row["correction_id"], sequence=row["sequence"], change=row["change"], table=row["table_name"],
        key=tuple(row["row_key"]), column=row["column_name"], value=row["value"], was=row["was"],
        row=json.loads(row["row_cells"]) if row["row_cells"] else None,
        household_id=row["household_id"], reason=row["reason"] or "", by=row["by"] or "", at=row["at"],
        override_id=row["override_id"],
    )  # fmt: skip
