"""How long a list the teams can work through: the share of households that their own hours of a month reach."""

from __future__ import annotations

from datetime import date

import polars as pl

from data.vocabulary.frames import Tables
from features.cohort import cohort

from .costs import MINUTES_AN_HOUR, visit_costs
from .policy import Policy


def capacity_share(tables: Tables, as_of: date, policy: Policy) -> float | None:
    """Return the share (0 to 1) of the scored households that the teams' hours of one month reach; None without teams.

    Each household is taken by the team for which its visit costs least, and a team's minutes go by the mean cost of
    its households: before anybody is ranked, nobody's visit is cheaper than another's. It says at which length of list
    a model should be judged, and no more: a plan counts each visit's own minutes (``outreach.lists``).
    """
    if not tables["teams"].height:
        return None
    homes = cohort(tables, as_of)
    costs = visit_costs(tables, homes, homes.select("household_id", "commune_code"), policy)
    cheapest = costs.sort("household_id", "cost_min", "team_id").unique("household_id", keep="first")
    minutes = tables["teams"].select("team_id", minutes=pl.col("hours_per_month") * MINUTES_AN_HOUR)
    by_team = cheapest.group_by("team_id").agg(homes=pl.len(), cost=pl.col("cost_min").mean())
    reached = by_team.join(minutes, on="team_id").select(
        pl.min_horizontal(pl.col("minutes") / pl.col("cost"), pl.col("homes").cast(pl.Float64)).sum()
    )
    return min(1.0, float(reached.item() or 0.0) / max(homes.height, 1))
