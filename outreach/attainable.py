"""Floors that ask for more visits than there can be: they ask for as many as there can be, and no list is cut short.

A share of all visits could be kept by making fewer of them: where a commune of two households has a floor of a tenth,
with twenty visits in the whole province. That is never what a floor is for. So where households, limits of hamlets or
teams' hours don't reach to what a floor asks at the visits that are to be expected, it asks for what they do reach to;
what the list keeps too little of is said with the reason (``unmet``).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .problem import Ints, Problem


def attainable(problem: Problem) -> Problem:
    """Return the problem with floors that ask for no more than there can be; itself where they all do."""
    if not problem.floors:
        return problem
    starts, ends = problem.spans()
    there = [_most(problem, floor.members, starts, ends) for floor in problem.floors]
    most = _most(problem, np.arange(problem.households), starts, ends)
    if all(floor.wanted(most) <= n for floor, n in zip(problem.floors, there, strict=True)):
        return problem
    visits = expected_visits(problem)
    too_much = [floor.wanted(visits) > n for floor, n in zip(problem.floors, there, strict=True)]
    if not any(too_much):
        return problem
    floors = tuple(
        replace(floor, number=float(n), share=0.0) if much else floor
        for floor, n, much in zip(problem.floors, there, too_much, strict=True)
    )
    return replace(problem, floors=floors)


def most_visits(problem: Problem, households: Ints) -> int:
    """Return how many of some households (numbers, ascending) could be visited at most: the cheapest visits within the
    teams' hours, each household once, and within the limits of hamlets."""
    return _most(problem, households, *problem.spans())


def _most(problem: Problem, households: Ints, starts: Ints, ends: Ints) -> int:
    served = households[ends[households] > starts[households]]
    count = ends[served] - starts[served]
    pairs = np.repeat(ends[served] - np.cumsum(count), count) + np.arange(int(count.sum()))
    teams, longest = len(problem.budget), int(problem.minutes.max(initial=1.0))
    minutes = problem.minutes[pairs].astype(np.int64)
    visits = np.bincount(problem.team[pairs] * (longest + 1) + minutes, minlength=teams * (longest + 1))
    visits = visits.reshape(teams, longest + 1)  # how many of them cost a team so many minutes
    spent, before = np.cumsum(visits * np.arange(longest + 1), axis=1), np.cumsum(visits, axis=1)
    dearest = np.minimum((spent <= problem.budget[:, None]).sum(axis=1), longest)  # the first cost of which not all fit
    team = np.arange(teams)
    there = visits[team, dearest]
    left = problem.budget - (spent[team, dearest] - there * dearest)
    fitting = before[team, dearest] - there + np.minimum(there, left // np.maximum(dearest, 1))
    reached = min(int(fitting.sum()), len(served))
    if problem.places is None or problem.hamlet is None:
        return reached
    placed = np.minimum(problem.by_hamlet(served), problem.places).sum()
    return min(reached, int(placed + (problem.hamlet[served] < 0).sum()))


def expected_visits(problem: Problem) -> int:
    """Return how many visits there will be, nearly: each team's most worthwhile a minute, of those not taken yet."""
    taken = np.zeros(problem.households, bool)
    for team, budget in enumerate(problem.budget):
        pairs = problem.of_team(team)
        free = pairs[~taken[problem.household[pairs]]]
        taken[problem.household[problem.most_worthwhile(free, float(budget))]] = True
    return int(taken.sum())
