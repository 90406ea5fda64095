"""Tables that may go one way only, where a feature's declaration says so.

A learned table that goes the other way somewhere is replaced by the nearest one that doesn't (weighted by the rows in
each bin; pool adjacent violators, Barlow et al. 1972), over the plain bins: special codes stand outside the order.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from features.catalogue import CATALOGUE
from models.additive import Codes, Grid, bin_weights, centred
from models.tables import Floats


def monotone_tables(
    features: Sequence[str], grid: Grid, codes: Codes, weight: Floats, tables: Sequence[Floats]
) -> list[Floats]:
    """Return the tables (bins,), each monotone where declared, with mean 0 over the recorded rows."""
    found = []
    for j, (name, axis, table) in enumerate(zip(features, grid.axes, tables, strict=True)):
        direction = CATALOGUE[name].monotone if name in CATALOGUE else 0
        weights = bin_weights(axis, codes[:, j], weight)
        made = table.copy()
        if direction:
            made[axis.special :] = monotone(table[axis.special :], weights[axis.special :], direction)
        found.append(centred(made, weights)[0])
    return found


def monotone(table: Floats, weights: Floats, direction: int) -> Floats:
    """Return the nearest table that only rises (direction 1) or only falls (-1); empty bins weigh next to nothing."""
    from scipy.optimize import isotonic_regression

    if len(table) < 2:
        return table
    weighed = np.maximum(weights, 1e-9 * max(float(weights.max(initial=0.0)), 1e-9))
    return np.asarray(isotonic_regression(table, weights=weighed, increasing=direction > 0).x, dtype=np.float64)
