"""Does the model that is chosen find at least as many as LightGBM and the explainable boosting machine?

Five synthetic provinces of other seeds and shapes; the same features, training rows, test days and household folds
for everybody; the difference in recall at 2 % by paired resampling of households over all test days.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from benchmarks.measure import Row
from data.synthetic import make_province
from data.synthetic.world import World
from data.vocabulary.frames import Tables
from models.evaluation.bootstrap import percentile_interval, replicated
from models.evaluation.predictions import TestPredictions
from models.evaluation.ranking import Counted
from models.examples import examples
from models.learning import FOLDS, Gathered, Learned, gather, learn
from models.splits import household_fold
from models.tables import Floats

SHAPES: dict[str, tuple[int, int, World]] = {
    "as published": (60_000, 101, World()),
    "few households": (15_000, 102, World()),
    "thin recording": (60_000, 103, World(recording=0.6, recording_remote=0.25, missing=0.15)),
    "changing": (60_000, 104, World(drift=0.15, yearly_rate=0.006)),
    "weak signal": (60_000, 105, World(signal=0.6)),
}
QUICK = ("few households",)


def measure(quick: bool) -> list[Row]:
    """Return a row per province and peer: our seconds and the peer's, in words what each found; and one of all."""
    rows, differences = [], {peer: [] for peer in PEERS}
    spent = {peer: [0.0, 0.0] for peer in PEERS}
    names = QUICK if quick else tuple(SHAPES)
    for name in names:
        households, seed, world = SHAPES[name]
        tables = make_province(households, seed, world=world).tables
        start = time.perf_counter()
        learned = learn(tables, world.last_day, seed=0)
        ours = time.perf_counter() - start
        gathered = gather(tables, learned.splits, 0, lambda step, share: None)
        for peer, fit in PEERS.items():
            start = time.perf_counter()
            judged = with_peer(tables, learned, gathered, peer, fit)
            theirs = time.perf_counter() - start
            told, difference = compared(judged, learned.chosen, peer)
            rows.append(Row(f"{name}: {told}", ours, peer, theirs, must="not worse"))
            differences[peer].append(difference)
            spent[peer] = [spent[peer][0] + ours, spent[peer][1] + theirs]
    for peer, found in differences.items():
        value, draws = np.mean([v for v, _ in found]), np.mean([d for _, d in found], axis=0)
        told = f"mean of {len(names)} provinces, recall at 2 %: {_interval(float(value), draws)}"
        rows.append(Row(told, spent[peer][0], peer, spent[peer][1], must="not worse"))
    return rows


def with_peer(
    tables: Tables, learned: Learned, gathered: Gathered, name: str, fit: Callable[..., Any]
) -> list[TestPredictions]:
    """Return the test years with a peer's out-of-fold scores beside ours."""
    found = []
    for test in learned.splits.tests:
        ours = next((p for p in learned.predictions if p.day == test.day), None)
        if ours is None:
            continue
        data = examples(tables, [gathered.training[o] for o in test.train if o in gathered.training], test.day)
        day = gathered.tests[test.day]
        at = day.household_ids.search_sorted(ours.household_ids).to_numpy().astype(np.int64)
        values = day.take(at).values
        mine, theirs = (household_fold(ids, FOLDS, 0) for ids in (data.households, ours.household_ids))
        score = np.empty(len(values))
        for fold in range(FOLDS):
            rest = data.take(mine != fold)
            score[theirs == fold] = fit(rest.values, rest.positive, rest.weight)(values[theirs == fold])
        found.append(replace(ours, scores={**ours.scores, name: score}))
    return found


def compared(judged: list[TestPredictions], ours: str, peer: str) -> tuple[str, tuple[float, Floats]]:
    """Return in words both recalls at 2 % and their difference with its 90 % interval; and that with its draws."""
    recall = partial(Counted.recall_at, share=0.02)
    found = replicated(judged, {"recall": recall}, names=(ours, peer))
    value, draws = found.difference(ours, peer, "recall")
    both = " against ".join(f"{found.mean(name, 'recall')[0]:.3f}" for name in (ours, peer))
    return f"recall at 2 % of `{ours}` {both}: {_interval(value, draws['household'])}", (value, draws["household"])


def _interval(value: float, draws: Floats) -> str:
    interval = percentile_interval(value, draws)
    return f"{value:+.3f} ({interval.low:+.3f} to {interval.high:+.3f})"


def lightgbm(values: Any, positive: Any, weight: Any) -> Callable[[Any], Any]:
    """Fit LightGBM, regularised for rare outcomes."""
    from lightgbm import LGBMClassifier

    model = LGBMClassifier(
        learning_rate=0.03, n_estimators=300, num_leaves=7, min_child_samples=200, reg_lambda=20.0,
        colsample_bytree=0.5, subsample=0.7, subsample_freq=1, random_state=0, verbose=-1,
    )  # fmt: skip
    model.fit(values, positive, sample_weight=weight)
    return lambda asked: model.predict(asked, raw_score=True)


def explainable_boosting(values: Any, positive: Any, weight: Any) -> Callable[[Any], Any]:
    """Fit the explainable boosting machine with its defaults."""
    from interpret.glassbox import ExplainableBoostingClassifier

    warnings.filterwarnings("ignore", message="Missing values detected", category=UserWarning)
    model = ExplainableBoostingClassifier(random_state=0)
    model.fit(values, positive, sample_weight=weight)
    return model.decision_function


PEERS = {"LightGBM, regularised": lightgbm, "EBM, defaults": explainable_boosting}
