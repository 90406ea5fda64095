"""The explainable boosting machine of interpret-core (Nori et al. 2019), without interactions, as the same tables.

It sees the bins of the shared grid as numbers, so that a bin's score is what the machine says of that number. Its
defaults drown in noise at a few hundred outcomes and a hundred features: 75 rounds of random splits come before any
round that is held against other rows. Here these are fewer, leaves are shrunk as those of the other trees are, and
rounds end where households that weren't learned from say so. Each of a few machines leaves out other households; the
tables are their mean.
"""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray

from models.additive import Grid
from models.tables import Floats

from .boosted import LEAST_ROWS, SHRINKAGE, as_values
from .together import Taken, fitted_together
from .training import TrainingSet

MACHINES = 4
HELD_OUT = 0.2
"""Share of the households that a machine doesn't learn from: they say when it has learned enough."""
LEARNING_RATE = 0.05
SMOOTHING_ROUNDS = 10
"""Rounds of random splits, which smooth the tables, before splits are chosen."""
PATIENCE = 10
"""Rounds over all features without gain after which a machine stops."""
MOST_ROUNDS = 300


def fit_explainable(data: TrainingSet, seed: int) -> Taken:
    """Return the machine's centred tables with "not recorded" at 0, and their base."""
    from interpret.glassbox import ExplainableBoostingClassifier

    used = np.flatnonzero(data.codes.max(axis=0) > data.codes.min(axis=0))
    machine = ExplainableBoostingClassifier(
        interactions=0, outer_bags=MACHINES, learning_rate=LEARNING_RATE, smoothing_rounds=SMOOTHING_ROUNDS,
        early_stopping_rounds=PATIENCE, max_rounds=MOST_ROUNDS, min_samples_leaf=LEAST_ROWS, reg_lambda=SHRINKAGE,
        n_jobs=1, random_state=seed % (1 << 31), feature_types=["continuous"] * len(used),
    )  # fmt: skip
    # It speaks of its own pictures, which nobody sees. (Threads share filters: one that is set and taken back is lost.)
    warnings.filterwarnings("ignore", message="Missing values detected", category=UserWarning)
    machine.fit(
        as_values(data.codes[:, used]), data.positive.astype(np.int64), sample_weight=data.weight,
        bags=_held_out(data.chance),
    )  # fmt: skip
    tables = _tables(machine.eval_terms(_every_bin(data.grid, used)), data.grid, used)
    return fitted_together(tables, data.grid, data.codes, data.positive, data.weight)


def _held_out(chance: Floats) -> NDArray[np.int8]:
    """Return 1 where a machine learns from a row, -1 where the row says when to stop, (n, machines).

    Households are parted by their place among those that are there, so that every part has its share of any fold.
    """
    households, place = np.unique(chance, return_inverse=True)
    apart = (place[:, None] / len(households) - np.arange(MACHINES) / MACHINES) % 1.0
    return np.where(apart < HELD_OUT, -1, 1).astype(np.int8)


def _every_bin(grid: Grid, used: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return a row for each bin number, the same for all used features (a feature of fewer bins isn't read there)."""
    longest = max((grid.axes[j].bins for j in used), default=0)
    return np.repeat(np.arange(longest, dtype=np.float32)[:, None], len(used), axis=1)


def _tables(terms: Floats, grid: Grid, used: NDArray[np.int64]) -> list[Floats]:
    tables = [np.zeros(axis.bins) for axis in grid.axes]
    for k, j in enumerate(used):
        tables[j] = terms[: grid.axes[j].bins, k].astype(np.float64)
    return tables
