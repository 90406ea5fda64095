"""Where a household lives: its own place, and what its commune is like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from .poverty import POOR
from .schooling import FIRST_GRADE_AGE, LAST_COMPULSORY_AGE

if TYPE_CHECKING:
    from .register import Views

FEWEST = 5
"""A share of a commune is given from so many households or people on; below it says more of them than of the place."""


def homes(views: Views) -> pl.DataFrame:
    """Return a row per household of the cohort with its place and its commune's.

    ``home, commune_code``; ``hamlet_difficult, all_season_road, is_border, urban`` (Boolean);
    ``travel_min_school, travel_min_health, travel_min_office, travel_min_centre`` (minutes, Float64); ``region``
    (0 none … 3, Float64); ``population``; ``pupils`` (Boolean: a child of compulsory school age is present)."""
    own = views.seen("households").select(
        "household_id", "hamlet_difficult", "all_season_road", "travel_min_school", "travel_min_health",
        "travel_min_office",
    )  # fmt: skip
    units = views.seen("communes").select(
        "commune_code",
        "is_border",
        "travel_min_centre",
        "population",
        region=pl.col("region").cast(pl.String).cast(pl.Float64),
        urban=pl.col("unit_type") == "ward",
    )
    age = views.as_of.school_year - pl.col("birth_year")
    pupils = (
        views["children"].lazy().group_by("home").agg(pupils=age.is_between(FIRST_GRADE_AGE, LAST_COMPULSORY_AGE).any())
    )
    return (
        views.cohort.lazy()
        .select("home", "household_id", "commune_code")
        .join(own, on="household_id", how="left")
        .join(units, on="commune_code", how="left")
        .join(pupils, on="home", how="left")
        .drop("household_id")
        .sort("home")
        .collect()
    )


def communes(views: Views) -> pl.DataFrame:
    """Return a row per household with what is known of the households of its commune, its own among them.

    ``home`` and percents (Float64; null below ``FEWEST`` known): ``poor`` of reviewed households,
    ``not_at_school`` of children of compulsory age with a school record, ``away`` of guardians present or away."""
    place = views["homes"].lazy().select("home", "commune_code")

    def share(rows: pl.LazyFrame, condition: pl.Expr, name: str) -> pl.LazyFrame:
        known = rows.select("home", fact=condition).drop_nulls().join(place, on="home")
        percent = 100.0 * pl.col("fact").sum() / pl.len()
        return known.group_by("commune_code").agg(pl.when(pl.len() >= FEWEST).then(percent).alias(name))

    pupils = views["schooling"].lazy().filter("pupil")
    adults = views["guardians"].lazy().filter("present")
    shares = (
        share(views["latest_review"].lazy(), pl.col("level") == POOR, "poor"),
        share(pupils, ~pl.col("enrolled"), "not_at_school"),
        share(adults, pl.col("away"), "away"),
    )
    for found in shares:
        place = place.join(found, on="commune_code", how="left")
    return place.drop("commune_code").sort("home").collect()
