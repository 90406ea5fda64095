"""What was known on a day: the one guard against looking ahead.

Every number of a household is computed from ``AsOf.known`` and nothing else. The rules are those of the design
("As of a day"):

- a row with ``recorded_on`` is known from that day; one without from its ``registered_on``; a commune always;
- what happened after the day isn't known, whatever day stands beside it;
- ``left_on``, ``closed_on`` and ``managed_on`` are known on their own day and not before: a later one reads as empty;
- where ``updated_on`` lies after the day, the row's changeable columns are unknown. The commune code stays, because a
  household has to be counted somewhere; a former unit's code is carried over to the unit that replaced it.

Look-backs are cut by ``within``, here and for all features alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import polars as pl

from data.contract import TABLES
from data.vocabulary.frames import Tables

ONE_YEAR, TWO_YEARS, THREE_YEARS, FIVE_YEARS = 365, 730, 1095, 1825
HALF_LIFE_DAYS = 365
WEIGHT_STEPS = 1 << 20

HAPPENED = {
    "poverty_assessments": "assessed_on",
    "guardian_events": "event_date",
    "child_events": "event_date",
    "circumstances": "onset_on",
    "visits": "visited_on",
}
"""The column that says when a row's fact happened."""

Rows = TypeVar("Rows", pl.DataFrame, pl.LazyFrame)

ALWAYS_KNOWN = ("commune_code",)
"""Changeable columns that stay known before ``updated_on``."""


@dataclass(frozen=True)
class AsOf:
    """The tables of a snapshot as they were known on ``day``."""

    tables: Tables
    day: date

    def known(self, name: str) -> pl.LazyFrame:
        """Return the rows and cells of a table that were known on the day, in the contract's schema."""
        frame = self.tables[name].lazy()
        day = pl.lit(self.day)
        columns = TABLES[name].columns
        for seen_from in ("recorded_on", "registered_on", HAPPENED.get(name, "")):
            if seen_from in columns:
                frame = frame.filter(pl.col(seen_from) <= day)
        if name == "communes":
            return frame
        stale = pl.col("updated_on") > day if "updated_on" in columns else None
        unknown = [
            pl.when(pl.col(c.name) > day).then(None).otherwise(pl.col(c.name)).alias(c.name)
            for c in columns.values()
            if c.type == "date" and not c.required
        ]
        if stale is not None:
            unknown += [
                pl.when(stale).then(None).otherwise(pl.col(c.name)).alias(c.name)
                for c in columns.values()
                if c.changeable and c.name not in ALWAYS_KNOWN
            ]
        frame = frame.with_columns(unknown)
        return self._in_present_units(frame) if name == "households" else frame

    def _in_present_units(self, households: pl.LazyFrame) -> pl.LazyFrame:
        """Carry the codes of former communes over to the units that replaced them."""
        crosswalk = former_units(self.tables["communes"])
        if not crosswalk:
            return households
        return households.with_columns(pl.col("commune_code").replace(crosswalk))

    def days_since(self, column: str) -> pl.Expr:
        """Return the whole days from a date column to the day, Int32."""
        return (pl.lit(self.day) - pl.col(column)).dt.total_days().cast(pl.Int32)

    def age(self, birth: str = "birth_date") -> pl.Expr:
        """Return the age in completed years on the day, Int32; who was born on 29 February ages on 1 March."""
        born = pl.col(birth).dt
        had_birthday = born.month().cast(pl.Int32) * 100 + born.day() <= self.day.month * 100 + self.day.day
        return self.day.year - born.year() - (~had_birthday).cast(pl.Int32)

    @property
    def school_year(self) -> int:
        """The year in which the school year that runs on the day began (it starts on 1 September)."""
        return self.day.year - (self.day.month < 9)


def former_units(communes: pl.DataFrame) -> dict[str, str]:
    """Return the codes of former communes with the code of the unit that replaced each.

    Where several units share a former one, the first by code takes its households."""
    present = set(communes["commune_code"])
    found: dict[str, str] = {}
    replaced = communes.select("commune_code", "replaces").drop_nulls().sort("commune_code")
    for code, former in replaced.iter_rows():
        for old in (part.strip() for part in former.split(";")):
            if old and old not in present:
                found.setdefault(old, code)
    return found


def within(view: Rows, look_back_days: int) -> Rows:
    """Return the rows of a view whose fact is less than ``look_back_days`` old; every window is cut here."""
    return view.filter(pl.col("days_since") < look_back_days)


def whole_years(days: pl.Expr) -> pl.Expr:
    """Return completed years of 365.25 days, Float64; in whole numbers, so that no rounding depends on the frame.

    Polars divides a frame of one row and a longer one by a constant in different ways, a bit apart at times."""
    return (days.cast(pl.Int64) * 4 // 1461).cast(pl.Float64)


def whole_months(days: pl.Expr) -> pl.Expr:
    """Return completed twelfths of a year of 365.25 days, Float64; see ``whole_years``."""
    return (days.cast(pl.Int64) * 16 // 487).cast(pl.Float64)


def recency(days_since: pl.Expr) -> pl.Expr:
    """Return the weight of a fact: 1 today, halved every year, Float64.

    Weights are whole multiples of 2^-20, so that their sums are exact and the same in whatever order they are added.
    """
    weight = pl.lit(2.0).pow(-days_since.cast(pl.Float64) * (1 / HALF_LIFE_DAYS))
    return (weight * WEIGHT_STEPS).round() / WEIGHT_STEPS
