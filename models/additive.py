"""Additive models as tables: grids of bins, and the arithmetic that every additive candidate ends in.

A grid gives each feature its bins: one for each special code, one for each value where there are few, else bins that
hold about as many training rows each. A table over a grid is centred over the recorded rows: the average household
with a recorded value contributes 0, and so does "not recorded".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .tables import ConstantInterval, Floats, Interval, Pair, Shape, TableModel

Codes = NDArray[np.int16]
Values = NDArray[np.floating]
"""Values of features, float64 or float32, NaN where not recorded."""

MOST_SPECIAL_CODES = 4
MOST_BINS = 12


@dataclass(frozen=True)
class Axis:
    """The bins of one feature: ``edges`` as in ``Shape``; the first ``special`` bins are special codes."""

    edges: Floats
    special: int

    @property
    def bins(self) -> int:
        """The number of bins, at least 1."""
        return len(self.edges) + 1

    def codes(self, values: Values) -> Codes:
        """Return the bin of each value, (n,) int16, -1 where it isn't recorded."""
        found = np.searchsorted(self.edges, values, side="right").astype(np.int16)
        return np.where(np.isnan(values), np.int16(-1), found)

    def inside(self) -> Floats:
        """Return a value within each bin, (bins,)."""
        if not len(self.edges):
            return np.zeros(1)
        between = (self.edges[1:] + self.edges[:-1]) / 2
        return np.concatenate([[self.edges[0] - 1.0], between, [self.edges[-1] + 1.0]])


def axis_of(values: Values, most_bins: int = MOST_BINS) -> Axis:
    """Return the bins for the values of one feature, (n,) with NaN where not recorded.

    Negative values are special codes where there are few different ones, and plain numbers otherwise. Edges lie half
    way between neighbouring values that were seen.
    """
    seen, counts = np.unique(values[~np.isnan(values)], return_counts=True)
    negative = int(np.searchsorted(seen, 0.0))
    special = negative if negative <= MOST_SPECIAL_CODES else 0
    plain, weight = seen[special:], counts[special:]
    if len(plain) <= most_bins:
        starts = plain[1:]
    else:
        share = (np.cumsum(weight) - weight) / weight.sum()
        starts = np.unique(plain[np.searchsorted(share, np.arange(1, most_bins) / most_bins).clip(1, len(plain) - 1)])
    if special and len(plain):
        starts = np.concatenate([seen[1:special], plain[:1], starts])
    elif special:
        starts = seen[1:]
    before = seen[np.searchsorted(seen, starts) - 1] if len(starts) else starts
    return Axis((starts.astype(np.float64) + before) / 2, min(special, len(starts)))


@dataclass(frozen=True)
class Grid:
    """The bins of p features, in the order of the matrix's columns."""

    axes: tuple[Axis, ...]

    @classmethod
    def of(cls, values: Values, most_bins: int = MOST_BINS) -> Grid:
        """Return the bins for values (n, p)."""
        return cls(tuple(axis_of(column, most_bins) for column in values.T))

    def codes(self, values: Values) -> Codes:
        """Return the bins of values (n, p) as (n, p) int16, column-major, -1 where not recorded."""
        found = np.empty(values.shape, dtype=np.int16, order="F")
        for j, axis in enumerate(self.axes):
            found[:, j] = axis.codes(values[:, j])
        return found


def bin_weights(axis: Axis, codes: Codes, weight: Floats) -> Floats:
    """Return the weight of the recorded rows in each bin, (bins,)."""
    recorded = codes >= 0
    return np.bincount(codes[recorded], weight[recorded], minlength=axis.bins).astype(np.float64)


