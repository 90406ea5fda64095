"""The teams choose their lists, one after another, each exactly; where promises bind, again and again, watching them.

Some visits are fixed (``rounding``); the rest of each team's minutes goes to the best list of those who have no visit
(``knapsack.best_list``). Without floors and hamlets' limits that is done once. With them, whole visits leave some
floors with more than they ask and others short, and both cost value: so the teams choose again, in rounds. A floor's
price falls a little while it has more than it asks and rises while it is short, from team to team within a round and
from round to round (Fisher 1981). From the best of these plans each team then tries, again and again, the lists that
are best when one floor's price differs, and keeps one that gains, what floors are short counted against it. The rounds
are counted, not timed, and nothing is drawn: the same problem gives the same plan.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .knapsack import best_list
from .problem import Bools, Floats, Ints, Prices
from .programme import SCALE, Programme
from .rounding import NOBODY, Draft

SPARE_VISITS = (1.0, 0.5, 0.0, 1.0, 0.5, 0.0, 1.0, 0.5, 0.0)
"""What a floor should have more than it asks while lists are chosen, a round each."""
STEP = 0.02
"""How much a floor's price changes at most as things stand, in usual visits; from round to round a fifth of it."""
FAR = 4.0
"""Visits away from what a floor should have at which its price changes by the whole step."""
OTHER_PRICES = (0.03, 0.1)
"""By how much, in usual visits, one floor's price differs where teams try other lists."""
MOST_ROUNDS = 8
SHORT_COSTS = 1.5, 0.1
"""What a visit that a floor is short counts: so many times its price, and so much of a usual visit."""
MORE_COSTLY = 3.0
"""Times as much from round to round, while the floor stays short."""
REACH = 0.5
"""Looked at are pairs whose worth is below what their minutes cost by no more than this part of a usual visit."""


@dataclass(frozen=True)
class Offer:
    """The pairs that one team chooses among: each's household, minutes, worth, and the floors that count it."""

    pairs: Ints
    home: Ints
    minutes: Ints
    worth: Floats
    member: Floats


@dataclass(frozen=True)
class Change:
    """A team's other list: which of its offer leave and enter, and what worth, floors' visits and visits change by."""

    leaving: Ints
    entering: Ints
    worth: float
    inside: Floats
    visits: int


