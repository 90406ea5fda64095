"""What serves the audit alone: groups of households for whom the lists are compared. Nothing that fits reads this."""

from __future__ import annotations

from datetime import date

import polars as pl

from data.vocabulary.frames import Tables

from .as_of import FIVE_YEARS, AsOf
from .cohort import cohort, is_present

FAR_MINUTES = 60
"""From so many minutes to the commune office on, a household counts as remote."""


def audit_groups(tables: Tables, as_of: date, homes: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return a row per household of the cohort, sorted by household_id, with the groups the audit compares.

    ``homes`` is the cohort where it is at hand.

    All String, null where not recorded: ``ethnicity`` (of the head); ``head_sex`` (female, male; where missing, a
    household with no male guardian present counts as female-headed, any other as male-headed); ``region`` (0 to 3);
    ``unit_type``; ``border``, ``difficult_hamlet`` (yes, no); ``remote`` (remote, near: ``FAR_MINUTES`` to the commune
    office); ``poverty`` (status of the last review in five years); ``child_sex`` (girls, boys, both);
    ``child_disability`` (yes, no); ``carer`` (parents: a parent is present; others).
    """
    known = AsOf(tables, as_of)
    scored = (cohort(tables, as_of) if homes is None else homes).lazy().select("household_id", "commune_code")
    own = known.known("households").select(
        "household_id",
        "head_ethnicity",
        "head_sex",
        difficult_hamlet=_yes_no(pl.col("hamlet_difficult")),
        remote=pl.when(pl.col("travel_min_office") >= FAR_MINUTES)
        .then(pl.lit("remote"))
        .when(pl.col("travel_min_office").is_not_null())
        .then(pl.lit("near")),
    )
    units = known.known("communes").select(
        "commune_code",
        pl.col("region", "unit_type").cast(pl.String),
        border=_yes_no(pl.col("is_border")),
    )
    joined = scored.join(own, on="household_id", how="left").join(units, on="commune_code", how="left")
    for part in (_guardians(known), _children(known), _poverty(known)):
        joined = joined.join(part, on="household_id", how="left")
    head = pl.when(pl.col("man_present").fill_null(False)).then(pl.lit("male")).otherwise(pl.lit("female"))
    return (
        joined.select(
            "household_id",
            "region",
            "unit_type",
            "border",
            "difficult_hamlet",
            "remote",
            "poverty",
            "child_sex",
            "child_disability",
            "carer",
            ethnicity="head_ethnicity",
            head_sex=pl.col("head_sex").cast(pl.String).fill_null(head),
        )
        .select("household_id", "ethnicity", "head_sex", pl.exclude("household_id", "ethnicity", "head_sex"))
        .sort("household_id")
        .collect()
    )


def _yes_no(condition: pl.Expr) -> pl.Expr:
    return pl.when(condition).then(pl.lit("yes")).when(~condition).then(pl.lit("no"))


def _guardians(known: AsOf) -> pl.LazyFrame:
    died = known.known("guardian_events").filter(pl.col("event") == "died").select("guardian_id")
    there = known.known("guardians").filter(pl.col("left_on").is_null()).join(died, on="guardian_id", how="anti")
    parent = pl.col("relation").is_in(["mother", "father"])
    return there.group_by("household_id").agg(
        man_present=(pl.col("sex") == "male").any(),
        carer=pl.when(parent.any()).then(pl.lit("parents")).when(~parent.any()).then(pl.lit("others")),
    )


def _children(known: AsOf) -> pl.LazyFrame:
    girl, disabled = pl.col("sex") == "female", pl.col("disability") != "none"
    sexes = pl.when(girl.all()).then(pl.lit("girls")).when(~girl.any()).then(pl.lit("boys"))
    recorded = disabled.count() > 0
    return (
        known.known("children")
        .filter(is_present(known))
        .group_by("household_id")
        .agg(
            child_sex=sexes.otherwise(pl.lit("both")),
            child_disability=pl.when(recorded & disabled.any()).then(pl.lit("yes")).when(recorded).then(pl.lit("no")),
        )
    )


def _poverty(known: AsOf) -> pl.LazyFrame:
    return (
        known.known("poverty_assessments")
        .filter(known.days_since("assessed_on") < FIVE_YEARS)
        .sort("household_id", "assessed_on")
        .group_by("household_id", maintain_order=True)
        .agg(poverty=pl.col("status").last().cast(pl.String))
    )
