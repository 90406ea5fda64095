"""Tables of two features together, fitted to what a model of single tables leaves over.

A pair's table has few cells, each drawn to 0, and carries no main effect under the weights of the training rows
(purified; Lengerich et al. 2020), so that no table of a single feature means anything else because of it. Where a
feature may act one way only, the pair is bent, and at last shrunk, until the sum of both tables goes that way. Which
pairs there are is decided in ``pair_search``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from features.catalogue import CATALOGUE
from models.additive import Axis, Codes, bin_weights
from models.tables import Floats, Pair, Shape

from .monotone import monotone
from .splines import chance_of
from .training import TrainingSet

PLAIN_BINS = 4
"""Most bins of a feature in a pair, its special codes aside."""
SHRINKAGE = 20.0
"""Added to the curvature of a cell: about that of as many outcomes."""
ROUNDS = 3


@dataclass(frozen=True)
class Coarse:
    """The coarser bins of a feature: ``axis`` and, for each bin of the grid, its bin there; -1 for -1."""

    axis: Axis
    of: NDArray[np.int16]

    def codes(self, fine: Codes) -> Codes:
        """Return the coarse bin of each bin of the grid, (n,) int16."""
        return self.of[fine]


def coarse_of(axis: Axis, codes: Codes, weight: Floats) -> Coarse:
    """Return a feature's coarse bins, which hold about as much weight each; special codes stay by themselves."""
    plain = bin_weights(axis, codes, weight)[axis.special :]
    share = (np.cumsum(plain) - plain / 2) / max(plain.sum(), 1e-300)
    if len(plain) > PLAIN_BINS:
        _, group = np.unique(np.floor(share * PLAIN_BINS).clip(0, PLAIN_BINS - 1), return_inverse=True)
    else:
        group = np.arange(len(plain))
    of = np.concatenate([np.arange(axis.special), axis.special + group])
    return Coarse(Axis(axis.edges[np.diff(of) > 0], axis.special), np.append(of, -1).astype(np.int16))


@dataclass(frozen=True)
class Cells:
    """A pair of features, by place, over rows: ``at`` (n,) is the cell of each, -1 where either isn't recorded."""

    first: int
    second: int
    sides: tuple[Coarse, Coarse]
    at: NDArray[np.int64]

    @property
    def shape(self) -> tuple[int, int]:
        """The number of bins of both."""
        return self.sides[0].axis.bins, self.sides[1].axis.bins

    def sums(self, numbers: Floats) -> Floats:
        """Return the sum of numbers (n,) in each cell, (bins, bins)."""
        known = self.at >= 0
        found = np.bincount(self.at[known], numbers[known], minlength=self.shape[0] * self.shape[1])
        return found.reshape(self.shape).astype(np.float64)

    def values(self, table: Floats) -> Floats:
        """Return what a table (bins, bins) adds to each row, (n,); 0 where either isn't recorded."""
        return np.append(table.ravel(), 0.0)[self.at]


def cells_of(codes: Codes, first: int, second: int, sides: tuple[Coarse, Coarse]) -> Cells:
    """Return a pair's cells over rows of bin codes (n, p)."""
    a, b = sides[0].codes(codes[:, first]).astype(np.int64), sides[1].codes(codes[:, second]).astype(np.int64)
    return Cells(first, second, sides, np.where((a < 0) | (b < 0), -1, a * sides[1].axis.bins + b))


def purified(table: Floats, weights: Floats) -> Floats:
    """Return a table (a, b) less its main effects: every row and column has mean 0 under the weights (a, b) >= 0.

    Cells without weight are 0.
    """
    down, across = weights.sum(axis=1), weights.sum(axis=0)
    normal = np.block([[np.diag(down), weights], [weights.T, np.diag(across)]])
    carried = np.concatenate([(weights * table).sum(axis=1), (weights * table).sum(axis=0)])
    effects = np.linalg.lstsq(normal, carried, rcond=1e-12)[0]
    left = table - effects[: len(down), None] - effects[None, len(down) :]
    return np.where(weights > 0, left, 0.0)


