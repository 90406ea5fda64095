"""Hours to visits: a linear programme, rounded up within minutes held back for it, filled exactly, held to its bound.

**Reduction.** The programme holds the households within reach of some team's hours. Its prices are then put to every
household left outside: whose value is below what any team's minutes for it cost (with what floors add) has no
positive reduced cost, so that bringing it in can't improve the programme; whoever isn't below is brought in, and it is
solved again from where it stood. At the end nobody outside could enter: its optimum is that of all pairs. The bound is
the Lagrangian at its prices over all pairs, which holds whatever was left out (Fisher 1981).

**Rounding.** The list is made at budgets from which each team's ``RESERVE`` visits are held back. Every household that
the programme wants there, in whole or in part, gets its visit (``rounding.rounded_up``); what is left of the hours goes
to the best set of the others (``rounding.Fill``). From this follow, without floors and caps:

- *A higher risk never loses a place.* A household's share in an optimum never falls as its value rises, for
  (v' − v)·(x' − x) ≥ 0 between optima. One that was wanted stays wanted; where one wasn't and still isn't, prices and
  hours left are as before, and an exact best set keeps a member that became worth more.
- *More hours never lower the value*, where they grow by what is held back or more: the dual is submodular in the
  prices, so that all prices fall and nobody who was wanted ceases to be (Topkis 1978), and the rounded list at the
  higher hours is worth at least the whole programme at the lower ones. In between, whole visits may leave minutes over;
  ``simulate`` then keeps the plan of fewer hours. Up to ``SMALL`` pairs the plan is the exact optimum, and both hold
  without exception.

Where there are floors (and no hamlet's limit), nothing is held back: the programme's list is rounded at the whole
hours, each team gives back a few visits and they choose again, exactly, at prices that watch the floors
(``exchange.exchanged``). With floors or hamlets' limits the two are not promised beyond ``SMALL`` pairs.

Among households that cost the same and count for the same promises, the list goes strictly by value, then rank.
"""

from __future__ import annotations

import numpy as np

from .exchange import exchanged
from .keeping import keep_floors, shortfalls, strictly_by_value
from .problem import Allocation, Bools, Floats, Ints, Prices, Problem
from .programme import Programme
from .rounding import NOBODY, Draft, Fill, rounded_up

SMALL = 300
"""Up to so many pairs the plan is the exact optimum of whole visits."""
RESERVE = 5.0
"""Visits of the team's median cost that are held back for rounding; at least its dearest one."""
SPARE = 1.3
"""The first candidates reach as far as this many times each team's hours, in order of value a minute."""
MOST_ROUNDS = 40
MOST_OF_A_TEAM = 40
"""Households that one team brings into the programme at once, where many are missed."""


def allocate(problem: Problem) -> Allocation:
    """Return the plan: pairs within each team's minutes, no household twice, promises kept as far as they can be."""
    nothing = Allocation(
        np.zeros(0, np.int64), 0.0, Prices(np.zeros(len(problem.budget)), np.zeros(len(problem.floors))), (),
        np.zeros(0, bool),
    )  # fmt: skip
    if len(problem.household) == 0:
        return Allocation(**{**vars(nothing), "relaxed": shortfalls(problem, nothing.chosen)})
    small = len(problem.household) <= SMALL
    everyone = np.ones(problem.households, bool)
    programme = Programme(problem, everyone if small else within_reach(problem))
    price_out(programme)
    return finish(programme)


def finish(programme: Programme) -> Allocation:
    """Return the whole plan of a programme that has been priced out at the problem's budgets."""
    problem = programme.problem
    prices = programme.prices
    if len(problem.household) <= SMALL:
        chosen = programme.columns[programme.solve_whole() > 0]
    else:
        chosen = whole_visits(programme)
    chosen = strictly_by_value(problem, np.sort(chosen))
    relaxed = shortfalls(problem, chosen)
    told = Prices(
        prices.team / programme.unit, prices.floor / programme.unit,
        {hamlet: price / programme.unit for hamlet, price in prices.hamlet.items()},
    )  # fmt: skip
    bound = bound_of(programme, told, chosen)
    home = problem.household[chosen]
    own = problem.value[home] - told.team[problem.team[chosen]] * problem.minutes[chosen]
    in_some = np.asarray(programme.membership[home].sum(axis=1)).ravel() > 0
    for_floor = in_some & (own < -1e-6 * problem.value[home])
    value = float(problem.value[home].sum())
    return Allocation(chosen, max(bound, value), told, relaxed, for_floor & (programme.premium(prices)[home] > 0))


def within_reach(problem: Problem) -> Bools:
    """Return which households stand within the reach of some team's hours, or of a floor; prices bring in the rest."""
    kept = problem.mandatory.copy()
    for team, budget in enumerate(problem.budget):
        pairs = problem.of_team(team)
        if len(pairs):
            kept[problem.household[pairs[_first(problem, pairs, SPARE * budget + 600)]]] = True
    visits = problem.budget.sum() / max(float(np.median(problem.minutes)), 1.0)
    served = np.zeros(problem.households, bool)
    served[problem.household] = True
    for floor in problem.floors:
        there = floor.members[served[floor.members]]
        wanted = int(1.5 * floor.wanted(visits)) + 20
        kept[there[np.lexsort((problem.rank[there], -problem.value[there]))[:wanted]]] = True
    return kept


