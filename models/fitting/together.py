"""Tables of trees, fitted together once more after what they say of missing values has been taken away.

Trees give missing values a leaf of their own. Moving it to 0 leaves the other tables a little off: a factor near 1 for
each of them, and the base, are fitted to the same rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.additive import Codes, Grid, bin_weights, centred
from models.tables import Floats

from .splines import chance_of

SCALE_SPREAD = 0.5
"""How far from 1 the factor of a table may be expected."""


@dataclass(frozen=True)
class Taken:
    """Tables (bins,) over a grid, centred over the recorded rows, and their base."""

    base: float
    tables: list[Floats]


def fitted_together(tables: Sequence[Floats], grid: Grid, codes: Codes, positive: Floats, weight: Floats) -> Taken:
    """Return tables (bins,) over a grid centred over the recorded rows, each times its factor, and the base."""
    level = [
        centred(table, bin_weights(axis, codes[:, j], weight))[0]
        for j, (axis, table) in enumerate(zip(grid.axes, tables, strict=True))
    ]
    used = [j for j, table in enumerate(level) if np.abs(table).max(initial=0.0) > 1e-9]
    columns = np.ones((len(codes), len(used) + 1))
    for k, j in enumerate(used):
        columns[:, k + 1] = np.append(level[j], 0.0)[codes[:, j]]
    factors = _factors(columns, positive, weight)
    for k, j in enumerate(used):
        level[j] = level[j] * factors[k + 1]
    return Taken(float(factors[0]), level)


def _factors(columns: Floats, positive: Floats, weight: Floats) -> Floats:
    """Return the intercept and a factor per column, drawn towards 1 and never below 0 (Newton's method)."""
    rate = float(weight @ positive / weight.sum())
    found = np.ones(columns.shape[1])
    found[0] = np.log(rate / (1 - rate))
    penalty = np.full(len(found), 1 / SCALE_SPREAD**2)
    penalty[0] = 0.0
    target = np.ones(len(found))
    for _ in range(8):
        chance = chance_of(columns @ found)
        gradient = columns.T @ (weight * (positive - chance)) - penalty * (found - target)
        spread = np.sqrt(weight * chance * (1 - chance))
        weighted = columns * spread[:, None]
        hessian = weighted.T @ weighted + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        found = found + np.clip(step, -1.0, 1.0)
        if np.abs(step).max() < 1e-6:
            break
    found[1:] = np.maximum(found[1:], 0.0)
    return found
