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
from numpy.typing import NDArray

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

Ints = NDArray[np.int64]
SHAPES: dict[str, tuple[int, int, World]] = {
    "as published": (20_000, 101, World()),
    "few households": (8_000, 102, World()),
    "thin recording": (20_000, 103, World(recording=0.6, recording_remote=0.25, missing=0.15)),
    "changing": (20_000, 104, World(drift=0.15, yearly_rate=0.006)),
    "weak signal": (20_000, 105, World(signal=0.6)),
}
QUICK = ("few households",)
OTHERS = 10
"""Training rows without an outcome that the explainable boosting machine is given to one with it."""


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
        for peer, (fit, days, folds) in PEERS.items():
            start = time.perf_counter()
            judged = with_peer(tables, learned, gathered, peer, fit, 1 if quick else days, folds)
            theirs = time.perf_counter() - start
            told, difference = compared(judged, learned.chosen, peer)
            rows.append(Row(f"{name}: {told}", ours, peer, theirs, must="not worse"))
            print(f"{name}, {peer}: {told}; {ours:.0f} s, {theirs:.0f} s", flush=True)
            differences[peer].append(difference)
            spent[peer] = [spent[peer][0] + ours, spent[peer][1] + theirs]
    for peer, found in differences.items():
        value, draws = np.mean([v for v, _ in found]), np.mean([d for _, d in found], axis=0)
        told = f"mean of {len(names)} provinces, recall at 2 %: {_interval(float(value), draws)}"
        rows.append(Row(told, spent[peer][0], peer, spent[peer][1], must="not worse"))
    return rows


def with_peer(
    tables: Tables, learned: Learned, gathered: Gathered, name: str, fit: Callable[..., Any], days: int, folds: int
) -> list[TestPredictions]:
    """Return the newest test years with a peer's out-of-fold scores beside ours, of the households of so many folds."""
    found = []
    for test in learned.splits.tests[-days:]:
        ours = next((p for p in learned.predictions if p.day == test.day), None)
        if ours is None:
            continue
        data = examples(tables, [gathered.training[o] for o in test.train if o in gathered.training], test.day)
        day = gathered.tests[test.day]
        at = day.household_ids.search_sorted(ours.household_ids).to_numpy().astype(np.int64)
        values = day.take(at).values
        mine, theirs = (household_fold(ids, FOLDS, 0) for ids in (data.households, ours.household_ids))
        score = np.empty(len(values))
        for fold in range(folds):
            rest = data.take(mine != fold)
            score[theirs == fold] = fit(rest.values, rest.positive, rest.weight)(values[theirs == fold])
        found.append(some_of(replace(ours, scores={**ours.scores, name: score}), np.flatnonzero(theirs < folds)))
    return found


def some_of(year: TestPredictions, at: Ints) -> TestPredictions:
    """Return a test year of some of its households."""
    return TestPredictions(
        year.day, year.household_ids.gather(at), year.commune_codes.gather(at), year.positive[at],
        year.preventable[at], {name: score[at] for name, score in year.scores.items()},
    )  # fmt: skip


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
        colsample_bytree=0.5, subsample=0.7, subsample_freq=1, random_state=0, verbose=-1, n_jobs=1,
    )  # fmt: skip
    model.fit(values, positive, sample_weight=weight)
    return lambda asked: model.predict(asked, raw_score=True)


def explainable_boosting(values: Any, positive: Any, weight: Any) -> Callable[[Any], Any]:
    """Fit the explainable boosting machine with its defaults, pairs of features among them.

    It sees every outcome and, of the rows without one, ten to each, which stand for their like and tell nearly as much
    as all (Breslow and Day 1980), as the machine among our own candidates does; on all it would take hours.
    """
    from interpret.glassbox import ExplainableBoostingClassifier

    warnings.filterwarnings("ignore", message="Missing values detected", category=UserWarning)
    model = ExplainableBoostingClassifier(random_state=0)
    others = np.flatnonzero(~positive)
    every = max(len(others) // max(OTHERS * int(positive.sum()), 1), 1)
    taken = np.sort(np.concatenate([np.flatnonzero(positive), others[::every]]))
    stands_for = np.where(positive[taken], 1.0, every)
    model.fit(values[taken], positive[taken], sample_weight=weight[taken] * stands_for)
    return model.decision_function


PEERS: dict[str, tuple[Callable[..., Any], int, int]] = {
    "LightGBM, regularised": (lightgbm, 3, FOLDS),
    "EBM, defaults": (explainable_boosting, 3, 1),
}
"""How each is fitted, and on how many test days and folds of the households: a fit of the last takes four minutes, so
that it is judged on the households of one fold; on five provinces that is an hour of one processor."""
