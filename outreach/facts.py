"""What a list says of itself: what it reaches, whom it leaves out and where, and what it costs to be wrong."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from models.evaluation.groups import list_shares

from .costs import MINUTES_AN_HOUR
from .lists import Plan
from .problem import Floats

DECILES = 10
JUST_BELOW = 10
NORMAL_90 = 1.6448536269514722
A_THOUSAND = 1000


def list_facts(plan: Plan, scores: pl.DataFrame, groups: pl.DataFrame) -> dict[str, Any]:
    """Return what the list says of itself, as plain JSON values.

    ``scores`` has the columns of ``scores.csv``, ``groups`` those of ``features.withheld.audit_groups``. Shares and
    risks are 0 … 1; counts are exact here, and whoever shows them where they may leave the planners' room hides those
    under 5.
    """
    open_to = open_households(scores, plan.entries["household_id"])
    return {
        **entries_facts(plan.entries, scores, groups),
        "just_below": just_below(plan),
        "by_decile": by_decile(open_to, plan),
        "relaxed": [
            {
                "rule_vi": short.rule.vi,
                "rule_en": short.rule.en,
                "asked": float(short.asked),
                "got": float(short.got),
                "why": short.why,
                "there": short.there,
                "needed": short.needed,
                "has": short.has,
            }
            for short in plan.relaxed
        ],  # fmt: skip
        "worth_of_hour": worth_of_hour(plan),
        "exploration": explored(plan, scores),
    }


def entries_facts(entries: pl.DataFrame, scores: pl.DataFrame, groups: pl.DataFrame | None) -> dict[str, Any]:
    """Return what follows from who is listed, however it came about; less what is told of groups where ``groups`` is
    None. ``entries`` has ``household_id, chosen_for, risk``."""
    listed = entries["household_id"]
    open_to = open_households(scores, listed)
    told = {
        "listed": entries.height,
        "chosen_for": dict(entries.group_by("chosen_for").len().sort("chosen_for").iter_rows()),
        "expected_reached": expected_reached(scores, listed),
        "burden": burden(entries["risk"].to_numpy()),
        "missed_by_commune": missed(open_to, "commune_code"),
    }
    if groups is None:
        return told
    grouped = open_to.join(groups, on="household_id", how="left")
    return {
        **told,
        "groups": shares(scores, listed, groups),
        "missed_by_remoteness": missed(grouped, "region") + missed(grouped, "remote"),
    }


def open_households(scores: pl.DataFrame, listed: pl.Series) -> pl.DataFrame:
    """Return the scored households that a list is open to, with ``listed`` (Boolean)."""
    return scores.filter(~pl.col("all_in_care")).with_columns(listed=pl.col("household_id").is_in(listed.implode()))


def explored(plan: Plan, scores: pl.DataFrame) -> dict[str, float] | None:
    """Return how many households could have been drawn at random, and their mean risk; None without exploration."""
    if plan.frame.is_empty():
        return None
    risks = plan.frame.join(scores.select("household_id", "risk"), on="household_id")["risk"]
    return {"frame": float(plan.frame.height), "expected_rate": float(risks.sum()) / plan.frame.height}


def expected_reached(scores: pl.DataFrame, listed: pl.Series) -> dict[str, float]:
    """Return how many listed households are expected to come to need, with two 90 % ranges.

    ``low`` and ``high``: the model's uncertainty, all risks at the lower and the upper end of their intervals together,
    which is the widest that they can mean. ``found_low`` and ``found_high`` add chance: the number itself varies around
    its expectation (a sum of independent yes and no).
    """
    rows = scores.filter(pl.col("household_id").is_in(listed.implode()))
    value, low, high = (float(rows[name].sum()) for name in ("risk", "risk_low", "risk_high"))

    def spread(name: str) -> float:
        return NORMAL_90 * math.sqrt(float((rows[name] * (1 - rows[name])).sum()))

    return {
        "value": value, "low": low, "high": high,
        "found_low": max(0.0, low - spread("risk_low")), "found_high": high + spread("risk_high"),
    }  # fmt: skip


def burden(risks: Floats) -> dict[str, float]:
    """Return, of 1,000 listed households, about how many will come to need and how many won't, and visits for one."""
    mean = float(risks.mean()) if len(risks) else 0.0
    need = round(A_THOUSAND * mean)
    return {
        "of_1000_will_need": float(need),
        "of_1000_will_not_need": float(A_THOUSAND - need) if len(risks) else 0.0,
        "visits_for_one": 1 / mean if mean > 0 else 0.0,
    }


