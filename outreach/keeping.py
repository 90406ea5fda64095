"""Keeping promises in whole visits: floors repaired, equals in strict order, and what couldn't be kept said so."""

from __future__ import annotations

import math

import numpy as np

from data.vocabulary.language import Text

from .problem import Bools, Floor, Ints, Problem, Shortfall
from .rounding import NOBODY, Draft

MANDATORY = Text("thăm bắt buộc", "mandatory visits")
MOST_REPAIRS = 2_000
MOST_LOOKED_AT = 400
"""Members that a swap could bring in, the most worthwhile first."""


def shortfalls(problem: Problem, chosen: Ints) -> tuple[Shortfall, ...]:
    """Return the promises that a plan doesn't keep, mandatory visits first, floors in the order of the policy."""
    visited = np.zeros(problem.households, bool)
    visited[problem.household[chosen]] = True
    found = []
    asked = int(problem.mandatory.sum())
    got = int((problem.mandatory & visited).sum())
    if got < asked:
        found.append(Shortfall(MANDATORY, asked, got))
    for floor in problem.floors:
        wanted = math.ceil(floor.wanted(len(chosen)) - 1e-9)
        there = int(visited[floor.members].sum())
        if there < wanted:
            found.append(Shortfall(floor.name, wanted, there))
    return tuple(found)


def keep_floors(draft: Draft, staying: Bools) -> None:
    """Mend floors that whole visits left short, in the order of the policy; ``staying`` (n,) keep their visits.

    A member is added where minutes are left; else the swap is made that costs least value, with a visit of the same
    team that no mandatory rule and no earlier floor needs; else, where the floor is a share, such a visit is taken
    back. Where none of it can be, the floor stays short.
    """
    problem = draft.problem
    value = problem.value[problem.household]
    for at, floor in enumerate(problem.floors):
        inside = np.zeros(problem.households, bool)
        inside[floor.members] = True
        if not _short(floor, draft.pair != NOBODY):
            continue
        pairs = np.flatnonzero(inside[problem.household])
        pairs = pairs[np.argsort(-value[pairs], kind="stable")]
        for _ in range(MOST_REPAIRS):
            visited = draft.pair != NOBODY
            if not _short(floor, visited):
                break
            waiting = pairs[draft.pair[problem.household[pairs]] == NOBODY]
            removable = _removable(problem, visited, at) & ~inside & ~staying
            done = _added(draft, waiting) or _swapped(draft, waiting[:MOST_LOOKED_AT], removable)
            if not (done or (floor.share > 0 and _taken_back(draft, removable))):
                break


def _short(floor: Floor, visited: Bools) -> bool:
    return bool(visited[floor.members].sum() < math.ceil(floor.wanted(float(visited.sum())) - 1e-9))


def _removable(problem: Problem, visited: Bools, upto: int) -> Bools:
    """Return which visits no mandatory rule and no earlier floor, kept but just, needs."""
    free = visited & ~problem.mandatory
    for floor in problem.floors[:upto]:
        if visited[floor.members].sum() <= math.ceil(floor.wanted(float(visited.sum())) - 1e-9):
            free[floor.members] = False
    return free


def _added(draft: Draft, waiting: Ints) -> bool:
    """Add the first pair that fits; return whether one did."""
    problem = draft.problem
    able = waiting[problem.minutes[waiting] <= draft.left[problem.team[waiting]] + 1e-9]
    for pair in able:
        if draft.fits(int(pair)):
            draft.take(int(pair))
            return True
    return False


def _swapped(draft: Draft, waiting: Ints, removable: Bools) -> bool:
    """Make the swap that costs least value; return whether there was one."""
    problem = draft.problem
    out = draft.pair[np.flatnonzero(removable)]
    best: tuple[float, int, int] | None = None
    for pair in waiting:
        team = problem.team[pair]
        enough = out[
            (problem.team[out] == team) & (draft.left[team] + problem.minutes[out] >= problem.minutes[pair] - 1e-9)
        ]
        if not len(enough) or not draft.has_room(int(problem.household[pair])):
            continue
        values = problem.value[problem.household[enough]]
        leaving = int(enough[np.argmin(values)])
        cost = float(values.min() - problem.value[problem.household[pair]])
        if best is None or cost < best[0] - 1e-15:
            best = (cost, int(pair), leaving)
    if best is None:
        return False
    draft.drop(best[2])
    draft.take(best[1])
    return True


def _taken_back(draft: Draft, removable: Bools) -> bool:
    """Take back the visit that is worth least; return whether there was one."""
    problem = draft.problem
    homes = np.flatnonzero(removable)
    if not len(homes):
        return False
    draft.drop(int(draft.pair[homes[np.argmin(problem.value[homes])]]))
    return True


def strictly_by_value(problem: Problem, chosen: Ints) -> Ints:
    """Return the plan in which, among households that are alike, those of higher value, then lower rank, have a visit.

    Alike: the same minutes from the same teams, the same floors, hamlet (where there is a cap) and mandatory or not.
    The minutes, floors and number of visits stay as they are, and the value can only rise.
    """
    if not len(chosen):
        return chosen
    kind = _kinds(problem)
    homes = problem.household[chosen]
    rivals = np.flatnonzero(np.isin(kind, kind[homes]))
    visited = np.zeros(problem.households, bool)
    visited[homes] = True
    order = rivals[np.lexsort((problem.rank[rivals], -problem.value[rivals], kind[rivals]))]
    kinds = kind[order]
    place = np.arange(len(order)) - np.searchsorted(kinds, kinds)
    names, count = np.unique(kind[homes], return_counts=True)
    should = np.zeros(problem.households, bool)
    should[order[place < count[np.searchsorted(names, kinds)]]] = True
    leaving, entering = np.flatnonzero(visited & ~should), np.flatnonzero(should & ~visited)
    if not len(leaving):
        return chosen
    leaving = leaving[np.lexsort((leaving, kind[leaving]))]
    entering = entering[np.lexsort((entering, kind[entering]))]
    starts, _ = problem.spans()
    swapped = np.arange(problem.households)
    swapped[leaving] = entering
    offset = chosen - starts[homes]
    return np.sort(starts[swapped[homes]] + offset)


def _kinds(problem: Problem) -> Ints:
    """Return a number per household that is the same for those alike, (n,) int64: a hash of 64 bits."""
    mixed = _mixed(problem.team.astype(np.uint64) * np.uint64(1_000_003) + problem.minutes.astype(np.uint64))
    found = np.zeros(problem.households, np.uint64)
    starts = np.flatnonzero(np.r_[True, problem.household[1:] != problem.household[:-1]])
    if len(problem.household):
        found[problem.household[starts]] = np.add.reduceat(mixed, starts)
    found += _mixed(problem.mandatory.astype(np.uint64) + np.uint64(11))
    for number, floor in enumerate(problem.floors):
        found[floor.members] += _mixed(np.array([number + 101], np.uint64))
    if problem.hamlet_cap is not None and problem.hamlet is not None:
        found += _mixed((problem.hamlet + 1_000_001).astype(np.uint64))
    return found.view(np.int64)


def _mixed(numbers: np.ndarray) -> np.ndarray:
    """Return well-mixed 64-bit numbers (splitmix64, Steele, Lea and Flood 2014)."""
    with np.errstate(over="ignore"):
        z = numbers + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))
