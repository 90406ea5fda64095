"""What no plan can exceed: the programme's prices, put to whole lists of whole visits.

The Lagrangian at the prices over all pairs holds for visits in parts, too (Fisher 1981). Teams make whole visits, and
each team's best whole list falls short of it by some loss. So each household is charged, besides minutes and promises,
for the one visit that it can have: half-way between what the team that gains most by it and the next would give. Any
such charge leaves a bound (Geoffrion 1974); this one leaves most of it to the household's own team, whose best list is
then found exactly.
"""

from __future__ import annotations

import numpy as np

from .knapsack import best_list
from .problem import Bools, Floats, Prices, Problem

REACH = 0.25
"""Households are looked at whose margin is within this part of a usual visit's worth."""


def bound_of(problem: Problem, premium: Floats, prices: Prices, visited: Bools) -> float:
    """Return the value that no plan within these hours can exceed that keeps what this one keeps of its promises.

    ``premium`` (n,) is what promises add to each household's value at the ``prices``; ``visited`` (n,) are the plan's.
    A floor counts as far as the plan keeps it, and a mandatory household that the plan visits as visited.
    """
    gain = problem.value + premium
    margin = gain[problem.household] - prices.team[problem.team] * problem.minutes
    best = problem.most(margin, -np.inf)
    must, free = problem.mandatory & visited, ~problem.mandatory
    total = float(np.maximum(best[free], 0.0).sum() + best[must].sum() + prices.team @ problem.budget)
    visits = float(visited.sum())
    for floor, price in zip(problem.floors, prices.floor, strict=True):
        kept = float(visited[floor.members].sum()) - floor.share * visits
        total -= float(price) * min(floor.number, kept)
    if problem.places is not None:
        total += sum(float(problem.places[hamlet]) * price for hamlet, price in prices.hamlet.items())
    usual = float(np.median(problem.value[visited])) if visited.any() else 0.0
    open_to = free | must
    return total - _lost_in_whole_lists(problem, prices, margin, np.where(open_to, best, -np.inf), REACH * usual)


def _lost_in_whole_lists(problem: Problem, prices: Prices, margin: Floats, best: Floats, reach: float) -> float:
    """Return what the teams' best whole lists fall short of the Lagrangian, at least, all together.

    A list with a visit beyond ``reach`` on the wrong side loses ``reach`` by that alone; so does not more than that
    count for a team, and visits beyond it need no look.
    """
    home = problem.household
    charge = _charges(problem, margin, best, reach)
    margin = np.where(best[home] > -np.inf, margin - charge[home], -np.inf)
    sure = margin > reach
    teams = len(problem.budget)
    room = problem.budget - np.bincount(problem.team[sure], problem.minutes[sure], teams)
    near = np.flatnonzero(np.abs(margin) <= reach)
    near = near[np.argsort(problem.team[near], kind="stable")]
    starts = np.searchsorted(problem.team[near], np.arange(teams + 1))
    total = 0.0
    for team in range(teams):
        pairs, price = near[starts[team] : starts[team + 1]], float(prices.team[team])
        if room[team] < 0:
            total += reach
            continue
        minutes = problem.minutes[pairs].astype(np.int64)
        _, loss = best_list(minutes, margin[pairs] + price * minutes, price, int(room[team] + 1e-9))
        total += min(max(loss, 0.0), reach)
    return total


def _charges(problem: Problem, margin: Floats, best: Floats, reach: float) -> Floats:
    """Return what each household is charged for its one visit, (n,): half-way between its two highest margins.

    Never below zero, but for those who must be visited though no team gains by it. A next margin further below than
    ``reach`` is no rival.
    """
    near = np.flatnonzero(margin > -reach)
    order = near[np.lexsort((margin[near], problem.household[near]))]
    home = problem.household[order]
    last = np.flatnonzero(np.r_[home[1:] != home[:-1], len(home) > 0])
    rival = last[last > 0] - 1
    rival = rival[home[rival] == home[rival + 1]]
    found = np.zeros(problem.households)
    found[home[rival]] = np.maximum((margin[order[rival]] + margin[order[rival + 1]]) / 2, 0.0)
    return np.where(problem.mandatory & np.isfinite(best), np.minimum(best, 0.0) + found * (best > 0), found)
