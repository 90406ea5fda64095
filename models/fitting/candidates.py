"""The candidates by name, from the simplest, and how each is fitted to the same rows."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from data.vocabulary.language import Text
from models.additive import Values, log_odds, mean_of, table_model
from models.tables import Floats, TableModel

from .boosted import Boosted, additive_of, fit_boosted
from .explainable import fit_explainable
from .monotone import monotone_tables
from .pairs import Cells, cells_of, coarse_of, pairs_for
from .splines import estimated_variances, settled
from .training import TrainingSet
from .tuning import MOST_ROWS_FOR_MACHINES, Choices, choose, thin_rows

SCORECARD, SPLINES, BOOSTED, EBM = "scorecard", "splines", "boosted", "ebm"
MEAN, MEAN_OF_THREE = "mean", "mean_of_three"
UNRESTRICTED = "unrestricted"
NAMES = {
    SCORECARD: Text("bảng điểm chuyên gia", "the expert scorecard"),
    SPLINES: Text("hồi quy trên các đường trơn", "regression on splines"),
    BOOSTED: Text("cây tăng cường cộng tính", "boosted additive trees"),
    EBM: Text("máy tăng cường giải thích được (EBM)", "explainable boosting machine (EBM)"),
    MEAN: Text("trung bình của đường trơn và cây", "mean of splines and trees"),
    MEAN_OF_THREE: Text("trung bình của đường trơn, cây và EBM", "mean of splines, trees and EBM"),
    UNRESTRICTED: Text("mô hình không ràng buộc (để so sánh)", "unrestricted model (comparison only)"),
}
CANDIDATES = tuple(name for name in NAMES if name != UNRESTRICTED)
"""In the order of simplicity: of two that do as well, the earlier is taken."""
LEARNED = CANDIDATES[1:]
MEANS = {MEAN: (SPLINES, BOOSTED), MEAN_OF_THREE: (SPLINES, BOOSTED, EBM)}
UNRESTRICTED_TREES, UNRESTRICTED_LEAVES = 50, 8


@dataclass(frozen=True)
class Candidates:
    """Training rows with what is chosen and estimated once on all of them, for every part of them.

    The prior variances and the choices are a handful of numbers, found on the rows of the training day or earlier:
    what is judged lies later, and the tables themselves are fitted without the household that is judged.
    """

    data: TrainingSet
    variances: Floats
    start: Floats
    choices: Choices
    scorecard: TableModel
    seed: int

    def fitted(self, data: TrainingSet) -> dict[str, TableModel]:
        """Return every candidate by name as tables, fitted to some of the rows and not yet calibrated."""
        found = {SCORECARD: self.scorecard}
        for name in (SPLINES, BOOSTED, EBM):
            found[name] = self.one(data, name)
        for name, parts in MEANS.items():
            found[name] = mean_of(name, [found[part] for part in parts])
        return found

    def one(self, data: TrainingSet, name: str) -> TableModel:
        """Return one candidate fitted to some of the rows."""
        if name == SCORECARD:
            return self.scorecard
        if name in MEANS:
            return mean_of(name, [self.one(data, part) for part in MEANS[name]])
        fits = {SPLINES: self.splines, BOOSTED: self.boosted, EBM: self.explainable}
        return fits[name](data)

    def splines(self, data: TrainingSet) -> TableModel:
        """Return the penalised splines."""
        fitted = settled(data.problem, self.variances * self.choices.looseness, self.start)
        return self._model(data, SPLINES, *data.design.shapes(fitted.coefficients))

    def boosted(self, data: TrainingSet) -> TableModel:
        """Return the boosted tables."""
        thin = thin_rows(data)
        model = fit_boosted(thin.codes, thin.positive, thin.weight, self.choices.trees, self.seed)
        taken = additive_of(model, thin.grid, thin.codes, thin.positive, thin.weight)
        return self._model(data, BOOSTED, taken.base, taken.tables)

    def explainable(self, data: TrainingSet) -> TableModel:
        """Return the tables of the explainable boosting machine."""
        thin = thin_rows(data, MOST_ROWS_FOR_MACHINES)
        taken = fit_explainable(thin, self.seed)
        return self._model(data, EBM, taken.base, taken.tables)

    def _model(self, data: TrainingSet, kind: str, base: float, tables: list[Floats]) -> TableModel:
        """Return tables over the grid as a model, monotone where declared and centred, with the chosen pairs."""
        kept = monotone_tables(data.features, data.grid, data.codes, data.weight, tables)
        made = table_model(kind, base, data.features, data.grid.axes, kept)
        if not self.choices.pairs:
            return made
        return replace(made, pairs=pairs_for(data, self.pair_cells(data), base, kept))

    def pair_cells(self, data: TrainingSet) -> list[Cells]:
        """Return the cells of some of the rows for each chosen pair, over the same coarse bins for every part."""
        everything, place = self.data, {name: j for j, name in enumerate(self.data.features)}
        found = []
        for names in self.choices.pairs:
            a, b = (place[name] for name in names)
            sides = [coarse_of(everything.grid.axes[j], everything.codes[:, j], everything.weight) for j in (a, b)]
            found.append(cells_of(data.codes, a, b, (sides[0], sides[1])))
        return found

    def scores(self, rows: NDArray[np.bool_], values: Values) -> dict[str, Floats]:
        """Return by name the log-odds of values (n, p) by models fitted to some rows, with the upper comparison."""
        data = self.data.take(rows)
        wide = values.astype(np.float64)
        found = {name: log_odds(model, wide) for name, model in self.fitted(data).items()}
        found[UNRESTRICTED] = self.unrestricted(data).log_odds(data.grid.codes(values))
        return found

    def unrestricted(self, data: TrainingSet) -> Boosted:
        """Return boosting with free interactions, the upper comparison: never a candidate."""
        thin = thin_rows(data)
        return fit_boosted(
            thin.codes, thin.positive, thin.weight, UNRESTRICTED_TREES, self.seed, leaves=UNRESTRICTED_LEAVES,
            alone=False,
        )  # fmt: skip


def prepared(data: TrainingSet, delay_days: int, scorecard: TableModel, seed: int) -> Candidates:
    """Return the candidates for some rows: variances estimated, choices made on a later year within them."""
    variances, start = estimated_variances(data.problem)
    return Candidates(data, variances, start, choose(data, delay_days, seed), scorecard, seed)


def chosen_model(ready: Candidates, name: str) -> TableModel:
    """Return one candidate fitted to all rows."""
    return ready.one(ready.data, name)
