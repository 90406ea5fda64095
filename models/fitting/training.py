"""Training rows made ready once for every learner: grid, bin codes, levelled weights, and the expert's tables on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.additive import Codes, Grid, table_model
from models.examples import Examples, levelled
from models.tables import Floats, TableModel

from .design import Design, design_of, expert_tables
from .splines import fit_splines

MOST_BINS = 24


@dataclass(frozen=True)
class TrainingSet:
    """Rows as bin codes (n, p) over ``grid``, with ``positive`` (n,) 0 or 1 and ``weight`` (n,) float64."""

    features: tuple[str, ...]
    grid: Grid
    codes: Codes
    positive: Floats
    weight: Floats
    expert: tuple[Floats, ...]
    """The expert scorecard's tables over the grid, centred."""

    def design(self) -> Design:
        """Return the design matrix with the expert's opinion in it."""
        return design_of(self.grid, self.codes, self.weight, self.expert)


def training_set(rows: Examples, scorecard: TableModel) -> TrainingSet:
    """Return the rows over a grid of their own."""
    grid = Grid.of(rows.values, MOST_BINS)
    codes = grid.codes(rows.values)
    weight = levelled(rows)
    opinion = [
        shape.scores[np.searchsorted(shape.edges, axis.inside(), side="right")]
        for shape, axis in zip(scorecard.shapes, grid.axes, strict=True)
    ]
    expert = tuple(expert_tables(opinion, grid, codes, weight))
    return TrainingSet(scorecard.features, grid, codes, rows.positive.astype(np.float64), weight, expert)


def fit_candidate(name: str, data: TrainingSet) -> TableModel:
    """Return a candidate's tables, not yet calibrated."""
    design = data.design()
    fitted = fit_splines(design, data.positive, data.weight)
    base, tables = design.shapes(fitted.coefficients)
    return table_model(name, base, data.features, data.grid.axes, tables)