def just_below(plan: Plan) -> list[dict[str, Any]]:
    """Return the households that would come next: those whose value comes nearest to what their minutes cost.

    ``short_of`` is the part of its value that a household would need more.
    """
    problem = plan.question.problem
    cost = -problem.most(-plan.prices.team[problem.team] * problem.minutes, -np.inf)
    homes = plan.question.homes.with_columns(cost=pl.Series(cost))
    waiting = homes.join(plan.entries.select("household_id"), on="household_id", how="anti").filter(
        pl.col("cost").is_finite()
    )
    short = (pl.col("cost") / pl.col("value") - 1).clip(lower_bound=0.0)
    nearest = waiting.with_columns(short_of=short).sort("short_of", "rank").head(JUST_BELOW)
    return nearest.select("household_id", "commune_code", "risk", "rank", "short_of").to_dicts()


def shares(scores: pl.DataFrame, listed: pl.Series, groups: pl.DataFrame) -> list[dict[str, Any]]:
    """Return each group's share of households, of the need expected and of the list."""
    return [
        {
            "attribute": row.attribute, "group": row.group, "households": row.households,
            "household_share": row.household_share, "need_share": row.expected_share, "list_share": row.list_share,
        }
        for row in list_shares(scores, listed, groups)
    ]  # fmt: skip


def by_decile(open_to: pl.DataFrame, plan: Plan) -> list[dict[str, Any]]:
    """Return, by tenth of households from the highest risks down, how many are listed and why others aren't.

    ``resting``: visited lately, or kept out by another rule before the plan; ``no_team``: no team serves the place;
    ``hours``: the hours didn't reach.
    """
    problem = plan.question.problem
    served = np.zeros(problem.households, bool)
    served[problem.household] = True
    homes = plan.question.homes.select("household_id").with_columns(served=pl.Series(served))
    ranked = open_to.sort("rank").with_row_index("place").join(homes, on="household_id", how="left")
    tenth = (pl.col("place").cast(pl.Int64) * DECILES // max(open_to.height, 1) + 1).alias("decile")
    out = ~pl.col("listed")
    return (
        ranked.group_by(tenth)
        .agg(
            households=pl.len(),
            listed=pl.col("listed").sum(),
            resting=(out & pl.col("served").is_null()).sum(),
            no_team=(out & ~pl.col("served")).sum(),
            hours=(out & pl.col("served")).sum(),
            expected=pl.col("risk").sum(),
            expected_listed=pl.col("risk").filter(pl.col("listed")).sum(),
        )
        .sort("decile")
        .to_dicts()
    )


def missed(open_to: pl.DataFrame, column: str) -> list[dict[str, Any]]:
    """Return by the values of a column how much of the expected need the list doesn't reach, most first."""
    return (
        open_to.group_by(pl.col(column).cast(pl.String).fill_null("not_recorded").alias("group"))
        .agg(
            households=pl.len(),
            listed=pl.col("listed").sum(),
            expected=pl.col("risk").sum(),
            missed=pl.col("risk").filter(~pl.col("listed")).sum(),
        )
        .sort(["missed", "group"], descending=[True, False])
        .select(pl.lit(column).alias("by"), pl.all())
        .to_dicts()
    )


def worth_of_hour(plan: Plan) -> list[dict[str, Any]]:
    """Return what another hour of each team would add to the value, dearest first; nothing by count."""
    if plan.question.by_count:
        return []
    teams: Sequence[str] = plan.question.teams["team_id"].to_list()
    rows = [
        {"team_id": team, "worth_of_hour": float(price) * MINUTES_AN_HOUR}
        for team, price in zip(teams, plan.prices.team, strict=True)
    ]
    return sorted(rows, key=lambda row: (-float(str(row["worth_of_hour"])), str(row["team_id"])))
