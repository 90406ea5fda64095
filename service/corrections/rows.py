"""Whole rows of a register's tables: found, taken away with what hangs from them, put beside the others.

Pure: tables in, tables out. A table that doesn't change comes back as the very same frame.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import polars as pl

from data.contract import TABLES, Column
from data.intake.cells import read_cells
from data.snapshots import PEOPLE_OF
from data.vocabulary.frames import Tables

LONG_AGO: Final = dt.date(9999, 12, 31)
"""The day up to which a stored date may lie; it was checked when the correction was made."""
OF_A_HOUSEHOLD: Final = tuple(name for name, table in TABLES.items() if set(table.parents().values()) & set(PEOPLE_OF))
"""The tables whose rows belong to one household each; the household's own row stays the register's."""
SEEN_FROM: Final = ("recorded_on", "registered_on")
"""Columns that say from when on a row is known: of an added row, the day on which it was added."""
NOT_GIVEN: Final = frozenset({*SEEN_FROM, "updated_on", "left_on"})
"""Columns of an added row that nobody enters."""
MADE_HERE: Final = "SM-"
"""How ids begin that were made for rows whose id in the register isn't known."""

Cells = Mapping[str, str | None]
"""A row by column, as the contract writes its cells; what isn't there is not recorded."""


def row_of(tables: Tables, table: str, key: Sequence[str]) -> pl.DataFrame:
    """Return the row of a key, as a frame of one row or none."""
    return tables[table].filter(_at(table, key))


def written(cell: pl.Series) -> str | None:
    """Return the first cell of a column as the contract writes it."""
    value = cell[0]
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def cells_of(row: pl.DataFrame) -> dict[str, str]:
    """Return what is recorded in a frame of one row."""
    told = {name: written(row[name]) for name in row.columns}
    return {name: value for name, value in told.items() if value is not None}


def value_of(column: Column, text: str | None, today: dt.date = LONG_AGO) -> tuple[str | None, str | None]:
    """Return a cell as the contract writes it, and the rule that it breaks (None where it is sound)."""
    values, faults = read_cells(column, pl.Series(column.name, [text], pl.String), today)
    return written(values), faults[0]


def without(tables: Tables, table: str, keys: Iterable[Sequence[str]]) -> Tables:
    """Return the tables without some rows, and without what refers to them."""
    found = [tuple(key) for key in keys]
    there = pl.any_horizontal(False, *(_at(table, key) for key in found))
    kept = tables[table].filter(~there)
    if kept.height == tables[table].height:
        return tables
    changed = {**tables, table: kept}
    for name, contract in TABLES.items():
        for column, parent in contract.parents().items():
            if parent == table and name in tables:
                hanging = pl.col(column).is_in([key[0] for key in found])
                rest = changed[name].filter(~hanging)
                changed[name] = rest if rest.height < changed[name].height else changed[name]
    return changed


def with_row(tables: Tables, table: str, cells: Cells) -> Tables:
    """Return the tables with a row, in the place of one of the same key and owner.

    Where nobody stands there for it to hang from, or the key is a row's of somebody else, nothing changes.
    """
    contract = TABLES[table]
    owners = {c: p for c, p in contract.parents().items() if contract.columns[c].required}
    if any(row_of(tables, parent, (cells.get(column) or "",)).is_empty() for column, parent in owners.items()):
        return tables
    there = row_of(tables, table, key_of(table, cells))
    if any(written(there[column]) != cells.get(column) for column in owners if not there.is_empty()):
        return tables
    rest = tables[table].filter(~_at(table, key_of(table, cells)))
    return {**tables, table: pl.concat([rest, as_row(table, cells)]).sort(contract.key())}


def holds(tables: Tables, table: str, cells: Cells) -> bool:
    """Say whether tables have a row that says what an added one does: under its key, or, where that was made here,
    under any other. What the added row leaves open may be anything, and so may the day from which it is known."""
    open_ = set(NOT_GIVEN)
    if made_here(table, cells):
        open_ |= set(TABLES[table].key())
    asserted = [name for name, value in cells.items() if value is not None and name not in open_]
    return not tables[table].join(as_row(table, cells), on=asserted, how="semi").is_empty()


def as_row(table: str, cells: Cells) -> pl.DataFrame:
    """Return a row in the contract's schema."""
    return pl.DataFrame(
        [
            read_cells(column, pl.Series(column.name, [cells.get(column.name)], pl.String), LONG_AGO)[0]
            for column in TABLES[table].columns.values()
        ]
    ).cast(TABLES[table].schema())


def key_of(table: str, cells: Cells) -> tuple[str, ...]:
    """Return the key of a row."""
    return tuple(cells.get(name) or "" for name in TABLES[table].key())


def id_column(table: str) -> str | None:
    """Return the column that is nothing but a row's id; None where the key says something itself."""
    key = TABLES[table].key()
    return key[0] if len(key) == 1 and TABLES[table].columns[key[0]].refers_to is None else None


def made_here(table: str, cells: Cells) -> bool:
    """Say whether a row's id was made here."""
    name = id_column(table)
    return name is not None and (cells.get(name) or "").startswith(MADE_HERE)


def _at(table: str, key: Sequence[str]) -> pl.Expr:
    names = TABLES[table].key()
    return pl.all_horizontal(pl.col(name).cast(pl.String) == value for name, value in zip(names, key, strict=True))
