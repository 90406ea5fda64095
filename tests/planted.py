"""A province whose cases follow one recorded fact, so that a model finds what no simple order does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from data.contract import TABLES
from data.synthetic import make_province
from data.synthetic.province import SyntheticProvince
from data.synthetic.write import write_province

HOUSEHOLDS, YEARS, SEED = 1200, 5, 11
EVENT, YEARLY, FOLLOWED = "device_overuse", 0.025, 0.6
ELSEWHERE = 0.001


def planted_province(seed: int = SEED) -> SyntheticProvince:
    """Return a province where a case often follows an event that the expert scorecard gives no points for."""
    province = make_province(HOUSEHOLDS, seed, YEARS)
    draws = np.random.default_rng(seed)
    last = province.tables["poverty_assessments"]["recorded_on"].max()
    children = province.tables["children"].filter(pl.col("left_on").is_null()).sort("child_id")
    events: list[dict[str, Any]] = []
    cases: list[dict[str, Any]] = []
    for back in range(YEARS, 0, -1):
        for child, registered in children.select("child_id", "registered_on").iter_rows():
            day = last - timedelta(days=365 * back - int(draws.integers(0, 360)))
            if day < registered:
                continue
            if draws.random() < YEARLY:
                events.append({
                    "event_id": f"E{child}{back}", "child_id": child, "event": EVENT, "event_date": day,
                    "recorded_on": day + timedelta(days=5),
                })  # fmt: skip
                follows = draws.random() < FOLLOWED
            else:
                follows = draws.random() < ELSEWHERE
            onset = day + timedelta(days=30 + int(draws.integers(0, 300)))
            if follows and onset + timedelta(days=10) <= last:
                cases.append({
                    "case_id": f"C{child}{back}", "child_id": child, "category": "8", "onset_on": onset,
                    "recorded_on": onset + timedelta(days=10), "closed_on": min(onset + timedelta(days=90), last),
                })  # fmt: skip
    tables = province.tables | {
        "child_events": rows_of("child_events", events),
        "circumstances": rows_of("circumstances", cases),
    }
    return replace(province, tables=tables)


def rows_of(table: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Return rows as a table of the contract, other columns empty."""
    schema = TABLES[table].empty().schema
    found = pl.DataFrame(rows)
    known = [pl.col(n).cast(t) if n in found.columns else pl.lit(None, t).alias(n) for n, t in schema.items()]
    return found.select(known)


def write_planted(folder: Path) -> Path:
    """Write the planted province as CSV and return its folder."""
    write_province(planted_province(), folder, "en")
    return folder
