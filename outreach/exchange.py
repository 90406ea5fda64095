"""Where floors bind: teams' lists chosen again, one after another, at prices that settle on what floors need.

Rounding leaves some floors with more visits than they ask and others with fewer, and both cost value. Here each team's
list is chosen again exactly at the programme's prices, and the price of a floor rises while it is short and falls while
it has more than it asks (Fisher 1981). Of all the plans met, with floors mended, the one is returned that keeps most of
the promises and is worth most; the plan that came in is among them, so that it is never made worse. The number of
rounds is fixed, not the time, and nothing is drawn: the same problem gives the same plan.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from .keeping import keep_floors
from .problem import Floats, Ints, Prices, Problem
from .programme import Programme
from .rounding import NOBODY, Draft, best_set

ROUNDS = 6
STEP = 0.06
"""The part by which a floor's price changes in the first round; less in later ones."""
REACH = 0.5
"""Exchanged are pairs whose worth is below what their minutes cost by no more than this part of a usual visit."""


def exchanged(programme: Programme, draft: Draft, prices: Prices) -> Draft:
    """Return the best plan met with floors kept as far as they can be; at ``prices`` (in the programme's unit)."""
    problem = programme.problem
    worth = programme.worth + programme.premium(prices)
    margin = worth[problem.household] - prices.team[problem.team] * problem.minutes
    planned = draft.chosen()
    usual = float(np.median(worth[problem.household[planned]])) if len(planned) else 0.0
    taken = np.zeros(len(margin), bool)
    taken[planned] = True
    near = np.flatnonzero((margin >= -REACH * usual) | taken)
    few = replace(
        problem, household=problem.household[near], team=problem.team[near], minutes=problem.minutes[near]
    )  # fmt: skip
    lists = Lists(few, np.searchsorted(near, planned), prices.team)
    best, kept = _mended(lists.draft), prices.floor
    for turn in range(ROUNDS):
        lists.worth = programme.worth + programme.premium(replace(prices, floor=kept))
        for team in range(len(few.budget)):
            lists.choose(team)
        best = min(best, _mended(lists.draft), key=_standing)
        spare = _spare(lists.draft)
        kept = kept * (1 - STEP / (1 + turn / 2) * np.clip(spare / 2, -1, 1))
    found = Draft(problem)
    for pair in near[best.chosen()]:
        found.take(int(pair))
    return found


def _spare(draft: Draft) -> Floats:
    """Return how many visits each floor has more than it asks, (number of floors,); below zero where it is short."""
    visited = draft.pair != NOBODY
    visits = float(visited.sum())
    floors = draft.problem.floors
    return np.array([visited[f.members].sum() - math.ceil(f.wanted(visits) - 1e-9) for f in floors], float)


def _standing(draft: Draft) -> tuple[int, float, float]:
    """Return what plans are compared by, lower first: mandatory visits missed, visits floors are short, value."""
    visited = draft.pair != NOBODY
    missed = int((draft.problem.mandatory & ~visited).sum())
    return missed, float(-np.minimum(_spare(draft), 0).sum()), -float(draft.problem.value[visited].sum())


def _mended(draft: Draft) -> Draft:
    """Return a copy with its floors mended."""
    found = Draft(draft.problem)
    found.pair, found.left = draft.pair.copy(), draft.left.copy()
    keep_floors(found)
    return found


class Lists:
    """The teams' lists while they are chosen again; ``worth`` (n,) is what a visit gains, floors' prices included."""

    def __init__(self, problem: Problem, planned: Ints, prices: Floats) -> None:
        self.problem = problem
        self.prices = prices
        self.draft = Draft(problem)
        self.draft.pair[problem.household[planned]] = planned
        self.draft.left -= np.bincount(problem.team[planned], problem.minutes[planned], len(problem.budget))
        self.worth = problem.value

    def choose(self, team: int) -> None:
        """Choose the team's list anew among its own and those who have no visit, where that gains something.

        Left as they are: whose margin at the team's price is further from zero than all that the present list loses
        against the price, for they are in every better list, or in none (Dantzig 1957).
        """
        problem, draft = self.problem, self.draft
        pairs = problem.of_team(team)
        now = draft.pair[problem.household[pairs]]
        pairs = pairs[(now == NOBODY) | (now == pairs)]
        home, minutes = problem.household[pairs], problem.minutes[pairs]
        mine, gains = draft.pair[home] == pairs, self.worth[home]
        margin = gains - self.prices[team] * minutes
        left = float(draft.left[team])
        loss = self.prices[team] * left - margin[mine & (margin < 0)].sum() + margin[~mine & (margin > 0)].sum()
        core = np.abs(margin) <= loss * (1 + 1e-9)
        stays = ~core & (margin > 0)
        room = int(left + minutes[mine].sum() - minutes[stays].sum() + 1e-9)
        if room <= 0:
            return
        able = np.flatnonzero(core & (minutes <= room))
        new = stays.copy()
        new[able[best_set(minutes[able].astype(np.int64), gains[able], room)]] = True
        if gains[new].sum() - gains[mine].sum() <= 1e-12 * gains[mine].sum():
            return
        for pair in pairs[mine & ~new]:
            draft.drop(int(pair))
        for pair in pairs[new & ~mine]:
            draft.take(int(pair))
