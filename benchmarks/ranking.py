"""Does the model that is chosen find at least as many as LightGBM and the explainable boosting machine?

Five synthetic provinces of other seeds and shapes; the same features, training rows, test days and household folds
for everybody; the difference in recall at 2 % by paired resampling of households over all test days.
"""

from __future__ import annotations

import time
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
from models.learning import FOLDS, Learned, gather, learn
from models.splits import household_fold

SHAPES: dict[str, tuple[int, int, World]] = {
    "as published": (60_000, 101, World()),
    "few households": (15_000, 102, World()),
    "thin recording": (60_000, 103, World(recording=0.6, recording_remote=0.25, missing=0.15)),
    "changing": (60_000, 104, World(drift=0.15, yearly_rate=0.006)),
    "weak signal": (60_000, 105, World(signal=0.6)),
}
QUICK = ("few households",)


def measure(quick: bool) -> list[Row]:
    """Return a row per province and peer: our seconds and the peer's, and in words what each found."""
    rows = []
    for name in QUICK if quick else SHAPES:
        households, seed, world = SHAPES[name]
        tables = make_province(households, seed, world=world).tables
        start = time.perf_counter()
        learned = learn(tables, world.last_day, seed=0)
        ours = time.perf_counter() - start
        for peer, fit in PEERS.items():
            start = time.perf_counter()
            judged = with_peer(tables, learned, peer, fit)
            told = compared(judged, learned.chosen, peer)
            rows.append(Row(f"{name}: {told}", ours, peer, time.perf_counter() - start, must="not worse"))
    return rows


def with_peer(tables: Tables, learned: Learned, name: str, fit: Callable[..., Any]) -> list[TestPredictions]:
    """Return the test years with a peer's out-of-fold scores beside ours."""
    rows = gather(tables, learned.splits, 0, lambda step, share: None)
    found = []
    for test in learned.splits.tests:
        ours = next((p for p in learned.predictions if p.day == test.day), None)
        if ours is None:
            continue
        data = examples(tables, [rows.training[o] for o in test.train if o in rows.training], test.day)
        day = rows.tests[test.day]
        at = day.household_ids.search_sorted(ours.household_ids).to_numpy().astype(np.int64)
        values = day.take(at).values
        mine, theirs = (household_fold(ids, FOLDS, 0) for ids in (data.households, ours.household_ids))
        score = np.empty(len(values))
        for fold in range(FOLDS):
            rest = data.take(mine != fold)
            score[theirs == fold] = fit(rest.values, rest.positive, rest.weight)(values[theirs == fold])
        found.append(replace(ours, scores={**ours.scores, name: score}))
    return found


def compared(judged: list[TestPredictions], ours: str, peer: str) -> str:
    """Return both recalls at 2 % and their difference with its 90 % interval, in words."""
    recall = partial(Counted.recall_at, share=0.02)
    found = replicated(judged, {"recall": recall}, names=(ours, peer))
    value, draws = found.difference(ours, peer, "recall")
    interval = percentile_interval(value, draws["household"])
    both = " against ".join(f"{found.mean(name, 'recall')[0]:.3f}" for name in (ours, peer))
    return f"recall at 2 % of `{ours}` {both}: {value:+.3f} ({interval.low:+.3f} to {interval.high:+.3f})"


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

    model = ExplainableBoostingClassifier(random_state=0)
    model.fit(values, positive, sample_weight=weight)
    return model.decision_function


PEERS = {"LightGBM, regularised": lightgbm, "EBM, defaults": explainable_boosting}
