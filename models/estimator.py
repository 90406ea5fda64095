"""The glass box for any table: an estimator with scikit-learn's interface, for analysts and notebooks.

It fits one of the candidates that a province's model is chosen from (``models.fitting.candidates``): sums of one table
per column, and of tables of two columns together where these are asked for and prove themselves, so that ``explain``
gives the exact contribution of each column. A missing value contributes nothing.
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from .additive import Axis, Grid, axis_of, log_odds, renamed, table_model
from .fitting.candidates import LEARNED, MEAN, SPLINES, Candidates
from .fitting.design import design_of
from .fitting.pair_search import Half, pairs_that_hold
from .fitting.splines import estimated_variances, settled
from .fitting.training import TrainingSet
from .fitting.tuning import Choices, choose_in_parts
from .parallel import one_thread
from .ranking import risk_of
from .tables import Floats, TableModel

PARTS = (1 / 3, 2 / 3, 5 / 6)
"""Where rows are parted for the search of pairs: two parts are learned from, and a part is kept to judge either by."""

FEWEST_BINS, MOST_BINS = 24, 200
BINS_PER_ROOT = 1.25
"""Bins of a numeric column for each unit of the square root of the number of rows."""


class AdditiveClassifier(ClassifierMixin, BaseEstimator):
    """Probabilities of two classes as a sum of tables, one per column and one per pair of columns that holds.

    Parameters:
        candidate: What is fitted: ``splines`` (penalised logistic regression on splines), ``boosted`` (boosted trees of
            one column each), ``ebm`` (the explainable boosting machine), ``mean`` of the first two, or
            ``mean_of_three``.
        pairs: Most pairs of columns; each is admitted only if it is found in two parts of the rows and gains in two
            others.
        bins: Most bins of a numeric column; None: the more, the more rows there are.
        looseness: Factor on the variances that the splines estimate from the data; smaller shrinks more. None: chosen
            by cross-validation, where both classes have rows enough.
        trees: Trees of the boosted part; None: chosen likewise.
        random_state: Seed; the same seed gives the same bits.

    After ``fit``: ``model_`` is the ``TableModel``, ``looseness_`` and ``trees_`` what was used, ``pairs_`` the names
    of the pairs that were admitted, ``classes_`` the two classes, ``levels_`` the levels of each column that isn't
    numeric. A level that wasn't seen in ``fit`` counts as not recorded.
    """

    def __init__(
        self,
        candidate: str = MEAN,
        pairs: int = 0,
        bins: int | None = None,
        looseness: float | None = None,
        trees: int | None = None,
        random_state: int = 0,
    ) -> None:
        self.candidate = candidate
        self.pairs = pairs
        self.bins = bins
        self.looseness = looseness
        self.trees = trees
        self.random_state = random_state

    def fit(self, X: Any, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:  # noqa: N803
        """Fit to rows (n, p), a frame or an array, and two classes (n,).

        Raises ``ValueError`` where there is one class or more than two, a column holds infinite values, or
        ``candidate`` names none.
        """
        if self.candidate not in LEARNED:
            raise ValueError(f"candidate must be one of {', '.join(LEARNED)}; it is {self.candidate!r}")
        self.levels_ = _levels(X)
        values, y = validate_data(self, *self._numbers(X, y), dtype=np.float64, ensure_all_finite="allow-nan")
        check_classification_targets(y)
        self.classes_, positive = np.unique(y, return_inverse=True)
        if len(self.classes_) != 2:
            raise ValueError(f"Only binary classification is supported; there are {len(self.classes_)} classes")
        weight = _check_sample_weight(sample_weight, values, dtype=np.float64, ensure_non_negative=True)
        if len(np.unique(positive[weight > 0])) < 2:
            raise ValueError("only one class has a row with a weight above 0")
        told = weight > 0
        with one_thread():
            data = self._rows(values[told], positive[told].astype(np.float64), weight[told])
            self.looseness_, self.trees_ = self._amounts(data)
            self.model_ = renamed(self._fitted(data), self._names(values.shape[1]))
        self.pairs_ = [(pair.first.feature, pair.second.feature) for pair in self.model_.pairs]
        return self

    def _rows(self, values: Floats, positive: Floats, weight: Floats) -> TrainingSet:
        """Return the rows as the candidates take them; columns go by place, for a name may mean something there."""
        names = self._names(values.shape[1])
        most = self.bins or int(np.clip(BINS_PER_ROOT * np.sqrt(len(values)), FEWEST_BINS, MOST_BINS))
        grid = Grid(tuple(self._axis(name, column, most) for name, column in zip(names, values.T, strict=True)))
        codes = grid.codes(values)
        return TrainingSet(
            tuple(str(j) for j in range(len(names))), (), grid, codes, positive, weight,
            np.zeros(len(values), np.int16), _spread(positive, self.random_state), (), design_of(grid, codes, weight),
        )  # fmt: skip

    def _amounts(self, data: TrainingSet) -> tuple[float, int]:
        """Return looseness and number of trees: as asked for, else as found by cross-validation."""
        if self.looseness is not None and self.trees is not None:
            return self.looseness, self.trees
        found = choose_in_parts(data, self.random_state)
        return (
            found.looseness if self.looseness is None else self.looseness,
            found.trees if self.trees is None else self.trees,
        )

    def _fitted(self, data: TrainingSet) -> TableModel:
        variances, start = estimated_variances(data.problem)
        pairs = tuple((data.features[a], data.features[b]) for a, b in self._pairs(data)) if self.pairs else ()
        choices = Choices(self.looseness_, self.trees_, pairs=pairs)
        nothing = table_model("nothing", 0.0, (), (), ())
        ready = Candidates(data, variances, start, choices, nothing, self.random_state)
        says_anything = bool((data.codes.max(axis=0) > data.codes.min(axis=0)).any())
        return ready.one(data, self.candidate if says_anything else SPLINES)

    def _pairs(self, data: TrainingSet) -> tuple[tuple[int, int], ...]:
        """Return the places of the pairs that are found in two parts of the rows and gain in two others."""
        part = np.searchsorted(PARTS, data.chance, side="right")
        one, other, *judged = (data.take(part == k) for k in range(len(PARTS) + 1))
        if any(len(np.unique(learned.positive)) < 2 for learned in (one, other)):
            return ()
        own, others = (self._splines(learned) for learned in (one, other))
        halves = [
            Half(learned, learned.design.log_odds(unseen), kept, kept.design.log_odds(mine))
            for learned, kept, mine, unseen in ((one, judged[0], own, others), (other, judged[1], others, own))
        ]
        return pairs_that_hold(halves, self.pairs)

    def _splines(self, data: TrainingSet) -> Floats:
        variances, start = estimated_variances(data.problem)
        return settled(data.problem, variances * self.looseness_, start).coefficients

    def _axis(self, name: str, column: Floats, most_bins: int) -> Axis:
        """Return a column's bins: one per level, or by value; a negative number is no special code here."""
        if name in self.levels_:
            count = len(self.levels_[name])
            return Axis(np.arange(1, count, dtype=np.float64) - 0.5, max(count, 1))
        lowest = float(np.nanmin(column)) if not np.isnan(column).all() else 0.0
        axis = axis_of(column - lowest, most_bins)
        return Axis(np.asarray(axis.edges + lowest, dtype=np.float64), 0)

    def decision_function(self, X: Any) -> Floats:  # noqa: N803
        """Return the log-odds of the second class, (n,)."""
        check_is_fitted(self)
        return log_odds(self.model_, self._checked(X))

    def predict_proba(self, X: Any) -> Floats:  # noqa: N803
        """Return the probabilities of both classes, (n, 2)."""
        second = risk_of(self.decision_function(X))
        return np.column_stack([1 - second, second])

    def predict(self, X: Any) -> NDArray:  # noqa: N803
        """Return the likelier class of each row, (n,)."""
        second = self.decision_function(X) > 0
        return np.asarray(self.classes_[second.astype(int)])

    def explain(self, X: Any) -> pd.DataFrame:  # noqa: N803
        """Return ``base`` and each column's exact contribution to the log-odds of the second class, a row per row."""
        check_is_fitted(self)
        scored = self.model_.score(self._checked(X))
        found = pd.DataFrame(scored.contributions, columns=list(scored.features), index=getattr(X, "index", None))
        found.insert(0, "base", scored.base)
        return found

    def _checked(self, X: Any) -> Floats:  # noqa: N803
        numbers = self._numbers(X)[0]
        return np.asarray(validate_data(self, numbers, reset=False, dtype=np.float64, ensure_all_finite="allow-nan"))

    def _numbers(self, X: Any, *others: Any) -> tuple[Any, ...]:  # noqa: N803
        """Return the rows with levels as their places, and the others as they are."""
        if isinstance(X, pd.DataFrame) and self.levels_:
            X = X.copy()  # noqa: N806
            for name in self.levels_.keys() & set(X.columns):
                places = {level: float(k) for k, level in enumerate(self.levels_[name])}
                X[name] = X[name].astype(object).map(places).astype(np.float64)
        return X, *others

    def _names(self, width: int) -> tuple[str, ...]:
        named = getattr(self, "feature_names_in_", None)
        return tuple(named) if named is not None else tuple(f"x{j}" for j in range(width))

    def __sklearn_tags__(self) -> Any:
        """Say that missing values are welcome and that there are two classes."""
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.classifier_tags.multi_class = False
        return tags


def _levels(X: Any) -> dict[str, list[Any]]:  # noqa: N803
    """Return the levels of each column of a frame that isn't numeric, in their order."""
    if not isinstance(X, pd.DataFrame):
        return {}
    found = {}
    for name in X.columns:
        column = X[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            found[name] = list(column.cat.categories)
        elif not pd.api.types.is_numeric_dtype(column.dtype):
            found[name] = sorted(column.dropna().unique().tolist(), key=str)
    return found


def _spread(positive: Floats, seed: int) -> Floats:
    """Return a number in [0, 1) for each row, (n,): in random order, and spread evenly within each class."""
    rng = np.random.default_rng(seed)
    found = np.empty(len(positive))
    for outcome in (0.0, 1.0):
        at = np.flatnonzero(positive == outcome)
        found[at] = (rng.permutation(len(at)) + 0.25 + outcome / 2) / max(len(at), 1)
    return found
