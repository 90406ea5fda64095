"""What people do with whole rows: withdraw one that tells of somebody else or of nothing, add one that is missing."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Sequence
from typing import Any

import polars as pl
from sqlalchemy import Connection

from data.contract import TABLES
from data.intake.one_row import checked_row
from data.intake.rules import told
from data.snapshots import PEOPLE_OF
from data.vocabulary.frames import Tables
from service.audit import HOUSEHOLD, Event
from service.problems import FieldFault

from . import repository
from .overlay import Correction, overlaid
from .problems import NoSuchRow, NotCorrectable, RowCorrected, RowIsThere, RowNotCorrectable, WrongRow
from .rows import (
    MADE_HERE,
    NOT_GIVEN,
    OF_A_HOUSEHOLD,
    SEEN_FROM,
    Cells,
    cells_of,
    holds,
    id_column,
    key_of,
    row_of,
)
from .service import checked_reason, entered, household_of


def withdraw(
    connection: Connection,
    tables: Tables,
    snapshot_id: str,
    *,
    table: str,
    key: Sequence[str],
    reason: str,
    person_id: str,
    override_id: int | None = None,
    via: str = "command-line",
) -> Correction:
    """Have a snapshot's row, and what hangs from it, count as never recorded; return the correction.

    Raises ``RowNotCorrectable``, ``RowCorrected``, ``NoSuchRow`` or ``NoReason``; nothing is changed then.
    """
    said = checked_reason(reason)
    check_table(table)
    standing = repository.standing(connection)
    check_free(standing, table, tuple(key))
    known = overlaid(tables, standing)
    row = row_of(known, table, key) if len(key) == len(TABLES[table].key()) else None
    if row is None or row.is_empty():
        raise NoSuchRow(table=table, key=", ".join(TABLES[table].key()))
    made = {
        "change": "row_withdrawn", "table_name": table, "row_key": list(key), "row_cells": as_text(cells_of(row)),
        "household_id": household_of(known, table, row.row(0, named=True)), "snapshot_id": snapshot_id,
        "override_id": override_id, "reason": said, "person_id": person_id,
    }  # fmt: skip
    about = Event("corrections.withdraw", person_id, via, "", HOUSEHOLD, str(made["household_id"]), {"table": table})
    return entered(connection, made, about)


def add_row(
    connection: Connection,
    tables: Tables,
    snapshot_id: str,
    *,
    table: str,
    cells: Cells,
    reason: str,
    person_id: str,
    today: dt.date,
    override_id: int | None = None,
    via: str = "command-line",
) -> Correction:
    """Have a row count that a snapshot doesn't have, known from today on; return the correction.

    ``cells`` is the row as a table of the input would have it. Its id may be left open: one is made. Raises
    ``RowNotCorrectable``, ``NotCorrectable`` for a column that nobody enters, ``WrongRow`` with every cell at fault,
    ``RowCorrected``, ``RowIsThere`` or ``NoReason``; nothing is changed then.
    """
    said = checked_reason(reason)
    check_table(table)
    given = with_id(table, {name: value for name, value in cells.items() if value is not None and value.strip()})
    offered = given_columns(table)
    for name in given:
        if name not in offered:
            raise NotCorrectable(table=table, column=name[:40], offered=", ".join(offered))
    seen_from = {name: today.isoformat() for name in SEEN_FROM if name in TABLES[table].columns}
    standing = repository.standing(connection)
    known = overlaid(tables, standing)
    row = sound_row(table, given | seen_from, near(known, household_of(known, table, given)), today)
    whole = cells_of(row)
    key = key_of(table, whole)
    check_free(standing, table, key)
    if not row_of(known, table, key).is_empty() or holds(known, table, whole):
        raise RowIsThere(table=table)
    made = {
        "change": "row_added", "table_name": table, "row_key": list(key), "row_cells": as_text(whole),
        "household_id": household_of(known, table, row.row(0, named=True)), "snapshot_id": snapshot_id,
        "override_id": override_id, "reason": said, "person_id": person_id,
    }  # fmt: skip
    about = Event("corrections.add-row", person_id, via, "", HOUSEHOLD, str(made["household_id"]), {"table": table})
    return entered(connection, made, about)


def check_table(table: str, offered: Sequence[str] = OF_A_HOUSEHOLD) -> None:
    """Raise ``RowNotCorrectable`` for a table whose whole rows stay as they are."""
    if table not in offered:
        raise RowNotCorrectable(table=table[:40], offered=", ".join(offered))


def check_free(standing: Sequence[Correction], table: str, key: tuple[str, ...]) -> None:
    """Raise ``RowCorrected`` where a correction of this whole row stands."""
    for one in standing:
        if one.change != "cell" and (one.table, one.key) == (table, key):
            raise RowCorrected(correction=one.correction_id)


def given_columns(table: str) -> list[str]:
    """Return the columns of a row that a person enters who adds it."""
    return [name for name in TABLES[table].columns if name not in NOT_GIVEN]


def with_id(table: str, cells: Cells) -> dict[str, str | None]:
    """Return a row with its id, made where it is left open."""
    name = id_column(table)
    if name is None or cells.get(name):
        return dict(cells)
    return {**cells, name: f"{MADE_HERE}{secrets.token_hex(6)}"}


def near(tables: Tables, household_id: str) -> Tables:
    """Return the tables with the people of one household alone: what a row of it is held against."""
    own = pl.col("household_id") == household_id
    return {**tables, **{name: tables[name].filter(own) for name in PEOPLE_OF}}


def sound_row(table: str, cells: Cells, beside: Tables, today: dt.date) -> pl.DataFrame:
    """Return a row that the input's rules take; raises ``WrongRow`` with every cell that they don't."""
    row, faults = checked_row(table, cells, beside, today)
    if faults:
        columns = TABLES[table].columns
        fields = [FieldFault(name, told(rule, columns[name])) for name, rule in faults.items()]
        raise WrongRow(
            fields,
            faults_vi=" ".join(f"{columns[one.field].vi}: {one.message.vi}" for one in fields),
            faults_en=" ".join(f"{one.field}: {one.message.en}" for one in fields),
        )
    return row


def as_text(cells: dict[str, Any]) -> str:
    """Return a row as it is stored."""
    return json.dumps(cells, ensure_ascii=False, sort_keys=True)
