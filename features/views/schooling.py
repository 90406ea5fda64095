"""What the school records of the children present say, year by year and as of the last one known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from features.as_of import THREE_YEARS, within

if TYPE_CHECKING:
    from .register import Views

FIRST_GRADE_AGE = 6
LAST_COMPULSORY_AGE = 14


def school_years(views: Views) -> pl.DataFrame:
    """Return the known school records of the children present, by child and year, of the last three years.

    ``home, person, year`` (in which it began), ``enrolled, repeated`` (Boolean), ``grade, absent_days, days_since``
    (since 1 September of the year), ``age_that_year`` (the child's age by calendar years) and
    ``age_at_start`` (in completed years on 1 September: the milder of the two ways to tell who is behind)."""
    people = (
        views["children"]
        .lazy()
        .select("home", "person", "child_id", "birth_year", birth_month=pl.col("birth_date").dt.month())
    )
    began = pl.col("school_year").str.slice(0, 4).cast(pl.Int32, strict=False)
    day = views.as_of.day
    return (
        views.seen("school_records")
        .select("child_id", "enrolled", "grade", "absent_days", "repeated", year=began)
        .with_columns(days_since=(pl.lit(day) - pl.date(pl.col("year"), 9, 1)).dt.total_days().cast(pl.Int32))
        .filter(pl.col("days_since") >= 0)
        .pipe(within, THREE_YEARS)
        .join(people, on="child_id")
        .with_columns(
            age_that_year=pl.col("year") - pl.col("birth_year"),
            age_at_start=pl.col("year") - pl.col("birth_year") - (pl.col("birth_month") >= 9),
        )
        .drop("child_id", "birth_year", "birth_month")
        .sort("home", "person", "year")
        .collect()
    )


def schooling(views: Views) -> pl.DataFrame:
    """Return a row per child present with its last known school record of the last three years.

    ``home, person``; ``pupil`` (Boolean: of compulsory age in the school year that runs); ``enrolled`` (in the last
    known year; null before the age of six), ``enrolled_before`` (in the year before that one), ``absent_days``,
    ``absent_before``, ``years_behind`` (grade against age, 0 where not behind), ``unrecorded`` (Boolean: a record is
    due and there is none; null where none is due or school records aren't kept)."""
    as_of = views.as_of
    years = views["school_years"].lazy()
    same = (pl.col("person").shift(1) == pl.col("person")) & (pl.col("year").shift(1) == pl.col("year") - 1)
    of_age = pl.col("age_that_year") >= FIRST_GRADE_AGE
    behind = pl.col("age_at_start") - FIRST_GRADE_AGE + 1 - pl.col("grade")
    last = (
        years.with_columns(
            enrolled_before=pl.when(same & of_age.shift(1)).then(pl.col("enrolled").shift(1)),
            absent_before=pl.when(same).then(pl.col("absent_days").shift(1)),
        )
        .filter((pl.col("person") != pl.col("person").shift(-1)).fill_null(True))
        .select(
            "person",
            "year",
            "enrolled_before",
            "absent_days",
            "absent_before",
            enrolled=pl.when(of_age).then(pl.col("enrolled")),
            years_behind=pl.when(of_age & (pl.col("grade") > 0)).then(behind.clip(lower_bound=0)),
        )
    )
    due_year = as_of.day.year - 2  # it ended in the calendar year before: schools have had until December to report
    due_age = due_year - pl.col("birth_year")
    return (
        views["children"]
        .lazy()
        .select("home", "person", "birth_year", "registered_on")
        .join(last, on="person", how="left")
        .select(
            "home",
            "person",
            "enrolled",
            "enrolled_before",
            "absent_days",
            "absent_before",
            "years_behind",
            pupil=(as_of.school_year - pl.col("birth_year")).is_between(FIRST_GRADE_AGE, LAST_COMPULSORY_AGE),
            due=due_age.is_between(FIRST_GRADE_AGE, LAST_COMPULSORY_AGE)
            & (pl.col("registered_on") <= pl.date(due_year + 1, 5, 31)),
            unrecorded=pl.col("year").is_null() | (pl.col("year") < due_year),
        )
        .with_columns(unrecorded=pl.when(pl.col("due") & pl.lit(views.kept("school_records"))).then("unrecorded"))
        .sort("home", "person")
        .collect()
    )
