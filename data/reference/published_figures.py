"""Published figures, each with its day and source; base rates move, so they are dated inputs and never constants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

FILE = Path(__file__).with_name("published_figures.csv")


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure: value, unit, the day it speaks of, where it stands, and what to know about it."""

    figure: str
    value: float
    unit: str
    as_of: date
    source: str
    note: str | None


@cache
def read_figures() -> dict[str, Figure]:
    """Return the figures by name."""
    rows = pl.read_csv(FILE, schema_overrides={"value": pl.Float64, "as_of": pl.Date}).iter_rows(named=True)
    return {row["figure"]: Figure(**row) for row in rows}
