"""The province at a glance, commune by commune: the need, what a list reaches of it, who is managed, what isn't known.

Recording gaps stand beside need on purpose: where little is recorded, a low need may only mean that nobody looked.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from data.vocabulary.frames import Tables
from features.as_of import AsOf
from features.catalogue import CATALOGUE
from features.cohort import is_present, open_homes


def commune_overview(
    tables: Tables,
    as_of: date,
    matrix: pl.DataFrame,
    scores: pl.DataFrame,
    entries: pl.DataFrame,
    set_aside: pl.DataFrame,
) -> pl.DataFrame:
    """Return a row per commune of the snapshot, sorted by ``commune_code``.

    Counts (Int64): ``scored``, ``all_in_care``, ``listed``, ``open_cases`` (present children in special
    circumstances), ``managed`` (those of them with a support plan; null where the register keeps no plans),
    ``not_scored`` (households that quarantine keeps out). Numbers (Float64): ``expected`` (the risks of households
    outside case management added up), ``expected_listed`` (of those on the list), ``not_recorded`` (share of the
    features' values that aren't recorded; null where nobody is scored).

    ``matrix``, ``scores`` and ``entries`` are those of a run on ``as_of``; ``set_aside`` has ``commune_code`` and
    ``households``.
    """
    outside = scores.filter(~pl.col("all_in_care"))
    need = outside.group_by("commune_code").agg(expected=pl.col("risk").sum())
    homes = scores.group_by("commune_code").agg(
        scored=pl.len().cast(pl.Int64), all_in_care=pl.col("all_in_care").sum().cast(pl.Int64)
    )
    listed = entries.group_by("commune_code").agg(listed=pl.len().cast(pl.Int64), expected_listed=pl.col("risk").sum())
    gaps = matrix.group_by("commune_code").agg(
        not_recorded=pl.mean_horizontal(pl.col(name).is_null().mean() for name in CATALOGUE)
    )
    aside = set_aside.select("commune_code", pl.col("households").cast(pl.Int64).alias("not_scored"))
    found = tables["communes"].select("commune_code")
    for part in (homes, need, listed, _managed(tables, as_of), gaps, aside):
        found = found.join(part, on="commune_code", how="left")
    counted = [name for name in found.columns if name not in {"commune_code", "not_recorded"}]
    found = found.with_columns(pl.col(counted).fill_null(0)).sort("commune_code")
    if tables["circumstances"]["managed_on"].null_count() == tables["circumstances"].height:
        found = found.with_columns(managed=pl.lit(None, pl.Int64))
    return found


def _managed(tables: Tables, as_of: date) -> pl.DataFrame:
    """Return ``commune_code, open_cases, managed``: present children with an open case, and how many have a plan."""
    known = AsOf(tables, as_of)
    homes = open_homes(known).select("household_id", "commune_code")
    children = known.known("children").filter(is_present(known)).select("household_id", "child_id")
    cases = known.known("circumstances").filter(pl.col("closed_on").is_null())
    by_child = cases.group_by("child_id").agg(managed=pl.col("managed_on").is_not_null().any())
    return (
        children.join(homes, on="household_id")
        .join(by_child, on="child_id")
        .group_by("commune_code")
        .agg(open_cases=pl.len().cast(pl.Int64), managed=pl.col("managed").sum().cast(pl.Int64))
        .collect()
    )
