"""Recorded visits in the store: every revision is a row, the highest of a visit is what stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl
from sqlalchemy import Connection, Select, func, select, text

from data.contract import TABLES
from service.outputs.visit_workbook import TO_FILL
from service.store.database import is_sqlite
from service.store.outreach_tables import (
    conflict_settlements,
    handouts,
    visit_conflicts,
    visit_imports,
    visit_records,
    visit_rows_aside,
)
from service.store.persons import insert_new

from .merging import Standing

VISITS = TABLES["visits"]
IMPORT_LOCK = 0x5033A2
"""The advisory lock of whoever records visits, so that records are seen in the order of their numbers."""


def one_at_a_time(connection: Connection) -> None:
    """Wait for others who record visits; on SQLite beginning the transaction did."""
    if not is_sqlite(connection):
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": IMPORT_LOCK})


def last_sequence(connection: Connection) -> int:
    """Return the number of the last record; 0 where there is none."""
    return int(connection.execute(select(func.coalesce(func.max(visit_records.c.sequence), 0))).scalar_one())


def revisions(connection: Connection, upto: int | None = None) -> pl.DataFrame:
    """Return every revision up to a record: the columns of the contract's visits and ``sequence``, in its order."""
    table = visit_records
    asked = select(table.c.sequence, *(table.c[name] for name in VISITS.columns)).order_by(table.c.sequence)
    if upto is not None:
        asked = asked.where(table.c.sequence <= upto)
    schema = {"sequence": pl.Int64(), **VISITS.schema()}
    rows = connection.execute(asked).all()
    return pl.DataFrame([tuple(row) for row in rows], schema=schema, orient="row").select(*VISITS.columns, "sequence")


def _last(upto: int | None = None) -> Select[Any]:
    """Return the number of the last revision of each visit."""
    table = visit_records
    found = select(func.max(table.c.sequence)).group_by(table.c.visit_id)
    return found if upto is None else found.where(table.c.sequence <= upto)


def standing(connection: Connection, list_id: str, upto: int | None = None) -> dict[str, Standing]:
    """Return what stands of each visit of a list, or stood after record ``upto``."""
    table = visit_records
    asked = select(table).where(table.c.list_id == list_id, table.c.sequence.in_(_last(upto)))
    return {
        row["visit_id"]: Standing(row["sequence"], {name: row[name] for name in TO_FILL})
        for row in connection.execute(asked).mappings()
    }


def visits_of(connection: Connection, list_id: str, upto: int | None = None) -> list[dict[str, Any]]:
    """Return the visits of a list as they stand, by household and attempt."""
    table = visit_records
    asked = select(table).where(table.c.list_id == list_id, table.c.sequence.in_(_last(upto)))
    ordered = asked.order_by(table.c.household_id, table.c.attempt)
    return [dict(row) for row in connection.execute(ordered).mappings()]


def revisions_of(connection: Connection, visit_id: str) -> list[dict[str, Any]]:
    """Return every revision of one visit, the first before the later ones."""
    table = visit_records
    asked = select(table).where(table.c.visit_id == visit_id).order_by(table.c.revision)
    return [dict(row) for row in connection.execute(asked).mappings()]


def handout(connection: Connection, handout_id: int) -> dict[str, Any] | None:
    """Return a hand-out."""
    row = connection.execute(select(handouts).where(handouts.c.handout_id == handout_id)).mappings().first()
    return dict(row) if row else None


def import_of(connection: Connection, row: Mapping[str, Any]) -> tuple[int, bool]:
    """Return the id of the import of a file from a hand-out, and whether it is a new one."""
    is_new = insert_new(connection, visit_imports, dict(row))
    asked = select(visit_imports.c.import_id).where(
        visit_imports.c.handout_id == row["handout_id"], visit_imports.c.file_hash == row["file_hash"]
    )
    return int(connection.execute(asked).scalar_one()), is_new


def record(connection: Connection, row: Mapping[str, Any]) -> int:
    """Add a revision of a visit and return its number in the order of all records."""
    table = visit_records
    made = select(func.coalesce(func.max(table.c.revision), 0)).where(table.c.visit_id == row["visit_id"])
    revision = int(connection.execute(made).scalar_one()) + 1
    done = connection.execute(table.insert().values(**row, revision=revision))
    return int(done.inserted_primary_key[0])  # type: ignore[index]


def keep_conflict(connection: Connection, row: Mapping[str, Any]) -> int:
    """Keep a conflict, once, and return its number."""
    table = visit_conflicts
    insert_new(connection, table, dict(row))
    asked = select(table.c.conflict_id).where(
        *(table.c[name] == row[name] for name in ("visit_id", "standing", "offered_hash"))
    )
    return int(connection.execute(asked).scalar_one())


def keep_rows_aside(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep rows that couldn't be taken, as they were written."""
    for row in rows:
        insert_new(connection, visit_rows_aside, dict(row))


def conflicts(connection: Connection, list_id: str | None = None, *, is_open: bool = True) -> list[dict[str, Any]]:
    """Return conflicts with what stands, the oldest first; those of one list where it is named."""
    told, kept, settled = visit_records, visit_conflicts, conflict_settlements
    asked = (
        select(
            kept.c.conflict_id, kept.c.visit_id, kept.c.offered, kept.c.standing, kept.c.import_id, kept.c.at,
            told.c.list_id, told.c.household_id, told.c.attempt, settled.c.kept,
            *(told.c[name].label(f"stood_{name}") for name in TO_FILL),
        )
        .join(told, told.c.sequence == kept.c.standing)
        .outerjoin(settled, settled.c.conflict_id == kept.c.conflict_id)
        .order_by(kept.c.conflict_id)
    )  # fmt: skip
    if list_id is not None:
        asked = asked.where(told.c.list_id == list_id)
    if is_open:
        asked = asked.where(settled.c.kept.is_(None))
    return [dict(row) for row in connection.execute(asked).mappings()]


def settle(connection: Connection, row: Mapping[str, Any]) -> bool:
    """Keep who settled a conflict and how; False where somebody has already."""
    return insert_new(connection, conflict_settlements, dict(row))
