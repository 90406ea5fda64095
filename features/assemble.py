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


def feature_matrix(tables: Tables, as_of: date, *, guardian_health: bool = True) -> pl.DataFrame:
    """Return ``household_id, commune_code`` (String) and one Float64 column per feature in the order of CATALOGUE.

    One row per household of the cohort, sorted by household_id. Null is "not recorded": in the household's records, or
    because a table that the feature reads isn't kept. With ``guardian_health=False`` the features of guardians'
    illness, disability and inability to work are null for everybody.
    """
    return matrix_of(Views(tables, as_of), CATALOGUE, guardian_health=guardian_health)


def matrix_of(views: Views, features: Mapping[str, Feature], *, guardian_health: bool = True) -> pl.DataFrame:
    """Return the matrix of some features over views that are there already; see ``feature_matrix``."""
    homes = views.cohort.select("home", "household_id", "commune_code")
    usable = [
        f for f in features.values()
        if all(views.kept(t) for t in f.tables) and (guardian_health or not f.guardian_health)
    ]  # fmt: skip
    columns: dict[str, pl.Series] = {}
    for key, group in groupby(sorted(usable, key=_pass), key=_pass):
        columns |= _values(views, homes, key[0], key[1] or None, list(group))
    empty = pl.Series([None] * homes.height, dtype=pl.Float64)
    return homes.drop("home").with_columns(columns.get(name, empty).alias(name) for name in features)


def _pass(feature: Feature) -> tuple[str, int]:
    return feature.view, feature.look_back_days or 0


def _values(
    views: Views, homes: pl.DataFrame, view: str, look_back: int | None, features: list[Feature]
) -> dict[str, pl.Series]:
    """Return one Float64 series per feature in the order of ``homes``."""
    rows = views[view]
    if look_back is not None and "days_since" in rows.columns:
        rows = within(rows, look_back)
    values = [f.value.cast(pl.Float64).alias(f.name) for f in features]
    if view in ONE_ROW:
        found = rows.lazy().select("home", *values, rows=pl.lit(1))
    else:
        found = rows.lazy().group_by("home", maintain_order=True).agg(*values, rows=pl.len())
    could = views[RECORDED_OF.get(view, "children")].lazy().select("home", could=True).unique()
    at_home = homes.lazy().select("home").join(found, on="home", how="left", maintain_order="left")
    no_row = pl.col("rows").is_null() & pl.col("could")
    filled = [
        pl.when(no_row).then(pl.lit(f.without_rows, pl.Float64)).otherwise(pl.col(f.name)).alias(f.name)
        for f in features
    ]
    aligned = at_home.join(could, on="home", how="left", maintain_order="left").select(filled)
    return {column.name: column for column in aligned.collect()}