def fitted_pairs(
    cells: Sequence[Cells], positive: Floats, weight: Floats, log_odds: Floats, pulls: Sequence[Floats] | None = None
) -> list[Floats]:
    """Return a purified table per pair: damped Newton steps from log-odds (n,) that know of no pair.

    ``pulls`` are added to the gradient of each cell: draws from the prior, where an interval is asked for.
    """
    tables = [np.zeros(c.shape) for c in cells]
    weights = [c.sums(weight) for c in cells]
    eta = log_odds.copy()
    for _ in range(ROUNDS):
        for k, c in enumerate(cells):
            chance = chance_of(eta)
            gradient = c.sums(weight * (positive - chance)) - SHRINKAGE * tables[k]
            if pulls is not None:
                gradient += pulls[k]
            step = gradient / (c.sums(weight * chance * (1 - chance)) + SHRINKAGE)
            made = purified(tables[k] + step, weights[k])
            eta += c.values(made - tables[k])
            tables[k] = made
    return tables


def pairs_for(data: TrainingSet, cells: Sequence[Cells], base: float, tables: Sequence[Floats]) -> tuple[Pair, ...]:
    """Return the chosen pairs fitted to the residuals of a model of tables over the grid, monotone with them."""
    eta = np.full(len(data.positive), base)
    for j, table in enumerate(tables):
        if table.any():
            eta += np.append(table, 0.0)[data.codes[:, j]]
    # A feature may stand in several pairs: each may use up an equal part of what its own table rises by.
    uses = Counter(j for c in cells for j in (c.first, c.second))
    made = []
    for c, table in zip(cells, fitted_pairs(cells, data.positive, data.weight, eta), strict=True):
        names = [data.features[j] for j in (c.first, c.second)]
        ways = [_direction(name) for name in names]
        rises = [
            way * _rises(tables[j], side) / uses[j]
            for j, side, way in zip((c.first, c.second), c.sides, ways, strict=True)
        ]
        bent = directed(table, c.sums(data.weight), rises, ways, c.sides)
        first, second = (
            Shape(name, side.axis.edges, np.zeros(side.axis.bins)) for name, side in zip(names, c.sides, strict=True)
        )
        made.append(Pair(first, second, bent))
    return tuple(made)


def _direction(name: str) -> int:
    return CATALOGUE[name].monotone if name in CATALOGUE else 0


def _rises(table: Floats, side: Coarse) -> Floats:
    """Return by how much a feature's own table rises where one coarse bin ends and the next begins, (bins - 1,)."""
    ends = np.flatnonzero(np.diff(side.of[:-1]) > 0)
    return table[ends + 1] - table[ends]


def directed(
    table: Floats, weights: Floats, rises: Sequence[Floats], ways: Sequence[int], sides: Sequence[Coarse]
) -> Floats:
    """Return a pair's table that, with ``rises`` (each in its feature's declared way), never turns back; purified.

    It is bent towards the nearest such table, and what is then left over is taken away by one factor.
    """
    made = table
    for _ in range(4):
        for side, way in enumerate(ways):
            if way:
                made = _bent(made, weights, rises[side], way, side, sides[side].axis.special)
        made = purified(made, weights)
    factor = 1.0
    for side, way in enumerate(ways):
        if way:
            steps = way * np.diff(np.moveaxis(made, side, 0)[sides[side].axis.special :], axis=0)
            room = np.maximum(rises[side][sides[side].axis.special :], 0.0)[:, None] * np.ones_like(steps)
            back = -steps > room
            factor = min(factor, float(np.min(room[back] / -steps[back], initial=1.0)))
    return made * factor


def _bent(table: Floats, weights: Floats, rises: Floats, way: int, side: int, special: int) -> Floats:
    turned, turned_weights = np.moveaxis(table, side, 0).copy(), np.moveaxis(weights, side, 0)
    own = way * np.concatenate([[0.0], np.cumsum(np.maximum(rises[special:], 0.0))])
    for k in range(turned.shape[1]):
        whole = turned[special:, k] + own
        turned[special:, k] = monotone(whole, turned_weights[special:, k], way) - own
    return np.moveaxis(turned, 0, side)
