"""Who belongs to a household: its children and those who care for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from features.cohort import is_present

if TYPE_CHECKING:
    from .register import Views

PARENTS = ("mother", "father")
ENDED_BY = {
    "away": ("migrated_for_work", "returned"),
    "missing": ("missing", "returned"),
    "in_prison": ("imprisoned", "released"),
}
"""States of a guardian that hold from one event until another."""


def every_child(views: Views) -> pl.DataFrame:
    """Return every child ever registered in the cohort's households, present or not.

    ``home, person, child_id, birth_date, age`` (completed years), ``birth_year, birth_registered, health_insured,
    living_with, registered_on, present, days_left`` (since the child left; null while it is there)."""
    as_of = views.as_of
    return (
        views.seen("children")
        .join(views.home_of.lazy(), on="household_id")
        .select(
            "home",
            "child_id",
            "birth_date",
            "birth_registered",
            "health_insured",
            "living_with",
            "registered_on",
            age=as_of.age(),
            age_days=as_of.days_since("birth_date"),
            birth_year=pl.col("birth_date").dt.year(),
            present=is_present(as_of),
            days_left=as_of.days_since("left_on"),
        )
        .sort("home", "birth_date", "child_id")
        .with_row_index("person")
        .collect()
    )


def children(views: Views) -> pl.DataFrame:
    """Return the children present, oldest first: the columns of ``every_child``, ``gap_days`` to the next older
    child, and whether the child starts or leaves a school level in the coming September."""
    next_school_year = views.as_of.school_year + 1
    older = pl.col("home").shift(1) == pl.col("home")
    turning = next_school_year - pl.col("birth_year")
    return (
        views["every_child"]
        .filter("present")
        .with_columns(
            gap_days=pl.when(older).then((pl.col("birth_date") - pl.col("birth_date").shift(1)).dt.total_days()),
            turning=turning,
        )
    )


def _states(views: Views) -> pl.DataFrame:
    """Return per guardian the states that hold on the day, and separation within its look-back."""
    last = {
        name: pl.when(pl.col("event") == name).then(pl.col("days_since")).min()
        for name in (
            "died", "migrated_for_work", "returned", "separated", "divorced",
            "remarried", "imprisoned", "released", "missing",
        )
    }  # fmt: skip
    days = views["guardian_events"].lazy().group_by("person").agg(**last)

    def holds(begun: str, ended: str) -> pl.Expr:
        return pl.col(begun).is_not_null() & (pl.col(ended).is_null() | (pl.col(begun) < pl.col(ended)))

    states = {name: holds(*pair) for name, pair in ENDED_BY.items()}
    parted = pl.min_horizontal("separated", "divorced")
    return days.select(
        "person",
        dead=pl.col("died").is_not_null(),
        days_away=pl.when(states["away"]).then("migrated_for_work"),
        days_parted=pl.when(parted < pl.col("remarried").fill_null(1 << 30)).then(parted),
        **states,
    ).collect()


def registered_guardians(views: Views) -> pl.DataFrame:
    """Return every guardian ever registered in the cohort's households, with ``person`` as row number."""
    as_of = views.as_of
    return (
        views.seen("guardians")
        .join(views.home_of.lazy(), on="household_id")
        .select(
            "home",
            "guardian_id",
            "relation",
            "occupation",
            "disability",
            age=as_of.age(),
            education=pl.col("education").to_physical().cast(pl.Float64),
            days_left=as_of.days_since("left_on"),
        )
        .sort("home", "guardian_id")
        .with_row_index("person")
        .collect()
    )


def guardians(views: Views) -> pl.DataFrame:
    """Return every guardian ever registered, with what holds for each on the day.

    Boolean: ``dead, away, missing, in_prison`` (null where guardian events aren't kept), ``parent, mother, father,
    grandparent`` (null where the relation isn't known), ``present`` (row not ended, not dead) and ``carer`` (present,
    and neither away, missing nor in prison). ``children`` (Int64) are those present
    in the household. ``days_away``, ``days_parted`` (separated or divorced and not remarried)
    and ``days_left`` in days; ``education`` is the position of its level (Float64).
    """
    registered = views["registered_guardians"].lazy()
    states = ("dead", *ENDED_BY)
    kept = views.kept("guardian_events")
    if kept:
        people = registered.join(_states(views).lazy(), on="person", how="left").with_columns(
            pl.col(states).fill_null(False)
        )
    else:
        nothing = {name: pl.lit(None, pl.Boolean) for name in states}
        people = registered.with_columns(
            days_away=pl.lit(None, pl.Int32), days_parted=pl.lit(None, pl.Int32), **nothing
        )
    gone = pl.any_horizontal(pl.col(name).fill_null(False) for name in ENDED_BY)
    return (
        people.with_columns(
            mother=pl.col("relation") == "mother",
            father=pl.col("relation") == "father",
            parent=pl.col("relation").is_in(PARENTS),
            grandparent=pl.col("relation") == "grandparent",
            present=pl.col("days_left").is_null() & ~pl.col("dead").fill_null(False),
        )
        .with_columns([pl.col(name) & ~pl.col("dead") for name in ENDED_BY])
        .with_columns(carer=pl.col("present") & ~gone)
        .join(views.cohort.lazy().select("home", "children"), on="home", how="left")
        .sort("home", "person")
        .collect()
    )
