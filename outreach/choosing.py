"""The teams choose their lists, one after another, each once and for all, with an eye on what floors still need.

Some visits are fixed (``rounding``); the rest of each team's minutes goes to a list of those who have no visit. That is
its best list (``knapsack.best_list``). With floors, such lists would leave some floors short and others with more than
they ask, which costs value, too; so a list is worth what its visits are worth and what they do for the floors
(``Outlook``), and of the lists that are best at several prices of the floors a team takes the one that is worth most.
Nothing is timed and nothing is drawn: the same problem gives the same plan.

A higher value never loses a place here. What the lists are held against (prices, which visits there are, what is still
to come) rests on those who have a visit. Somebody's higher value raises every list that he is on and no other, so that
the chosen list stays chosen while he is on it; and a team that still chooses a list without him chooses the one that it
chose before (the condition that Lehmann, O'Callaghan and Shoham 2002 call monotonicity: whoever is once chosen stays).
Where limits of hamlets decide who is looked at, that isn't promised.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from .knapsack import best_list
from .problem import Bools, Floats, Ints
from .programme import SCALE, Programme
from .rounding import NOBODY, Draft

REACH = 0.5
"""Of many pairs those are looked at whose worth is below what their minutes cost by no more than this part of a usual
visit."""
MANY = 5_000
"""Pairs of one team from which on only those within reach are looked at."""
LAST = 20
"""So many teams, the last ones, look at lists at several prices of floors: what they leave undone, nobody mends."""
TOWARDS = (0.0, 0.15, 0.4)
"""Prices looked at: so far from the programme's to what floors are worth as things stand."""
TIMES = (0.0, 0.5, 1.5, 2.0)
"""Times its own price, and what being short costs beside it, for each of the floors farthest from balance."""
FLOORS = 3
AHEAD = 0.5
"""Visits that a floor should have more than it asks."""
DOUBT = 2.0
"""How far off what is still to come can be: so many times the root of the visits that a floor is to get by it."""
LEAST_PRICE = 0.02
"""No floor counts less than this part of a usual visit, so that those which the programme keeps without a price are
watched as well."""
SHORT_COSTS = 0.3
"""Of a usual visit: what a visit that a floor is short costs at least beside its price, once hardly anybody can make up
for it."""


@dataclass(frozen=True)
class Offer:
    """The pairs that one team chooses among: each's household, minutes, worth, and the floors that count it."""

    pairs: Ints
    home: Ints
    minutes: Ints
    worth: Floats
    member: Floats

    def of(self, listed: Ints) -> Offer:
        """Return some of the pairs."""
        return Offer(*(part[listed] for part in vars(self).values()))


