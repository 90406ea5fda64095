"""What the database holds of some ids, and taking it out: ids become a mark of nobody, free texts go, counts stay.

About a household are the rows that name it, the rows that hang from those (answers to what was said), texts that
mention one of its ids, and answers that are kept for repeated requests.

The rows stay, so that what a round did can still be counted; nothing in them leads to the household any more. A list's
version keeps the hash it was published with, so verifying it says that it has been changed since: by erasing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Engine,
    String,
    Table,
    Text,
    delete,
    inspect,
    literal,
    or_,
    select,
    update,
)

from service.audit import HOUSEHOLD, forget_subject
from service.store import every_table
from service.store.api_tables import idempotent_writes
from service.store.columns import ABOUT_A_PERSON, Json
from service.store.corrections_tables import correction_events
from service.store.database import is_sqlite

OF_A_HOUSEHOLD = ("household_id", "child_id", "guardian_id", "subject_id")
LEFT_ALONE = ("audit_events", "audit_subjects")
"""The audit holds marks, whose meaning is deleted apart."""


def rows_about(connection: Connection, ids: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """Return, by table, the rows that name one of the ids, those that hang from them, and those whose text is about
    one."""
    found, words = {}, _word(ids)
    for table in _tables(connection):
        texts = [column for column in table.c if ABOUT_A_PERSON in column.info]
        sure = [*_naming(table, ids), *_hanging(table, ids)]
        about = [*sure, *(column.contains(one, autoescape=True) for column in texts for one in ids)]
        if about:
            named = or_(*sure).label("__sure") if sure else literal(False).label("__sure")
            rows = [dict(row._mapping) for row in connection.execute(select(table, named).where(or_(*about)))]
            told = [
                row for row in rows
                if row.pop("__sure") or any(words.search(row[column.name] or "") for column in texts)
            ]  # fmt: skip
            if told:
                found[table.name] = told
    return found


def people_added(connection: Connection, subject_id: str) -> list[tuple[str, str]]:
    """Return each person whose row was added to the register here, with the household, where either is the subject."""
    events = correction_events
    if not inspect(connection).has_table(events.name):
        return []
    asked = select(events.c.row_key, events.c.household_id).where(
        events.c.change == "row_added", events.c.kind == "made", events.c.table_name.in_(("children", "guardians"))
    )
    found = [(str(key[0]), str(household_id)) for key, household_id in connection.execute(asked)]
    return [pair for pair in found if subject_id in pair]


def take_out(connection: Connection, ids: Collection[str], mark: str) -> int:
    """Put ``mark`` in the place of the ids everywhere and empty what was written about them; return how many rows."""
    changed = _take_out_of_answers(connection, ids)
    tables = [table for table in _tables(connection) if table.name not in LEFT_ALONE]
    for table in tables:
        empty = _emptied(table)
        for hanging in _hanging(table, ids):
            if empty:
                changed += connection.execute(update(table).where(hanging).values(empty)).rowcount
    for table in tables:
        for column, naming in zip(_naming_columns(table), _naming(table, ids), strict=True):
            done = connection.execute(update(table).where(naming).values({column: mark, **_emptied(table)}))
            changed += done.rowcount
        changed += _take_out_of_texts(connection, table, ids, mark)
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


def _naming_columns(table: Table) -> list[Column[Any]]:
    return [column for column in table.c if column.name in OF_A_HOUSEHOLD]


def _naming(table: Table, ids: Collection[str]) -> list[ColumnElement[bool]]:
    return [column.in_(ids) for column in _naming_columns(table)]


def _hanging(table: Table, ids: Collection[str]) -> Iterator[ColumnElement[bool]]:
    """Yield, for each column of a table that refers to rows of others, that such a row names one of the ids."""
    for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
        about = _naming(key.column.table, ids)
        if about:
            yield key.parent.in_(select(key.column).where(or_(*about)))


def _emptied(table: Table) -> dict[Any, Any]:
    """Return what a row's free texts become: nothing."""
    empty: dict[Any, Any] = {}
    for column in table.c:
        free = isinstance(column.type, Text) or (isinstance(column.type, String) and column.name == "hamlet")
        if free and not column.primary_key:
            empty[column] = None if column.nullable else ""
    return empty


def _take_out_of_answers(connection: Connection, ids: Collection[str]) -> int:
    """Delete the answers kept for repeated requests that name one of the ids."""
    table = idempotent_writes
    if not inspect(connection).has_table(table.name):
        return 0
    words, gone = _word(ids), 0
    for person_id, key, body in connection.execute(select(table.c.person_id, table.c.idempotency_key, table.c.body)):
        if words.search(bytes(body).decode("utf-8", "replace")):
            at = (table.c.person_id == person_id, table.c.idempotency_key == key)
            gone += connection.execute(delete(table).where(*at)).rowcount
    return gone


def _take_out_of_texts(connection: Connection, table: Table, ids: Collection[str], mark: str) -> int:
    """Put the mark in the place of ids that a text about others mentions."""
    columns = [column for column in table.c if isinstance(column.type, Text) and not column.primary_key]
    key, words, changed = list(table.primary_key), _word(ids), 0
    if not columns or not key:
        return 0
    mentions = or_(*(column.contains(one, autoescape=True) for column in columns for one in ids))
    for row in connection.execute(select(*key, *columns).where(mentions)).all():
        new = {
            c: None if ABOUT_A_PERSON in c.info and words.search(row._mapping[c]) else words.sub(mark, row._mapping[c])
            for c in columns
            if row._mapping[c] is not None
        }
        if any(value != row._mapping[c] for c, value in new.items()):
            at = [column == row._mapping[column] for column in key]
            changed += connection.execute(update(table).where(*at).values(new)).rowcount
    return changed


def _word(ids: Collection[str]) -> re.Pattern[str]:
    """Return a pattern of one of the ids as a word of its own, not a part of a longer one."""
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(re.escape(one) for one in sorted(ids))})(?![^\W_])")


def _take_out_of_json(connection: Connection, table: Table, ids: Collection[str], mark: str) -> int:
    columns = [column for column in table.c if isinstance(column.type, JSON) or column.type is Json]
    if not columns:
        return 0
    changed, key, words = 0, list(table.primary_key), _word(ids)
    for row in connection.execute(select(*key, *columns)).all():
        told = {c: row._mapping[c] for c in columns}
        new = {c: _replaced(value, words, mark) for c, value in told.items()}
        if json.dumps(list(new.values()), default=str) != json.dumps(list(told.values()), default=str):
            at = [column == row._mapping[column] for column in key]
            connection.execute(update(table).where(*at).values(new))
            changed += 1
    return changed


def _replaced(value: Any, words: re.Pattern[str], mark: str) -> Any:
    """Return a value without the ids; what else stands in a record that is about one of them goes too."""
    if isinstance(value, dict):
        about = any(words.fullmatch(v) for k, v in value.items() if k in OF_A_HOUSEHOLD and isinstance(v, str))
        return {
            k: None if about and isinstance(v, str) and k not in OF_A_HOUSEHOLD else _replaced(v, words, mark)
            for k, v in value.items()
        }
    if isinstance(value, list):
        return [_replaced(v, words, mark) for v in value]
    return words.sub(mark, value) if isinstance(value, str) else value
