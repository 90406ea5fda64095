"""A table while it is being checked: its text, its values, and at most one fault for each cell."""

from __future__ import annotations

from datetime import date

import polars as pl

from data.contract import Table
from data.vocabulary.frames import ascends

from .cells import read_cells
from .sources import ROW

FOLLOWS, ORPHAN, DUPLICATE = "follows", "orphan", "duplicate_key"


class Ledger:
    """The cells of one table. A cell keeps the first fault that is entered for it."""

    def __init__(self, table: type[Table], file: str, text: pl.DataFrame, today: date) -> None:
        self.table, self.file, self.text = table, file, text
        self.rows = text[ROW]
        self.values: dict[str, pl.Series] = {}
        self.faults: dict[str, pl.Series] = {}
        self.notes: dict[int, str] = {}
        """Further words for a row's message: the row that was kept, lost zeros."""
        self.row_rule = pl.Series("rule", [None], pl.String).new_from_index(0, len(text))
        for column in table.columns.values():
            self.values[column.name], self.faults[column.name] = read_cells(column, text[column.name], today)

    def __len__(self) -> int:
        return len(self.text)

    def sound(self, name: str) -> pl.Series:
        """Return the column's values, null where the cell is empty or at fault."""
        if self.is_sound(name):
            return self.values[name]
        return self.values[name].set(self.faults[name].is_not_null(), None)

    def is_sound(self, name: str) -> bool:
        """Say whether no cell of the column is at fault."""
        return self.faults[name].null_count() == len(self)

    def enter(self, name: str, rule: str, broken: pl.Series) -> pl.Series:
        """Enter a fault for the cells that have none yet; return where it was entered."""
        new = broken.fill_null(False) & self.faults[name].is_null()
        if new.any():
            self.faults[name] = self.faults[name].set(new, rule)
        return new

    def enter_rows(self, rule: str, broken: pl.Series) -> None:
        """Enter a fault for whole rows."""
        self.row_rule = self.row_rule.set(broken & self.row_rule.is_null(), rule)

    def aside(self) -> pl.Series:
        """Return which rows are in quarantine."""
        bad = self.row_rule.is_not_null()
        for column in self.table.columns.values():
            if (column.required or column.key) and not self.is_sound(column.name):
                bad = bad | self.faults[column.name].is_not_null()
        return bad

    def aside_by_own_fault(self) -> pl.Series:
        """Return which rows are in quarantine for another reason than following their parent."""
        own = self.row_rule.is_not_null()
        for column in self.table.columns.values():
            if (column.required or column.key) and not self.is_sound(column.name):
                own = own | (self.faults[column.name] != FOLLOWS).fill_null(False)
        return own

    def any_fault(self) -> pl.Series:
        """Return which rows have a fault in any cell."""
        bad = self.row_rule.is_not_null()
        for name, fault in self.faults.items():
            if not self.is_sound(name):
                bad = bad | fault.is_not_null()
        return bad

    def accepted(self) -> pl.DataFrame:
        """Return the good rows in the contract's schema, sorted by key; cells at fault are null."""
        frame = pl.DataFrame([self.sound(name).alias(name) for name in self.table.columns])
        aside = self.aside()
        good = (frame.filter(~aside) if aside.any() else frame).cast(self.table.schema())
        return good if ascends(good.select(self.table.key())) else good.sort(self.table.key())
