"""Decision curves: what a list is worth to somebody who would visit from a given risk on (Vickers et al. 2019).

Net benefit at a threshold t is the share of households that are rightly visited, less those visited in vain weighed
by t / (1 - t). Beside the model stand a visit to everybody, a visit to nobody (0), and each simple order with a list
as long as the model's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.ranking import risk_of
from models.tables import Floats

from .bootstrap import LEVEL, RESAMPLES, Estimate, interval_over, resampled, units_of
from .predictions import TestPredictions
from .ranking import Ranking

MULTIPLES = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0)
"""Thresholds as multiples of the share of households with an outcome: nobody visits from a risk of a half on."""


@dataclass(frozen=True)
class DecisionPoint:
    """Net benefit per household at one threshold, the mean over the test days.

    ``visited`` is the share of households at or above the threshold; ``everybody`` the net benefit of visiting all;
    ``others`` that of each simple order with a list of the same length.
    """

    threshold: float
    visited: float
    net_benefit: Estimate
    everybody: float
    others: dict[str, float]


def net_benefit(hits: float, visited: float, households: float, threshold: float) -> float:
    """Return true positives less weighed false ones, per household."""
    return (hits - (visited - hits) * threshold / (1 - threshold)) / households


def decision_curve(
    predictions: Sequence[TestPredictions],
    name: str,
    others: Sequence[str] = (),
    *,
    multiples: Sequence[float] = MULTIPLES,
    resamples: int = RESAMPLES,
    seed: int = 0,
    level: float = LEVEL,
) -> tuple[DecisionPoint, ...]:
    """Return the decision curve of a candidate's risks; empty where no test day has an outcome."""
    kept = [p for p in predictions if name in p.scores and p.positive.any()]
    if not kept:
        return ()
    rate = float(np.mean([p.positive.mean() for p in kept]))
    thresholds = np.array([m * rate for m in multiples if 0 < m * rate < 0.5])
    band = [np.searchsorted(thresholds, risk_of(p.scores[name]), side="right") for p in kept]

    def curve(weights: Sequence[np.ndarray | None]) -> Floats:
        """Return the net benefit at each threshold, (thresholds,)."""
        by_day = []
        for p, b, weight in zip(kept, band, weights, strict=True):
            w = np.ones(len(b)) if weight is None else weight
            rows = np.bincount(b, w, minlength=len(thresholds) + 1)[::-1].cumsum()[::-1][1:]
            hits = np.bincount(b[p.positive], w[p.positive], minlength=len(thresholds) + 1)[::-1].cumsum()[::-1][1:]
            by_day.append((hits - (rows - hits) * thresholds / (1 - thresholds)) / max(w.sum(), 1))
        return np.mean(by_day, axis=0)

    plain = curve([None] * len(kept))
    draws = [
        np.array([curve(w) for w in resampled(kept, unit, resamples=resamples, seed=seed)])
        for unit in units_of([p.commune_codes for p in kept])
    ]
    lengths = np.array([[(b > k).sum() for k in range(len(thresholds))] for b in band])
    return tuple(
        DecisionPoint(
            float(t),
            float(np.mean(lengths[:, k] / [p.households for p in kept])),
            interval_over(plain[k], [d[:, k] for d in draws], level),
            float(np.mean([net_benefit(p.positive.sum(), p.households, p.households, t) for p in kept])),
            {other: _same_length(kept, other, lengths[:, k], float(t)) for other in others},
        )
        for k, t in enumerate(thresholds)
    )


def _same_length(kept: Sequence[TestPredictions], other: str, lengths: np.ndarray, threshold: float) -> float:
    """Return the mean net benefit of another order with lists of given lengths, over the days that have it."""
    found = [
        net_benefit(Ranking.of(p.positive, p.scores[other]).counted().hits_within(int(k)), k, p.households, threshold)
        for p, k in zip(kept, lengths, strict=True)
        if other in p.scores
    ]
    return float(np.mean(found)) if found else float("nan")
