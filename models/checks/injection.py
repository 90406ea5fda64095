"""Rows recorded after a day: if they change anything computed for the day, something looks ahead."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from data.contract import TABLES
from data.vocabulary.frames import Tables
from features.as_of import HAPPENED

MOST_ROWS = 20_000
REACH_DAYS = 300
KEYS = {"child_id": "children", "guardian_id": "guardians", "household_id": "households"}


def with_later_rows(tables: Tables, as_of: date, seed: int) -> tuple[dict[str, pl.DataFrame], int]:
    """Return the tables with rows that were recorded after the day, and how many there are.

    What they tell happened up to ``REACH_DAYS`` before or after the day, to people chosen by lot: it was there to be
    seen, but nobody had written it down. Rows are copies of the table's own with other people, days and ids.
    """
    rng = np.random.default_rng(seed)
    found, count = dict(tables), 0
    for name, frame in tables.items():
        if "recorded_on" in frame.columns and frame.height:
            later = _later(name, frame, tables, as_of, rng)
            found[name] = pl.concat([frame, later])
            count += later.height
    return found, count


def _later(name: str, frame: pl.DataFrame, tables: Tables, as_of: date, rng: np.random.Generator) -> pl.DataFrame:
    rows = min(MOST_ROWS, max(frame.height, 200))
    copies = frame[rng.integers(frame.height, size=rows)]
    told = [pl.Series("recorded_on", _days(as_of, rng.integers(1, 400, size=rows)), dtype=pl.Date)]
    happened = HAPPENED.get(name)
    if happened in frame.columns:
        days = rng.integers(-REACH_DAYS, REACH_DAYS, size=rows)
        told.append(pl.Series(happened, _days(as_of, days), dtype=pl.Date))
    for column in frame.columns:
        if column in KEYS:
            people = tables[KEYS[column]][column]
            told.append(people[rng.integers(len(people), size=rows)].alias(column))
        elif TABLES[name].columns[column].key and frame.schema[column] == pl.String and column != "school_year":
            told.append(pl.Series(column, [f"later-{k}" for k in range(rows)]))
    return copies.with_columns(told).select(frame.columns).cast(frame.schema)


def _days(as_of: date, offsets: np.ndarray) -> list[date]:
    return [as_of + timedelta(days=int(k)) for k in offsets]
