"""The simple orders that a model must beat before it may rank (Drake et al. 2021).

Each is what an office could do on that day without any model, from what was known then. They serve comparison alone:
the commune rate is never a feature, for it holds the gaps of recording.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl

from data.vocabulary.frames import Tables
from data.vocabulary.language import Text
from features.as_of import FIVE_YEARS, AsOf
from features.cohort import cohort
from models.scorecard import read_scorecard
from models.tables import Floats

from .predictions import TestPredictions

RANDOM, POVERTY, COMMUNE, SCORECARD, PRACTICE = (
    "random_order", "poverty_order", "commune_rate", "scorecard", "past_practice",
)  # fmt: skip
BASELINES: dict[str, Text] = {
    RANDOM: Text("thứ tự ngẫu nhiên", "random order"),
    POVERTY: Text("hộ nghèo trước, rồi cận nghèo", "poor households first, then near-poor"),
    COMMUNE: Text("theo tỷ lệ đã ghi nhận của xã", "by the commune's recorded rate"),
    SCORECARD: Text("bảng điểm chuyên gia", "the expert scorecard"),
    PRACTICE: Text("theo các lượt thăm của cán bộ năm trước", "by the officers' own visits of the year before"),
}
RATE_DAYS = 1095
PRACTICE_DAYS = 365


def poverty_order(tables: Tables, day: date) -> pl.LazyFrame:
    """Return ``household_id, level, b1, b2`` of the last review in five years; each descends from who comes first.

    Poor households come before near-poor ones and these before others; then goes who has fewer B1 points (income
    proxy), then more B2 points (deprivation). A household without a review comes last.
    """
    known = AsOf(tables, day)
    level = {"poor": 3.0, "near_poor": 2.0, "not_poor": 1.0}
    return (
        known.known("poverty_assessments")
        .filter(known.days_since("assessed_on") < FIVE_YEARS)
        .sort("household_id", "assessed_on")
        .group_by("household_id", maintain_order=True)
        .agg(
            level=pl.col("status").last().cast(pl.String).replace_strict(level, return_dtype=pl.Float64),
            b1=-pl.col("b1_score").last().cast(pl.Float64),
            b2=pl.col("b2_score").last().cast(pl.Float64),
        )
    )


def commune_rate(tables: Tables, day: date) -> pl.LazyFrame:
    """Return ``commune_code, rate``: children with a case that began in the three years before, a scored household.

    It is raw: neither smoothed nor corrected for what is never recorded.
    """
    known = AsOf(tables, day)
    homes = known.known("households").select("household_id", "commune_code")
    recent = known.days_since("onset_on")
    cases = (
        known.known("circumstances")
        .filter(recent < RATE_DAYS)
        .join(known.known("children").select("child_id", "household_id"), on="child_id")
        .join(homes, on="household_id")
        .group_by("commune_code")
        .agg(cases=pl.col("child_id").n_unique())
    )
    scored = cohort(tables, day).lazy().group_by("commune_code").agg(scored=pl.len())
    return scored.join(cases, on="commune_code", how="left").select(
        "commune_code", rate=pl.col("cases").fill_null(0) / pl.col("scored")
    )


def past_practice(tables: Tables, day: date) -> pl.LazyFrame | None:
    """Return ``household_id, visits, last`` of the officers' reached visits in the year before, None without any.

    ``visits`` counts them, ``last`` is minus the days since the last one. Exploration visits are drawn by lot and so
    aren't the officers' choice.
    """
    known = AsOf(tables, day)
    since = known.days_since("visited_on")
    chosen = (
        known.known("visits")
        .filter((pl.col("outcome") == "reached") & (pl.col("reason") != "exploration") & (since < PRACTICE_DAYS))
        .group_by("household_id")
        .agg(visits=pl.len().cast(pl.Float64), last=-since.min().cast(pl.Float64))
        .collect()
    )
    return chosen.lazy() if chosen.height else None


def simple_orders(
    tables: Tables, day: date, household_ids: pl.Series, commune_codes: pl.Series, matrix: pl.DataFrame | None = None
) -> dict[str, Floats]:
    """Return the baselines of a day by name, each (n,) float64 for the households given: higher comes first.

    Equal values are equal places. The scorecard is there where the day's feature ``matrix`` is given; past practice
    where the register holds visits of the year before.
    """
    rows = pl.LazyFrame({"household_id": household_ids, "commune_code": commune_codes})
    found = {RANDOM: np.zeros(len(household_ids))}
    found[POVERTY] = _order(rows, poverty_order(tables, day), "household_id", ("level", "b1", "b2"))
    found[COMMUNE] = _order(rows, commune_rate(tables, day), "commune_code", ("rate",))
    if matrix is not None:
        card = read_scorecard()
        scored = card.score(matrix.select(card.features).to_numpy())
        at = rows.join(matrix.lazy().select("household_id").with_row_index("at"), on="household_id", how="left")
        found[SCORECARD] = scored.log_odds[at.collect()["at"].to_numpy()]
    practice = past_practice(tables, day)
    if practice is not None:
        found[PRACTICE] = _order(rows, practice, "household_id", ("visits", "last"))
    return found


def with_simple_orders(
    prediction: TestPredictions, tables: Tables, matrix: pl.DataFrame | None = None
) -> TestPredictions:
    """Return the predictions of a day with the baselines beside them; a score that is there already is kept."""
    simple = simple_orders(tables, prediction.day, prediction.household_ids, prediction.commune_codes, matrix)
    return replace(prediction, scores={**simple, **prediction.scores})


def _order(rows: pl.LazyFrame, facts: pl.LazyFrame, key: str, columns: tuple[str, ...]) -> Floats:
    """Return the place of each row by several columns, one after another, 0 for the last; null is below all."""
    found = rows.join(facts, on=key, how="left", maintain_order="left").select(
        pl.col(c).fill_null(-np.inf) for c in columns
    )
    keys = pl.struct(columns).rank("dense").cast(pl.Float64)
    return found.select(keys.alias("place")).collect()["place"].to_numpy() - 1.0