def _first(problem: Problem, pairs: Ints, minutes: float) -> Ints:
    """Return positions of a team's pairs that are worth most a minute, until the minutes are spent."""
    density = problem.value[problem.household[pairs]] / problem.minutes[pairs]
    most = min(int(minutes / problem.minutes[pairs].min()) + 1, len(pairs))
    best = np.argpartition(-density, most - 1)[:most]
    best = best[np.lexsort((best, -density[best]))]
    return best[np.cumsum(problem.minutes[pairs[best]]) <= minutes]


def price_out(programme: Programme) -> None:
    """Solve, and bring in whom the prices show to have been missed, until nobody outside could improve it."""
    problem = programme.problem
    for _ in range(MOST_ROUNDS):
        programme.solve()
        gain = _reduced(programme)
        missed = np.flatnonzero((gain > 1e-7) & ~programme.kept)
        if not len(missed):
            return
        if len(missed) > MOST_OF_A_TEAM * len(problem.budget) // 4:
            missed = _most_missed(programme, gain)
        more = np.zeros(problem.households, bool)
        more[missed] = True
        programme.add(more)


def _most_missed(programme: Programme, gain: Floats) -> Ints:
    """Return the households that each team misses most, so that prices far off don't bring in half the province."""
    problem = programme.problem
    pairs = np.flatnonzero(((gain > 1e-7) & ~programme.kept)[problem.household])
    home, team = problem.household[pairs], problem.team[pairs]
    worth = (programme.worth + programme.premium(programme.prices))[home]
    order = np.lexsort((pairs, problem.minutes[pairs] * programme.prices.team[team] - worth, team))
    place = np.arange(len(order)) - np.searchsorted(team[order], team[order])
    return np.unique(home[order[place < MOST_OF_A_TEAM]])


def _reduced(programme: Programme) -> Floats:
    """Return each household's gain above what its cheapest team's minutes cost, (n,), in the programme's unit."""
    problem, prices = programme.problem, programme.prices
    cost = -problem.most(-prices.team[problem.team] * problem.minutes, -np.inf)
    return programme.worth + programme.premium(prices) - cost


def whole_visits(programme: Programme) -> Ints:
    """Return the pairs of the rounded and filled plan."""
    problem = programme.problem
    prices = programme.prices
    if problem.floors and problem.hamlet_cap is None:
        worth = programme.worth + programme.premium(prices)
        draft = exchanged(programme, rounded_up(problem, programme.columns, programme.share, worth), prices)
    else:
        draft = _within_less(programme)
        programme.prices = prices
    keep_floors(draft)
    return draft.chosen()


def _within_less(programme: Programme) -> Draft:
    """Return the plan that is rounded up within less than the hours, and filled."""
    problem = programme.problem
    budget = np.maximum(problem.budget - held_back(problem), 0.0)
    programme.promise(float(budget.sum() / problem.budget.sum()))
    programme.set_budget(budget)
    price_out(programme)
    worth = programme.worth + programme.premium(programme.prices)
    draft = rounded_up(problem, programme.columns, programme.share, worth)
    fill = Fill(problem, worth, programme.prices.team)
    for team in range(len(problem.budget)):
        fill.spend(draft, team)
    programme.promise(1.0)
    programme.set_budget(problem.budget)
    return draft


def held_back(problem: Problem) -> Floats:
    """Return each team's minutes that are held back for rounding, (k,); they depend on costs alone."""
    found = np.zeros(len(problem.budget))
    for team in range(len(problem.budget)):
        minutes = problem.minutes[problem.of_team(team)]
        if len(minutes):
            found[team] = max(RESERVE * float(np.median(minutes)), float(minutes.max()))
    return found


def bound_of(programme: Programme, prices: Prices, chosen: Ints) -> float:
    """Return the value that no plan within these hours can exceed that keeps what this one keeps of its promises.

    The Lagrangian at the prices, over all pairs; a floor counts as far as the plan keeps it, and a mandatory household
    that the plan visits as visited.
    """
    problem = programme.problem
    cost = -problem.most(-prices.team[problem.team] * problem.minutes, -np.inf)
    gain = problem.value + programme.premium(prices) - cost
    visited = np.zeros(problem.households, bool)
    visited[problem.household[chosen]] = True
    must = problem.mandatory & visited
    free = ~problem.mandatory
    total = float(np.maximum(gain[free], 0.0).sum() + gain[must].sum() + prices.team @ problem.budget)
    visits = len(chosen)
    for floor, price in zip(problem.floors, prices.floor, strict=True):
        kept = float(visited[floor.members].sum()) - floor.share * visits
        total -= float(price) * min(floor.number, kept)
    if problem.places is not None:
        total += sum(float(problem.places[hamlet]) * price for hamlet, price in prices.hamlet.items())
    return total


__all__ = ["NOBODY", "Draft", "allocate", "finish", "held_back", "price_out", "within_reach"]
