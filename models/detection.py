"""What a list would be were the register more or less complete than it is taken for.

The completeness of every class but the best recorded one is multiplied by a half to two. How much of the list stays,
and how much of it goes to remote households, says how far the plan rests on that number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from .evaluation.bootstrap import LEVEL, RESAMPLES, Estimate, interval_over, resampled, units_of
from .evaluation.groups import inclusion
from .evaluation.predictions import TestPredictions
from .evaluation.ranking import Bools
from .findings import CLASSES, REMOTE
from .recording import Recording
from .tables import Floats

FACTORS = (0.5, 0.75, 1.0, 1.5, 2.0)
CERTAIN = 0.99


@dataclass(frozen=True)
class UnderDetection:
    """A list where the register is ``factor`` times as complete as estimated outside its best recorded class.

    ``kept`` is the share of the present list that stays, ``remote_share`` the share of places in remote communes, and
    ``entering`` the share of places that go to households that aren't on the present list, by class of remoteness.
    """

    factor: float
    kept: float
    remote_share: float
    entering: dict[str, float]


def under_detection(
    log_odds: Floats, remoteness: pl.Series, told: Recording, share: float, factors: Sequence[float] = FACTORS
) -> tuple[UnderDetection, ...]:
    """Return the lists of a share under each factor, from log-odds (n,) before the correction.

    The factor 1 is the present list. Where no class could be compared, completeness is taken as equal at 1 and the
    remote class alone is varied.
    """
    remote = (remoteness == REMOTE).to_numpy()
    present = inclusion(log_odds + _added(told, remoteness, 1.0), share)
    found = []
    for factor in factors:
        chance = inclusion(log_odds + _added(told, remoteness, factor), share)
        places = max(present.sum(), 1e-12)
        kept = float(np.minimum(present, chance).sum() / places)
        new = np.maximum(chance - present, 0.0) / places
        entering = {c: float(new[(remoteness == c).to_numpy()].sum()) for c in CLASSES}
        found.append(UnderDetection(factor, kept, float(chance[remote].sum() / places), entering))
    return tuple(found)


def _added(told: Recording, remoteness: pl.Series, factor: float) -> Floats:
    """Return the log-odds that each household would get: what it gets now, less the log of the factor, at least 0."""
    best = next((c for c in told.classes if c.verdict == "best_recorded"), None)
    ceiling = best.completeness.value if best else 1.0
    of = {}
    for c in told.classes:
        now = c.correction.value
        varied = c is not best if best else c.remoteness == REMOTE
        share = min(ceiling * np.exp(-now) * factor, CERTAIN)
        of[c.remoteness] = max(0.0, float(np.log(ceiling / share))) if varied and factor != 1 else now
    return remoteness.replace_strict(of, default=0.0, return_dtype=pl.Float64).to_numpy()


@dataclass(frozen=True)
class RemoteRecall:
    """Recall among remote households by itself, of the province's list and of a list of the same share of them."""

    positives: int
    by_the_list: Estimate
    among_themselves: Estimate


def remote_recall(
    predictions: Sequence[TestPredictions],
    name: str,
    remote: Sequence[Bools],
    share: float,
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
    level: float = LEVEL,
) -> RemoteRecall:
    """Return the recall of a score among remote households, all test days together; lists are held as they are.

    ``remote`` (n,) says for each test day which households are remote. NaN where no remote household is positive.
    """
    hits, listed, alone = [], [], []
    for p, far in zip(predictions, remote, strict=True):
        at = np.flatnonzero(np.asarray(p.positive) & far)
        own = np.zeros(p.households)
        own[far] = inclusion(p.scores[name][far], share)
        hits.append(at)
        listed.append(inclusion(p.scores[name], share)[at])
        alone.append(own[at])

    def recall(chance: Sequence[Floats], weights: Sequence[np.ndarray | None]) -> float:
        counts = [np.ones(len(at)) if w is None else w[at] for at, w in zip(hits, weights, strict=True)]
        total = sum(float(c.sum()) for c in counts)
        return sum(float(c @ x) for c, x in zip(counts, chance, strict=True)) / total if total else float("nan")

    draws: list[list[tuple[float, float]]] = [
        [(recall(listed, w), recall(alone, w)) for w in resampled(predictions, unit, resamples=resamples, seed=seed)]
        for unit in units_of([p.commune_codes for p in predictions])
    ]
    nobody: list[None] = [None] * len(predictions)
    return RemoteRecall(
        sum(len(at) for at in hits),
        interval_over(recall(listed, nobody), [np.array(d)[:, 0] for d in draws if d], level),
        interval_over(recall(alone, nobody), [np.array(d)[:, 1] for d in draws if d], level),
    )
