"""Calibration on the log-odds: intercept and slope from predictions of households that the model had not seen.

A model's log-odds x become intercept + slope × x. The slope is fitted to the out-of-fold predictions of all test years,
each year with its own level and the newest weighing most; with few outcomes it is drawn towards 1. The intercept then
follows the level of the newest mature year alone, because the level moves between years (prior shift; Cox 1958,
Steyerberg 2019, ch. 15).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .fitting.splines import chance_of
from .tables import Floats

YEAR_WEIGHT = 0.5
"""What a year weighs against the one after it."""
SLOPE_SPREAD = 0.35
"""How far from 1 a slope is expected before anything is seen (a standard deviation of its logarithm)."""
LEVEL_SPREAD = 1.0
"""The same for the difference between a year's level and what the model says (log-odds)."""
LEAST_SLOPE, MOST_SLOPE = 0.3, 2.0
TURNS = 50


@dataclass(frozen=True)
class Year:
    """Out-of-fold log-odds of one test day with outcomes and weights, each (n,)."""

    name: str
    log_odds: Floats
    positive: Floats
    weight: Floats


@dataclass(frozen=True)
class Calibration:
    """log-odds → intercept + slope × log-odds, with the standard errors of both."""

    slope: float
    intercept: float
    slope_error: float
    level_error: float
    by_year: tuple[dict[str, object], ...]

    def facts(self) -> dict[str, object]:
        """Return plain JSON values: what was corrected, and how far each year stood from the model's level."""
        return {
            "slope": self.slope, "intercept": self.intercept, "slope_error": self.slope_error,
            "level_error": self.level_error, "years": list(self.by_year),
        }  # fmt: skip


def calibration_of(years: Sequence[Year]) -> Calibration:
    """Return the calibration from the test years, oldest first."""
    newest = years[-1]
    slope, slope_error = _slope(years)
    level, level_error = _level(newest, slope)
    told = tuple(_told(year, slope) for year in years)
    return Calibration(slope, level, slope_error, level_error, told)


def _slope(years: Sequence[Year]) -> tuple[float, float]:
    """Return the common slope and its standard error: Newton's method on its logarithm, with a level for each year."""
    log_slope, levels = 0.0, np.zeros(len(years))
    information = 1 / SLOPE_SPREAD**2
    for _ in range(TURNS):
        score, information = -log_slope / SLOPE_SPREAD**2, 1 / SLOPE_SPREAD**2
        slope = float(np.exp(log_slope))
        for k, year in enumerate(years):
            levels[k] = _level(year, slope)[0]
            chance = chance_of(levels[k] + slope * year.log_odds)
            weight = year.weight * YEAR_WEIGHT ** (len(years) - 1 - k)
            spread = weight * chance * (1 - chance)
            moved = slope * year.log_odds
            middle = spread @ moved / max(spread.sum(), 1e-12)
            score += float(weight * (year.positive - chance) @ (moved - middle))
            information += float(spread @ (moved - middle) ** 2)
        step = float(np.clip(score / information, -0.5, 0.5))
        log_slope = float(np.clip(log_slope + step, np.log(LEAST_SLOPE), np.log(MOST_SLOPE)))
        if abs(step) < 1e-9:
            break
    return float(np.exp(log_slope)), float(np.exp(log_slope) / np.sqrt(information))


def _level(year: Year, slope: float) -> tuple[float, float]:
    """Return the intercept of one year at a slope and its standard error; drawn towards the model's own level.

    The model's level is the one at which its line turns: mean log-odds stay where they are when the slope changes.
    """
    middle = float(year.weight @ year.log_odds / year.weight.sum())
    start = (1 - slope) * middle
    level, information = start, 1.0
    for _ in range(TURNS):
        chance = chance_of(level + slope * year.log_odds)
        information = float(year.weight @ (chance * (1 - chance))) + 1 / LEVEL_SPREAD**2
        score = float(year.weight @ (year.positive - chance)) - (level - start) / LEVEL_SPREAD**2
        step = float(np.clip(score / information, -1, 1))
        level += step
        if abs(step) < 1e-10:
            break
    return level, float(1 / np.sqrt(information))


def _told(year: Year, slope: float) -> dict[str, object]:
    expected = float(year.weight @ chance_of(year.log_odds))
    observed = float(year.weight @ year.positive)
    return {
        "day": year.name,
        "observed": observed,
        "expected": expected,
        "observed_to_expected": observed / expected if expected else None,
        "level": _level(year, slope)[0],
    }
