"""Hours to visits: a linear programme, rounded up within minutes held back, the rest chosen exactly; and its bound.

**Reduction.** The programme holds the households within reach of some team's hours. Its prices are then put to every
household left outside: whose value is below what any team's minutes for it cost (with what floors add) has no
positive reduced cost, so that bringing it in can't improve the programme; whoever isn't below is brought in, and it is
solved again from where it stood. At the end nobody outside could enter: its optimum is that of all pairs. The bound
(``bound``) is the Lagrangian at its prices over all pairs, with the teams' lists whole, whatever was left out.

**Rounding.** The programme is solved at budgets from which each team's ``RESERVE`` visits are held back. Every
household that it wants there, in whole or in part, gets a visit that is *fixed* (``rounding.rounded_up``); the rest of
the hours goes to lists that the teams choose one after another (``choosing``). From this follow, where no hamlet has a
limit:

- *A higher risk never loses a place.* A household's share in an optimum never falls as its value rises, for
  (v' − v)·(x' − x) ≥ 0 between optima: one that was wanted stays wanted and keeps its fixed visit. Where a household
  wasn't wanted and still isn't, the other fixed visits, prices and hours left are as before, and the teams' choices
  keep a member that became worth more (``choosing`` says why).
- *More hours never lower the value*, where each team's grow by what is held back at the higher hours, or more, and the
  floors can be kept: the fixed visits there are worth at least the whole programme at the lower hours, which no plan
  exceeds. In between it can't fall by more than the new plan's gap, as its bound holds for the lower hours, too.

Both lean on all whom the programme wants finding minutes, which without floors is always so (``rounded_up``); with them
there can be as many further parts of visits as there are floors, and should these meet in one team, minutes could be
too few. And where a floor is a visit short after all have chosen, another one's visit gives way (``keep_floors``): the
one who gives way is promised nothing. With hamlets' limits neither holds for sure. Where floors can't be kept
otherwise, fixed visits give way at last.
Up to ``SMALL`` pairs the plan is the exact optimum, and both hold without exception, floors and limits or not (should
the solver meet its limit of nodes, the plan is the best it had, and its gap is said against the bound).

Among households that cost the same and count for the same promises, the list goes strictly by value, then rank.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .attainable import attainable
from .bound import bound_of
from .choosing import chosen_lists
from .keeping import keep_floors, shortfalls, strictly_by_value
from .problem import Allocation, Bools, Floats, Ints, Prices, Problem
from .programme import Programme
from .rounding import NOBODY, Draft, rounded_up

SMALL = 300
"""Up to so many pairs the plan is the exact optimum of whole visits."""
RESERVE = 5.0
"""Visits of the team's median cost that are held back for rounding; at least its dearest one."""
RESERVED_PART = 0.1
"""More than this part of its minutes no team holds back, but for its dearest visit: with a few visits each counts."""
APART = 1 / 64
"""Of a minute, by which hours less what is held back differ from any sum of whole minutes."""
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
    within = attainable(problem)
    programme = Programme(within, everyone if small else within_reach(within))
    price_out(programme)
    plan = finish(programme)
    return replace(plan, relaxed=shortfalls(problem, plan.chosen))


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
    home = problem.household[chosen]
    visited = np.zeros(problem.households, bool)
    visited[home] = True
    bound = bound_of(problem, programme.premium(told), told, visited)
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
            kept[problem.household[problem.most_worthwhile(pairs, SPARE * budget + 600)]] = True
    visits = problem.budget.sum() / max(float(np.median(problem.minutes)), 1.0)
    served = np.zeros(problem.households, bool)
    served[problem.household] = True
    for floor in problem.floors:
        there = floor.members[served[floor.members]]
        wanted = int(1.5 * floor.wanted(visits)) + 20
        kept[there[np.lexsort((problem.rank[there], -problem.value[there]))[:wanted]]] = True
    return kept


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
    """Return the pairs of the plan: who is wanted within less than the hours, and the teams' lists beside them."""
    prices = programme.prices
    fixed = wanted_within_less(programme)
    draft = chosen_lists(programme, fixed)
    programme.prices = prices
    keep_floors(draft, fixed.pair != NOBODY)
    keep_floors(draft, np.zeros(programme.problem.households, bool))
    return draft.chosen()


def wanted_within_less(programme: Programme) -> Draft:
    """Return the visits of whom the programme wants, in whole or in part, within the hours less what is held back.

    Its prices stay those of that optimum, and depend on nobody whom it doesn't want: no sum of whole minutes meets such
    hours exactly, so that they are the only ones."""
    problem = programme.problem
    budget = np.maximum(problem.budget - held_back(problem) + APART, 0.0)
    programme.promise(float(budget.sum() / problem.budget.sum()))
    programme.set_budget(budget)
    price_out(programme)
    worth = programme.worth + programme.premium(programme.prices)
    fixed = rounded_up(problem, programme.columns, programme.share, worth)
    programme.promise(1.0)
    programme.set_budget(problem.budget)
    return fixed


def held_back(problem: Problem) -> Floats:
    """Return each team's minutes that are held back for rounding, (k,); they depend on costs and hours alone."""
    found = np.zeros(len(problem.budget))
    for team in range(len(problem.budget)):
        minutes = problem.minutes[problem.of_team(team)]
        if len(minutes):
            usual = min(RESERVE * float(np.median(minutes)), RESERVED_PART * float(problem.budget[team]))
            found[team] = max(usual, float(minutes.max()))
    return found
