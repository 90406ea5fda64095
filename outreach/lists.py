"""The list: whom to visit with the hours there are, and what that is worth."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from data.vocabulary.frames import Tables
from features.as_of import AsOf

from .allocate import Pairs, allocate
from .costs import visit_costs
from .policy import Policy

MINUTES_AN_HOUR = 60
CHOSEN_FOR_RISK = "risk"


@dataclass(frozen=True)
class Plan:
    """``entries``: the columns of ``priority_list.csv`` less reasons, by position; ``allocation``: of the summary."""

    entries: pl.DataFrame
    allocation: dict[str, float | None]


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
) -> Plan:
    """Choose the households to visit: by hours where there are teams, by rank where a count is asked or none are.

    ``scored`` is the cohort and ``scores`` has the columns of ``scores.csv``. ``hours`` is the total of all teams over
    the months, in proportion to theirs.
    """
    open_to = _open_to_a_visit(tables, scores, as_of, policy)
    teams = tables["teams"].sort("team_id")
    budget = teams["hours_per_month"].to_numpy() * MINUTES_AN_HOUR * months
    if hours is not None and budget.sum() > 0:
        budget = budget * (hours * MINUTES_AN_HOUR / budget.sum())
    costs = visit_costs(tables, scored, open_to, policy) if teams.height else _no_costs()
    if count is not None or not teams.height:
        wanted = count if count is not None else math.ceil(policy.share_without_teams * scores.height)
        return _by_rank(open_to, costs, scored, wanted, months)
    return _by_hours(open_to, costs, scored, teams, budget, months)


def _open_to_a_visit(tables: Tables, scores: pl.DataFrame, as_of: date, policy: Policy) -> pl.DataFrame:
    """Return the scores of households that are neither under case management nor visited lately, by rank."""
    since = as_of - timedelta(days=policy.cool_down_days)
    reached = AsOf(tables, as_of).known("visits").filter(pl.col("outcome") == "reached")
    resting = reached.filter(pl.col("visited_on") > since).select("household_id").collect()
    return scores.filter(~pl.col("all_in_care")).join(resting, on="household_id", how="anti").sort("rank")


def _no_costs() -> pl.DataFrame:
    return pl.DataFrame(schema={"household_id": pl.String, "team_id": pl.String, "cost_min": pl.Int64})


def _by_rank(open_to: pl.DataFrame, costs: pl.DataFrame, scored: pl.DataFrame, wanted: int, months: float) -> Plan:
    first = open_to.head(wanted)
    cheapest = costs.sort("household_id", "cost_min", "team_id").unique(
        "household_id", keep="first", maintain_order=True
    )
    chosen = first.join(cheapest, on="household_id", how="left")
    value = float(first["risk"].sum())
    used = float(chosen["cost_min"].sum()) / MINUTES_AN_HOUR if costs.height else None
    return Plan(_entries(chosen, scored), _told(months, None, used, value, value))


def _by_hours(
    open_to: pl.DataFrame,
    costs: pl.DataFrame,
    scored: pl.DataFrame,
    teams: pl.DataFrame,
    budget: np.ndarray,
    months: float,
) -> Plan:
    homes = open_to.with_row_index("household")
    numbered = teams.select("team_id").with_row_index("team")
    table = costs.join(homes.select("household_id", "household", "risk"), on="household_id").join(
        numbered, on="team_id"
    )
    table = table.sort("household", "team")
    pairs = Pairs(
        table["household"].cast(pl.Int64).to_numpy(),
        table["team"].cast(pl.Int64).to_numpy(),
        table["cost_min"].cast(pl.Float64).to_numpy(),
        table["risk"].to_numpy(),
    )
    found = allocate(pairs, budget)
    chosen = table[found.chosen.tolist()].select("household_id", "team_id", "cost_min")
    chosen = open_to.join(chosen, on="household_id").sort("rank")
    used = float(chosen["cost_min"].sum()) / MINUTES_AN_HOUR
    value = float(chosen["risk"].sum())
    return Plan(
        _entries(chosen, scored), _told(months, float(budget.sum()) / MINUTES_AN_HOUR, used, value, found.bound)
    )


def _entries(chosen: pl.DataFrame, scored: pl.DataFrame) -> pl.DataFrame:
    with_home = chosen.join(scored.select("household_id", "hamlet", "eligible_children"), on="household_id", how="left")
    return with_home.sort("rank").select(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("position"),
        "household_id",
        "commune_code",
        "hamlet",
        "team_id",
        "risk",
        "band",
        pl.col("eligible_children").alias("children"),
        pl.lit(CHOSEN_FOR_RISK).alias("chosen_for"),
        pl.lit(None, pl.Float64).alias("propensity"),
        "cost_min",
    )


def _told(
    months: float, hours: float | None, used: float | None, value: float, bound: float
) -> dict[str, float | None]:
    return {
        "months": months,
        "hours": hours,
        "hours_used": used,
        "expected_reached": value,
        "value": value,
        "bound": bound,
        "gap": max(0.0, 1 - value / bound) if bound > 0 else 0.0,
    }
