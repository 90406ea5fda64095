"""What the list misses, from what exploration visits found."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import polars as pl

from .problem import Floats

LEVEL = 0.90
FEWEST_FOUND = 5
FEWEST_REACHED = 30


@dataclass(frozen=True)
class Missed:
    """How many households outside the list had a circumstance, with the 90 % interval, or how many visits are wanting.

    ``rate`` is among the frame's households, ``total`` the number of them; ``enough`` is False where too few were
    reached to say, and then ``needed`` more reached visits would do at the rate that is expected. It is decided mostly
    before anything is found: a few visits that happen to find much say nothing, or what is told would lean upwards.
    """

    drawn: int
    reached: int
    found: int
    frame: int
    rate: float | None
    low: float
    high: float
    total: float | None
    enough: bool
    needed: int


def what_the_list_misses(findings: pl.DataFrame, frame_size: int, expected_rate: float) -> Missed:
    """Return the estimate from exploration visits.

    ``findings`` has ``propensity`` (Float64), ``reached`` and ``found`` (Boolean), a row per household drawn. The rate
    is Hájek's (Hájek 1971): found over propensity, summed and divided by the summed weights of those reached, so that
    whoever wasn't met is taken to be like those who were. Its variance is the linearised one of a sample of fixed size
    and high entropy (Deville 1999), its interval Clopper and Pearson's at the effective number of visits (Korn and
    Graubard 1998), so that finding none doesn't mean that there is none. ``expected_rate`` is the mean risk of the
    frame. Raises ``ValueError`` for a propensity outside (0, 1].
    """
    pi = findings["propensity"].to_numpy()
    if len(pi) and not ((pi > 0) & (pi <= 1)).all():
        raise ValueError("propensities lie above 0 and up to 1")
    reached = findings.filter(pl.col("reached"))
    n, found = reached.height, int(reached["found"].sum())
    needed = max(FEWEST_REACHED, math.ceil(FEWEST_FOUND / max(expected_rate, 1e-6)))
    if found >= FEWEST_FOUND:
        needed = FEWEST_REACHED
    if n == 0:
        return Missed(len(pi), 0, 0, frame_size, None, 0.0, 1.0, None, False, needed)
    weight = 1 / reached["propensity"].to_numpy()
    y = reached["found"].to_numpy().astype(np.float64)
    rate = float(weight @ y / weight.sum())
    low, high = _interval(rate, _effective(rate, y, weight, reached["propensity"].to_numpy()))
    enough = n >= needed
    return Missed(
        len(pi), n, found, frame_size, rate, low, high, rate * frame_size, enough, 0 if enough else needed - n
    )


def _effective(rate: float, y: Floats, weight: Floats, pi: Floats) -> float:
    """Return how many equal visits would tell as much."""
    n = len(y)
    kish = float(weight.sum() ** 2 / (weight @ weight))
    if n < 2 or not 0 < rate < 1:
        return kish
    z = weight * (y - rate) / weight.sum()
    center = float(((1 - pi) * z).sum() / max(float((1 - pi).sum()), 1e-12))
    variance = n / (n - 1) * float(((1 - pi) * (z - center) ** 2).sum())
    return min(rate * (1 - rate) / variance, 10.0 * n) if variance > 0 else kish


def _interval(rate: float, n: float) -> tuple[float, float]:
    from scipy.stats import beta

    tail, x = (1 - LEVEL) / 2, rate * n
    low = 0.0 if x <= 0 else float(beta.ppf(tail, x, n - x + 1))
    high = 1.0 if x >= n else float(beta.ppf(1 - tail, x + 1, n - x))
    return low, high
