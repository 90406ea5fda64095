"""Recall, precision, lift and average precision of an order, with ties at their expected value.

A list of a share holds the first ⌈share × scored⌉ households. Where the list ends among equals, each of them has the
same chance of a place. Weights are whole counts of copies of a row (bootstrap draws): a weight of 2 is the row twice.
A figure that has no meaning (no positives, no rows) is NaN.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma

from models.tables import Floats

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


def places(share: float, households: int) -> int:
    """Return the length of the list of a share, ⌈share × households⌉; a rounding error adds no place."""
    return math.ceil(share * households - 1e-9)


@dataclass(frozen=True)
class Counted:
    """Weights added up from the first group of equals to the last.

    ``rows`` (g + 1,) begins with 0; ``hit_groups`` (p,) is the group of each positive and ``hits`` (p + 1,) the weight
    of the positives up to it, 0 first.
    """

    rows: NDArray[np.int32]
    hit_groups: Ints
    hits: NDArray[np.int32]

    def hits_within(self, length: int) -> float:
        """Return the expected weight of positives among the first ``length`` rows."""
        if length >= self.rows[-1]:
            return float(self.hits[-1])
        group = int(np.searchsorted(self.rows, np.int32(length), side="left")) - 1
        if group < 0:
            return 0.0
        first, last = np.searchsorted(self.hit_groups, [group, group + 1], side="left")
        part = (length - self.rows[group]) / (self.rows[group + 1] - self.rows[group])
        return float(self.hits[first] + part * (self.hits[last] - self.hits[first]))

    def recall_at(self, share: float) -> float:
        """Return the share of all positives within the list of a share."""
        return self.recall_within(places(share, int(self.rows[-1])))

    def recall_within(self, length: int) -> float:
        """Return the share of all positives among the first ``length`` rows."""
        return self.hits_within(length) / float(self.hits[-1]) if self.hits[-1] else math.nan

    def precision_at(self, share: float) -> float:
        """Return the share of positives within the list of a share."""
        length = places(share, int(self.rows[-1]))
        return self.hits_within(length) / length if length else math.nan

    def lift_at(self, share: float) -> float:
        """Return precision over the share of positives among all."""
        return self.precision_at(share) * float(self.rows[-1]) / float(self.hits[-1]) if self.hits[-1] else math.nan

    def average_precision(self) -> float:
        """Return the mean over positives of the precision at their places, expected over the orders of equals.

        Among m equals with p positives after r rows with h positives, place j holds a positive with chance p / m, and
        then h + 1 + (j - 1)(p - 1) / (m - 1) positives stand there or before; the sum over j has a closed form.
        """
        if not self.hits[-1]:
            return math.nan
        groups, first = np.unique(self.hit_groups, return_index=True)
        last = np.append(first[1:], len(self.hit_groups))
        before, p = self.hits[first].astype(np.float64), (self.hits[last] - self.hits[first]).astype(np.float64)
        r, m = self.rows[groups].astype(np.float64), (self.rows[groups + 1] - self.rows[groups]).astype(np.float64)
        kept = p > 0
        before, p, r, m = before[kept], p[kept], r[kept], m[kept]
        slope = np.divide(p - 1, m - 1, out=np.zeros_like(p), where=m > 1)
        harmonic = digamma(r + m + 1) - digamma(r + 1)
        total = p / m * ((before + 1 - slope - slope * r) * harmonic + slope * m)
        return float(total.sum() / float(self.hits[-1]))


@dataclass(frozen=True)
class Ranking:
    """An order of n rows with its groups of equals, prepared once and counted under many weights.

    ``order`` (n,) are rows from first to last; ``ends`` (g,) the number of rows up to the end of each group of equals;
    ``hit_rows`` and ``hit_groups`` (p,) the positives in this order and the group of each.
    """

    order: Ints
    ends: Ints
    hit_rows: Ints
    hit_groups: Ints

    @classmethod
    def of(cls, positive: Bools, score: Floats) -> Ranking:
        """Return the ranking of a score (n,), higher first. Raises ``ValueError`` where a score is NaN."""
        score = np.asarray(score, dtype=np.float64)
        if np.isnan(score).any():
            raise ValueError("a score is missing")
        order = np.argsort(-score)
        sorted_score = score[order]
        ends = np.append(np.flatnonzero(sorted_score[1:] != sorted_score[:-1]) + 1, len(score))[: len(score)]
        nobody = np.zeros(0, np.int64)
        return cls(order, ends, nobody, nobody).for_outcome(positive)

    def for_outcome(self, positive: Bools) -> Ranking:
        """Return the same order for another outcome (n,) bool."""
        at = np.flatnonzero(np.asarray(positive, dtype=bool)[self.order])
        return Ranking(self.order, self.ends, self.order[at], np.searchsorted(self.ends, at, side="right"))

    def rows(self, weight: NDArray | None = None) -> NDArray[np.int32]:
        """Return the weight of rows up to the end of each group of equals, (g + 1,) with 0 first."""
        counts = np.ones(len(self.order), np.uint8) if weight is None else weight
        found = np.zeros(len(self.order) + 1, np.int32)
        np.cumsum(np.take(counts, self.order), out=found[1:])
        return found[np.concatenate([[0], self.ends])] if len(self.ends) < len(self.order) else found

    def counted(self, weight: NDArray | None = None, rows: NDArray[np.int32] | None = None) -> Counted:
        """Return the weights (n,) added up along the order; every row counts once where nothing is said.

        ``rows`` may be given where they were counted already for another outcome.
        """
        counts = np.ones(len(self.order), np.uint8) if weight is None else weight
        hits = np.zeros(len(self.hit_rows) + 1, np.int32)
        np.cumsum(np.take(counts, self.hit_rows), out=hits[1:])
        return Counted(self.rows(weight) if rows is None else rows, self.hit_groups, hits)


def recall_at(positive: Bools, score: Floats, share: float, weight: NDArray | None = None) -> float:
    """Return the share of all positives among the first ⌈share × n⌉ by score; NaN without positives."""
    return Ranking.of(positive, score).counted(weight).recall_at(share)


def precision_at(positive: Bools, score: Floats, share: float, weight: NDArray | None = None) -> float:
    """Return the share of positives among the first ⌈share × n⌉ by score; NaN for an empty list."""
    return Ranking.of(positive, score).counted(weight).precision_at(share)


def lift_at(positive: Bools, score: Floats, share: float, weight: NDArray | None = None) -> float:
    """Return precision at a share over the share of positives among all; NaN without positives."""
    return Ranking.of(positive, score).counted(weight).lift_at(share)


def average_precision(positive: Bools, score: Floats, weight: NDArray | None = None) -> float:
    """Return the average precision, expected over the orders of equals; NaN without positives."""
    return Ranking.of(positive, score).counted(weight).average_precision()
