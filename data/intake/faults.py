"""The lines of ``quarantine.csv``, from the ledgers and the lines that couldn't be read."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from data.contract import Column

from .ledger import DUPLICATE, Ledger
from .rules import message
from .sources import ROW, Raw

HIDDEN = "(hidden)"
SCHEMA = pl.Schema({
    "table": pl.String(), "file": pl.String(), "row": pl.Int64(), "column": pl.String(),
    "value": pl.String(), "rule": pl.String(), "message": pl.String(),
})  # fmt: skip


def fault_lines(ledger: Ledger, raw: Raw) -> pl.DataFrame:
    """Return a line per faulty cell or row of one table, sorted by row and by the contract's order of columns."""
    name, parts = ledger.table.name, [_bad_lines(raw)]
    for place, column in enumerate(ledger.table.columns.values()):
        parts.append(_cells(ledger, column, place))
    parts.append(_rows(ledger))
    found = pl.concat(parts).sort("row", "place").drop("place")
    hidden = pl.lit(HIDDEN) if name == "identities" else pl.col("value")
    return found.select(table=pl.lit(name), file=pl.lit(ledger.file), row="row", column="column",
                        value=hidden, rule="rule", message="message").cast(SCHEMA)  # fmt: skip


def none() -> pl.DataFrame:
    """Return no fault lines."""
    return pl.DataFrame(schema=SCHEMA)


def _frame(rows: Iterable[tuple[object, ...]]) -> pl.DataFrame:
    schema = {"row": pl.Int64, "place": pl.Int64, "column": pl.String, "value": pl.String,
              "rule": pl.String, "message": pl.String}  # fmt: skip
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def _bad_lines(raw: Raw) -> pl.DataFrame:
    return _frame((row, -1, None, text, rule, message(rule, None)) for row, rule, text in raw.bad_lines)


def _cells(ledger: Ledger, column: Column, place: int) -> pl.DataFrame:
    fault = ledger.faults[column.name]
    bad = fault.is_not_null()
    if not bad.any():
        return _frame(())
    told = zip(
        ledger.rows.filter(bad), ledger.text[column.name].filter(bad), fault.filter(bad), strict=True
    )  # fmt: skip
    return _frame(
        (row, place, column.name, value, rule, message(_wording(ledger, row, rule), column))
        for row, value, rule in told
    )


def _wording(ledger: Ledger, row: int, rule: str) -> str:
    return "lost_zeros" if rule == "orphan" and ledger.notes.get(row) == "lost_zeros" else rule


def _rows(ledger: Ledger) -> pl.DataFrame:
    bad = ledger.row_rule.is_not_null()
    if not bad.any():
        return _frame(())
    key = ledger.table.key()
    told = ledger.text.filter(bad).select(ROW, value=pl.concat_str(key, separator=" | "))
    hidden = ledger.table.name == "identities"
    return _frame(
        (row, 999, None, value, DUPLICATE, message(DUPLICATE, None, HIDDEN if hidden else value, ledger.notes[row]))
        for row, value in told.iter_rows()
    )