class Lists:
    """The teams' lists while they are chosen, with how many visits each floor has by now."""

    def __init__(self, programme: Programme, fixed: Draft, prices: Prices) -> None:
        """``fixed`` are the visits that stay; ``prices``, in the programme's unit, are where floors' prices begin."""
        problem = programme.problem
        self.programme, self.problem, self.prices = programme, problem, prices
        self.draft, self.fixed, self.room = fixed.copy(), fixed.pair, fixed.left
        planned = problem.household[fixed.chosen()]
        self.usual = programme.unit * float(np.median(problem.value[planned])) if len(planned) else SCALE
        self.numbers = np.array([floor.number for floor in problem.floors])
        self.floor_price = prices.floor
        size = np.diff(problem.by_team[1])
        self.order = np.argsort(size, kind="stable")
        """Teams with few households first: those with many find whom floors still need."""
        margin = programme.worth + programme.premium(prices)
        near = margin[problem.household] - prices.team[problem.team] * problem.minutes >= -REACH * self.usual
        self.offers = [self._offer(pairs[near[pairs]]) for pairs in map(problem.of_team, range(len(size)))]
        self.once = not problem.floors and fixed.room is None
        self.begin_from(fixed)

    def _offer(self, pairs: Ints) -> Offer:
        pairs = pairs[self.fixed[self.problem.household[pairs]] == NOBODY]
        home = self.problem.household[pairs]
        minutes = self.problem.minutes[pairs].astype(np.int64)
        return Offer(pairs, home, minutes, self.programme.worth[home], self.programme.membership[home].toarray())

    def begin_from(self, draft: Draft) -> None:
        """Take up the lists of a draft in which the fixed visits are."""
        self.draft = draft.copy()
        home = self.problem.household[draft.chosen()]
        self.inside = np.asarray(self.programme.membership[home].sum(axis=0)).ravel()
        self.visits = len(home)
        self.worth = float(self.programme.worth[home].sum())

    def surplus(self, change: Change | None = None) -> Floats:
        """Return each floor's visits beyond what it asks, below zero where it is short; after a change, if given."""
        visits, inside = self.visits, self.inside
        if change is not None:
            visits, inside = visits + change.visits, inside + change.inside
        return np.asarray(inside - np.ceil(self.numbers + self.programme.shares * visits - 1e-9))

    def watched(self, spare: float, step: float = STEP) -> Floats:
        """Return the floors' prices as things stand: higher for those that are short, lower for those with plenty."""
        away = np.clip((self.surplus() - spare) / FAR, -1, 1)
        return np.maximum(self.floor_price - step * self.usual * away, 0.0)

    def sweep(self, spare: float) -> None:
        """Let all teams choose, one after another."""
        for team in self.order:
            self.make(int(team), self.best(int(team), self.watched(spare)))
        self.floor_price = self.watched(spare, STEP / 5)

    def best(self, team: int, floor_price: Floats) -> Change:
        """Return the change to the team's best list at the floors' prices, among its own and those without a visit."""
        now = self.draft.pair[self.offers[team].home]
        listed, loss = self._choose(team, now, floor_price)
        if self.once and loss > REACH * self.usual:
            # Beyond the reach there could be better lists: where a choice is final, it is made among all pairs.
            self.offers[team] = self._offer(self.problem.of_team(team))
            now = self.draft.pair[self.offers[team].home]
            listed, _ = self._choose(team, now, floor_price)
        offer = self.offers[team]
        mine = now == offer.pairs
        leaving, entering = np.flatnonzero(mine & ~listed), np.flatnonzero(listed & ~mine)
        return Change(
            leaving, entering, float(offer.worth[entering].sum() - offer.worth[leaving].sum()),
            offer.member[entering].sum(axis=0) - offer.member[leaving].sum(axis=0), len(entering) - len(leaving),
        )  # fmt: skip

    def _choose(self, team: int, now: Ints, floor_price: Floats) -> tuple[Bools, float]:
        """Return which of the team's offer make its best list, and that list's loss at the team's price."""
        offer, shares = self.offers[team], self.programme.shares
        gains = offer.worth + offer.member @ floor_price - float(shares @ floor_price)
        able = np.flatnonzero((now == NOBODY) | (now == offer.pairs))
        if self.draft.room is not None:
            able = able[self._within_caps(offer.home[able], now[able] != NOBODY, gains[able])]
        listed = np.zeros(len(now), bool)
        found, loss = best_list(
            offer.minutes[able], gains[able], float(self.prices.team[team]), int(self.room[team] + 1e-9)
        )
        listed[able[found]] = True
        return listed, loss

    def _within_caps(self, homes: Ints, mine: Bools, gains: Floats) -> Bools:
        """Return who may be looked at so that no list exceeds a hamlet's limit: as many as it takes, the best first."""
        hamlet, room = self.problem.hamlet, self.draft.room
        assert hamlet is not None and room is not None
        where = hamlet[homes]
        places = room + np.bincount(where[mine & (where >= 0)], minlength=len(room))
        order = np.lexsort((homes, -gains, where))
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order)) - np.searchsorted(where[order], where[order])
        return (where < 0) | (place < places[where])

    def make(self, team: int, change: Change) -> None:
        """Make a change."""
        offer = self.offers[team]
        self.draft.swap(offer.pairs[change.leaving], offer.pairs[change.entering])
        self.inside, self.visits = self.inside + change.inside, self.visits + change.visits
        self.worth += change.worth

    def costs_of_short(self) -> Floats:
        """Return what a visit that a floor is short counts against a plan."""
        times, usual = SHORT_COSTS
        return np.asarray(times * self.prices.floor + usual * self.usual)

    def standing(self, costs: Floats, change: Change | None = None) -> float:
        """Return what the lists are worth, less what floors are short; after a change, if given."""
        worth = self.worth if change is None else self.worth + change.worth
        return worth + float(costs @ np.minimum(self.surplus(change), 0.0))

    def climb(self) -> None:
        """Let each team try the lists that are best when one floor's price differs, until none gains by it."""
        costs = self.costs_of_short()
        for _ in range(MOST_ROUNDS):
            changed = False
            for team in map(int, self.order):
                tried = [self.best(team, price) for price in self._other_prices()]
                gained = [self.standing(costs, change) for change in tried]
                at = int(np.argmax(gained))
                if gained[at] > self.standing(costs) + 1e-9 * self.usual:
                    self.make(team, tried[at])
                    changed = True
            short = self.surplus() < 0
            costs = np.where(short, MORE_COSTLY * costs, costs)
            if not (changed or short.any()):
                return

    def _other_prices(self) -> list[Floats]:
        """Return the floors' prices, and each time one changed: lower where there is more than asked, else higher."""
        found = [self.prices.floor]
        surplus = self.surplus()
        for floor in np.flatnonzero((surplus < 0) | ((surplus >= 1) & (self.prices.floor > 0))):
            for part in OTHER_PRICES:
                other = self.prices.floor.copy()
                other[floor] = max(other[floor] - part * self.usual * np.sign(surplus[floor]), 0.0)
                found.append(other)
        return found


def chosen_lists(programme: Programme, fixed: Draft, wanted: Ints, prices: Prices) -> Draft:
    """Return the fixed visits with the teams' lists added; ``prices`` are in the programme's unit.

    Where teams choose more than once, they begin with the pairs ``wanted`` at the whole hours, in order, as they fit.
    """
    lists = Lists(programme, fixed, prices)
    if lists.once:
        lists.sweep(0.0)
        return lists.draft
    begun = fixed.copy()
    for pair in wanted.tolist():
        if begun.fits(pair):
            begun.take(pair)
    lists.begin_from(begun)
    met = []
    for spare in SPARE_VISITS:
        lists.sweep(spare)
        met.append((lists.standing(lists.costs_of_short()), lists.draft.copy()))
    lists.begin_from(max(met, key=lambda plan: plan[0])[1])
    lists.climb()
    return lists.draft
