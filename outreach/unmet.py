"""What a list couldn't keep of the policy's promises, and why: households, teams, a hamlet's limit, hours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from data.vocabulary.language import Text

from .costs import MINUTES_AN_HOUR
from .keeping import shortfalls
from .policy import Policy
from .policy_file import bad, in_brackets, named_rules
from .problem import Floats, Ints, Problem, Shortfall

ROUNDING = 1e-9
Why = Literal["nobody", "few", "no_team", "hamlets", "hours", "places", "others"]
WHY: dict[str, Text] = {
    "nobody": Text("không có hộ nào như vậy có thể thăm", "there is no such household to visit"),
    "few": Text("chỉ có {there} hộ như vậy có thể thăm", "there are {there} such households to visit"),
    "no_team": Text("chỉ {there} hộ như vậy có tổ phụ trách", "a team serves {there} such households"),
    "hamlets": Text(
        "giới hạn mỗi thôn bản chỉ cho {there} hộ như vậy", "the limit of each hamlet allows {there} such households"
    ),
    "hours": Text(
        "cần ít nhất {needed} giờ, các tổ có {has}", "it needs {needed} hours at least, the teams have {has}"
    ),
    "places": Text("danh sách chỉ có {there} chỗ", "the list has {there} places"),
    "others": Text(
        "giờ (hoặc số chỗ) đến được những hộ đó không đủ, hoặc quy định khác đứng trước",
        "the hours (or places) that reach them are too few, or another rule stands before it",
    ),
}
"""Why a promise wasn't kept, the first that holds; ``there`` counts households, ``needed`` and ``has`` are hours."""


@dataclass(frozen=True)
class Unmet:
    """A promise that wasn't kept: how much it asked and got, and why; numbers where the reason has one."""

    rule: Text
    asked: float
    got: float
    why: Why
    there: float | None = None
    needed: float | None = None
    has: float | None = None


def unmet(problem: Problem, chosen: Ints, *, by_count: bool) -> tuple[Unmet, ...]:
    """Return what a whole list (``chosen`` pairs, those drawn at random among them) keeps too little of, and why.

    Mandatory visits first, then floors in the order of the policy; a floor is held against all visits of the list.
    """
    found = []
    bare = replace(problem, mandatory=np.zeros(problem.households, bool), floors=())
    for short in shortfalls(replace(problem, floors=()), chosen):
        found.append(_why(problem, np.flatnonzero(problem.mandatory), short, by_count))
    for floor in problem.floors:
        for short in shortfalls(replace(bare, floors=(floor,)), chosen):
            found.append(_why(problem, floor.members, short, by_count))
    return tuple(found)


def _why(problem: Problem, members: Ints, short: Shortfall, by_count: bool) -> Unmet:
    """Return a promise with the first of the reasons that holds, from the firmest to the general one."""

    def told(why: Why, **numbers: float) -> Unmet:
        return Unmet(short.rule, short.asked, short.got, why, **numbers)

    cheapest = -problem.most(-problem.minutes, -np.inf)
    served = members[np.isfinite(cheapest[members])]
    allowed = _within_hamlets(problem, served)
    if not len(members):
        return told("nobody")
    if len(members) < short.asked:
        return told("few", there=len(members))
    if len(served) < short.asked:
        return told("no_team", there=len(served))
    if allowed < short.asked:
        return told("hamlets", there=allowed)
    needed = _minutes_of(np.sort(cheapest[served]), short.asked)
    if needed > problem.budget.sum():
        if by_count:
            return told("places", there=float(problem.budget.sum()))
        return told("hours", needed=needed / MINUTES_AN_HOUR, has=float(problem.budget.sum()) / MINUTES_AN_HOUR)
    return told("others")


def _minutes_of(cheapest: Floats, visits: float) -> float:
    return float(cheapest[: int(np.ceil(visits))].sum())


def _within_hamlets(problem: Problem, households: Ints) -> int:
    """Return how many of some households their hamlets' limit lets on a list."""
    if problem.places is None or problem.hamlet is None:
        return len(households)
    placed = np.minimum(problem.by_hamlet(households), problem.places).sum()
    return int(placed + (problem.hamlet[households] < 0).sum())


def check_against(policy: Policy, communes: Iterable[str], with_households: Iterable[str]) -> None:
    """Raise ``BadPolicy`` where a rule can't be kept in a province, whatever hours it has, naming the rule.

    A rule for a commune that isn't among its ``communes``; a share of visits for each commune of those
    ``with_households`` that comes to more than all visits.
    """
    known, lived_in = set(communes), set(with_households)
    for when, text in named_rules(policy):
        strange = sorted(set(when.communes) - known)
        if strange:
            codes = ", ".join(strange)
            raise bad(in_brackets(text), Text(
                f"bảng communes không có mã xã {codes}", f"the table communes has no commune {codes}"))  # fmt: skip
    for floor in policy.floors:
        told = floor.when
        everybody = told.feature is None and told.sign is None
        places = lived_in & set(told.communes) if told.communes else lived_in
        if floor.per and everybody and floor.share * len(places) > 1 + ROUNDING:
            raise bad(in_brackets(floor.text), Text(
                f"{len(places)} xã có hộ cộng lại cần hơn 100 % số lượt thăm",
                f"{len(places)} communes with households ask for over 100 % of all visits together"))  # fmt: skip
