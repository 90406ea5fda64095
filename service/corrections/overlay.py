"""Corrections over a snapshot's tables, and how a snapshot stands to them.

A correction isn't news: it says what the record ought to have said. So it acts wherever its row acts, whatever the day
that is scored; which corrections a run knew is part of the run's identity.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

import polars as pl

from data.contract import TABLES, Column
from data.intake.cells import read_cells
from data.vocabulary.frames import Tables

Standing = Literal["contradicted", "agreed", "gone"]
NEW, IS_NEW, KEY = "__value", "__corrected", "__key"
LONG_AGO = dt.date(9999, 12, 31)
"""The day up to which a stored date may lie; it was checked when the correction was made."""


@dataclass(frozen=True, kw_only=True)
class Correction:
    """One cell put right: which, what it shall read, what it read, for which household, why, by whom, and when.

    ``value`` and ``was`` are cells as the contract writes them; None is "not recorded".
    """

    correction_id: str
    sequence: int
    table: str
    key: tuple[str, ...]
    column: str
    value: str | None
    was: str | None
    household_id: str
    reason: str
    by: str
    at: dt.datetime
    override_id: int | None = None


@dataclass(frozen=True)
class Settled:
    """How an import stands to the corrections: those it contradicts, those it agrees with (they end), those whose row
    it doesn't have any more (they wait)."""

    contradicted: tuple[Correction, ...]
    agreed: tuple[Correction, ...]
    gone: tuple[Correction, ...]


NOTHING_STANDS = Settled((), (), ())


def overlaid(tables: Tables, corrections: Sequence[Correction]) -> Tables:
    """Return the tables with each corrected cell in place of the snapshot's; of two for one cell the later counts.

    A correction whose row isn't there changes nothing; without any the very same tables come back.
    """
    if not corrections:
        return tables
    changed = dict(tables)
    ordered = sorted(corrections, key=lambda each: (each.table, each.column, each.sequence))
    for (table, column), some in groupby(ordered, key=lambda each: (each.table, each.column)):
        changed[table] = _with(changed[table], TABLES[table].columns[column], TABLES[table].key(), list(some))
    return changed


def compared(tables: Tables, corrections: Iterable[Correction]) -> dict[str, Standing]:
    """Return by its id how a snapshot stands to each correction: it says the same, something else, or has no row."""
    found: dict[str, Standing] = {}
    for each in corrections:
        rows = row_of(tables, each.table, each.key)
        if rows.is_empty():
            found[each.correction_id] = "gone"
        else:
            same = written(rows[each.column]) == each.value
            found[each.correction_id] = "agreed" if same else "contradicted"
    return found


def row_of(tables: Tables, table: str, key: Sequence[str]) -> pl.DataFrame:
    """Return the row of a key, as a frame of one row or none."""
    names = TABLES[table].key()
    at = pl.all_horizontal(pl.col(name).cast(pl.String) == value for name, value in zip(names, key, strict=True))
    return tables[table].filter(at)


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


def value_of(column: Column, text: str | None, today: dt.date = LONG_AGO) -> tuple[str | None, str | None]:
    """Return a cell as the contract writes it, and the rule that it breaks (None where it is sound)."""
    values, faults = read_cells(column, pl.Series(column.name, [text], pl.String), today)
    return written(values), faults[0]


def _with(rows: pl.DataFrame, column: Column, key: list[str], corrections: list[Correction]) -> pl.DataFrame:
    latest = {each.key: each.value for each in corrections}
    texts = pl.Series(column.name, list(latest.values()), pl.String)
    values, _ = read_cells(column, texts, LONG_AGO)
    new = pl.DataFrame(
        [
            *(pl.Series(f"{KEY}{i}", [one[i] for one in latest], pl.String) for i in range(len(key))),
            values.cast(column.dtype).alias(NEW),
            pl.Series(IS_NEW, [True] * len(latest)),
        ]
    )
    joined = rows.join(
        new, left_on=[pl.col(name).cast(pl.String) for name in key], right_on=[f"{KEY}{i}" for i in range(len(key))],
        how="left", maintain_order="left",
    )  # fmt: skip
    chosen = pl.when(pl.col(IS_NEW)).then(pl.col(NEW)).otherwise(pl.col(column.name)).alias(column.name)
    return joined.with_columns(chosen).select(rows.columns)
