"""From fractions of visits to whole ones: nobody whom the programme wants even in part is left out, and what minutes
were held back for it are then spent exactly.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from .problem import Floats, Ints, Problem

SOME, WHOLE = 1e-6, 1 - 1e-6
NOBODY = -1


class Draft:
    """A plan in the making: which pair each household has, and the minutes that each team has left."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.pair = np.full(problem.households, NOBODY)
        self.left = problem.budget.copy()
        places = problem.places
        self.room = None if places is None else np.r_[places, np.iinfo(np.int64).max]

    def has_room(self, household: int) -> bool:
        """Return whether the household's hamlet takes one more visit."""
        if self.room is None or self.problem.hamlet is None:
            return True
        hamlet = self.problem.hamlet[household]
        return bool(hamlet < 0 or self.room[hamlet] > 0)

    def fits(self, pair: int) -> bool:
        """Return whether the pair can be taken as things stand."""
        household = int(self.problem.household[pair])
        free = self.pair[household] == NOBODY and self.has_room(household)
        return bool(free and self.problem.minutes[pair] <= self.left[self.problem.team[pair]] + 1e-9)

    def take(self, pair: int) -> None:
        """Plan a visit."""
        self._count(pair, 1)

    def drop(self, pair: int) -> None:
        """Take a visit back."""
        self._count(pair, -1)

    def _count(self, pair: int, sign: int) -> None:
        household = int(self.problem.household[pair])
        self.pair[household] = pair if sign > 0 else NOBODY
        self.left[self.problem.team[pair]] -= sign * self.problem.minutes[pair]
        if self.room is not None and self.problem.hamlet is not None and self.problem.hamlet[household] >= 0:
            self.room[self.problem.hamlet[household]] -= sign

    def chosen(self) -> Ints:
        """Return the planned pairs, ascending."""
        return np.sort(self.pair[self.pair != NOBODY])


def rounded_up(problem: Problem, columns: Ints, share: Floats, worth: Floats) -> Draft:
    """Return a plan of every household that the programme wants in whole or in part, as far as the minutes reach.

    At a vertex of the programme, the pairs in fractions form trees of teams and households in which each household can
    have a team of its own (Lenstra, Shmoys and Tardos 1990), so that no team gets more than one visit beyond what the
    fractions gave it. With floors or caps there may be a few more fractions; who finds no minutes waits for ``fill``.
    """
    draft = Draft(problem)
    whole = share >= WHOLE
    ordered = columns[whole][np.argsort(-worth[problem.household[columns[whole]]], kind="stable")]
    _take_all(draft, ordered)
    part = columns[(share > SOME) & ~whole]
    part = part[draft.pair[problem.household[part]] == NOBODY]
    if not len(part):
        return draft
    homes, row = np.unique(problem.household[part], return_inverse=True)
    graph = csr_matrix((np.ones(len(part)), (row, problem.team[part])), (len(homes), len(problem.budget)))
    matched = maximum_bipartite_matching(graph, perm_type="column")
    pair_of = {(int(problem.household[p]), int(problem.team[p])): int(p) for p in part}
    order = np.argsort(-worth[homes], kind="stable")
    for i in order:
        first = pair_of.get((int(homes[i]), int(matched[i])))
        others = [int(p) for p in part[row == i] if p != first]
        for pair in ([] if first is None else [first]) + others:
            if draft.fits(pair):
                draft.take(pair)
                break
    return draft


def _take_all(draft: Draft, pairs: Ints) -> None:
    """Take pairs that fit together; one by one only where a hamlet's cap could refuse some."""
    problem = draft.problem
    if draft.room is None:
        used = np.bincount(problem.team[pairs], problem.minutes[pairs], len(problem.budget))
        if (used <= draft.left + 1e-6).all():
            draft.pair[problem.household[pairs]] = pairs
            draft.left -= used
            return
    for pair in pairs:
        if draft.fits(int(pair)):
            draft.take(int(pair))


