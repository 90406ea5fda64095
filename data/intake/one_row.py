"""One row that a person enters, held against the same rules as a folder of tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from data.contract import TABLES
from data.vocabulary.frames import Tables

from .compare import compare
from .ledger import Ledger
from .mending import mended
from .sources import ROW, Raw

BESIDE = ("households", "guardians", "children", "teams")
"""What rows of a household refer to, in the order in which they are checked."""
WANTED = ("households", "guardians", "children")
"""Tables that every register has: who stands nowhere in them is an orphan, even where they are empty."""


def checked_row(
    table: str, cells: Mapping[str, str | None], beside: Tables, today: date
) -> tuple[pl.DataFrame, dict[str, str]]:
    """Return a row in the contract's schema, and by its column the rule that a cell breaks; a cell at fault is null.

    ``beside`` are the tables that the row comes to, at least with the rows of its household.
    """
    names = list(TABLES[table].columns)
    raw = pl.DataFrame({name: [cells.get(name)] for name in names}, schema=dict.fromkeys(names, pl.String()))
    text, _ = mended(Raw(TABLES[table], table, raw.with_columns(pl.Series(ROW, [1], pl.Int64)), names))
    ledger = Ledger(TABLES[table], table, text, today)
    before: dict[str, Ledger] = {}
    for name in BESIDE:
        if name != table and (name in WANTED or not beside[name].is_empty()):
            before[name] = _ledger(name, beside[name], today)
    compare(ledger, before)
    if table == "guardians":
        _too_young(ledger, beside, before, today)
    row = pl.DataFrame([ledger.sound(name).alias(name) for name in names]).cast(TABLES[table].schema())
    faults = {name: str(ledger.faults[name][0]) for name in names if ledger.faults[name][0] is not None}
    return row, faults


def _ledger(name: str, rows: pl.DataFrame, today: date) -> Ledger:
    """Return rows that were accepted once as they are checked."""
    numbered = pl.Series(ROW, range(1, rows.height + 1), pl.Int64)
    return Ledger(TABLES[name], name, rows.cast(pl.String).with_columns(numbered), today)


def _too_young(ledger: Ledger, beside: Tables, before: Mapping[str, Ledger], today: date) -> None:
    """Enter the fault that a mother isn't older than a child who stands there already."""
    mother = ledger.values["relation"].cast(pl.String) == "mother"
    children = _ledger("children", beside["children"], today)
    compare(children, {**before, "guardians": ledger})
    ledger.enter("birth_date", "bad_age", mother & bool((children.faults["birth_date"] == "bad_age").any()))
