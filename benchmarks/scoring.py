"""Scoring with exact contributions, beside shap, LightGBM, XGBoost and the EBM doing the same on as many households.

The peers are so slow that each is asked for fewer rows; its time is taken in proportion, which favours it.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.measure import Row, median_seconds
from models.additive import Grid, table_model
from models.fitting.boosted import additive_of, fit_boosted
from models.tables import Floats

HOUSEHOLDS, QUICK_HOUSEHOLDS = 550_000, 50_000
FEATURES, TREES = 107, 200
TAUGHT, ASKED = 20_000, 2_000


def measure(quick: bool) -> list[Row]:
    """Measure on made-up values with a tenth not recorded; the time doesn't depend on what they mean."""
    households = QUICK_HOUSEHOLDS if quick else HOUSEHOLDS
    chance = np.random.default_rng(1)
    values = chance.integers(0, 24, (households, FEATURES)).astype(np.float64)
    values[chance.random(values.shape) < 0.1] = np.nan
    taught = values[:TAUGHT]
    log_odds = np.nan_to_num(taught[:, :20] - 12) @ chance.normal(0, 0.05, 20) - 3
    positive = (chance.random(TAUGHT) < 1 / (1 + np.exp(-log_odds))).astype(np.float64)
    grid = Grid.of(taught, 24)
    codes, weight = grid.codes(taught), np.ones(TAUGHT)
    boosted = fit_boosted(codes, positive, weight, TREES, 0)
    taken = additive_of(boosted, grid, codes, positive, weight)
    model = table_model("boosted", taken.base, [f"x{j}" for j in range(FEATURES)], grid.axes, taken.tables)
    model.score(values)  # compiled by now
    ours = median_seconds(lambda: model.score(values))
    told = f"score and explain {households:,} × {FEATURES}"
    rows = [Row(told, ours, "memory copy", median_seconds(values.copy))]
    for name, must, contributions in peers(taught, positive):
        share = households / ASKED
        start = time.perf_counter()
        contributions(values[:ASKED])
        rows.append(Row(told, ours, name, (time.perf_counter() - start) * share, must=must))
    return rows


def peers(values: Floats, positive: Floats) -> list[tuple[str, str, Callable[[Floats], Any]]]:
    """Return each peer's name, what we must reach against it, and its contributions of some rows."""
    import lightgbm
    import shap
    import xgboost
    from interpret.glassbox import ExplainableBoostingClassifier
    from sklearn.ensemble import HistGradientBoostingClassifier

    made = {"learning_rate": 0.1, "max_iter": TREES, "early_stopping": False, "random_state": 0}
    alone = HistGradientBoostingClassifier(
        **made, max_leaf_nodes=3, interaction_cst=[{j} for j in range(values.shape[1])]
    ).fit(values, positive)
    free = HistGradientBoostingClassifier(**made, max_leaf_nodes=31).fit(values, positive)
    light = lightgbm.LGBMClassifier(n_estimators=TREES, verbose=-1).fit(values, positive)
    booster = xgboost.XGBClassifier(n_estimators=TREES).fit(values, positive).get_booster()
    warnings.filterwarnings("ignore", message="Missing values detected", category=UserWarning)
    machine = ExplainableBoostingClassifier(interactions=0, outer_bags=2, random_state=0).fit(values, positive)
    return [
        ("shap TreeExplainer, same additive trees", "100 ×, aim 400 ×", shap.TreeExplainer(alone).shap_values),
        ("shap TreeExplainer, unrestricted", "1,000 ×, aim 5,000 ×", shap.TreeExplainer(free).shap_values),
        ("LightGBM pred_contrib", "", lambda asked: light.predict(asked, pred_contrib=True)),
        ("XGBoost pred_contribs", "", lambda asked: booster.predict(xgboost.DMatrix(asked), pred_contribs=True)),
        ("EBM eval_terms", "", machine.eval_terms),
    ]
