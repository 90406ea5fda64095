"""What happened to the people of a household, and what the register did: events, cases, visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from features.as_of import recency

if TYPE_CHECKING:
    from .register import Views


def _dated(views: Views, rows: pl.LazyFrame, happened: str, *keep: str) -> pl.DataFrame:
    """Return rows with ``home, person`` as a view: what is kept of them, ``days_since`` and ``weight``."""
    return (
        rows.with_columns(days_since=views.as_of.days_since(happened))
        .select("home", "person", *keep, "days_since", weight=recency(pl.col("days_since")))
        .sort("home", "person", "days_since", *keep)
        .collect()
    )


def guardian_events(views: Views) -> pl.DataFrame:
    """Return what was recorded of the guardians: ``home, person, event, days_since, weight``."""
    people = views["registered_guardians"].lazy().select("home", "person", "guardian_id")
    rows = views.seen("guardian_events").join(people, on="guardian_id")
    return _dated(views, rows, "event_date", "event")


def child_events(views: Views) -> pl.DataFrame:
    """Return what was recorded of the children present: ``home, person, event, days_since, weight``, and
    ``days_since_return`` (the child's last return home; null where there is none)."""
    people = views["children"].lazy().select("home", "person", "child_id")
    rows = views.seen("child_events").join(people, on="child_id")
    returned = (
        rows.filter(pl.col("event") == "returned_home")
        .group_by("child_id")
        .agg(days_since_return=views.as_of.days_since("event_date").min())
    )
    rows = rows.join(returned, on="child_id", how="left")
    return _dated(views, rows, "event_date", "event", "days_since_return")


def cases(views: Views) -> pl.DataFrame:
    """Return the cases of all children of the household, present or not: ``home, person, days_since`` (onset),
    ``weight``, ``open`` (Boolean: not closed on the day)."""
    people = views["every_child"].lazy().select("home", "person", "child_id")
    rows = views.seen("circumstances").join(people, on="child_id")
    rows = rows.with_columns(open=pl.col("closed_on").is_null())
    return _dated(views, rows, "onset_on", "open")


def visits(views: Views) -> pl.DataFrame:
    """Return the visits that reached somebody: ``home, finding, days_since, weight``, and ``last`` (Boolean: the
    newest of the household)."""
    rows = views.seen("visits").join(views.home_of.lazy(), on="household_id")
    dated = _dated(views, rows.with_columns(person=pl.lit(0, pl.UInt32)), "visited_on", "finding")
    return dated.drop("person").with_columns(last=pl.col("days_since") == pl.col("days_since").min().over("home"))