class Lists:
    """The teams' lists while they are chosen, with how many visits each floor has by now."""

    def __init__(self, programme: Programme, fixed: Draft) -> None:
        """``fixed`` are the visits that stay; the programme's prices are those at which they were wanted."""
        problem = programme.problem
        self.programme, self.problem, self.prices = programme, problem, programme.prices
        self.draft = fixed.copy()
        pairs = fixed.chosen()
        homes = problem.household[pairs]
        self.usual = programme.unit * float(np.median(problem.value[homes])) if len(homes) else SCALE
        self.margin = programme.worth + programme.premium(programme.prices)
        self.membership = programme.membership
        self.inside = np.asarray(self.membership[homes].sum(axis=0)).ravel()
        self.visits = len(homes)
        self.least = np.maximum(self.prices.floor, LEAST_PRICE * self.usual)
        self._foresee(pairs)

    def _foresee(self, pairs: Ints) -> None:
        """Foresee what each team will still do, by its fixed visits: how many visits, and what part for each floor."""
        problem, teams = self.problem, len(self.problem.budget)
        team = problem.team[pairs]
        count = np.bincount(team, minlength=teams)
        usual = np.bincount(team, problem.minutes[pairs], teams) / np.maximum(count, 1)
        self.to_come = self.draft.left / np.where(count > 0, usual, float(np.median(problem.minutes)))
        member = self.membership[problem.household[pairs]]
        by_team = csr_matrix((np.ones(len(team)), (team, np.arange(len(team)))), (teams, len(team)))
        inside = (by_team @ member).toarray()
        self.overall = self.inside / max(self.visits, 1)
        self.part = (inside + self.overall) / (count + 1)[:, None]

    def choose(self) -> None:
        """Let all teams choose; those with few households first, as those with many find whom floors still need."""
        order = np.argsort(np.diff(self.problem.by_team[1]), kind="stable")
        for at, team in enumerate(map(int, order)):
            usually = self.to_come[team]
            self.to_come[team] = 0.0
            self._make(team, self._list(team, usually, several=len(order) - at <= LAST))

    def _list(self, team: int, usually: float, *, several: bool) -> Offer:
        """Return the list that the team takes; it would ``usually`` be so many visits."""
        offer = self._offer(team)
        if not self.problem.floors:
            return offer.of(self._best(team, offer, self.prices.floor))
        outlook = self.outlook(last=several)
        now = outlook.price(outlook.surplus(self.part[team] * usually, usually))
        tried = [now, *(self._several(outlook, now) if several else ())]
        lists = [offer.of(self._best(team, offer, price)) for price in tried]
        return max(lists, key=lambda found: outlook.worth(found.worth, found.member))  # the first of equals

    def _several(self, outlook: Outlook, now: Floats) -> list[Floats]:
        """Return further prices of floors to look at, (floors,) each."""
        price = self.least
        found = [price + part * (now - price) for part in TOWARDS]
        for floor in np.argsort(-np.abs(now - price), kind="stable")[:FLOORS]:
            for other in (*(times * price[floor] for times in TIMES), price[floor] + outlook.short_costs[floor]):
                found.append(price.copy())
                found[-1][floor] = other
        return found

    def outlook(self, *, last: bool) -> Outlook:
        """Return what is still to come, and how far off that can be; only the ``last`` teams count what short costs."""
        return Outlook(
            price_at_balance=self.least,
            short_costs=np.maximum(SHORT_COSTS * self.usual - self.least, 0.0) * last,
            inside=self.inside + self.to_come @ self.part,
            visits=self.visits + float(self.to_come.sum()),
            numbers=self.programme.numbers,
            shares=self.programme.shares,
            doubt=AHEAD + DOUBT * np.sqrt(float(self.to_come.sum()) * self.overall),
        )

    def _offer(self, team: int) -> Offer:
        """Return whom the team chooses among: who has no visit, each for himself near enough to the prices."""
        problem = self.problem
        pairs = problem.of_team(team)
        pairs = pairs[self.draft.pair[problem.household[pairs]] == NOBODY]
        if len(pairs) > MANY:
            cost = self.prices.team[team] * problem.minutes[pairs]
            pairs = pairs[self.margin[problem.household[pairs]] - cost >= -REACH * self.usual]
        home = problem.household[pairs]
        minutes = problem.minutes[pairs].astype(np.int64)
        return Offer(pairs, home, minutes, self.programme.worth[home], self.membership[home].toarray())

    def _best(self, team: int, offer: Offer, floor_price: Floats) -> Ints:
        """Return positions in the offer of the list that is best at the floors' prices."""
        gains = offer.worth + offer.member @ floor_price - float(self.programme.shares @ floor_price)
        able = np.arange(len(gains))
        if self.draft.room is not None:
            able = np.flatnonzero(self._within_caps(offer.home, gains))
        room = int(self.draft.left[team] + 1e-9)
        listed, _ = best_list(offer.minutes[able], gains[able], float(self.prices.team[team]), room)
        return able[listed]

    def _within_caps(self, homes: Ints, gains: Floats) -> Bools:
        """Return who may be looked at so that no list exceeds a hamlet's limit: as many as it takes, the best first."""
        hamlet, room = self.problem.hamlet, self.draft.room
        assert hamlet is not None and room is not None
        where = hamlet[homes]
        order = np.lexsort((homes, -gains, where))
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order)) - np.searchsorted(where[order], where[order])
        return (where < 0) | (place < room[where])

    def _make(self, team: int, found: Offer) -> None:
        """Plan the visits of a list."""
        self.draft.take_all(found.pairs)
        self.inside = self.inside + found.member.sum(axis=0)
        self.visits += len(found.pairs)


@dataclass(frozen=True)
class Outlook:
    """What floors are worth to a list, by what they have and what is still to come from teams that choose later.

    Near balance a visit is worth a floor's price, more where it will be short, up to twice the price and what being
    short costs; less where it will have more than it asks, down to nothing: in a smooth curve, the wider the more is
    still to come. All arrays are (floors,).
    """

    price_at_balance: Floats
    short_costs: Floats
    inside: Floats
    visits: float
    numbers: Floats
    shares: Floats
    doubt: Floats

    def surplus(self, inside: Floats, visits: float) -> Floats:
        """Return what floors will have beyond what they ask with further visits, below zero where they'll be short."""
        return np.asarray(self.inside + inside - self.numbers - self.shares * (self.visits + visits))

    def price(self, surplus: Floats) -> Floats:
        """Return what one visit more is worth to each floor."""
        near, far = surplus - AHEAD, surplus + self.doubt
        return np.asarray(
            self.price_at_balance * (1 - near / np.hypot(near, self.doubt))
            + self.short_costs / 2 * (1 - far / np.hypot(far, self.doubt))
        )

    def worth(self, worth: Floats, member: Floats) -> float:
        """Return what a list is worth: its visits (m,), and what they do for floors; which counts where is ``member``
        (m, floors)."""
        surplus = self.surplus(member.sum(axis=0), len(worth))
        near, far = surplus - AHEAD, surplus + self.doubt
        for_floors = self.price_at_balance * (near - np.hypot(near, self.doubt))
        for_floors += self.short_costs / 2 * (far - np.hypot(far, self.doubt))
        return float(worth.sum() + for_floors.sum())


def chosen_lists(programme: Programme, fixed: Draft) -> Draft:
    """Return the fixed visits with the teams' lists added."""
    lists = Lists(programme, fixed)
    lists.choose()
    return lists.draft
