"""What a round of visits found, held against what the list expected.

A household counts once: as reached where any of its visits reached somebody, with the gravest finding of them. The
risk speaks of a year ahead and the finding of the day of the visit, so that the two are compared by their order over
bands and by their ratio, not as one number. Findings say nothing about who visited: a team's row holds its households.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from .costs import MINUTES_AN_HOUR
from .missed import Missed, what_the_list_misses

FINDINGS = ("none", "needs", "circumstance")
"""From the lightest to the gravest."""
OUTCOMES = ("reached", "absent", "refused", "moved")
"""From what says most of a household to what says least."""
EXPLORATION = "exploration"
LEVEL = 0.95
Z = 1.959963984540054
BY = ("band", "team_id", "chosen_for")
"""What every round is told by, besides the groups that the audit watches."""


@dataclass(frozen=True, kw_only=True)
class Interval:
    """A share or ratio with its interval of 95 %; None where there is nothing to take it of."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, kw_only=True)
class Part:
    """Some of a round's households: how many were listed, visited, reached, and what was found.

    ``expected`` is the risks of the reached added up: how many of them a year would bring into special circumstances.
    """

    name: str | None
    listed: int
    visited: int
    reached: int
    needs: int
    circumstances: int
    offered: int
    accepted: int
    expected: float

    @property
    def found(self) -> int:
        """The households where needs or a circumstance were found."""
        return self.needs + self.circumstances

    @property
    def found_share(self) -> Interval:
        """The share of the reached where something was found."""
        return share(self.found, self.reached)

    @property
    def ratio(self) -> Interval:
        """Circumstances found to those expected within a year."""
        return ratio(self.circumstances, self.expected)

    @property
    def accepted_share(self) -> Interval:
        """The share of offers that were accepted."""
        return share(self.accepted, self.offered)


@dataclass(frozen=True, kw_only=True)
class Hours:
    """Hours of one team, or of all: what it has, what the list plans, what the visits made were planned at, and the
    time at households as written down (over ``timed`` visits)."""

    team_id: str | None
    has: float | None
    planned: float
    of_visits_made: float
    at_households: float
    timed: int


@dataclass(frozen=True, kw_only=True)
class Recall:
    """What visits drawn at random say of what the list misses, and so of the share of circumstances it finds.

    ``share`` is the list's circumstances over those and the estimated ones outside it, with the interval that follows
    from the estimate's; None in it where ``missed`` can't say yet.
    """

    missed: Missed
    found_on_list: int
    share: Interval


@dataclass(frozen=True, kw_only=True)
class RoundFound:
    """Everything a round found: the whole, its parts by kind, the outcomes, and the hours by team."""

    whole: Part
    parts: dict[str, tuple[Part, ...]]
    outcomes: dict[str, int]
    hours: tuple[Hours, ...]
    recall: Recall | None
    """None where no visit was drawn at random."""
    first_on: object
    last_on: object


def share(count: int, of: int) -> Interval:
    """Return a share with its interval (Wilson 1927)."""
    if of == 0:
        return Interval(value=None, low=None, high=None)
    p, n = count / of, of
    middle = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * math.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    return Interval(value=p, low=min(max(0.0, middle - half), p), high=max(min(1.0, middle + half), p))


def ratio(count: int, expected: float) -> Interval:
    """Return observed to expected with the exact interval of a Poisson count (Garwood 1936)."""
    if expected <= 0:
        return Interval(value=None, low=None, high=None)
    from scipy.stats import chi2

    tail = (1 - LEVEL) / 2
    low = float(chi2.ppf(tail, 2 * count)) / 2 if count else 0.0
    high = float(chi2.ppf(1 - tail, 2 * count + 2)) / 2
    return Interval(value=count / expected, low=low / expected, high=high / expected)


def by_household(entries: pl.DataFrame, visits: pl.DataFrame) -> pl.DataFrame:
    """Return a row per listed household, in the list's order: its entry, ``outcome, finding`` (String, null where not
    visited), ``offered, accepted`` (Boolean), ``minutes`` (Int64, of all its visits), ``timed, attempts`` (Int64).

    ``visits`` has ``household_id, attempt, outcome, finding, minutes, help_accepted``.
    """
    order = pl.col("outcome").replace_strict({o: i for i, o in enumerate(OUTCOMES)}, return_dtype=pl.Int64)
    grave = pl.col("finding").replace_strict(
        {f: i for i, f in enumerate(FINDINGS)}, return_dtype=pl.Int64, default=None
    )
    reached = pl.col("outcome") == "reached"
    told = visits.with_columns(pl.col("outcome", "finding").cast(pl.String)).with_columns(best=order, grave=grave)
    found = told.group_by("household_id").agg(
        outcome=pl.col("best").min(),
        finding=pl.col("grave").filter(reached).max(),
        offered=pl.col("help_accepted").is_not_null().any(),
        accepted=pl.col("help_accepted").fill_null(False).any(),
        minutes=pl.col("minutes").sum().cast(pl.Int64),
        timed=pl.col("minutes").count().cast(pl.Int64),
        attempts=pl.len().cast(pl.Int64),
    )
    words = found.with_columns(
        outcome=pl.col("outcome").replace_strict(dict(enumerate(OUTCOMES)), return_dtype=pl.String),
        finding=pl.col("finding").replace_strict(dict(enumerate(FINDINGS)), return_dtype=pl.String, default=None),
    )
    return entries.join(words, on="household_id", how="left", maintain_order="left").with_columns(
        pl.col("offered", "accepted").fill_null(False), pl.col("minutes", "timed", "attempts").fill_null(0)
    )


