"""Our contributions held against the library ``shap``; nothing else imports it, and it is loaded when asked for.

A contribution here is the interventional Shapley value against the household of which nothing is recorded (Lundberg
and Lee 2017; Janzing et al. 2020): every table is 0 there, and a pair's share goes half to each. Against any other
background the value is the contribution less its mean over the background, and for a pair the mean of both orders.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.tables import Floats, TableModel


@dataclass(frozen=True)
class Agreement:
    """The largest differences between our values and shap's, in log-odds, and what they were taken over."""

    households: int
    background: int
    largest_difference: float
    """Against the given background."""
    largest_difference_from_nothing: float
    """Of the contributions themselves, against the household of which nothing is recorded."""


def interventional(model: TableModel, values: Floats, background: Floats) -> Floats:
    """Return exact interventional Shapley values (n, p) in log-odds of values (n, p) against background (m, p)."""
    found = np.empty(values.shape)
    for j, shape in enumerate(model.shapes):
        found[:, j] = shape.contributions(values[:, j]) - shape.contributions(background[:, j]).mean()
    place = {name: j for j, name in enumerate(model.features)}
    for pair in model.pairs:
        a, b = place[pair.first.feature], place[pair.second.feature]
        both = pair.contributions(values[:, a], values[:, b])
        neither = pair.contributions(background[:, a], background[:, b]).mean()
        for i in range(len(values)):
            first = pair.contributions(np.full(len(background), values[i, a]), background[:, b]).mean()
            second = pair.contributions(background[:, a], np.full(len(background), values[i, b])).mean()
            found[i, a] += (first - neither + both[i] - second) / 2
            found[i, b] += (second - neither + both[i] - first) / 2
    return found


def agreement(model: TableModel, values: Floats, background: Floats) -> Agreement:
    """Return how far our values lie from shap's for households (n, p) and a background (m, p).

    shap's permutation explainer is exact where features act alone or in pairs, as they do here: one pass through them
    forward and one backward.
    """
    nothing = np.full((1, values.shape[1]), np.nan)
    ours, theirs = interventional(model, values, background), by_shap(model, values, background)
    alone, against_nothing = model.score(values).contributions, by_shap(model, values, nothing)
    return Agreement(
        len(values), len(background), float(np.abs(ours - theirs).max()), float(np.abs(alone - against_nothing).max())
    )


def by_shap(model: TableModel, values: Floats, background: Floats) -> Floats:
    """Return shap's interventional values (n, p) in log-odds."""
    import shap

    masker = shap.maskers.Independent(background, max_samples=len(background))
    explainer = shap.explainers.Permutation(lambda rows: model.score(rows).log_odds, masker, seed=0)
    found: Floats = np.asarray(explainer(values, max_evals=2 * values.shape[1] + 1, silent=True).values, np.float64)
    return found
