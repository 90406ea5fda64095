"""What reached visits found, against what stood in the case register before them.

A visit that comes upon a child in special circumstances is a second look at the register: either the case was on
record before the visit, or it was not. The share that was is how complete the register is there (capture and
recapture; Chapman 1951), where findings are held apart by what else decides on being recorded.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from data.vocabulary.frames import Tables
from features.as_of import FIVE_YEARS, THREE_YEARS, AsOf
from features.cohort import cohort

from .outcome import FAMILIES, recording_delay

NEAR, MIDDLE, REMOTE = "near", "middle", "remote"
CLASSES = (NEAR, MIDDLE, REMOTE)
REGIONS = {"0": NEAR, "1": NEAR, "2": MIDDLE, "3": REMOTE}
MIDDLE_MINUTES, REMOTE_MINUTES = 60, 120
"""From the commune's office to the provincial centre, for a commune whose region isn't recorded."""
FOLLOWED_DAYS = 180
"""A case that comes of a visit is entered within so many days."""
USUALLY = 0.5
MOST_WEIGHT = 4.0


def remoteness(tables: Tables) -> pl.DataFrame:
    """Return ``commune_code, remoteness`` (near, middle, remote), sorted by code.

    By the commune's region (none and I, II, III: Decree 272/2025); where it isn't recorded by the travel time to the
    provincial centre, and as near where neither is.
    """
    minutes = pl.col("travel_min_centre")
    by_travel = (
        pl.when(minutes >= REMOTE_MINUTES)
        .then(pl.lit(REMOTE))
        .when(minutes >= MIDDLE_MINUTES)
        .then(pl.lit(MIDDLE))
        .otherwise(pl.lit(NEAR))
    )
    region = pl.col("region").cast(pl.String).replace_strict(REGIONS, default=None, return_dtype=pl.String)
    return tables["communes"].select("commune_code", remoteness=pl.coalesce(region, by_travel)).sort("commune_code")


def remoteness_of(tables: Tables, commune_codes: pl.Series) -> pl.Series:
    """Return the remoteness of each row by its commune, (n,) String, near where the commune is nowhere."""
    known = remoteness(tables)
    of = dict(zip(known["commune_code"], known["remoteness"], strict=True))
    return commune_codes.replace_strict(of, default=NEAR, return_dtype=pl.String).alias("remoteness")


def reached_visits(tables: Tables, as_of: date) -> pl.DataFrame:
    """Return ``remoteness, visits`` (Int64): visits of five years that reached a household, by class."""
    homes = _homes(tables, AsOf(tables, as_of))
    return (
        _reached(AsOf(tables, as_of))
        .join(homes, on="household_id")
        .group_by("remoteness")
        .agg(visits=pl.len().cast(pl.Int64))
        .sort("remoteness")
        .collect()
    )


def findings(tables: Tables, as_of: date) -> pl.DataFrame:
    """Return a row per reached visit of five years that found a circumstance, sorted by ``visit_id``.

    Columns: ``visit_id``; ``remoteness``; ``on_record`` (Boolean: a case of the household, of the group found where
    the visit names one, was open on the day and entered before it); ``family`` of outcomes, ``reason`` of the visit and
    ``poverty`` by the last review before it (String, "?" where not recorded), which may decide on being recorded and on
    being visited; ``propensity`` (Float64, of exploration visits); ``flow`` (Float64): new cases of its family in three
    years against findings of it. Visits meet long circumstances more often than short ones; the model counts new ones.

    Left out are findings that say nothing of the register's own ways to learn: what stood on record through an earlier
    visit; what began so lately (within the usual recording delay) that nobody could have entered it; and, where cases
    usually follow from findings, one that no case followed in half a year: most likely the visitor was mistaken.
    """
    known = AsOf(tables, as_of)
    group = pl.col("finding_category").cast(pl.String)
    family = {str(g): f.name for f in FAMILIES for g in f.groups}
    found = (
        _reached(known)
        .filter(pl.col("finding") == "circumstance")
        .join(_homes(tables, known), on="household_id")
        .select(
            "visit_id",
            "household_id",
            "visited_on",
            "remoteness",
            pl.col("reason").cast(pl.String),
            pl.col("propensity").cast(pl.Float64),
            group=group,
            family=group.replace_strict(family, default="?", return_dtype=pl.String).fill_null("?"),
        )
    )
    told = found.join(_cases_of(known, found), on="visit_id", how="left").with_columns(
        on_record=pl.col("before").fill_null(False),
        pending=known.days_since("visited_on") < FOLLOWED_DAYS,
    )
    missing = told.filter(~pl.col("on_record") & ~pl.col("pending"))
    followed = missing.select((pl.col("onset_on").is_not_null()).mean()).collect().item() or 0.0
    vanished = ~pl.col("on_record") & ~pl.col("pending") & pl.col("onset_on").is_null()
    age = (pl.col("visited_on") - pl.col("onset_on")).dt.total_days()
    late = (age < recording_delay(tables, as_of)).fill_null(False)
    kept = (
        told.filter(~pl.col("by_visit").fill_null(False) & ~late & (~vanished if followed > USUALLY else True))
        .sort("visited_on")
        .join_asof(
            _reviews(known), left_on="visited_on", right_on="assessed_on", by="household_id", check_sortedness=False
        )
        .select(
            "visit_id",
            "remoteness",
            "on_record",
            "family",
            "reason",
            pl.col("status").fill_null("?").alias("poverty"),
            "propensity",
        )
        .sort("visit_id")
        .collect()
    )
    return kept.with_columns(flow=_flow(known, kept, family))


def _flow(known: AsOf, found: pl.DataFrame, family: dict[str, str]) -> pl.Series:
    """Return the share of each finding's family among new cases over its share among findings, (n,) Float64."""
    new = (
        known.known("circumstances")
        .filter(known.days_since("onset_on") < THREE_YEARS)
        .select(family=pl.col("category").cast(pl.String).replace_strict(family, return_dtype=pl.String))
        .collect()["family"]
    )
    ours = found["family"]
    of = {
        name: float((new == name).mean() or 0.0) / float((ours == name).mean() or 1.0) if name != "?" else 1.0
        for name in ours.unique()
    }
    return ours.replace_strict(of, default=1.0, return_dtype=pl.Float64).clip(1 / MOST_WEIGHT, MOST_WEIGHT)


