"""Corrections over a snapshot's tables, and how a snapshot stands to them.

A correction isn't news: it says what the record ought to have said. So it acts wherever its row acts, whatever the day
that is scored; which corrections a run knew is part of the run's identity. A row that was added acts from the day on
which it was: nobody knew it before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

import polars as pl

from data.contract import TABLES, Column
from data.intake.cells import read_cells
from data.vocabulary.frames import Tables

from .rows import LONG_AGO, Cells, holds, row_of, with_row, without, written

Change = Literal["cell", "row_withdrawn", "row_added"]
"""What a correction does: puts a cell right, takes a row that never should have been, adds one that is missing."""
Standing = Literal["contradicted", "agreed", "gone"]
NEW, IS_NEW, KEY = "__value", "__corrected", "__key"


@dataclass(frozen=True, kw_only=True)
class Correction:
    """One thing put right: which cell or row, what it shall read, for which household, why, by whom, and when.

    ``column``, ``value`` and ``was`` are a cell's, as the contract writes them; None in a cell is "not recorded".
    ``row`` is what a whole row reads that was withdrawn or added; None once its person was erased.
    """

    correction_id: str
    sequence: int
    change: Change = "cell"
    table: str
    key: tuple[str, ...]
    column: str | None = None
    value: str | None = None
    was: str | None = None
    row: Cells | None = None
    household_id: str
    reason: str
    by: str
    at: dt.datetime
    override_id: int | None = None

    def record(self) -> dict[str, Any]:
        """Return it for machines, as JSON can say it."""
        return {
            "id": self.correction_id, "household_id": self.household_id, "change": self.change, "table": self.table,
            "key": list(self.key), "column": self.column, "was": self.was, "value": self.value,
            "row": None if self.row is None else dict(self.row), "reason": self.reason, "by": self.by,
            "at": self.at.isoformat(timespec="seconds"), "dispute": self.override_id,
        }  # fmt: skip


@dataclass(frozen=True)
class Settled:
    """How an import stands to the corrections: those it contradicts, those it agrees with (they end), those that have
    no place in it any more (they wait)."""

    contradicted: tuple[Correction, ...]
    agreed: tuple[Correction, ...]
    gone: tuple[Correction, ...]


NOTHING_STANDS = Settled((), (), ())


def overlaid(tables: Tables, corrections: Sequence[Correction]) -> Tables:
    """Return the tables as corrected, in the order in which it was done; of two for one cell the later counts.

    A correction whose row isn't there changes nothing; without any the very same tables come back.
    """
    ordered = sorted(corrections, key=lambda each: each.sequence)
    for change, some in groupby(ordered, key=lambda each: each.change):
        tables = DONE_BY[change](tables, list(some))
    return tables


def withdrawn_from(table: str, corrections: Iterable[Correction]) -> list[tuple[str, ...]]:
    """Return the keys of the rows that were withdrawn from a table."""
    return [each.key for each in corrections if each.change == "row_withdrawn" and each.table == table]


def compared(tables: Tables, corrections: Iterable[Correction]) -> dict[str, Standing]:
    """Return by its id how a snapshot stands to each correction: it says the same, something else, or has no place for
    it (no such row; for a row that was added, nobody to whom it belongs)."""
    every = list(corrections)
    known = overlaid(tables, every)
    return {each.correction_id: STANDS[each.change](tables, known, each) for each in every}


def _cell_stands(tables: Tables, known: Tables, one: Correction) -> Standing:
    rows = row_of(tables, one.table, one.key)
    if rows.is_empty() or one.column is None:
        return "gone" if row_of(known, one.table, one.key).is_empty() else "contradicted"
    return "agreed" if written(rows[one.column]) == one.value else "contradicted"


def _withdrawal_stands(tables: Tables, known: Tables, one: Correction) -> Standing:
    return "agreed" if row_of(tables, one.table, one.key).is_empty() else "contradicted"


def _addition_stands(tables: Tables, known: Tables, one: Correction) -> Standing:
    if one.row is not None and holds(tables, one.table, one.row):
        return "agreed"
    return "gone" if row_of(known, one.table, one.key).is_empty() else "contradicted"


def _cells_changed(tables: Tables, corrections: list[Correction]) -> Tables:
    changed = dict(tables)
    ordered = sorted(corrections, key=lambda each: (each.table, each.column or "", each.sequence))
    for (table, column), some in groupby(ordered, key=lambda each: (each.table, each.column or "")):
        changed[table] = _with(changed[table], TABLES[table].columns[column], TABLES[table].key(), list(some))
    return changed


def _rows_withdrawn(tables: Tables, corrections: list[Correction]) -> Tables:
    for table in {each.table for each in corrections}:
        tables = without(tables, table, withdrawn_from(table, corrections))
    return tables


def _rows_added(tables: Tables, corrections: list[Correction]) -> Tables:
    for each in corrections:
        tables = tables if each.row is None else with_row(tables, each.table, each.row)
    return tables


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


DONE_BY: Mapping[str, Callable[[Tables, list[Correction]], Tables]] = {
    "cell": _cells_changed, "row_withdrawn": _rows_withdrawn, "row_added": _rows_added,
}  # fmt: skip
STANDS: Mapping[str, Callable[[Tables, Tables, Correction], Standing]] = {
    "cell": _cell_stands, "row_withdrawn": _withdrawal_stands, "row_added": _addition_stands,
}  # fmt: skip
