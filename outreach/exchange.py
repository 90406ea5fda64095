"""Where floors bind: each team's last visits are given back and chosen again, exactly, at prices that watch the floors.

Rounding leaves some floors with more visits than they ask and others with fewer, and both cost value. Here every team
gives back the visits that are worth least above their price, and then the teams choose one after another, each the
best set for its minutes (Bellman 1957) among its own visits and the households that have none. A floor's price falls a
little while it has more visits than it asks and rises while it is short, from team to team within a round and from
round to round (Fisher 1981). Of all the plans met, with floors mended, the one is returned that keeps most of the
promises and is worth most; the plan that came in is among them, so that it is never made worse. The number of rounds is
fixed, not the time, and nothing is drawn: the same problem gives the same plan.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from .keeping import keep_floors
from .problem import Bools, Floats, Ints, Prices, Problem
from .programme import Programme
from .rounding import NOBODY, Draft, best_set, few_per_cost

GIVEN_BACK = (3, 4, 3, 5, 3, 2)
"""Visits that each team gives back, a round each: the freedom in which exact sets and floors are found."""
STEP = 0.02
"""The part by which a floor's price changes at most, in a round and, as things stand, at a team."""
FAR = 4.0
"""Visits away from what a floor should have at which its price changes by the whole step."""
SPARE_VISITS = 1.0
"""What a floor should have more than it asks while lists are chosen."""
REACH = 0.5
"""Looked at are pairs whose worth is below what their minutes cost by no more than this part of a usual visit."""
MOST_LOOKED_AT = 160
"""Households that one team's choice looks at, those worth most above their price first."""


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
    start = np.searchsorted(near, planned)
    best, floor_prices = _mended(Lists(programme, few, start, prices).draft), prices.floor
    for turn, visits in enumerate(GIVEN_BACK):
        lists = Lists(programme, few, start, replace(prices, floor=floor_prices))
        teams = np.arange(len(few.budget))[:: 1 if turn % 2 == 0 else -1]
        for team in teams:
            lists.give_back(int(team), visits)
        for team in (*teams, *teams):
            lists.choose(int(team))
        best = min(best, _mended(lists.draft), key=_standing)
        floor_prices = lists.watched()
    found = Draft(problem)
    for pair in near[best.chosen()]:
        found.take(int(pair))
    return found


def _standing(draft: Draft) -> tuple[int, float, float]:
    """Return what plans are compared by, lower first: mandatory visits missed, visits floors are short, value."""
    visited = draft.pair != NOBODY
    visits = float(visited.sum())
    floors = draft.problem.floors
    short = sum(max(math.ceil(f.wanted(visits) - 1e-9) - int(visited[f.members].sum()), 0) for f in floors)
    missed = int((draft.problem.mandatory & ~visited).sum())
    return missed, float(short), -float(draft.problem.value[visited].sum())


def _mended(draft: Draft) -> Draft:
    """Return a copy with its floors mended."""
    found = Draft(draft.problem)
    found.pair, found.left = draft.pair.copy(), draft.left.copy()
    keep_floors(found)
    return found


class Lists:
    """The teams' lists while they are chosen again, with how many visits each floor has by now."""

    def __init__(self, programme: Programme, few: Problem, planned: Ints, prices: Prices) -> None:
        self.problem, self.prices = few, prices
        self.gain = programme.worth
        self.homes = np.unique(few.household)
        self.place = np.searchsorted(self.homes, few.household)
        self.member = programme.membership[self.homes].toarray()
        self.shares = programme.shares
        self.numbers = np.array([floor.number for floor in few.floors])
        self.draft = Draft(few)
        self.draft.pair[few.household[planned]] = planned
        self.draft.left -= np.bincount(few.team[planned], few.minutes[planned], len(few.budget))
        self.inside = self.member[self.place[planned]].sum(axis=0)
        self.visits = len(planned)

    def watched(self) -> Floats:
        """Return the floors' prices as things stand: higher for those that are short, lower for those with plenty."""
        asked = np.ceil(self.numbers + self.shares * self.visits - 1e-9)
        away = (self.inside - asked - SPARE_VISITS) / FAR
        return np.asarray(self.prices.floor * (1 - STEP * np.clip(away, -1, 1)))

    def _worth(self, pairs: Ints) -> Floats:
        """Return what a visit to each pair's household gains, the floors' prices included."""
        floor = self.watched()
        own = self.gain[self.problem.household[pairs]] + self.member[self.place[pairs]] @ floor
        return np.asarray(own - float(self.shares @ floor))

    def give_back(self, team: int, visits: int) -> None:
        """Take back so many of the team's visits: those worth least above the team's price, none that is mandatory."""
        problem = self.problem
        pairs = problem.of_team(team)
        pairs = pairs[self.draft.pair[problem.household[pairs]] == pairs]
        pairs = pairs[~problem.mandatory[problem.household[pairs]]]
        margin = self._worth(pairs) - self.prices.team[team] * problem.minutes[pairs]
        for pair in pairs[np.argsort(margin, kind="stable")[:visits]]:
            self._count(int(pair), -1)

    def choose(self, team: int) -> None:
        """Choose the team's list anew among its own and those who have no visit, where that gains something.

        Left as they are: whose margin at the team's price is further from zero than all that the present list loses
        against the price, for they are in every better list, or in none (Dantzig 1957).
        """
        problem, draft = self.problem, self.draft
        pairs = problem.of_team(team)
        now = draft.pair[problem.household[pairs]]
        pairs = pairs[(now == NOBODY) | (now == pairs)]
        minutes = problem.minutes[pairs].astype(np.int64)
        mine, gains = draft.pair[problem.household[pairs]] == pairs, self._worth(pairs)
        price, left = float(self.prices.team[team]), float(draft.left[team])
        margin = gains - price * minutes
        loss = price * left - margin[mine & (margin < 0)].sum() + margin[~mine & (margin > 0)].sum()
        open_to_change = np.abs(margin) <= loss * (1 + 1e-9)
        stays = ~open_to_change & (margin > 0)
        room = int(left + minutes[mine].sum() - minutes[stays].sum() + 1e-9)
        if room <= 0:
            return
        able = _looked_at(
            np.flatnonzero(open_to_change & (minutes <= room) & (gains > 0)), minutes, gains, margin, room
        )
        new = stays
        new[able[best_set(minutes[able], gains[able], room)]] = True
        self._take_over(pairs, mine, new, gains)

    def _take_over(self, pairs: Ints, mine: Bools, new: Bools, gains: Floats) -> None:
        """Make ``new`` the team's list in place of ``mine``, where it gains more."""
        if gains[new].sum() - gains[mine].sum() <= 1e-12 * abs(gains[mine].sum()):
            return
        for pair in pairs[mine & ~new]:
            self._count(int(pair), -1)
        for pair in pairs[new & ~mine]:
            self._count(int(pair), 1)

    def _count(self, pair: int, sign: int) -> None:
        if sign > 0:
            self.draft.take(pair)
        else:
            self.draft.drop(pair)
        self.inside = self.inside + sign * self.member[self.place[pair]]
        self.visits += sign


def _looked_at(able: Ints, minutes: Ints, gains: Floats, margin: Floats, room: int) -> Ints:
    """Return those of ``able`` that the choice looks at: of each cost as many as fit, then the highest margins."""
    if len(able) <= MOST_LOOKED_AT:
        return able
    able = able[few_per_cost(minutes[able], gains[able], room)]
    return np.sort(able[np.argsort(-margin[able], kind="stable")[:MOST_LOOKED_AT]])
