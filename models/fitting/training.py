"""Training rows made ready once for every learner: grid, bin codes, levelled weights, and the expert's tables on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from models.additive import Codes, Grid
from models.examples import Examples, levelled
from models.splits import uniform
from models.tables import Floats, TableModel

from .design import Design, design_of, expert_tables
from .splines import Problem

MOST_BINS = 24


@dataclass(frozen=True)
class TrainingSet:
    """Rows as bin codes (n, p) over ``grid``, with ``positive`` (n,) 0 or 1 and ``weight`` (n,) float64."""

    features: tuple[str, ...]
    days: tuple[date, ...]
    grid: Grid
    codes: Codes
    positive: Floats
    weight: Floats
    origin: NDArray[np.int16]
    chance: Floats
    """(n,) a number in [0, 1) for the row's household, the same on every day."""
    expert: tuple[Floats, ...]
    """The expert scorecard's tables over the grid, centred."""
    design: Design

    @property
    def problem(self) -> Problem:
        """The rows as the splines take them."""
        return Problem(self.design, self.positive, self.weight, np.zeros(len(self.positive)))

    @property
    def events(self) -> float:
        """The weight of the rows with an outcome."""
        return float(self.weight @ self.positive)

    def take(self, at: NDArray[np.bool_] | NDArray[np.int64]) -> TrainingSet:
        """Return some rows, over the same grid."""
        return replace(
            self, codes=np.asfortranarray(self.codes[at]), positive=self.positive[at], weight=self.weight[at],
            origin=self.origin[at], chance=self.chance[at], design=self.design.take(at),
        )  # fmt: skip


def training_set(rows: Examples, scorecard: TableModel, seed: int) -> TrainingSet:
    """Return the rows over a grid of their own, with the household numbers that folds and resampling go by."""
    grid = Grid.of(rows.values, MOST_BINS)
    codes = grid.codes(rows.values)
    weight = levelled(rows)
    opinion = [
        shape.scores[np.searchsorted(shape.edges, axis.inside(), side="right")]
        for shape, axis in zip(scorecard.shapes, grid.axes, strict=True)
    ]
    expert = tuple(expert_tables(opinion, grid, codes, weight))
    return TrainingSet(
        scorecard.features, rows.days, grid, codes, rows.positive.astype(np.float64), weight, rows.origin,
        uniform(rows.households, seed), expert, design_of(grid, codes, weight, expert),
    )  # fmt: skip
