"""How far a figure would move had other households, or other communes, been in the register.

Households (or whole communes with all of theirs: Cameron, Gelbach and Miller 2008) are drawn with replacement, as many
as there are, over all test days at once: a household that stands in three years is drawn or left out in all of them.
A draw is a count per row, so that every order is sorted once and only counted again. All scores see the same draws,
so that their differences are paired.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

from models.tables import Floats

from .predictions import TestPredictions
from .ranking import Counted, Ranking

Unit = Literal["household", "commune"]
Outcome = Literal["positive", "preventable"]
Counts = NDArray[np.integer]

RESAMPLES = 200
LEVEL = 0.9
FEWEST_COMMUNES = 10
"""With fewer communes a draw of whole communes says little; then households alone are drawn."""


class Figure(Protocol):
    """A number read off an order that has been counted."""

    def __call__(self, counted: Counted, /) -> float:
        """Return the figure, NaN where it has no meaning."""
        ...


@dataclass(frozen=True)
class Estimate:
    """A figure with the ends of its interval; NaN where it has no meaning."""

    value: float
    low: float
    high: float


def percentile_interval(value: float, draws: Floats, level: float = LEVEL) -> Estimate:
    """Return a figure with the middle ``level`` of its draws (B,); draws without meaning are left out."""
    kept = draws[~np.isnan(draws)]
    if np.isnan(value) or not len(kept):
        return Estimate(float(value), float("nan"), float("nan"))
    low, high = np.quantile(kept, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(float(value), float(low), float(high))


def wider(estimates: Sequence[Estimate]) -> Estimate:
    """Return the figure with the outer ends of several intervals for it (at least one)."""
    lows, highs = [e.low for e in estimates], [e.high for e in estimates]
    if np.isnan(lows).all():
        return estimates[0]
    return Estimate(estimates[0].value, float(np.nanmin(lows)), float(np.nanmax(highs)))


def interval_over(value: float, draws: Sequence[Floats], level: float = LEVEL) -> Estimate:
    """Return a figure with the wider one of the units' intervals, from each unit's draws; NaN ends without draws."""
    nothing = [Estimate(float(value), float("nan"), float("nan"))]
    return wider([percentile_interval(float(value), d, level) for d in draws] or nothing)


def units_of(commune_codes: Sequence[pl.Series]) -> tuple[Unit, ...]:
    """Return what is resampled: households, and communes where there are enough of them."""
    communes = pl.concat(commune_codes).n_unique() if commune_codes else 0
    return ("household", "commune") if communes >= FEWEST_COMMUNES else ("household",)


def drawn(columns: Sequence[pl.Series], resamples: int, seed: int) -> Iterator[list[Counts]]:
    """Yield for each resample the count of every row of several columns of ids: how often its id was drawn.

    An id has one count in all columns. Counts are (n,) uint8 for each column; they depend on the ids, not on the order
    of the rows.
    """
    ids = pl.concat([c.rename("id") for c in columns]).unique().sort()
    numbered = pl.DataFrame({"id": ids}).with_row_index("at")
    places = [
        pl.DataFrame({"id": c}).join(numbered, on="id", how="left", maintain_order="left")["at"].to_numpy()
        for c in columns
    ]
    rng = np.random.default_rng(seed)
    for _ in range(resamples):
        count = np.bincount(rng.integers(len(ids), size=len(ids)), minlength=len(ids)).astype(np.uint8)
        yield [count[at] for at in places]


def resampled(
    predictions: Sequence[TestPredictions], unit: Unit, *, resamples: int = RESAMPLES, seed: int = 0
) -> Iterator[list[Counts]]:
    """Yield for each resample the counts of the rows of every test day, households or whole communes drawn."""
    return drawn([p.household_ids if unit == "household" else p.commune_codes for p in predictions], resamples, seed)


@dataclass(frozen=True)
class Replicates:
    """Figures of several scores on every test day, as they are and drawn again.

    ``values`` (days, scores, figures); ``draws`` by unit, each (B, days, scores, figures). NaN where a score isn't
    there on a day or a figure has no meaning.
    """

    names: tuple[str, ...]
    figures: tuple[str, ...]
    values: Floats
    draws: Mapping[Unit, Floats]

    def mean(self, name: str, figure: str) -> tuple[float, dict[Unit, Floats]]:
        """Return the mean over the days of a score's figure, and its draws (B,) by unit."""
        at, k = self.names.index(name), self.figures.index(figure)
        return _mean(self.values[:, at, k]).item(), {u: _mean(d[:, :, at, k]) for u, d in self.draws.items()}

    def difference(self, name: str, other: str, figure: str) -> tuple[float, dict[Unit, Floats]]:
        """Return how much higher a score's figure is than another's, over the days that have both, and its draws."""
        a, b, k = self.names.index(name), self.names.index(other), self.figures.index(figure)
        value = _mean(self.values[:, a, k] - self.values[:, b, k]).item()
        return value, {u: _mean(d[:, :, a, k] - d[:, :, b, k]) for u, d in self.draws.items()}

    def standard_error(self, name: str, other: str, figure: str) -> float:
        """Return the standard error of the paired difference, the larger one of the units; NaN without draws."""
        _, draws = self.difference(name, other, figure)
        return float(np.max([np.nanstd(d, ddof=1) for d in draws.values()]))

    def interval(self, name: str, figure: str, level: float = LEVEL) -> Estimate:
        """Return the mean over days of a score's figure with the wider one of the units' intervals."""
        value, draws = self.mean(name, figure)
        return interval_over(value, list(draws.values()), level)

    def on_day(self, day: int, name: str, figure: str, level: float = LEVEL) -> Estimate:
        """Return a score's figure on one test day, by its place, with its interval."""
        at, k = self.names.index(name), self.figures.index(figure)
        value = float(self.values[day, at, k])
        return interval_over(value, [d[:, day, at, k] for d in self.draws.values()], level)


