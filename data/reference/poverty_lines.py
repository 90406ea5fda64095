"""The thresholds of the poverty review, by standard, from the dated file beside this module."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class PovertyLine:
    """Thresholds of one standard: income in đồng a person and month, scores in points (None: not known yet).

    A review is under the income line at ``b1_*`` points or fewer, and multidimensionally deprived at ``b2_poor`` or
    more. ``valid_from`` is the first day of the standard."""

    valid_from: date
    income_rural: float
    income_urban: float
    source: str
    b1_rural: float | None = None
    b1_urban: float | None = None
    b2_poor: float | None = None


@cache
def poverty_lines() -> dict[str, PovertyLine]:
    """Return the thresholds by the contract's name of the standard."""
    text = (files("data.reference") / "poverty_lines.toml").read_text(encoding="utf-8")
    return {standard: PovertyLine(**facts) for standard, facts in tomllib.loads(text).items()}
