"""What a visit costs a team, in minutes."""

from __future__ import annotations

import numpy as np
import polars as pl

from data.vocabulary.frames import Tables

from .policy import Policy

EARTH_KM = 6371.0
VISIT_MIN, VISITS_PER_TRIP = 60.0, 4
MINUTES_AN_HOUR = 60
ROUNDING_GUARD = 1e-9


def served(tables: Tables) -> pl.DataFrame:
    """Return ``team_id, commune_code`` of who serves where; a team without rows serves its base."""
    teams = tables["teams"].select("team_id", commune_code="base_commune_code")
    rows = tables["team_communes"].select("team_id", "commune_code")
    rows = rows.join(teams.select("team_id"), on="team_id", how="semi")
    alone = teams.join(rows, on="team_id", how="anti")
    return pl.concat([rows, alone]).unique().sort("team_id", "commune_code")


def travel_to_office(tables: Tables, scored: pl.DataFrame) -> pl.DataFrame:
    """Return ``household_id, office_min``: as recorded, else the median of the scored households of the hamlet, else
    of the commune, else of the province, else 0."""
    office = pl.col("travel_min_office")
    homes = scored.select("household_id", "commune_code", "hamlet").join(
        tables["households"].select("household_id", "travel_min_office"), on="household_id", how="left"
    )
    filled = pl.coalesce(
        office,
        pl.when(pl.col("hamlet").is_not_null()).then(office.median().over("commune_code", "hamlet")),
        office.median().over("commune_code"),
        office.median(),
        pl.lit(0.0),
    )
    return homes.select("household_id", office_min=filled)


def between_communes(communes: pl.DataFrame, pairs: pl.DataFrame, policy: Policy) -> pl.Series:
    """Return minutes one way from ``base`` to ``commune_code``: 0 within one, null where a point isn't known.

    The great circle (haversine) times the policy's winding, at its speed.
    """
    points = communes.select("commune_code", "latitude", "longitude")
    both = pairs.join(points, on="commune_code", how="left", maintain_order="left").join(
        points, left_on="base", right_on="commune_code", how="left", suffix="_base", maintain_order="left"
    )
    lat, lon, lat0, lon0 = (
        np.radians(both[c].cast(pl.Float64).to_numpy())
        for c in ("latitude", "longitude", "latitude_base", "longitude_base")
    )
    h = np.sin((lat - lat0) / 2) ** 2 + np.cos(lat) * np.cos(lat0) * np.sin((lon - lon0) / 2) ** 2
    km = 2 * EARTH_KM * np.arcsin(np.sqrt(h)) * policy.road_winding
    minutes = pl.Series("between_min", km / policy.road_km_per_hour * 60, nan_to_null=True)
    same = (both["base"] == both["commune_code"]).fill_null(False)
    return minutes.set(same, 0.0)


def _per_trip(policy: Policy) -> pl.Expr:
    """Return the households of one trip: the team's own, or fewer where the policy says so."""
    own = pl.col("visits_per_trip").fill_null(VISITS_PER_TRIP)
    return pl.min_horizontal(own, pl.lit(policy.most_per_trip)) if policy.most_per_trip else own


def visit_costs(tables: Tables, scored: pl.DataFrame, candidates: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Return ``household_id, team_id, cost_min`` (Int64) for every candidate and each team that serves its commune.

    A team whose way to a commune isn't known, since a point is missing, doesn't serve it.
    """
    teams = tables["teams"].select(
        "team_id",
        base="base_commune_code",
        visit_min=pl.col("visit_min").fill_null(VISIT_MIN),
        visits_per_trip=_per_trip(policy),
    )
    pairs = served(tables).join(teams, on="team_id").sort("team_id", "commune_code")
    pairs = pairs.with_columns(between_communes(tables["communes"], pairs, policy)).drop_nulls("between_min")
    homes = candidates.select("household_id", "commune_code").join(travel_to_office(tables, scored), on="household_id")
    cost = pl.col("visit_min") + 2 * (pl.col("between_min") + pl.col("office_min")) / pl.col("visits_per_trip")
    return (
        homes.join(pairs, on="commune_code")
        .select("household_id", "team_id", cost_min=(cost - ROUNDING_GUARD).ceil().cast(pl.Int64))
        .sort("household_id", "team_id")
    )