class Fill:
    """Spends each team's minutes left on the best set of households that stand outside, exactly, team by team."""

    def __init__(self, problem: Problem, worth: Floats, prices: Floats) -> None:
        """``worth`` (n,) is what a visit gains; ``prices`` (k,) are of a minute, in the same unit."""
        self.problem = problem
        self.worth = worth
        self.prices = prices

    def spend(self, draft: Draft, team: int) -> None:
        """Add the set of outside households that is worth most within the team's minutes left.

        Left out beforehand is who can be in no best set: at the team's price every outside household costs at least
        what it is worth, so that minutes × price + (worth − price × its minutes) bounds any set with it in; where that
        is under what a simple order reaches already, it isn't needed (Dantzig 1957; Balas and Zemel 1980).
        """
        pairs = self._open(draft, team)
        if not len(pairs):
            return
        price = float(self.prices[team])
        minutes = self.problem.minutes[pairs].astype(np.int64)
        gains = self.worth[self.problem.household[pairs]]
        capacity = int(draft.left[team] + 1e-9)
        margin = gains - price * minutes
        if (margin <= 1e-9 * max(gains.max(), 1e-300)).all():
            reached = _simple_order(minutes, gains, capacity)
            needed = price * capacity + margin >= reached - 1e-9 * abs(reached)
            pairs, minutes, gains = pairs[needed], minutes[needed], gains[needed]
        few = few_per_cost(minutes, gains, capacity)
        pairs, minutes, gains = pairs[few], minutes[few], gains[few]
        for i in best_set(minutes, gains, capacity):
            draft.take(int(pairs[i]))

    def _open(self, draft: Draft, team: int) -> Ints:
        problem = self.problem
        pairs = problem.of_team(team)
        home = problem.household[pairs]
        able = (draft.pair[home] == NOBODY) & (problem.minutes[pairs] <= draft.left[team] + 1e-9)
        pairs = pairs[able & (self.worth[home] > 0)]
        if draft.room is None or problem.hamlet is None:
            return pairs
        hamlet = problem.hamlet[problem.household[pairs]]
        order = np.lexsort((pairs, -self.worth[problem.household[pairs]], hamlet))
        first = np.searchsorted(hamlet[order], hamlet[order])
        place = np.empty(len(pairs), np.int64)
        place[order] = np.arange(len(pairs)) - first
        return pairs[(hamlet < 0) | (place < draft.room[hamlet])]


def _simple_order(minutes: Ints, gains: Floats, capacity: int) -> float:
    """Return what is reached by taking what fits in order of gain per minute."""
    total, left, smallest = 0.0, capacity, minutes.min()
    for i in np.argsort(-gains / minutes, kind="stable"):
        if minutes[i] <= left:
            total += gains[i]
            left -= minutes[i]
            if left < smallest:
                break
    return float(total)


def few_per_cost(minutes: Ints, gains: Floats, capacity: int) -> Ints:
    """Return positions of the most worthwhile of each cost, as many as could fit together; more are never needed."""
    order = np.lexsort((np.arange(len(minutes)), -gains, minutes))
    place = np.arange(len(order)) - np.searchsorted(minutes[order], minutes[order])
    return np.sort(order[place < capacity // minutes[order]])


def best_set(minutes: Ints, gains: Floats, capacity: int) -> list[int]:
    """Return positions of the set with the highest total gain within the capacity (Bellman 1957)."""
    best = np.zeros(capacity + 1)
    taken = np.zeros((len(minutes), capacity + 1), bool)
    for i, (cost, gain) in enumerate(zip(minutes.tolist(), gains.tolist(), strict=True)):
        with_it = best[: capacity + 1 - cost] + gain
        better = with_it > best[cost:]
        taken[i, cost:] = better
        best[cost:][better] = with_it[better]
    found, left = [], capacity
    for i in range(len(minutes) - 1, -1, -1):
        if taken[i, left]:
            found.append(i)
            left -= int(minutes[i])
    return found[::-1]
