"""The ledger in the store: what was said against the machine, and what was answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select

from service.store.outreach_tables import override_answers, overrides
from service.store.tables import people


def add_override(
    connection: Connection,
    *,
    kind: str,
    household_id: str,
    reason: str,
    person_id: str,
    at: dt.datetime,
    list_id: str | None = None,
    version: int | None = None,
    run_id: str | None = None,
    feature: str | None = None,
) -> int:
    """Add what somebody said (``dispute``, ``nomination``, ``put_off``) and return its number."""
    row = {
        "kind": kind, "household_id": household_id, "reason": reason, "person_id": person_id, "at": at,
        "list_id": list_id, "version": version, "run_id": run_id, "feature": feature,
    }  # fmt: skip
    done = connection.execute(insert(overrides).values(**row))
    return int(done.inserted_primary_key[0])  # type: ignore[index]


def add_answer(connection: Connection, row: Mapping[str, Any]) -> None:
    """Add an answer."""
    connection.execute(insert(override_answers).values(**row))


def override(connection: Connection, override_id: int) -> dict[str, Any] | None:
    """Return one override."""
    row = connection.execute(select(overrides).where(overrides.c.override_id == override_id)).mappings().first()
    return dict(row) if row else None


def overrides_of(connection: Connection, **wanted: str | int | None) -> list[dict[str, Any]]:
    """Return overrides with the name of who said it, the oldest first; ``wanted`` are columns and their values."""
    asked = (
        select(overrides, people.c.name.label("by"))
        .join(people, people.c.person_id == overrides.c.person_id)
        .order_by(overrides.c.override_id)
    )
    for name, value in wanted.items():
        if value is not None:
            asked = asked.where(overrides.c[name] == value)
    return [dict(row) for row in connection.execute(asked).mappings()]


def answers_by_override(connection: Connection) -> dict[int, list[dict[str, Any]]]:
    """Return the answers with the name of who gave them, by the number of the override, the oldest first."""
    asked = (
        select(override_answers, people.c.name.label("by"))
        .join(people, people.c.person_id == override_answers.c.person_id)
        .order_by(override_answers.c.answer_id)
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for row in connection.execute(asked).mappings():
        found.setdefault(row["override_id"], []).append(dict(row))
    return found
