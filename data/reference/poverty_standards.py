"""Poverty standards by the day they took effect; an old status is never computed again under a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

FILE = Path(__file__).with_name("poverty_standards.csv")
POINTS_PER_DEPRIVATION = 10.0


@dataclass(frozen=True, slots=True)
class PovertyStandard:
    """One standard: its name in the contract, the days it holds, and its lines.

    Income lines are in đồng a person and month. ``b1_*_line`` are points of form B1 (at or under is under the income
    line; ``None`` where not known). A household under the line is poor from ``poor_from_deprivations`` of the twelve
    indicators on, near-poor below.
    """

    standard: str
    valid_from: date
    valid_to: date | None
    rural_income_line: int
    urban_income_line: int
    b1_rural_line: float | None
    b1_urban_line: float | None
    poor_from_deprivations: int
    source: str


@cache
def read_standards() -> tuple[PovertyStandard, ...]:
    """Return the standards, oldest first, each with its source."""
    typed = {"valid_from": pl.Date, "valid_to": pl.Date, "b1_rural_line": pl.Float64, "b1_urban_line": pl.Float64}
    rows = pl.read_csv(FILE, schema_overrides=typed).sort("valid_from").iter_rows(named=True)
    return tuple(PovertyStandard(**row) for row in rows)


def standard_on(day: date) -> PovertyStandard:
    """Return the standard that a review on a day uses where it names none (the oldest for days before it)."""
    begun = [s for s in read_standards() if s.valid_from <= day]
    return begun[-1] if begun else read_standards()[0]
