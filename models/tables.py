"""A risk model as plain tables: a base, a table per feature, and at most a table per chosen pair.

Every model that is served has this form, the expert scorecard and learned ones alike, so that a contribution is a
look-up and the contributions add up to the log-odds exactly. "Not recorded" (NaN) contributes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .lookup import contributions

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Shape:
    """The table of one feature: value x stands in bin ``searchsorted(edges, x, side="right")``.

    ``edges`` ascend and have one entry fewer than ``scores`` (log-odds). Special codes (negative) get bins of their
    own by edges between them.
    """

    feature: str
    edges: Floats
    scores: Floats

    def contributions(self, values: Floats) -> Floats:
        """Return the log-odds that each value adds, (n,) float64; 0 where it isn't recorded."""
        edges, scores = np.append(self.edges, np.nan), np.append(self.scores, 0.0)  # NaN stands after every number
        return scores[np.searchsorted(edges, values, side="right")]


@dataclass(frozen=True)
class Pair:
    """The table of two features together; nothing where either isn't recorded."""

    first: Shape
    second: Shape
    scores: Floats
    """(len(first.edges) + 1, len(second.edges) + 1) log-odds; the shapes give the edges alone."""

    def contributions(self, first: Floats, second: Floats) -> Floats:
        """Return the log-odds that the two values add together, (n,) float64."""
        row = np.searchsorted(self.first.edges, first, side="right")
        column = np.searchsorted(self.second.edges, second, side="right")
        return np.where(np.isnan(first) | np.isnan(second), 0.0, self.scores[row, column])


@dataclass(frozen=True)
class Scored:
    """Exact contributions and log-odds of n households by p features, in the order of the values given."""

    features: tuple[str, ...]
    base: Floats
    contributions: Floats
    log_odds: Floats
    log_odds_low: Floats
    log_odds_high: Floats


class Interval(Protocol):
    """How sure a model is of each log-odds.

    A class of intervals has a ``kind``, and a ``from_tables`` that reads back what ``to_tables`` gave.
    """

    kind: ClassVar[str]

    def to_tables(self) -> dict[str, pl.DataFrame]:
        """Return everything that the interval is made of, as frames by name."""
        ...

    def bounds(self, values: Floats, log_odds: Floats) -> tuple[Floats, Floats]:
        """Return the lower and upper end of the 90 % interval of the log-odds, each (n,)."""
        ...


@dataclass(frozen=True)
class ConstantInterval:
    """The same width for everybody, where nothing better is known."""

    half_width: float
    kind: ClassVar[str] = "constant"

    def to_tables(self) -> dict[str, pl.DataFrame]:
        """Return ``width``: one row, ``half_width`` (Float64)."""
        return {"width": pl.DataFrame({"half_width": [self.half_width]}, schema={"half_width": pl.Float64})}

    @classmethod
    def from_tables(cls, frames: Mapping[str, pl.DataFrame]) -> ConstantInterval:
        """Return the interval that ``to_tables`` wrote."""
        return cls(float(frames["width"]["half_width"].item()))

    def bounds(self, values: Floats, log_odds: Floats) -> tuple[Floats, Floats]:
        """Return log_odds ∓ half_width."""
        return log_odds - self.half_width, log_odds + self.half_width


@dataclass(frozen=True)
class TableModel:
    """A model as tables; ``features`` names the columns of the values it scores, in order."""

    kind: str
    base: float
    shapes: tuple[Shape, ...]
    interval: Interval
    pairs: tuple[Pair, ...] = ()
    facts: dict[str, object] = field(default_factory=dict)
    """What a person wants to know of it: dates, sources, how it was made. Plain JSON values."""

    @property
    def features(self) -> tuple[str, ...]:
        """The names of the features in the order of the columns that ``score`` takes."""
        return tuple(s.feature for s in self.shapes)

    def spread(self) -> Floats:
        """Return how far apart each feature's contributions can lie, (p,): of its table and its half of each pair."""
        found = {s.feature: float(np.ptp(s.scores)) for s in self.shapes}
        for pair in self.pairs:
            for side in (pair.first, pair.second):
                found[side.feature] += float(np.ptp(pair.scores)) / 2
        return np.array([found[name] for name in self.features])

    def score(self, values: Floats) -> Scored:
        """Return contributions and log-odds for values (n, p) float64, NaN where not recorded.

        A pair's share goes half to each of its features, which is its Shapley value (Lundberg and Lee 2017).
        """
        parts = contributions(values, [s.edges for s in self.shapes], [s.scores for s in self.shapes])
        place = {name: j for j, name in enumerate(self.features)}
        for pair in self.pairs:
            a, b = place[pair.first.feature], place[pair.second.feature]
            half = pair.contributions(values[:, a], values[:, b]) / 2
            parts[:, a] += half
            parts[:, b] += half
        base = np.full(len(values), self.base)
        log_odds = base + parts.sum(axis=1)
        low, high = self.interval.bounds(values, log_odds)
        return Scored(self.features, base, parts, log_odds, low, high)
