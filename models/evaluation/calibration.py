"""Whether a risk means what it says: slope, intercept, curve, Brier score, observed over expected.

Slope: the b of logit(outcome) = a + b × log-odds; 1 where the spread of risks is right, below 1 where risks are too
extreme. Intercept: the a where b is held at 1 ("calibration in the large"), 0 where the level is right (Cox 1958;
Van Calster et al. 2019). Observed over expected is told for all, by year and by cluster of communes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from models.tables import Floats

from .bootstrap import LEVEL, RESAMPLES, Estimate, interval_over
from .cells import Cells, Sums, gathered
from .predictions import TestPredictions

CURVE_BINS = 10
STEPS = 25
FEWEST_OUTCOMES = 5
"""Below so many outcomes a draw has no slope worth reading."""


@dataclass(frozen=True)
class CurveBin:
    """A tenth of the households by risk: their mean risk, and the share with an outcome with its interval."""

    households: float
    outcomes: float
    predicted: float
    observed: Estimate


@dataclass(frozen=True)
class ClusterRatio:
    """Observed over expected outcomes of one cluster of communes, over all test days."""

    cluster: str
    expected: float
    observed: float
    ratio: Estimate


@dataclass(frozen=True)
class YearCalibration:
    """Calibration on one test day."""

    day: date
    slope: Estimate
    intercept: Estimate
    observed_expected: Estimate
    brier: Estimate


@dataclass(frozen=True)
class Calibration:
    """Calibration over all test days together, by year, along the risk and by cluster of communes."""

    slope: Estimate
    intercept: Estimate
    observed_expected: Estimate
    brier: Estimate
    years: tuple[YearCalibration, ...]
    curve: tuple[CurveBin, ...]
    clusters: tuple[ClusterRatio, ...]
    level: float = LEVEL


def recalibration(log_odds: Floats, rows: Floats, hits: Floats) -> tuple[Floats, Floats]:
    """Return slope (B,), and intercept (B,) with the slope held at 1, from cells of equal log-odds.

    Args:
        log_odds: Log-odds of each cell, (k,).
        rows: Weight of rows in each cell, (B, k).
        hits: Weight of positives in each cell, (B, k).

    NaN where a draw has under ``FEWEST_OUTCOMES`` positives or as few negatives.
    """
    rows, hits = np.atleast_2d(rows), np.atleast_2d(hits)
    a, b, level = np.zeros(len(rows)), np.ones(len(rows)), np.zeros(len(rows))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for _ in range(STEPS):
            risk = expit(a[:, None] + b[:, None] * log_odds)
            off, spread = hits - rows * risk, rows * risk * (1 - risk)
            g0, g1 = off.sum(axis=1), off @ log_odds
            h00, h01, h11 = spread.sum(axis=1), spread @ log_odds, spread @ log_odds**2
            inside = h00 * h11 - h01**2
            step_a, step_b = (h11 * g0 - h01 * g1) / inside, (h00 * g1 - h01 * g0) / inside
            a, b = a + step_a.clip(-3, 3), b + step_b.clip(-1, 1)
            plain = expit(level[:, None] + log_odds)
            step = (hits - rows * plain).sum(axis=1) / (rows * plain * (1 - plain)).sum(axis=1)
            level = level + step.clip(-3, 3)
            if np.nanmax(np.abs([step_a, step_b, step]), initial=0) < 1e-10:
                break
    outcomes = hits.sum(axis=1)
    told = np.minimum(outcomes, rows.sum(axis=1) - outcomes) >= FEWEST_OUTCOMES
    return np.where(told, b, np.nan), np.where(told, level, np.nan)


def calibration(
    predictions: Sequence[TestPredictions],
    name: str,
    clusters: Sequence[NDArray[np.int64]],
    cluster_names: Sequence[str],
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
    level: float = LEVEL,
) -> Calibration:
    """Return the calibration of a candidate's log-odds, intervals by draws of households and of communes.

    ``clusters`` gives each row's cluster on each test day, as its place in ``cluster_names``.
    """
    days = [p.day for p in predictions if name in p.scores]
    return calibrated_by(
        gathered(predictions, name, clusters, resamples=resamples, seed=seed), days, cluster_names, level
    )


def calibrated_by(cells: Cells, days: Sequence[date], cluster_names: Sequence[str], level: float) -> Calibration:
    """Return the calibration that cells hold."""
    years = []
    for at, day in enumerate(days):
        told = _four(cells, slice(at, at + 1), level)
        years.append(YearCalibration(day, *told))
    slope, intercept, ratio, brier = _four(cells, slice(None), level)
    return Calibration(
        slope, intercept, ratio, brier, tuple(years), _curve(cells, level), _by_cluster(cells, cluster_names, level),
        level,
    )  # fmt: skip


def _four(cells: Cells, days: slice, level: float) -> tuple[Estimate, Estimate, Estimate, Estimate]:
    """Return slope, intercept, observed over expected and Brier score of some days together."""
    plain = _of(cells, cells.plain, days)
    draws = {unit: _of(cells, sums, days) for unit, sums in cells.draws.items()}
    found = [interval_over(plain[k][0], [d[k] for d in draws.values()], level) for k in range(4)]
    return found[0], found[1], found[2], found[3]


def _of(cells: Cells, sums: Sums, days: slice) -> tuple[Floats, Floats, Floats, Floats]:
    risk, square, hit_risk = (c[days].ravel() for c in (cells.risk, cells.square, cells.hit_risk))
    rows = sums.rows[:, days].reshape(len(sums.rows), -1)
    hits = sums.hits[:, days].reshape(len(sums.hits), -1)
    there = risk > 0
    slope, intercept = recalibration(logit(risk[there]), rows[:, there], hits[:, there])
    outcomes, total = hits.sum(axis=1), rows.sum(axis=1)
    brier = (rows @ square - 2 * hits @ hit_risk + outcomes) / np.maximum(total, 1)
    return slope, intercept, _ratio(outcomes, rows @ risk), brier


def _curve(cells: Cells, level: float, bins: int = CURVE_BINS) -> tuple[CurveBin, ...]:
    """Return bins that hold about equally many households each, from the lowest risk to the highest."""
    risk, rows = cells.risk.ravel(), cells.plain.rows[0].ravel()
    order = np.argsort(risk, kind="stable")
    before = np.cumsum(rows[order]) - rows[order] / 2
    group = np.empty(len(order), dtype=np.int64)
    group[order] = np.minimum((before / max(rows.sum(), 1) * bins).astype(np.int64), bins - 1)
    member = group[:, None] == np.arange(bins)

    def shares(sums: Sums) -> Floats:
        flat_rows, flat_hits = sums.rows.reshape(len(sums.rows), -1), sums.hits.reshape(len(sums.hits), -1)
        return _ratio(flat_hits @ member, flat_rows @ member)

    plain, draws = shares(cells.plain)[0], [shares(sums) for sums in cells.draws.values()]
    found = []
    for k in range(bins):
        count = float(rows[member[:, k]].sum())
        if count:
            outcomes = float(cells.plain.hits[0].ravel()[member[:, k]].sum())
            mean = float(risk[member[:, k]] @ rows[member[:, k]] / count)
            found.append(CurveBin(count, outcomes, mean, interval_over(plain[k], [d[:, k] for d in draws], level)))
    return tuple(found)


def _by_cluster(cells: Cells, names: Sequence[str], level: float) -> tuple[ClusterRatio, ...]:
    observed, expected = cells.plain.observed[0], cells.plain.expected[0]
    found = []
    for k, cluster in enumerate(names):
        if k >= len(expected) or not expected[k]:
            continue
        draws = [_ratio(s.observed[:, k], s.expected[:, k]) for s in cells.draws.values()]
        ratio = interval_over(observed[k] / expected[k], draws, level)
        found.append(ClusterRatio(cluster, float(expected[k]), float(observed[k]), ratio))
    return tuple(found)


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.full(np.shape(above), np.nan), where=below > 0)