def learn_from(
    entries: pl.DataFrame, visits: pl.DataFrame, groups: pl.DataFrame, budgets: Mapping[str, float]
) -> RoundFound:
    """Return what a round found.

    ``entries`` is the list (the columns of priority_list.csv less reasons), ``visits`` as it stands per visit of the
    list, ``groups`` has ``household_id`` and a String column per kind of group, ``budgets`` each team's minutes.
    """
    homes = by_household(entries, visits)
    grouped = homes.join(groups, on="household_id", how="left", maintain_order="left")
    kinds = [*BY, *(name for name in groups.columns if name != "household_id")]
    days = visits["visited_on"] if visits.height else pl.Series([], dtype=pl.Date)
    return RoundFound(
        whole=part(homes, None),
        parts={kind: parts(grouped, kind) for kind in kinds},
        outcomes={outcome: int((homes["outcome"] == outcome).sum()) for outcome in OUTCOMES}
        | {"not_visited": int(homes["outcome"].null_count())},
        hours=hours(homes, budgets),
        recall=recall_of(homes),
        first_on=days.min(),
        last_on=days.max(),
    )


def recall_of(homes: pl.DataFrame) -> Recall | None:
    """Return what the round's exploration says; ``homes`` are those of ``by_household``.

    The frame's size and mean risk are those that the drawn households stand for: one over the propensity each.
    """
    drawn = homes.filter((pl.col("chosen_for") == EXPLORATION) & pl.col("propensity").is_not_null())
    if drawn.is_empty():
        return None
    weight = 1 / drawn["propensity"]
    frame = float(weight.sum())
    reached = pl.col("outcome") == "reached"
    circumstance = (pl.col("finding") == "circumstance").fill_null(False)
    findings = drawn.select("propensity", reached=reached.fill_null(False), found=circumstance)
    missed = what_the_list_misses(findings, round(frame), float((weight * drawn["risk"]).sum()) / frame)
    listed = int(homes.filter(pl.col("chosen_for") != EXPLORATION).select(circumstance.sum()).item())
    if not missed.enough or missed.total is None or listed + missed.total == 0:
        return Recall(missed=missed, found_on_list=listed, share=Interval(value=None, low=None, high=None))
    low, high = (listed / max(listed + rate * missed.frame, 1e-12) for rate in (missed.high, missed.low))
    return Recall(
        missed=missed, found_on_list=listed,
        share=Interval(value=listed / (listed + missed.total), low=low, high=min(high, 1.0)),
    )  # fmt: skip


def parts(homes: pl.DataFrame, kind: str) -> tuple[Part, ...]:
    """Return the parts of a round by one column, its names in order; None last: not recorded, or without a team."""
    told = homes[kind].cast(pl.String)
    names = sorted(told.drop_nulls().unique())
    found = [part(homes.filter(told == name), name) for name in names]
    if told.null_count():
        found.append(part(homes.filter(told.is_null()), None))
    return tuple(found)


def part(homes: pl.DataFrame, name: str | None) -> Part:
    """Return one part of a round."""
    reached = homes.filter(pl.col("outcome") == "reached")
    return Part(
        name=name,
        listed=homes.height,
        visited=homes.height - homes["outcome"].null_count(),
        reached=reached.height,
        needs=int((reached["finding"] == "needs").sum()),
        circumstances=int((reached["finding"] == "circumstance").sum()),
        offered=int(reached["offered"].sum()),
        accepted=int(reached["accepted"].sum()),
        expected=float(reached["risk"].sum()),
    )


def hours(homes: pl.DataFrame, budgets: Mapping[str, float]) -> tuple[Hours, ...]:
    """Return the hours of every team in order, then of all together."""
    teams: list[str | None] = sorted(set(budgets) | set(homes["team_id"].drop_nulls()))
    found = [_hours(homes.filter(pl.col("team_id") == team), team, budgets.get(team or "")) for team in teams]
    return (*found, _hours(homes, None, sum(budgets.values()) if budgets else None))


def _hours(homes: pl.DataFrame, team: str | None, budget: float | None) -> Hours:
    cost = homes["cost_min"].fill_null(0)
    made = np.asarray(cost * homes["attempts"], dtype=np.float64)
    return Hours(
        team_id=team,
        has=None if budget is None else budget / MINUTES_AN_HOUR,
        planned=float(cost.sum()) / MINUTES_AN_HOUR,
        of_visits_made=float(made.sum()) / MINUTES_AN_HOUR,
        at_households=float(homes["minutes"].sum()) / MINUTES_AN_HOUR,
        timed=int(homes["timed"].sum()),
    )