def _reached(known: AsOf) -> pl.LazyFrame:
    recent = known.days_since("visited_on") < FIVE_YEARS
    return known.known("visits").filter((pl.col("outcome") == "reached") & recent)


def _homes(tables: Tables, known: AsOf) -> pl.LazyFrame:
    classes = remoteness(tables).lazy()
    homes = known.known("households").select("household_id", "commune_code")
    return homes.join(classes, on="commune_code").drop("commune_code")


def _cases_of(known: AsOf, found: pl.LazyFrame) -> pl.LazyFrame:
    """Return the cases that fit a finding: ``visit_id``; ``before`` (Boolean: one was on record before the visit);
    ``by_visit`` (those before all came from a visit); ``onset_on`` of the earliest, or of one that followed."""
    children = known.known("children").select("child_id", "household_id")
    cases = (
        known.known("circumstances")
        .join(children, on="child_id")
        .select(
            "household_id",
            "onset_on",
            "recorded_on",
            "closed_on",
            case_group=pl.col("category").cast(pl.String),
            visit_made=(pl.col("source").cast(pl.String) == "visit").fill_null(False),
        )
    )
    day = pl.col("visited_on")
    before = pl.col("recorded_on") < day
    return (
        found.select("visit_id", "household_id", "visited_on", "group")
        .join(cases, on="household_id")
        .filter(
            (pl.col("onset_on") <= day)
            & (pl.col("recorded_on") <= day + pl.duration(days=FOLLOWED_DAYS))
            & (pl.col("closed_on").is_null() | (pl.col("closed_on") > day))
            & (pl.col("group").is_null() | (pl.col("group") == pl.col("case_group")))
        )
        .group_by("visit_id")
        .agg(
            before=before.any(),
            by_visit=before.any() & (pl.col("visit_made") | ~before).all(),
            onset_on=pl.col("onset_on").min(),
        )
    )


def _reviews(known: AsOf) -> pl.LazyFrame:
    return (
        known.known("poverty_assessments")
        .select("household_id", "assessed_on", pl.col("status").cast(pl.String))
        .sort("assessed_on")
    )


def scored_by_class(tables: Tables, as_of: date) -> pl.DataFrame:
    """Return ``remoteness, households`` (Int64) of the households scored on the day, by class."""
    homes = cohort(tables, as_of)
    return (
        homes.select(remoteness=remoteness_of(tables, homes["commune_code"]))
        .group_by("remoteness")
        .agg(households=pl.len().cast(pl.Int64))
        .sort("remoteness")
    )
