"""Sums by group of households under draws of households and of communes, for the intervals of the audit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from models.tables import Floats

from .bootstrap import Counts, Unit, resampled, units_of
from .predictions import TestPredictions

Places = NDArray[np.int64]


@dataclass(frozen=True)
class GroupSums:
    """Sums by group, each (B, groups): households ``found`` (positive and on the list), ``positives``, ``places``
    on the list, and outcomes ``expected``."""

    found: Floats
    positives: Floats
    places: Floats
    expected: Floats


@dataclass(frozen=True)
class DayGroups:
    """One test day: each household's ``chance`` of a place and ``risk``, (n,), and its group by attribute."""

    prediction: TestPredictions
    chance: Floats
    risk: Floats
    group: dict[str, Places]


def drawn_sums(
    days: Sequence[DayGroups], sizes: dict[str, int], *, resamples: int, seed: int
) -> dict[str, dict[Unit, GroupSums]]:
    """Return the sums by attribute and unit of what is drawn; ``sizes`` counts the groups of each attribute.

    What is expected hardly moves with single households, so that it is drawn with whole communes alone.
    """
    predictions = [d.prediction for d in days]
    units = units_of([p.commune_codes for p in predictions]) if resamples else ()
    parts = {a: [_Part.of(d, a, size) for d in days] for a, size in sizes.items()}
    found: dict[str, dict[Unit, GroupSums]] = {a: {} for a in sizes}
    for unit in units:
        rows: dict[str, list[Floats]] = {a: [] for a in sizes}
        for weights in resampled(predictions, unit, resamples=resamples, seed=seed):
            for a, by_day in parts.items():
                total = [part.summed(w, unit) for part, w in zip(by_day, weights, strict=True)]
                rows[a].append(np.sum(total, axis=0))
        for a, drawn in rows.items():
            stacked = np.array(drawn)
            found[a][unit] = GroupSums(stacked[:, 0], stacked[:, 1], stacked[:, 2], stacked[:, 3])
    return found


@dataclass(frozen=True)
class _Part:
    """The rows of a day with an outcome or a place, and what each commune expects by group."""

    rows: Places
    group: Places
    positive: Floats
    chance: Floats
    first: Places
    expected: Floats

    @classmethod
    def of(cls, day: DayGroups, attribute: str, size: int) -> _Part:
        positive = np.asarray(day.prediction.positive)
        rows = np.flatnonzero(positive | (day.chance > 0))
        codes = day.prediction.commune_codes.rank("dense").to_numpy().astype(np.int64) - 1
        communes = int(codes.max(initial=-1)) + 1
        group = day.group[attribute]
        expected = np.bincount(codes * size + group, day.risk, minlength=communes * size).reshape(communes, size)
        first = pl.Series(codes).arg_unique().to_numpy().astype(np.int64)
        first = first[np.argsort(codes[first])]
        hit = positive[rows].astype(np.float64)
        return cls(rows, group[rows], hit, day.chance[rows], first, np.asarray(expected, np.float64))

    def summed(self, weight: Counts, unit: Unit) -> Floats:
        """Return found, positives, places and expected, (4, groups)."""
        size, w = self.expected.shape[1], weight[self.rows]
        sums = [np.bincount(self.group, w * x, minlength=size) for x in
                (self.positive * self.chance, self.positive, self.chance)]  # fmt: skip
        by_commune = weight[self.first] if unit == "commune" else np.ones(len(self.first))
        return np.array([*sums, by_commune @ self.expected])
