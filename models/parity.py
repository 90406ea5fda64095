"""Train/serve parity: the same households, seen the way training sees them and the way serving does.

Training gathers features of many days as single-precision numbers and looks up bins from these; serving assembles the
day's features anew, in double precision, from the snapshot as it lies on disk, and looks them up in the model as it
lies on disk. Between the two lie rounding, the order of rows, reading and writing. A model whose canary households
aren't told the same on both ways must not serve (Sculley et al. 2015, "training/serving skew").
"""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.vocabulary.frames import Tables

from .additive import log_odds
from .examples import day_of
from .splits import uniform
from .tables import Floats, TableModel

CANARIES, SEED = 2_000, 20_251
"""So many households of the province are held against each other, drawn by a keyed hash."""
NEAR = 1e-9


def canary_rows(household_ids: pl.Series) -> NDArray[np.bool_]:
    """Return who is a canary, (n,) bool: everybody in a small province, about ``CANARIES`` in a large one."""
    return uniform(household_ids, SEED) < CANARIES / max(len(household_ids), 1)


def as_training_sees(tables: Tables, as_of: date, model: TableModel) -> pl.DataFrame:
    """Return ``household_id, log_odds`` and the features (Float32) of the canaries, on the way that training goes."""
    day = day_of(tables, as_of, model.features)
    at = np.flatnonzero(canary_rows(day.household_ids))
    return _rounded(day.household_ids.gather(at), day.values[at], model)


def canaries_of(matrix: pl.DataFrame) -> pl.DataFrame:
    """Return the canaries' rows of a feature matrix."""
    return matrix.filter(pl.Series(canary_rows(matrix["household_id"])))


def as_training_rounds(canaries: pl.DataFrame, model: TableModel) -> pl.DataFrame:
    """Return the same of the canaries' rows of a feature matrix, their values rounded as training rounds them."""
    values = canaries.select(model.features).to_numpy()
    return _rounded(canaries["household_id"], values.astype(np.float32), model)


def as_serving_sees(canaries: pl.DataFrame, model: TableModel) -> pl.DataFrame:
    """Return the same of the canaries' rows of a feature matrix, scored as a run scores them."""
    values = canaries.select(model.features).to_numpy()
    return _frame(canaries["household_id"], values, model.score(values).log_odds, model)


def side_by_side(made: pl.DataFrame, now: pl.DataFrame) -> tuple[Floats, Floats]:
    """Return both ways as numbers (n, 1 + p), by household: NaN where a household or a value isn't there."""
    columns = [c for c in made.columns if c != "household_id" and c in now.columns]
    both = made.join(now, on="household_id", how="full", coalesce=True, suffix=" now").sort("household_id")
    return (
        both.select(pl.col(c).cast(pl.Float64).fill_null(np.nan) for c in columns).to_numpy(),
        both.select(pl.col(f"{c} now").cast(pl.Float64).fill_null(np.nan) for c in columns).to_numpy(),
    )


def differing(made: Floats, now: Floats, near: float = NEAR) -> int:
    """Return how many rows differ anywhere; where only one side has a value, they differ."""
    same = (np.abs(made - now) <= near) | (np.isnan(made) & np.isnan(now))
    return int((~same.all(axis=1)).sum())


def _rounded(ids: pl.Series, values: NDArray[np.float32], model: TableModel) -> pl.DataFrame:
    return _frame(ids, values, log_odds(model, values.astype(np.float64)), model)


def _frame(ids: pl.Series, values: NDArray[np.floating], said: Floats, model: TableModel) -> pl.DataFrame:
    features = {name: values[:, j].astype(np.float32) for j, name in enumerate(model.features)}
    return pl.DataFrame({"household_id": ids, "log_odds": said, **features})