def replicated(
    predictions: Sequence[TestPredictions],
    figures: Mapping[str, Figure],
    *,
    names: Sequence[str] | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Replicates:
    """Return figures of scores on every test day, with draws of households and (where there are ten) of communes.

    ``names`` are the scores to compare, all of them where nothing is said.
    """
    return replicated_for(("positive",), predictions, figures, names=names, resamples=resamples, seed=seed)["positive"]


def replicated_for(
    outcomes: Sequence[Outcome],
    predictions: Sequence[TestPredictions],
    figures: Mapping[str, Figure],
    *,
    names: Sequence[str] | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> dict[Outcome, Replicates]:
    """Return the replicates for several outcomes under the same draws, by outcome; see ``replicated``."""
    every = tuple(names) if names is not None else tuple(dict.fromkeys(k for p in predictions for k in p.scores))
    orders = [
        {k: [Ranking.of(p.positive, p.scores[k]).for_outcome(getattr(p, o)) for o in outcomes]
         for k in every if k in p.scores}
        for p in predictions
    ]  # fmt: skip

    def counted(weights: Sequence[Counts | None]) -> Floats:
        found = np.full((len(outcomes), len(orders), len(every), len(figures)), np.nan)
        for day, (by_name, weight) in enumerate(zip(orders, weights, strict=True)):
            for at, name in enumerate(every):
                rows = by_name[name][0].rows(weight) if name in by_name else None
                for k, order in enumerate(by_name.get(name, ())):
                    row = order.counted(weight, rows)
                    found[k, day, at] = [figure(row) for figure in figures.values()]
        return found

    values = counted([None] * len(orders))
    draws: dict[Unit, Floats] = {}
    for unit in units_of([p.commune_codes for p in predictions]):
        rows = [counted(weights) for weights in resampled(predictions, unit, resamples=resamples, seed=seed)]
        draws[unit] = np.array(rows).reshape(resamples, *values.shape)
    return {
        o: Replicates(every, tuple(figures), values[k], {u: d[:, k] for u, d in draws.items()})
        for k, o in enumerate(outcomes)
    }


def _mean(values: Floats) -> Floats:
    """Return the mean over the last axis of what has a meaning, NaN where nothing has."""
    there = ~np.isnan(values)
    total = np.where(there, values, 0.0).sum(axis=-1)
    count = there.sum(axis=-1)
    return np.divide(total, count, out=np.full(np.shape(total), np.nan), where=count > 0)
