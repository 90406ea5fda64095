"""Hours to visits: a linear programme over the best candidates, rounded, repaired, and held against a bound."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
WHOLE = 1 - 1e-6
SPARE = 1.3
"""The first candidates reach as far as this many times each team's hours, in order of value an hour."""
MOST_ROUNDS = 30
"""Of bringing in whom the prices show to have been missed; then the programme is that of all pairs."""


@dataclass(frozen=True)
class Pairs:
    """Who could visit whom: household and team by number, minutes, and what the visit is worth."""

    household: Ints
    team: Ints
    minutes: Floats
    value: Floats


@dataclass(frozen=True)
class Allocation:
    """The chosen pairs (positions), and the value that no plan within these hours can exceed."""

    chosen: Ints
    bound: float


def allocate(pairs: Pairs, budget: Floats) -> Allocation:
    """Choose pairs within each team's minutes, no household twice.

    The bound is that of the Lagrangian at the programme's prices, over all pairs; it holds whatever was left out of
    the programme (Fisher 1981).
    """
    if len(pairs.household) == 0 or budget.sum() <= 0:
        return Allocation(np.zeros(0, np.int64), 0.0)
    order = np.lexsort((pairs.team, pairs.household, -pairs.value, -pairs.value / pairs.minutes))
    kept = _first_look(pairs, budget, order)
    for _ in range(MOST_ROUNDS):
        candidates = np.flatnonzero(kept[pairs.household])
        share, price = _programme(pairs, budget, candidates)
        worth = pairs.value - price[pairs.team] * pairs.minutes
        missed = pairs.household[(worth > 0) & ~kept[pairs.household]]
        if len(missed) == 0:
            break
        kept[missed] = True
    chosen = _rounded(pairs, budget, candidates, share)
    chosen = _filled(pairs, budget, order, chosen)
    best = np.zeros(int(pairs.household.max()) + 1)
    np.maximum.at(best, pairs.household, worth)
    bound = float(price @ budget + best.sum())
    return Allocation(np.sort(chosen), max(bound, float(pairs.value[chosen].sum())))


def _first_look(pairs: Pairs, budget: Floats, order: Ints) -> NDArray[np.bool_]:
    """Return which households stand within the reach of some team's hours; prices bring in whom this misses."""
    kept = np.zeros(int(pairs.household.max()) + 1, bool)
    for team in range(len(budget)):
        mine = order[pairs.team[order] == team]
        reach = np.searchsorted(np.cumsum(pairs.minutes[mine]), SPARE * budget[team] + 600)
        kept[pairs.household[mine[: reach + 1]]] = True
    return kept


def _programme(pairs: Pairs, budget: Floats, candidates: Ints) -> tuple[Floats, Floats]:
    """Return the fraction of each candidate pair in the best fractional plan, and each team's price of a minute."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix, vstack

    homes, home = np.unique(pairs.household[candidates], return_inverse=True)
    n = len(candidates)
    hours = csr_matrix((pairs.minutes[candidates], (pairs.team[candidates], np.arange(n))), (len(budget), n))
    once = csr_matrix((np.ones(n), (home, np.arange(n))), (len(homes), n))
    limits = np.concatenate([budget, np.ones(len(homes))])
    solved = linprog(
        -pairs.value[candidates], A_ub=vstack([hours, once]), b_ub=limits, bounds=(0, None), method="highs"
    )
    return solved.x, np.maximum(-solved.ineqlin.marginals[: len(budget)], 0.0)


def _rounded(pairs: Pairs, budget: Floats, candidates: Ints, share: Floats) -> Ints:
    """Return the pairs that the programme takes whole, as far as they fit."""
    whole = candidates[share >= WHOLE]
    left = budget.copy()
    chosen = []
    for pair in whole[np.argsort(-pairs.value[whole], kind="stable")]:
        if pairs.minutes[pair] <= left[pairs.team[pair]]:
            left[pairs.team[pair]] -= pairs.minutes[pair]
            chosen.append(pair)
    return np.array(chosen, np.int64)


def _filled(pairs: Pairs, budget: Floats, order: Ints, chosen: Ints) -> Ints:
    """Return the plan with what hours are left spent on the best that still fits."""
    left = budget - np.bincount(pairs.team[chosen], pairs.minutes[chosen], len(budget))
    taken = set(pairs.household[chosen].tolist())
    cheapest = np.full(len(budget), np.inf)
    np.minimum.at(cheapest, pairs.team, pairs.minutes)
    more = []
    for pair in order:
        team = pairs.team[pair]
        if pairs.minutes[pair] <= left[team] and int(pairs.household[pair]) not in taken:
            left[team] -= pairs.minutes[pair]
            taken.add(int(pairs.household[pair]))
            more.append(pair)
            if (left < cheapest).all():
                break
    return np.concatenate([chosen, np.array(more, np.int64)])
