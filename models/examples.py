"""Training rows: households of several origins with their features as of that day and the outcome as known later.

A row weighs what it is worth as evidence: one over the number of overlapping windows that hold the same year, times
the share of the year before the first reached visit (``models.outcome``), times how many rows it stands for where
rows were sampled. Where a province has very many rows, every row with an outcome is kept and a keyed sample of the
others: with ten of them to each outcome, an estimate is nearly as sure as with all (Breslow and Day 1980).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.vocabulary.frames import Tables
from features.assemble import feature_matrix

from .outcome import outcome
from .splits import Splits, row_weight, uniform
from .tables import Floats

MOST_ROWS = 500_000
"""Rows without an outcome that are kept over all origins; fewer than this are all kept."""
ROWS_PER_OUTCOME = 8
"""… and at least this many for each row with an outcome."""
MANY_ROWS = 2_000_000
"""A register with more rows than this over all quarters trains on every second quarter."""


@dataclass(frozen=True)
class Day:
    """The features of n households on one day: ``values`` (n, p) float32, column-major, NaN where not recorded."""

    day: date
    household_ids: pl.Series
    commune_codes: pl.Series
    values: NDArray[np.float32]

    def take(self, at: NDArray[np.int64]) -> Day:
        """Return the rows at some places."""
        picked = np.empty((len(at), self.values.shape[1]), dtype=np.float32, order="F")
        np.take(self.values, at, axis=0, out=picked)
        return Day(self.day, self.household_ids.gather(at), self.commune_codes.gather(at), picked)


@dataclass(frozen=True)
class Examples:
    """Training rows of several origins.

    ``values`` (n, p) float32, column-major; ``positive`` (n,) bool; ``weight`` (n,) float64; ``origin`` (n,) int16, the
    place of the row's day in ``days``; ``households`` (n,) String.
    """

    days: tuple[date, ...]
    values: NDArray[np.float32]
    positive: NDArray[np.bool_]
    weight: Floats
    origin: NDArray[np.int16]
    households: pl.Series

    @property
    def events(self) -> float:
        """The number of outcomes that the rows stand for, one of several windows counted once."""
        return float(self.weight[self.positive].sum())

    def take(self, rows: NDArray[np.bool_]) -> Examples:
        """Return the rows where ``rows`` (n,) is true."""
        at = np.flatnonzero(rows)
        values = np.empty((len(at), self.values.shape[1]), dtype=np.float32, order="F")
        np.take(self.values, at, axis=0, out=values)
        return Examples(
            self.days, values, self.positive[at], self.weight[at], self.origin[at], self.households.gather(at)
        )


def origins_for(splits: Splits, households: int) -> tuple[date, ...]:
    """Return the origins to train on: every quarter, or every second one where the register is very large.

    They are counted back from the newest, so that every test day is among them.
    """
    if households * len(splits.origins) <= MANY_ROWS:
        return splits.origins
    return tuple(reversed(splits.origins[::-1][::2]))


def day_of(tables: Tables, day: date, features: Sequence[str]) -> Day:
    """Return the features of every household scored on a day, ascending by id."""
    matrix = feature_matrix(tables, day)
    values = np.empty((matrix.height, len(features)), dtype=np.float32, order="F")
    for j, name in enumerate(features):
        values[:, j] = matrix[name].to_numpy()
    return Day(day, matrix["household_id"], matrix["commune_code"], values)


@dataclass(frozen=True)
class Collected:
    """The rows of one origin that are kept for training: of every outcome known later, and a sample of the rest."""

    rows: Day
    weight: Floats
    """(n,) what a row without an outcome stands for; 1 for the others."""


def collected(tables: Tables, day: Day, known_on: date, share: float, seed: int) -> Collected:
    """Return the rows of an origin with an outcome known on the run's day, and a share of the others by keyed hash."""
    found = outcome(tables, day.day, known_on).select("household_id", "positive")
    joined = pl.DataFrame({"household_id": day.household_ids}).join(
        found, on="household_id", how="left", maintain_order="left"
    )
    positive = joined["positive"].fill_null(False).to_numpy()
    drawn = uniform(day.household_ids, seed + day.day.toordinal()) < share if share < 1 else True
    at = np.flatnonzero(joined["positive"].is_not_null().to_numpy() & (positive | drawn))
    return Collected(day.take(at), np.where(positive[at], 1.0, 1.0 / share))


def examples(tables: Tables, origins: Sequence[Collected], known_on: date) -> Examples:
    """Return the rows of some origins with their outcomes as known on a day.

    A household that has no outcome row by then (all its children are in care, or left out) has no row here.
    """
    overlap = row_weight(tuple(origin.rows.day for origin in origins))
    parts = [_labelled(tables, origin, known_on) for origin in origins]
    values = np.concatenate([part[0].values for part in parts], axis=0)
    return Examples(
        tuple(origin.rows.day for origin in origins),
        np.asfortranarray(values),
        np.concatenate([part[1] for part in parts]),
        np.concatenate([part[2] for part in parts]) * overlap,
        np.repeat(np.arange(len(parts), dtype=np.int16), [len(part[1]) for part in parts]),
        pl.concat([part[0].household_ids for part in parts]),
    )


def _labelled(tables: Tables, origin: Collected, known_on: date) -> tuple[Day, NDArray[np.bool_], Floats]:
    found = outcome(tables, origin.rows.day, known_on).select("household_id", "before_visit", "exposure")
    joined = pl.DataFrame({"household_id": origin.rows.household_ids}).join(
        found, on="household_id", how="left", maintain_order="left"
    )
    at = np.flatnonzero(joined["before_visit"].is_not_null().to_numpy())
    positive = joined["before_visit"].fill_null(False).to_numpy()[at]
    exposure = joined["exposure"].fill_null(1.0).to_numpy()[at]
    weight = np.where(positive, 1.0, exposure * origin.weight[at])
    return origin.rows.take(at), positive, weight


def sampling_share(rows: int, outcomes: int) -> float:
    """Return the share of rows without an outcome that is kept."""
    wanted = max(MOST_ROWS, ROWS_PER_OUTCOME * outcomes)
    return min(1.0, wanted / max(rows, 1))


def levelled(rows: Examples) -> Floats:
    """Return weights (n,) under which outcomes are equally frequent on every origin.

    The level of a year moves for reasons that no feature knows (recording, a bad harvest). Weighing rows without an
    outcome by a factor per origin takes that out of what is learned of the features: in a logistic model it moves the
    intercept alone (Prentice and Pyke 1979).
    """
    hits = np.bincount(rows.origin, rows.weight * rows.positive, len(rows.days))
    total = np.bincount(rows.origin, rows.weight, len(rows.days))
    mean = hits.sum() / total.sum()
    # Two outcomes of the mean are added, so that a day with next to none keeps a finite weight.
    rate = (hits + 2 * mean) / (total + 2)
    factor = rate / (1 - rate) * (1 - mean) / mean
    return np.where(rows.positive, rows.weight, rows.weight * factor[rows.origin])


Progress = Callable[[str, float], None]
"""Told the name of a step in learning and the share of all that is done."""
