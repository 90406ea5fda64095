"""A database as lines of JSON, table by table: the same form from SQLite and from PostgreSQL, and into either.

Tables are read as they are in the database, not as this version declares them, so that a copy of an earlier form is
whole, and is restored into that form before it is migrated.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Connection, DateTime, LargeBinary, MetaData, Table, delete, func, select, text
from sqlalchemy import Date as SqlDate

from service.store.database import is_sqlite

VERSIONS = "alembic_version"
AT_ONCE = 1000


def tables_of(connection: Connection) -> list[Table]:
    """Return the tables of a database, each after those that it refers to; Alembic's own is left out."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != VERSIONS]


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """Yield the rows of a table as lines of JSON, by primary key."""
    asked = select(table).order_by(*table.primary_key.columns)
    with connection.execution_options(yield_per=AT_ONCE).execute(asked) as rows:
        for row in rows.mappings():
            told = {column.name: plain(row[column.name]) for column in table.columns}
            yield json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it: instants as ISO texts in UTC, bytes as base64."""
    if isinstance(value, dt.datetime):
        return (value if value.tzinfo else value.replace(tzinfo=dt.UTC)).astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def load(connection: Connection, table: Table, rows: Iterable[bytes]) -> int:
    """Put rows into a table in place of those that making it left there; return how many."""
    if connection.execute(select(func.count()).select_from(table)).scalar():
        connection.execute(delete(table))
    count = 0
    rest = iter(rows)
    while some := list(islice(rest, AT_ONCE)):
        read = [restored(table, json.loads(line)) for line in some]
        connection.execute(table.insert(), read)
        count += len(read)
    return count


def restored(table: Table, told: dict[str, Any]) -> dict[str, Any]:
    """Return a row from its line, each value as its column's type wants it."""
    return {name: of_type(table.columns[name].type, value) for name, value in told.items()}


def of_type(kind: Any, value: Any) -> Any:
    """Return a value from its JSON form."""
    if value is None:
        return None
    if isinstance(kind, DateTime):
        return dt.datetime.fromisoformat(value)
    if isinstance(kind, SqlDate):
        return dt.date.fromisoformat(value)
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    return value


def go_on_counting(connection: Connection, table: Table) -> None:
    """Let PostgreSQL's counters go on after the highest number that was loaded; SQLite does so by itself."""
    if is_sqlite(connection):
        return
    for column in table.columns:
        name = connection.execute(
            text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": column.name}
        ).scalar()
        if name is not None:
            highest = connection.execute(select(func.max(column))).scalar()
            if highest is not None:
                connection.execute(text("SELECT setval(CAST(:name AS regclass), :at)"), {"name": name, "at": highest})
