"""Boosted trees of one feature each (scikit-learn's histogram gradient boosting), taken apart into tables.

Every feature is named as an interaction group of its own, so that each tree splits on one feature alone and the sum of
the trees is a sum of tables. They are read off exactly: the model is asked once for every bin of every feature.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from models.additive import Codes, Grid
from models.tables import Floats

from .together import Taken, fitted_together

if TYPE_CHECKING:
    from sklearn.ensemble import HistGradientBoostingClassifier

LEARNING_RATE = 0.1
LEAVES = 3
LEAST_ROWS = 20
MOST_TREES = 160
EVERY = 40
"""Numbers of trees that are compared are multiples of this."""
SHRINKAGE = 20.0
"""scikit-learn's ``l2_regularization``: hessian added to each leaf, here about that of as many outcomes."""
FEATURES_PER_SPLIT = 0.4


@dataclass(frozen=True)
class Boosted:
    """scikit-learn's model of the features that say anything (``columns``), asked with bin codes of all features."""

    model: HistGradientBoostingClassifier
    columns: NDArray[np.int64]

    def log_odds(self, codes: Codes) -> Floats:
        """Return the log-odds of bin codes (n, p), -1 where not recorded, (n,)."""
        return np.asarray(self.model.decision_function(as_values(codes[:, self.columns])), dtype=np.float64)

    def stages(self, codes: Codes) -> Iterator[Floats]:
        """Yield the log-odds after the first tree, the second, and so on."""
        yield from self.model.staged_decision_function(as_values(codes[:, self.columns]))


def fit_boosted(
    codes: Codes, positive: Floats, weight: Floats, trees: int, seed: int, *, leaves: int = LEAVES, alone: bool = True
) -> Boosted:
    """Return the boosted model of bin codes (n, p); ``alone`` forbids a tree to split on more than one feature."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    columns = np.flatnonzero(codes.max(axis=0) > codes.min(axis=0))
    model = HistGradientBoostingClassifier(
        learning_rate=LEARNING_RATE, max_iter=trees, max_leaf_nodes=leaves, min_samples_leaf=LEAST_ROWS,
        l2_regularization=SHRINKAGE, max_features=FEATURES_PER_SPLIT, early_stopping=False,
        interaction_cst=[{j} for j in range(len(columns))] if alone else None, random_state=seed % (1 << 31),
    )  # fmt: skip
    model.fit(as_values(codes[:, columns]), positive, sample_weight=weight)
    return Boosted(model, columns)


def as_values(codes: Codes) -> NDArray[np.float32]:
    """Return bin codes as the values that the trees see, NaN where not recorded."""
    values = codes.astype(np.float32)
    values[codes < 0] = np.nan
    return values


def taken_apart(boosted: Boosted, grid: Grid) -> tuple[float, list[Floats], Floats]:
    """Return base, tables (bins,) and what each feature adds where it isn't recorded (p,): exactly the model's sum.

    The base is the log-odds of a household with the first bin of every feature.
    """
    features = len(grid.axes)
    at = np.concatenate([np.full(axis.bins + 1, j) for j, axis in enumerate(grid.axes)])
    bins = np.concatenate([np.append(np.arange(axis.bins), -1) for axis in grid.axes])
    asked = np.zeros((len(at) + 1, features), dtype=np.int16)
    asked[np.arange(len(at)), at] = bins
    answer = boosted.log_odds(asked)
    base, parts = float(answer[-1]), answer[:-1] - answer[-1]
    tables = [parts[at == j] for j in range(features)]
    return base, [table[:-1] for table in tables], np.array([table[-1] for table in tables])


def additive_of(boosted: Boosted, grid: Grid, codes: Codes, positive: Floats, weight: Floats) -> Taken:
    """Return the boosted model as centred tables with "not recorded" at 0, fitted together once more."""
    _, tables, _ = taken_apart(boosted, grid)
    return fitted_together(tables, grid, codes, positive, weight)
