"""The list: whom to visit with the hours there are, and what that is worth."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import polars as pl

from data.vocabulary.frames import Tables
from features.as_of import AsOf

from .allocate import allocate
from .costs import MINUTES_AN_HOUR, visit_costs
from .explore import (
    cells_of,
    chance_hash,
    drawn,
    frame_of,
    places_left,
    places_set_aside,
    propensities,
    recorded_ratio,
    set_aside,
    thinness_weights,
)
from .policy import Policy
from .problem import Allocation, Bools, Floats, Floor, Ints, Prices, Problem
from .promises import problem_of
from .unmet import Unmet, check_against, unmet
from .value import values

RISK, MANDATORY, FLOOR, EXPLORATION = "risk", "mandatory", "floor", "exploration"


@dataclass(frozen=True)
class Question:
    """What a list is made from: ``homes`` open to a visit, by rank, with their ``value``; ``pairs`` with the teams.

    ``teams`` has ``team_id`` in the order of the problem's team numbers; by count there is one pseudo-team whose
    minutes are households.
    """

    homes: pl.DataFrame
    pairs: pl.DataFrame
    teams: pl.DataFrame
    problem: Problem
    by_count: bool


@dataclass(frozen=True)
class Plan:
    """``entries``: the columns of ``priority_list.csv`` less reasons, by position; ``allocation``: of the summary.

    ``relaxed`` says which promises couldn't be kept, and why; ``question`` and ``chosen`` (pairs of the problem) are
    what the list's account of itself and the simulation start from, ``prices`` what another minute would be worth.
    """

    entries: pl.DataFrame
    allocation: dict[str, float | None]
    relaxed: tuple[Unmet, ...]
    question: Question
    prices: Prices
    frame: pl.DataFrame
    """Who could have been drawn for exploration: ``household_id, propensity``; empty without exploration."""


def plan(
    tables: Tables,
    scored: pl.DataFrame,
    scores: pl.DataFrame,
    as_of: date,
    policy: Policy,
    *,
    hours: float | None = None,
    count: int | None = None,
    months: float = 1.0,
    seed: int = 0,
    matrix: pl.DataFrame | None = None,
    urgent: pl.DataFrame | None = None,
    completeness: pl.DataFrame | None = None,
) -> Plan:
    """Choose the households to visit: by hours where there are teams, by value where a count is asked or none are.

    ``scored`` is the cohort and ``scores`` has the columns of ``scores.csv``. ``hours`` is the total of all teams over
    the months, in proportion to theirs. ``matrix`` (features) and ``urgent`` (signs) are what the policy's rules may
    name; ``completeness`` (``commune_code, completeness``) says how well each commune records, for exploration.
    """
    asked = question(
        tables, scored, scores, as_of, policy, hours=hours, count=count, months=months, matrix=matrix, urgent=urgent
    )
    weights = np.ones(asked.homes.height)
    if policy.exploration_share > 0:
        recorded = completeness if completeness is not None else recorded_ratio(tables, as_of, scores)
        weights = thinness_weights(asked.homes["commune_code"], recorded, policy.thin_factor)
    found, sample, frame = _with_exploration(asked, policy.exploration_share, weights, seed)
    chosen = np.concatenate([found.chosen, sample[:, 0].astype(np.int64)])
    why = np.where(found.for_floor, FLOOR, RISK).astype(object)
    why[asked.problem.mandatory[asked.problem.household[found.chosen]]] = MANDATORY
    reasons = [*why.tolist(), *[EXPLORATION] * len(sample)]
    chances = [*[None] * len(found.chosen), *sample[:, 1].tolist()]
    entries = _entries(asked, chosen, reasons, chances)
    bound = found.bound + float(asked.problem.value[asked.problem.household[sample[:, 0].astype(np.int64)]].sum())
    told = _told(asked, months, chosen, entries, bound)
    relaxed = unmet(asked.problem, chosen, by_count=asked.by_count)
    return Plan(entries, told, relaxed, asked, found.prices, frame)


def question(
    tables: Tables,
    scored: pl.DataFrame,
    scores: pl.DataFrame,
    as_of: date,
    policy: Policy,
    *,
    hours: float | None = None,
    count: int | None = None,
    months: float = 1.0,
    matrix: pl.DataFrame | None = None,
    urgent: pl.DataFrame | None = None,
) -> Question:
    """Return what a list is made from; the arguments are those of ``plan``.

    Raises ``BadPolicy`` where a rule can't be kept in this province, whatever the hours.
    """
    check_against(policy, tables["communes"]["commune_code"], tables["households"]["commune_code"].unique())
    open_to = open_to_a_visit(tables, scores, as_of, policy)
    homes = open_to.join(
        scored.select("household_id", "hamlet", "eligible_children"), on="household_id", how="left",
        maintain_order="left",
    )  # fmt: skip
    homes = homes.with_columns(value=pl.Series(values(tables, as_of, homes, policy)))
    teams = tables["teams"].sort("team_id")
    numbered = homes.select("household_id").with_row_index("household")
    costs = visit_costs(tables, scored, open_to, policy) if teams.height else _no_costs()
    by_count = count is not None or not teams.height
    if by_count:
        wanted = count if count is not None else math.ceil(policy.share_without_teams * scores.height)
        teams = pl.DataFrame({"team_id": [None]}, schema={"team_id": pl.String})
        cheapest = costs.sort("household_id", "cost_min", "team_id").unique("household_id", keep="first")
        pairs = numbered.join(cheapest, on="household_id", how="left", maintain_order="left").with_columns(
            team=pl.lit(0, pl.UInt32), minutes=pl.lit(1, pl.Int64)
        )
        budget = np.array([float(wanted)])
    else:
        budget = teams["hours_per_month"].to_numpy() * MINUTES_AN_HOUR * months
        if hours is not None and budget.sum() > 0:
            budget = budget * (hours * MINUTES_AN_HOUR / budget.sum())
        pairs = (
            costs.join(numbered, on="household_id")
            .join(teams.select("team_id").with_row_index("team"), on="team_id")
            .sort("household", "team")
            .with_columns(minutes="cost_min")
        )
    minutes = pairs.select("household", "team", cost_min="minutes")
    return Question(homes, pairs, teams, problem_of(homes, minutes, budget, policy, matrix, urgent), by_count)


def open_to_a_visit(tables: Tables, scores: pl.DataFrame, as_of: date, policy: Policy) -> pl.DataFrame:
    """Return the scores of households that are neither under case management nor visited lately, by rank."""
    since = as_of - timedelta(days=policy.cool_down_days)
    reached = AsOf(tables, as_of).known("visits").filter(pl.col("outcome") == "reached")
    resting = reached.filter(pl.col("visited_on") > since).select("household_id").collect()
    return scores.filter(~pl.col("all_in_care")).join(resting, on="household_id", how="anti").sort("rank")


def _no_costs() -> pl.DataFrame:
    return pl.DataFrame(schema={"household_id": pl.String, "team_id": pl.String, "cost_min": pl.Int64})


def _with_exploration(
    asked: Question, share: float, weights: Floats, seed: int
) -> tuple[Allocation, Floats, pl.DataFrame]:
    """Return the allocation, the pairs drawn for exploration with their chances, (s, 2), and the frame drawn from.

    The frame is everybody outside the list that the other hours and the hamlets' other places alone would give; what
    the draw leaves of both goes back to the list.
    """
    problem = asked.problem
    nobody = pl.DataFrame(schema={"household_id": pl.String, "propensity": pl.Float64})
    if share <= 0:
        return chosen_of(asked), np.zeros((0, 2)), nobody
    first = chosen_of(_keeping_aside(asked, share))
    listed = np.zeros(problem.households, bool)
    listed[problem.household[first.chosen]] = True
    frame = frame_of(problem, listed, share)
    cells = cells_of(problem, frame, places_left(problem, listed))
    chance = propensities(problem, frame, cells, weights, share)
    ids = asked.homes["household_id"]
    lots = np.zeros(problem.households)
    at = problem.household[frame]
    lots[at] = chance_hash(ids[at.tolist()].to_list(), seed)
    sample = drawn(problem, frame, cells, chance, lots)
    pi = np.zeros(len(problem.household))
    pi[frame] = chance
    left = problem.budget - np.bincount(problem.team[sample], problem.minutes[sample], len(problem.budget))
    rest = _without(problem, problem.household[sample], left)
    found = chosen_of(replace(asked, problem=rest[0]))
    found = replace(found, chosen=rest[1][found.chosen])
    told = pl.DataFrame({"household_id": ids[at.tolist()], "propensity": chance}).filter(pl.col("propensity") > 0)
    return found, np.column_stack([sample, pi[sample]]), told.sort("household_id")


def _without(problem: Problem, households: Ints, budget: Floats) -> tuple[Problem, Ints]:
    """Return the problem without the pairs of some households, who count for its floors, and where its pairs stood."""
    out: Bools = np.zeros(problem.households, bool)
    out[households] = True
    kept = np.flatnonzero(~out[problem.household])
    floors = tuple(
        Floor(
            f.name, f.members[~out[f.members]],
            max(f.number + f.share * len(households) - float(out[f.members].sum()), 0.0), f.share,
        )
        for f in problem.floors
    )  # fmt: skip
    rest = replace(
        problem, household=problem.household[kept], team=problem.team[kept], minutes=problem.minutes[kept],
        budget=budget, mandatory=problem.mandatory & ~out, floors=floors, places_taken=_taken(problem, households),
    )  # fmt: skip
    return rest, kept


def _taken(problem: Problem, households: Ints) -> Ints | None:
    if problem.places is None:
        return None
    return problem.by_hamlet(households) + (0 if problem.places_taken is None else problem.places_taken)


def _keeping_aside(asked: Question, share: float) -> Question:
    """Return the question of the first list, which leaves hours and hamlets' places free for exploration."""
    problem = asked.problem
    budget = np.maximum(problem.budget - set_aside(problem, share), 0.0)
    return replace(asked, problem=replace(problem, budget=budget, places_taken=places_set_aside(problem, share)))


