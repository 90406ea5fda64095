"""The label: which households had an eligible child who came into special circumstances within a year of a day.

An eligible child (present on the day, without an open case known on it) has an outcome where a case of any of the
14 groups begins in (day, day + 365 days] and before its 16th birthday, recorded by ``known_on``. A child whose
circumstance had begun by the day and was recorded later is left out: it could not have been prevented any more.
Features go by ``recorded_on``, outcomes by ``onset_on``.

A reached visit in that year is a cause that lowers the risk. For learning it ends the household's exposure: what
begins after it isn't counted, and a household without an outcome before it weighs only the share of the year up to
it. So households that were visited because their risk was high don't teach that such households are safe. The metrics
take the plain outcome.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from data.vocabulary.frames import Tables
from data.vocabulary.language import Text
from features.as_of import AsOf
from features.cohort import ADULT_AT, eligible_children

HORIZON_DAYS = 365
LONGEST_DELAY_DAYS = 180
DELAY_QUANTILE = 0.9


@dataclass(frozen=True)
class Family:
    """A family of the 14 groups (Law on Children 102/2016/QH13, Art. 10), by their numbers in the contract."""

    name: str
    label: Text
    groups: tuple[int, ...]


FAMILIES: tuple[Family, ...] = (
    Family("loss_of_care", Text("mất sự chăm sóc", "loss of care"), (1, 2, 3, 14)),
    Family("health", Text("sức khỏe", "health"), (4, 5, 13)),
    Family("law_and_drugs", Text("pháp luật và ma túy", "law and drugs"), (6, 7)),
    Family("school_and_work", Text("bỏ học và lao động", "school and work"), (8,)),
    Family("harm", Text("bị xâm hại, bạo lực", "harm"), (9, 10, 11, 12)),
)
STATES = (1, 4, 5)
"""Groups that a visit can't prevent; reports show results with and without them."""


def sixteenth_birthday(birth: pl.Expr) -> pl.Expr:
    """Return the day on which a child turns 16, Date; who was born on 29 February turns 16 on 1 March."""
    leap = (birth.dt.month() == 2) & (birth.dt.day() == 29)
    return pl.when(leap).then(birth + pl.duration(days=1)).otherwise(birth).dt.offset_by(f"{ADULT_AT}y")


def recording_delay(tables: Tables, known_on: date) -> int:
    """Return the 90th percentile of days from onset to record among cases known on a day, at most 180."""
    cases = AsOf(tables, known_on).known("circumstances")
    days = (pl.col("recorded_on") - pl.col("onset_on")).dt.total_days()
    found = cases.select(days.quantile(DELAY_QUANTILE, "higher")).collect().item()
    return LONGEST_DELAY_DAYS if found is None else min(int(found), LONGEST_DELAY_DAYS)


def matures_on(day: date, delay_days: int) -> date:
    """Return the first day on which a day's outcomes may train or test."""
    return day + timedelta(days=HORIZON_DAYS + delay_days)


def outcome(tables: Tables, as_of: date, known_on: date) -> pl.DataFrame:
    """Return the outcome of each household with a child that counts, sorted by ``household_id``.

    Columns: ``household_id`` (String); ``positive`` (Boolean: at least one child with an outcome);
    ``positive_children`` (Int64); ``exposure`` (Float64 in (0, 1]: share of the year before the first reached visit);
    ``before_visit`` (Boolean: an outcome within the exposure, what learning counts); one Boolean per family of
    outcomes by its name; ``preventable`` (Boolean: an outcome other than orphanhood, disability and HIV). Households
    whose children all are in care, or are all left out, have no row.
    """
    day, end = pl.lit(as_of), pl.lit(as_of + timedelta(days=HORIZON_DAYS))
    cases = AsOf(tables, known_on).known("circumstances")
    begun_before = cases.filter((pl.col("onset_on") <= day) & (pl.col("recorded_on") > day)).select("child_id")
    children = eligible_children(tables, as_of).lazy().join(begun_before, on="child_id", how="anti")
    happened = (
        cases.filter((pl.col("onset_on") > day) & (pl.col("onset_on") <= end))
        .join(children, on="child_id")
        .filter(pl.col("onset_on") < sixteenth_birthday(pl.col("birth_date")))
    )
    group = pl.col("category").cast(pl.String).cast(pl.Int64)
    families = [group.is_in(f.groups).any().alias(f.name) for f in FAMILIES]
    by_home = happened.group_by("household_id").agg(
        pl.col("child_id").n_unique().cast(pl.Int64).alias("positive_children"),
        pl.col("onset_on").min().alias("first_onset"),
        *families,
        (~group.is_in(STATES)).any().alias("preventable"),
    )
    flags = [f.name for f in FAMILIES] + ["preventable"]
    reached = _first_reached(tables, as_of, known_on)
    in_time = pl.col("first_onset").is_not_null() & (
        pl.col("first_reached").is_null() | (pl.col("first_onset") <= pl.col("first_reached"))
    )
    return (
        children.select("household_id")
        .unique()
        .join(by_home, on="household_id", how="left")
        .join(reached, on="household_id", how="left")
        .select(
            "household_id",
            positive=pl.col("first_onset").is_not_null(),
            positive_children=pl.col("positive_children").fill_null(0),
            exposure=((pl.col("first_reached") - day).dt.total_days() / HORIZON_DAYS).fill_null(1.0),
            before_visit=in_time,
            **{name: pl.col(name).fill_null(False) for name in flags},
        )
        .sort("household_id")
        .collect()
    )


def _first_reached(tables: Tables, as_of: date, known_on: date) -> pl.LazyFrame:
    """Return ``household_id, first_reached`` of the households that a visit reached within the year."""
    end = as_of + timedelta(days=HORIZON_DAYS)
    return (
        AsOf(tables, known_on)
        .known("visits")
        .filter((pl.col("outcome") == "reached") & (pl.col("visited_on") > as_of) & (pl.col("visited_on") <= end))
        .group_by("household_id")
        .agg(first_reached=pl.col("visited_on").min())
    )
