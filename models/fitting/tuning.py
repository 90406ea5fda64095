"""How loose the splines may be, how many trees to take and which pairs: chosen on a later year than was learned from.

Within the training rows, the newest origin is set aside and learned for on the origins that were mature by it; and as
no household may stand on both sides, one half of them teaches and the other is judged, then the other way round. What
has the least deviance is taken. Where the register is too young for that, the defaults stand. Rows that have no days
are judged in parts instead, each by what the others teach (``choose_in_parts``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from models.outcome import HORIZON_DAYS
from models.tables import Floats

from .boosted import EVERY, MOST_TREES, fit_boosted
from .losses import deviance
from .pair_search import Half, pairs_that_hold
from .splines import estimated_variances, settled
from .training import TrainingSet

Bools = NDArray[np.bool_]
LOOSENESS = (0.04, 0.15, 0.6)
LOOSER, MORE_TREES = (0.04, 0.15, 0.6, 2.4), 1200
"""What rows that are no register's may be given."""
FEWEST_EVENTS = 20
"""Outcomes that the judged origin, or each judged part, needs."""
PARTS = 3


@dataclass(frozen=True)
class Choices:
    """What was chosen; ``judged_on`` is the day that decided, empty where the defaults stand.

    ``pairs`` are names of features that every learned candidate has a table for together; there are none by default.
    """

    looseness: float = 0.15
    trees: int = 2 * EVERY
    judged_on: str = ""
    pairs: tuple[tuple[str, str], ...] = ()

    def facts(self) -> dict[str, object]:
        """Return plain JSON values."""
        return {
            "looseness": self.looseness, "trees": self.trees, "judged_on": self.judged_on,
            "pairs": [list(pair) for pair in self.pairs],
        }  # fmt: skip


def choose(data: TrainingSet, delay_days: int, seed: int) -> Choices:
    """Return the choices for training rows whose outcomes were mature ``delay_days`` after their year."""
    last = len(data.days) - 1
    ripe = timedelta(days=HORIZON_DAYS + delay_days)
    earlier = np.array([day + ripe <= data.days[last] for day in data.days])
    later = data.origin == last
    if not earlier.any() or data.weight[later] @ data.positive[later] < FEWEST_EVENTS / 4:
        return Choices()
    halves = list(_halves(data, earlier[data.origin], later))
    if any(learned.positive.sum() < FEWEST_EVENTS for learned, _ in halves):
        return Choices()
    fits = [_by_looseness(learned, LOOSENESS) for learned, _ in halves]
    best = int(np.argmin(_deviances(halves, fits)))
    trees = sum(_by_trees(learned, judged, MOST_TREES, seed) for learned, judged in halves)
    pairs = _pairs(halves, [found[best] for found in fits])
    names = tuple((data.features[a], data.features[b]) for a, b in pairs)
    return Choices(LOOSENESS[best], EVERY * (1 + int(np.argmin(trees))), data.days[last].isoformat(), names)


def choose_in_parts(data: TrainingSet, seed: int) -> Choices:
    """Return the choices for rows that have no days, without pairs, by cross-validation over ``PARTS`` parts of them.

    Nothing is known of such a table beforehand, so that looser splines and more trees may be chosen than on a register.
    Where a part has too few rows of either outcome, the defaults stand.
    """
    part = (data.chance * PARTS).astype(np.int64)
    parts = [(data.take(part != k), data.take(part == k)) for k in range(PARTS)]
    if any(min(judged.positive.sum(), (1 - judged.positive).sum()) < FEWEST_EVENTS for _, judged in parts):
        return Choices()
    fits = [_by_looseness(learned, LOOSER) for learned, _ in parts]
    trees = sum(_by_trees(learned, judged, MORE_TREES, seed) for learned, judged in parts)
    return Choices(LOOSER[int(np.argmin(_deviances(parts, fits)))], EVERY * (1 + int(np.argmin(trees))))


def _deviances(parts: Sequence[tuple[TrainingSet, TrainingSet]], fits: Sequence[Sequence[Floats]]) -> Floats:
    """Return the deviance over all judged rows for each looseness."""
    found = [
        [deviance(judged, judged.design.log_odds(theta)) for theta in asked]
        for (_, judged), asked in zip(parts, fits, strict=True)
    ]
    return np.asarray(found).sum(axis=0)


def _pairs(halves: list[tuple[TrainingSet, TrainingSet]], fits: list[Floats]) -> tuple[tuple[int, int], ...]:
    """Return the pairs that hold, for both halves' splines; each is asked of the other half's households."""
    sides = []
    for (learned, judged), mine, others in zip(halves, fits, fits[::-1], strict=True):
        thin = thin_rows(learned)
        sides.append(Half(thin, thin.design.log_odds(others), judged, judged.design.log_odds(mine)))
    return pairs_that_hold(sides)


def _halves(data: TrainingSet, earlier: Bools, later: Bools) -> Iterator[tuple[TrainingSet, TrainingSet]]:
    lower = data.chance < 0.5
    for teaches in (lower, ~lower):
        yield data.take(earlier & teaches), data.take(later & ~teaches)


def _by_looseness(learned: TrainingSet, asked: Sequence[float]) -> list[Floats]:
    """Return the coefficients of the splines for each looseness."""
    variances, start = estimated_variances(learned.problem)
    thin = learned.problem.thinned()
    found = []
    for looseness in asked:
        start = settled(thin, variances * looseness, start).coefficients
        found.append(start)
    return found


def _by_trees(learned: TrainingSet, judged: TrainingSet, most: int, seed: int) -> Floats:
    rows = thin_rows(learned)
    model = fit_boosted(rows.codes, rows.positive, rows.weight, most, seed)
    stages = enumerate(model.stages(judged.codes), 1)
    return np.array([deviance(judged, stage) for k, stage in stages if k % EVERY == 0])


FEWEST_ROWS, MOST_ROWS_FOR_TREES, MOST_ROWS_FOR_MACHINES = 12_000, 250_000, 100_000


def thin_rows(data: TrainingSet, most: int = MOST_ROWS_FOR_TREES) -> TrainingSet:
    """Return the rows with an outcome and enough of the others, each standing for its like: every k-th.

    Ten others to an outcome are nearly as good as all (Breslow and Day 1980); ``most`` bounds them where outcomes are
    plentiful.
    """
    others = np.flatnonzero(data.positive == 0)
    wanted = max(FEWEST_ROWS, min(10 * int(data.positive.sum()), most))
    every = len(others) // wanted
    if every < 2:
        return data
    at = np.sort(np.concatenate([np.flatnonzero(data.positive > 0), others[::every]]))
    thin = data.take(at)
    light = thin.positive == 0
    thin.weight[light] *= data.weight[others].sum() / thin.weight[light].sum()
    return thin
