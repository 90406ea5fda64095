"""What is to be divided, as arrays: households, teams, minutes, values, and the promises that a plan keeps."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from data.vocabulary.language import Text

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Floor:
    """At least ``number`` + ``share`` × all visits go to the ``members`` (household numbers, ascending)."""

    name: Text
    members: Ints
    number: float = 0.0
    share: float = 0.0

    def wanted(self, visits: float) -> float:
        """Return how many visits the floor asks for where a plan makes so many, before rounding up."""
        return self.number + self.share * visits


@dataclass(frozen=True)
class Problem:
    """m pairs of a household and a team that could visit it, among n households and k teams.

    ``household`` (m,) ascends; ``minutes`` (m,) are whole and above zero; ``value`` (n,) is what a visit is worth,
    above zero; ``budget`` (k,) is each team's minutes; ``rank`` (n,) decides between equals, lower first; ``mandatory``
    (n,) bring a visit whatever their value; of one ``hamlet`` (n,), -1 where none is known, at most ``hamlet_cap``
    are visited, less the ``places_taken`` (hamlets,) already.
    """

    household: Ints
    team: Ints
    minutes: Floats
    value: Floats
    budget: Floats
    rank: Ints
    mandatory: Bools
    floors: tuple[Floor, ...] = ()
    hamlet: Ints | None = None
    hamlet_cap: int | None = None
    places_taken: Ints | None = None

    @property
    def households(self) -> int:
        """How many households there are."""
        return len(self.value)

    @cached_property
    def places(self) -> Ints | None:
        """How many households of each hamlet may be visited, (hamlets,); None where nothing limits them."""
        if self.hamlet is None or self.hamlet_cap is None:
            return None
        most = np.full(int(self.hamlet.max(initial=-1)) + 1, self.hamlet_cap, np.int64)
        return most if self.places_taken is None else np.maximum(most - self.places_taken, 0)

    def by_hamlet(self, households: Ints) -> Ints:
        """Return how many of some households stand in each hamlet, (hamlets,)."""
        hamlet = np.full(self.households, -1) if self.hamlet is None else self.hamlet
        where = hamlet[households]
        return np.bincount(where[where >= 0], minlength=int(hamlet.max(initial=-1)) + 1)

    @cached_property
    def by_team(self) -> tuple[Ints, Ints]:
        """Return the pairs in order of team (ascending within one), (m,), and where each team's begin, (k + 1,)."""
        small = self.team.astype(np.int16 if len(self.budget) < 2**15 else np.int64)
        order = np.argsort(small, kind="stable")
        return order, np.searchsorted(small[order], np.arange(len(self.budget) + 1))

    def of_team(self, team: int) -> Ints:
        """Return the pairs of one team, ascending."""
        order, starts = self.by_team
        return order[starts[team] : starts[team + 1]]

    def most_worthwhile(self, pairs: Ints, minutes: float) -> Ints:
        """Return those of a team's pairs that are worth most a minute, until so many minutes are spent."""
        if not len(pairs):
            return pairs
        density = self.value[self.household[pairs]] / self.minutes[pairs]
        most = min(int(minutes / self.minutes[pairs].min()) + 1, len(pairs))
        best = np.argpartition(-density, most - 1)[:most]
        best = best[np.lexsort((best, -density[best]))]
        return pairs[best[np.cumsum(self.minutes[pairs[best]]) <= minutes]]

    def spans(self) -> tuple[Ints, Ints]:
        """Return where each household's pairs begin and end, each (n,)."""
        ends = np.cumsum(np.bincount(self.household, minlength=self.households))
        return np.r_[0, ends[:-1]], ends

    def most(self, pair_values: Floats, empty: float) -> Floats:
        """Return the highest of each household's pairs, (n,); ``empty`` where no team serves it."""
        found = np.full(self.households, empty)
        if len(self.household):
            starts = np.flatnonzero(np.r_[True, self.household[1:] != self.household[:-1]])
            found[self.household[starts]] = np.maximum.reduceat(pair_values, starts)
        return found


@dataclass(frozen=True)
class Prices:
    """What the programme would pay: for a team's minute, for one visit less in each floor, for a hamlet's place.

    ``team`` (k,), ``floor`` (number of floors,) and ``hamlet`` (by hamlet number, absent is 0), all at least zero, in
    units of value.
    """

    team: Floats
    floor: Floats
    hamlet: dict[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Shortfall:
    """A promise that couldn't be kept: which rule, how much it asked, how much the plan gives."""

    rule: Text
    asked: float
    got: float


@dataclass(frozen=True)
class Allocation:
    """The chosen pairs (positions, ascending), the value that no plan can exceed, prices, and what had to be relaxed.

    ``for_floor`` (of the chosen pairs) marks the households that stand on the list for a floor: at the teams' prices
    their own value alone wouldn't have brought them there.
    """

    chosen: Ints
    bound: float
    prices: Prices
    relaxed: tuple[Shortfall, ...]
    for_floor: Bools
