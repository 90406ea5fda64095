"""Predictions of risk gathered in cells, from which calibration and decision curves are read in one pass.

A cell is a narrow band of predicted risk in one cluster of communes on one test day. Adding up what was expected and
what came in each cell is all that calibration needs, so that hundreds of draws of a full province take seconds. The
bands are cut so that half of them hold equally many households and half equally much expected need.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.ranking import risk_of
from models.tables import Floats

from .bootstrap import Counts, Unit, resampled, units_of
from .predictions import TestPredictions

BANDS = 200


@dataclass(frozen=True)
class DayCells:
    """The cells of one test day.

    ``cell`` (n,) is the cell of each row, cluster × bands + band; ``hits`` the rows with an outcome. By cell
    (clusters, bands), 0 where nobody stands: ``risk`` and ``square``, the means of the predicted risk and of its
    square; ``hit_risk``, the mean risk of the positives.
    """

    cell: NDArray[np.int64]
    hits: NDArray[np.int64]
    hit_cell: NDArray[np.int64]
    risk: Floats
    square: Floats
    hit_risk: Floats

    @classmethod
    def of(cls, prediction: TestPredictions, name: str, cluster: NDArray[np.int64], clusters: int) -> DayCells:
        """Return the cells of a candidate's log-odds; ``cluster`` (n,) is the cluster of each row."""
        risk = risk_of(prediction.scores[name])
        edges = _edges(risk)
        bands = len(edges) + 1
        cell = cluster * bands + np.searchsorted(edges, risk, side="right")
        size = clusters * bands
        hits = np.flatnonzero(prediction.positive)

        def mean(values: Floats, rows: NDArray[np.int64]) -> Floats:
            count = np.maximum(np.bincount(rows, minlength=size), 1)
            return (np.bincount(rows, values, minlength=size) / count).reshape(clusters, bands)

        return cls(
            cell, hits, cell[hits], mean(risk, cell), mean(risk**2, cell), mean(risk[hits], cell[hits])
        )  # fmt: skip

    def counted(self, weight: Counts | None) -> tuple[Floats, Floats]:
        """Return the weight of rows and of positives in each cell, both (clusters, bands)."""
        size = self.risk.size
        rows = np.bincount(self.cell, weight, minlength=size)
        hits = np.bincount(self.hit_cell, None if weight is None else weight[self.hits], minlength=size)
        return rows.reshape(self.risk.shape).astype(np.float64), hits.reshape(self.risk.shape).astype(np.float64)


@dataclass(frozen=True)
class Sums:
    """Sums over cells under B sets of weights: the first axis is the draw.

    By day and band, (B, days, bands): ``rows``, ``hits``; by cluster over all days, (B, clusters): ``expected``,
    ``observed``.
    """

    rows: Floats
    hits: Floats
    observed: Floats
    expected: Floats


@dataclass(frozen=True)
class Cells:
    """What was expected and what came, as it is (``plain``, one draw) and drawn again (``draws``, by unit).

    By band (days, bands): ``risk`` and ``square``, the means of the predicted risk and of its square; ``hit_risk``,
    the mean risk of the positives.
    """

    risk: Floats
    square: Floats
    hit_risk: Floats
    plain: Sums
    draws: dict[Unit, Sums]


def gathered(
    predictions: Sequence[TestPredictions],
    name: str,
    clusters: Sequence[NDArray[np.int64]],
    *,
    resamples: int,
    seed: int,
) -> Cells:
    """Return the cells of a candidate over all test days that have it; ``clusters`` is each row's cluster, by day."""
    there = [(p, c) for p, c in zip(predictions, clusters, strict=True) if name in p.scores]
    size = 1 + max((int(c.max(initial=0)) for _, c in there), default=0)
    days = [DayCells.of(p, name, c, size) for p, c in there]
    bands = max((d.risk.shape[1] for d in days), default=0)
    plain = [d.counted(None) for d in days]

    def by_band(values: Sequence[Floats], counts: Sequence[Floats]) -> Floats:
        """Return the means over clusters of values by cell, weighed by counts, (days, bands)."""
        means = [(v * c).sum(axis=0) / np.maximum(c.sum(axis=0), 1) for v, c in zip(values, counts, strict=True)]
        return _padded(means, bands)

    rows, hits = [r for r, _ in plain], [h for _, h in plain]
    kept = [p for p, _ in there]
    draws = {
        unit: _sums(days, resampled(kept, unit, resamples=resamples, seed=seed), bands)
        for unit in units_of([p.commune_codes for p in kept])
        if resamples
    }
    return Cells(
        by_band([d.risk for d in days], rows), by_band([d.square for d in days], rows),
        by_band([d.hit_risk for d in days], hits), _sums(days, [[None] * len(days)], bands), draws,
    )  # fmt: skip


def _edges(risk: Floats) -> Floats:
    """Return ascending edges between bands; equal risks stay in one band."""
    ordered = np.sort(risk)
    if not len(ordered):
        return np.zeros(0)
    need = np.cumsum(ordered)
    shares = np.arange(1, BANDS // 2) / (BANDS // 2)
    by_count = (shares * len(ordered)).astype(np.int64)
    by_need = np.searchsorted(need, shares * need[-1])
    at = np.concatenate([by_count, by_need]).clip(0, len(ordered) - 1)
    edges = np.unique(ordered[at])
    return edges[edges > ordered[0]]


def _padded(columns: Sequence[Floats], bands: int) -> Floats:
    return np.array([np.pad(c, (0, bands - len(c))) for c in columns]).reshape(len(columns), bands)


def _sums(days: Sequence[DayCells], draws: Iterable[Sequence[Counts | None]], bands: int) -> Sums:
    rows, hits, observed, expected = [], [], [], []
    for weights in draws:
        counted = [d.counted(w) for d, w in zip(days, weights, strict=True)]
        rows.append(_padded([r.sum(axis=0) for r, _ in counted], bands))
        hits.append(_padded([h.sum(axis=0) for _, h in counted], bands))
        observed.append(sum(h.sum(axis=1) for _, h in counted))
        expected.append(sum((r * d.risk).sum(axis=1) for d, (r, _) in zip(days, counted, strict=True)))
    return Sums(np.array(rows), np.array(hits), np.array(observed), np.array(expected))
