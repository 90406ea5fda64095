"""The views by name, each built once per day and kept while the features are computed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from data.contract import TABLES
from data.vocabulary.frames import Tables
from features.as_of import AsOf
from features.cohort import cohort

from . import events, families, places, poverty, schooling
from .seen import Seen

BUILDERS: dict[str, Callable[[Views], pl.DataFrame]] = {
    "homes": places.homes,
    "communes": places.communes,
    "latest_review": poverty.latest_review,
    "support": poverty.support,
    "every_child": families.every_child,
    "children": families.children,
    "registered_guardians": families.registered_guardians,
    "guardians": families.guardians,
    "guardian_events": events.guardian_events,
    "child_events": events.child_events,
    "cases": events.cases,
    "visits": events.visits,
    "school_years": schooling.school_years,
    "schooling": schooling.schooling,
}
ONE_ROW = frozenset({"homes", "communes", "latest_review", "support"})
"""Views with at most one row per household, over which an expression is taken row by row."""


@dataclass
class Views:
    """What was known on ``day``, as named row-sets of the cohort's households.

    Every view has a column ``home`` (UInt32), the row number of the household in ``cohort`` (sorted by household_id),
    and is sorted by it. Views of what happened to people have ``person``, the row number in ``every_child`` or
    ``guardians``; those of what happened on a day have ``days_since`` (Int32) and ``weight`` (Float64, recency).
    """

    tables: Tables
    day: date
    _built: dict[str, pl.DataFrame] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.as_of = AsOf(self.tables, self.day)
        self.seen = Seen(self.as_of)
        self.cohort = cohort(self.tables, self.day).with_row_index("home")
        self.home_of = self.cohort.select("household_id", "home")

    def __getitem__(self, name: str) -> pl.DataFrame:
        """Return a view by its name, sorted by ``home``; it is built on first use."""
        if name not in self._built:
            self._built[name] = BUILDERS[name](self).set_sorted("home")
        return self._built[name]

    def kept(self, table: str) -> bool:
        """Return whether a table had rows on the day; an optional table without any counts as not kept."""
        return TABLES[table].required or self.seen.any_rows(table)
