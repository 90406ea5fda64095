"""A household's features as of a day: one row per household of the cohort, one number per feature.

Features over the same view with the same look-back are computed in one pass over it. The same tables and day give the
same bits: views are sorted, weights add up exactly (``as_of.recency``), and shares are quotients of whole numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import groupby

import polars as pl

from data.vocabulary.frames import Tables

from .as_of import within
from .catalogue import CATALOGUE
from .declaration import Feature
from .views import ONE_ROW, Views

RECORDED_OF = {"guardian_events": "guardians"}
"""Where nobody stands in the second view, nothing could have been recorded in the first."""


HEALTH_EVENTS = ("serious_illness", "disabled")


def feature_matrix(tables: Tables, as_of: date, *, guardian_health: bool = True) -> pl.DataFrame:
    """Return ``household_id, commune_code`` (String) and one Float64 column per feature in the order of CATALOGUE.

    One row per household of the cohort, sorted by household_id. Null is "not recorded": in the household's records, or
    because a table that the feature reads isn't kept. With ``guardian_health=False`` the features of guardians'
    illness, disability and inability to work are null for everybody, and no other feature sees those records.
    """
    if not guardian_health:
        tables = without_guardian_health(tables)
    return matrix_of(Views(tables, as_of), CATALOGUE, guardian_health=guardian_health)


def without_guardian_health(tables: Tables) -> dict[str, pl.DataFrame]:
    """Return the tables with what tells of a guardian's health not recorded."""
    told = dict(tables)
    able = pl.col("occupation") != "unable_to_work"
    told["guardians"] = tables["guardians"].with_columns(
        disability=pl.lit(None, pl.Boolean), occupation=pl.when(able).then("occupation")
    )
    told["guardian_events"] = tables["guardian_events"].filter(~pl.col("event").is_in(HEALTH_EVENTS))
    return told


def matrix_of(views: Views, features: Mapping[str, Feature], *, guardian_health: bool = True) -> pl.DataFrame:
    """Return the matrix of some features over views that are there already; see ``feature_matrix``."""
    usable = [
        f for f in features.values()
        if all(views.kept(t) for t in f.tables) and (guardian_health or not f.guardian_health)
    ]  # fmt: skip
    passes = [_values(views, *key, list(group)) for key, group in groupby(sorted(usable, key=_pass), key=_pass)]
    columns = {column.name: column for found in pl.collect_all(passes) for column in found}
    households = views.cohort.select("household_id", "commune_code")
    empty = pl.Series([None] * households.height, dtype=pl.Float64)
    return households.with_columns(columns.get(name, empty).alias(name) for name in features)


def _pass(feature: Feature) -> tuple[str, int]:
    return feature.view, feature.look_back_days or 0


def _values(views: Views, view: str, look_back: int, features: list[Feature]) -> pl.LazyFrame:
    """Return one Float64 column per feature, a row per household in the order of the cohort."""
    rows = views[view]
    if look_back and "days_since" in rows.columns:
        rows = within(rows, look_back)
    values = [f.value.cast(pl.Float64).alias(f.name) for f in features]
    if view in ONE_ROW:
        found = rows.lazy().select("home", *values, rows=pl.lit(1))
    else:
        found = rows.lazy().group_by("home", maintain_order=True).agg(*values, rows=pl.len())
    could = pl.col("home").is_in(views[RECORDED_OF[view]]["home"].unique().implode()) if view in RECORDED_OF else True
    filled = [
        pl.when(pl.col("rows").is_null() & could)
        .then(pl.lit(f.without_rows, pl.Float64))
        .otherwise(f.name)
        .alias(f.name)
        for f in features
    ]
    homes = views.cohort.lazy().select("home")
    return homes.join(found, on="home", how="left", maintain_order="left").select(filled)
