"""Of whom a feature's value speaks: the children or guardians in whose records it stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from data.vocabulary.frames import Tables

from .as_of import within
from .catalogue import CATALOGUE
from .views import Views

PEOPLE = {"child": ("every_child", "child_id"), "guardian": ("registered_guardians", "guardian_id")}


def subjects(tables: Tables, as_of: date, feature_name: str, household_ids: Iterable[str]) -> pl.DataFrame:
    """Return ``household_id, subject_id`` (String), sorted by both, each pair once.

    Empty where the feature speaks of the household as a whole or where none of its records led to the value. Only the
    records of the households asked for are read."""
    return subjects_in(views_of(tables, as_of, household_ids), feature_name)


def views_of(tables: Tables, as_of: date, household_ids: Iterable[str]) -> Views:
    """Return the views of a few households alone, for several questions about the same ones."""
    return Views(only_households(tables, household_ids), as_of)


def subjects_in(views: Views, feature_name: str) -> pl.DataFrame:
    """Return what ``subjects`` does, for the households of views that are there already."""
    feature = CATALOGUE[feature_name]
    schema = {"household_id": pl.String(), "subject_id": pl.String()}
    if feature.subject is None or feature.about is None:
        return pl.DataFrame(schema=schema)
    rows = views[feature.view]
    if feature.look_back_days is not None and "days_since" in rows.columns:
        rows = within(rows, feature.look_back_days)
    view, id_column = PEOPLE[feature.subject]
    people = views[view].select("person", subject_id=id_column)
    return (
        rows.filter(feature.about)
        .select("home", "person")
        .unique()
        .join(people, on="person")
        .join(views.home_of, on="home")
        .select("household_id", "subject_id")
        .sort("household_id", "subject_id")
    )


def only_households(tables: Tables, household_ids: Iterable[str]) -> dict[str, pl.DataFrame]:
    """Return the tables with the rows of some households and of their people alone; other tables as they are."""
    wanted = pl.Series("household_id", list(household_ids), dtype=pl.String).unique().implode()
    cut = {
        name: frame.filter(pl.col("household_id").is_in(wanted)) if "household_id" in frame.columns else frame
        for name, frame in tables.items()
    }
    for people, key in (("children", "child_id"), ("guardians", "guardian_id")):
        for name, frame in cut.items():
            if name != people and key in frame.columns:
                cut[name] = frame.join(cut[people].select(key), on=key, how="semi")
    return cut
