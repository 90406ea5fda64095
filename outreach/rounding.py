"""From fractions of visits to whole ones: nobody whom the programme wants even in part is left out."""

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

    def take_all(self, pairs: Ints) -> None:
        """Plan visits that fit together."""
        problem = self.problem
        home = problem.household[pairs]
        self.pair[home] = pairs
        np.subtract.at(self.left, problem.team[pairs], problem.minutes[pairs])
        if self.room is not None and problem.hamlet is not None:
            known = problem.hamlet[home]
            np.subtract.at(self.room, known[known >= 0], 1)

    def copy(self) -> Draft:
        """Return the same plan, to be changed apart from this one."""
        found = Draft(self.problem)
        found.pair, found.left = self.pair.copy(), self.left.copy()
        found.room = None if self.room is None else self.room.copy()
        return found

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
    fractions gave it. With floors or caps there may be a few more fractions; who finds no minutes waits for the teams'
    lists.
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
            draft.take_all(pairs)
            return
    for pair in pairs:
        if draft.fits(int(pair)):
            draft.take(int(pair))
