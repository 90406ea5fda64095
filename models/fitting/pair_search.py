"""Which pairs of features say more together than alone: none, unless a later year speaks for them.

A pair must be found twice: in both halves of the households, each by itself, among the strongest of all pairs, as
Newton steps on residuals of a model that was learned from the other half. It must then lower the deviance of the later
year in both halves, and all pairs together must lower it by more than chance would (``STANDARD_ERRORS``). Where the
register is too young for a later year, or too few outcomes are known, there are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from models.tables import Floats

from .losses import losses
from .pairs import SHRINKAGE, Coarse, cells_of, coarse_of, fitted_pairs
from .splines import chance_of
from .training import TrainingSet

SHORTLIST = 12
MOST_PAIRS = 4
FEWEST_EVENTS = 60
"""Outcomes that each half of the households must have, else no pair is looked for."""
STANDARD_ERRORS = 2.0
ROWS_AT_ONCE = 8_192


@dataclass(frozen=True)
class Half:
    """One half of the households: ``learned`` on earlier days, with log-odds by a model of the other half's.

    ``judged`` are the other half's rows of the later day, with log-odds by a model of this half.
    """

    learned: TrainingSet
    unseen: Floats
    judged: TrainingSet
    expected: Floats


def pairs_that_hold(halves: Sequence[Half], most: int = MOST_PAIRS) -> tuple[tuple[int, int], ...]:
    """Return at most ``most`` pairs of places of features that gain on the later day in both halves, the best first."""
    if any(half.learned.events < FEWEST_EVENTS for half in halves):
        return ()
    data = halves[0].learned
    coarse = [coarse_of(axis, data.codes[:, j], data.weight) for j, axis in enumerate(data.grid.axes)]
    both = set.intersection(*(set(shortlist(half.learned, half.unseen, coarse)) for half in halves))
    gains = {pair: [gain_of(half, [pair], coarse).sum() for half in halves] for pair in sorted(both)}
    held = sorted((p for p in gains if min(gains[p]) > 0), key=lambda p: (-sum(gains[p]), p))[:most]
    if not held:
        return ()
    together = np.concatenate([gain_of(half, held, coarse) for half in halves])
    error = float(np.sqrt(len(together)) * together.std())
    return tuple(held) if together.sum() > STANDARD_ERRORS * error else ()


def gain_of(half: Half, pairs: Sequence[tuple[int, int]], coarse: Sequence[Coarse]) -> Floats:
    """Return by how much pairs lower each judged row's deviance, (n,), the level being set to the rows' both times."""
    data, judged = half.learned, half.judged
    cells = [cells_of(data.codes, a, b, (coarse[a], coarse[b])) for a, b in pairs]
    tables = fitted_pairs(cells, data.positive, data.weight, half.unseen)
    added = np.zeros(len(judged.positive))
    for c, table in zip(cells, tables, strict=True):
        added += cells_of(judged.codes, c.first, c.second, c.sides).values(table)
    return losses(judged, half.expected) - losses(judged, half.expected + added)


def shortlist(data: TrainingSet, log_odds: Floats, coarse: Sequence[Coarse]) -> list[tuple[int, int]]:
    """Return the pairs whose cells explain most of what log-odds (n,) leave over, beyond either feature alone."""
    chance = chance_of(log_odds)
    first = np.concatenate([[0], np.cumsum([c.axis.bins for c in coarse])])
    gradient = np.zeros((first[-1], first[-1]), np.float32)
    curvature = np.zeros_like(gradient)
    residual = (data.weight * (data.positive - chance)).astype(np.float32)
    spread = (data.weight * chance * (1 - chance)).astype(np.float32)
    for start in range(0, len(chance), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        shown = np.zeros((len(chance[rows]), first[-1]), np.float32)
        for j, c in enumerate(coarse):
            code = c.codes(data.codes[rows, j])
            known = np.flatnonzero(code >= 0)
            shown[known, first[j] + code[known]] = 1.0
        gradient += shown.T @ (shown * residual[rows, None])
        curvature += shown.T @ (shown * spread[rows, None])
    score = gradient**2 / (curvature + np.float32(SHRINKAGE))
    block = np.add.reduceat(np.add.reduceat(score, first[:-1], axis=0), first[:-1], axis=1)
    alone = np.add.reduceat(np.diag(score), first[:-1])
    several = [j for j, c in enumerate(coarse) if c.axis.bins > 1]
    beyond = {(a, b): float(block[a, b] - alone[a] - alone[b]) for a, b in combinations(several, 2)}
    return sorted(beyond, key=lambda pair: (-beyond[pair], pair))[:SHORTLIST]
