"""What the database holds of some ids, and taking it out: ids become a mark of nobody, free texts go, counts stay.

The rows stay, so that what a round did can still be counted; nothing in them leads to the household any more. A list's
version keeps the hash it was published with, so verifying it says that it has been changed since: by erasing.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import JSON, Connection, Engine, String, Table, Text, inspect, or_, select, update

from service.audit import HOUSEHOLD, forget_subject
from service.store import every_table
from service.store.columns import Json
from service.store.database import is_sqlite

OF_A_HOUSEHOLD = ("household_id", "child_id", "guardian_id", "subject_id")


def rows_about(connection: Connection, ids: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """Return, by table, the rows that name one of the ids."""
    found = {}
    for table in _tables(connection):
        columns = [column for column in table.c if column.name in OF_A_HOUSEHOLD]
        if columns:
            rows = connection.execute(select(table).where(or_(*(column.in_(ids) for column in columns))))
            told = [dict(row._mapping) for row in rows]
            if told:
                found[table.name] = told
    return found


def take_out(connection: Connection, ids: Collection[str], mark: str) -> int:
    """Put ``mark`` in the place of the ids everywhere and empty what was written about them; return how many rows."""
    changed = 0
    for table in _tables(connection):
        if table.name == "audit_events":
            continue
        for column in table.c:
            if column.name in OF_A_HOUSEHOLD and table.name != "audit_subjects":
                done = connection.execute(
                    update(table).where(column.in_(ids)).values({column: mark, **_emptied(table)})
                )
                changed += done.rowcount
        changed += _take_out_of_json(connection, table, ids, mark)
    for subject_id in ids:
        changed += forget_subject(connection, HOUSEHOLD, subject_id)
    return changed


def clear_leftovers(engine: Engine) -> None:
    """Make what was deleted unreadable in the database's own files: free pages and old versions go."""
    if is_sqlite(engine):
        raw = engine.raw_connection()
        try:
            for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                raw.cursor().execute(statement).fetchall()
        finally:
            raw.close()
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM")


def _tables(connection: Connection) -> list[Table]:
    there = set(inspect(connection).get_table_names())
    return [table for table in every_table().sorted_tables if table.name in there]


def _emptied(table: Table) -> dict[Any, Any]:
    """Return what a row's free texts become: nothing."""
    empty: dict[Any, Any] = {}
    for column in table.c:
        free = isinstance(column.type, Text) or (isinstance(column.type, String) and column.name == "hamlet")
        if free and not column.primary_key:
            empty[column] = None if column.nullable else ""
    return empty


def _take_out_of_json(connection: Connection, table: Table, ids: Collection[str], mark: str) -> int:
    columns = [column for column in table.c if isinstance(column.type, JSON) or column.type is Json]
    if not columns:
        return 0
    changed, key = 0, list(table.primary_key)
    for row in connection.execute(select(*key, *columns)).all():
        told = {c: row._mapping[c] for c in columns}
        new = {c: _replaced(value, ids, mark) for c, value in told.items()}
        if json.dumps(list(new.values()), default=str) != json.dumps(list(told.values()), default=str):
            at = [column == row._mapping[column] for column in key]
            connection.execute(update(table).where(*at).values(new))
            changed += 1
    return changed


def _replaced(value: Any, ids: Collection[str], mark: str) -> Any:
    if isinstance(value, dict):
        return {k: _replaced(v, ids, mark) for k, v in value.items()}
    if isinstance(value, list):
        return [_replaced(v, ids, mark) for v in value]
    return mark if isinstance(value, str) and value in ids else value