def chosen_of(asked: Question) -> Allocation:
    """Return the allocation; by count and without promises the first by value, then rank."""
    problem = asked.problem
    promises = problem.mandatory.any() or problem.floors or problem.hamlet_cap
    if not asked.by_count or promises:
        return allocate(problem)
    homes = problem.household
    order = np.lexsort((problem.rank[homes], -problem.value[homes]))[: int(problem.budget[0])]
    last = float(problem.value[homes[order[-1]]]) if len(order) else 0.0
    value = float(problem.value[homes[order]].sum())
    none = np.zeros(len(order), bool)
    return Allocation(np.sort(order), value, Prices(np.array([last]), np.zeros(0)), (), none)


def _entries(asked: Question, chosen: Ints, reasons: list[str], chances: list[float | None]) -> pl.DataFrame:
    """Return the rows of the list by position; ``chosen`` are pairs, with why and with what chance each was chosen."""
    rows = asked.pairs[chosen.tolist()].select("household", "team_id", "cost_min")
    told = rows.with_columns(
        chosen_for=pl.Series(reasons, dtype=pl.String), propensity=pl.Series(chances, dtype=pl.Float64)
    )
    homes = asked.homes.with_row_index("household")
    return (
        told.join(homes, on="household")
        .sort("rank")
        .select(
            pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("position"),
            "household_id",
            "commune_code",
            "hamlet",
            "team_id",
            "risk",
            "band",
            pl.col("eligible_children").alias("children"),
            "chosen_for",
            "propensity",
            "cost_min",
        )
    )


def _told(asked: Question, months: float, chosen: Ints, entries: pl.DataFrame, bound: float) -> dict[str, float | None]:
    """Return the ``allocation`` of the summary."""
    value = float(asked.problem.value[asked.problem.household[chosen]].sum())
    minutes = float(entries["cost_min"].sum())
    known = not asked.by_count or entries["cost_min"].null_count() < entries.height
    return {
        "months": months,
        "hours": None if asked.by_count else float(asked.problem.budget.sum()) / MINUTES_AN_HOUR,
        "hours_used": minutes / MINUTES_AN_HOUR if known else None,
        "expected_reached": float(entries["risk"].sum()),
        "value": value,
        "bound": bound,
        "gap": max(0.0, 1 - value / bound) if bound > 0 else 0.0,
    }