def centred(table: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return a table (bins, ...) less its mean over recorded rows, and that mean (0 where nothing was recorded)."""
    total = weights.sum()
    mean = np.asarray(weights @ table / total) if total > 0 else np.zeros(table.shape[1:])
    return table - mean, mean


def table_model(
    kind: str, base: float, features: Sequence[str], axes: Sequence[Axis], tables: Sequence[Floats]
) -> TableModel:
    """Return tables over bins as a model; neighbouring bins with the same score are one."""
    shapes = []
    for name, axis, table in zip(features, axes, tables, strict=True):
        keep = np.flatnonzero(np.diff(table) != 0)
        scores = table[np.concatenate([keep, [len(table) - 1]])]
        shapes.append(Shape(name, axis.edges[keep], scores.astype(np.float64)))
    return TableModel(kind, float(base), tuple(shapes), ConstantInterval(0.0))


def evaluated(shape: Shape, edges: Floats) -> Floats:
    """Return the scores of a shape on finer edges (a superset of its own), (len(edges) + 1,)."""
    return shape.scores[_bins_of(shape, edges)]


def _bins_of(shape: Shape, edges: Floats) -> NDArray[np.int64]:
    """Return the shape's bin for each bin between finer edges (a superset of its own)."""
    return np.searchsorted(shape.edges, np.concatenate([[-np.inf], edges]), side="right")


def combined(kind: str, models: Sequence[TableModel], weights: Sequence[float], base: float = 0.0) -> TableModel:
    """Return the weighted sum of additive models over the same features, plus ``base``."""
    shapes = []
    for group in zip(*(m.shapes for m in models), strict=True):
        edges = np.unique(np.concatenate([s.edges for s in group]))
        scores = sum(w * evaluated(s, edges) for w, s in zip(weights, group, strict=True))
        shapes.append(Shape(group[0].feature, edges, np.asarray(scores, dtype=np.float64)))
    total = base + sum(w * m.base for w, m in zip(weights, models, strict=True))
    return TableModel(kind, float(total), tuple(shapes), ConstantInterval(0.0), _combined_pairs(models, weights))


def _combined_pairs(models: Sequence[TableModel], weights: Sequence[float]) -> tuple[Pair, ...]:
    """Return the weighted sum of the pairs of several models, on the edges of all of them."""
    together: dict[tuple[str, str], list[tuple[float, Pair]]] = {}
    for weight, model in zip(weights, models, strict=True):
        for pair in model.pairs:
            together.setdefault((pair.first.feature, pair.second.feature), []).append((weight, pair))
    found = []
    for (first, second), group in together.items():
        down = np.unique(np.concatenate([pair.first.edges for _, pair in group]))
        across = np.unique(np.concatenate([pair.second.edges for _, pair in group]))
        scores = np.zeros((len(down) + 1, len(across) + 1))
        for weight, pair in group:
            rows, columns = _bins_of(pair.first, down), _bins_of(pair.second, across)
            scores += weight * pair.scores[np.ix_(rows, columns)]
        sides = [Shape(n, e, np.zeros(len(e) + 1)) for n, e in ((first, down), (second, across))]
        found.append(Pair(sides[0], sides[1], scores))
    return tuple(found)


def mean_of(kind: str, models: Sequence[TableModel]) -> TableModel:
    """Return the mean of additive models over the same features."""
    return combined(kind, models, [1 / len(models)] * len(models))


def recalibrated(model: TableModel, slope: float, intercept: float) -> TableModel:
    """Return the model whose log-odds are intercept + slope × the model's."""
    shapes = tuple(replace(s, scores=s.scores * slope) for s in model.shapes)
    pairs = tuple(replace(p, scores=p.scores * slope) for p in model.pairs)
    return replace(model, base=intercept + slope * model.base, shapes=shapes, pairs=pairs)


def with_interval(model: TableModel, interval: Interval, facts: dict[str, object]) -> TableModel:
    """Return the model with its interval and what a person wants to know of it."""
    return replace(model, interval=interval, facts={**model.facts, **facts})


def log_odds(model: TableModel, values: Floats) -> Floats:
    """Return the model's log-odds of values (n, p), (n,), without contributions or intervals."""
    total = np.full(len(values), model.base)
    for j, shape in enumerate(model.shapes):
        if np.any(shape.scores):
            total += shape.contributions(values[:, j])
    place = {name: j for j, name in enumerate(model.features)}
    for pair in model.pairs:
        total += pair.contributions(values[:, place[pair.first.feature]], values[:, place[pair.second.feature]])
    return total


def renamed(model: TableModel, names: Sequence[str]) -> TableModel:
    """Return the model with other names for its features, in the order of their columns."""
    new = dict(zip(model.features, names, strict=True))

    def called(shape: Shape) -> Shape:
        return replace(shape, feature=new[shape.feature])

    pairs = tuple(replace(p, first=called(p.first), second=called(p.second)) for p in model.pairs)
    return replace(model, shapes=tuple(map(called, model.shapes)), pairs=pairs)
