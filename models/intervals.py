"""How sure a model is of each risk: a 90 % interval from refits on resampled households.

Each refit gives every household a random weight (the Bayesian bootstrap of Rubin 1981, exponential weights, the same
for all days of a household) and draws what the tables are shrunk towards from their prior, so that shrinking counts as
uncertainty too (perturb and maximise; Orieux et al. 2012). What is kept are the refits' deviations from their mean as
tables over one grid; a household's standard deviation follows by look-up, and the uncertainty of the calibration is
added to it. The interval is for the risk, not for the outcome.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .additive import Axis
from .calibration import Calibration
from .fitting.candidates import Candidates
from .fitting.design import Design
from .fitting.pairs import SHRINKAGE, Cells, fitted_pairs
from .fitting.splines import Fitted, Problem, covariance_of, penalty_of, settled
from .fitting.tuning import thin_rows
from .parallel import each
from .tables import Floats

REFITS = 24
STEPS = 3
"""Newton steps of a refit, from the optimum of all rows; they share its curvature."""
WIDTH = 1.6448536269514722
"""A normal's 95th percentile."""
ROWS_AT_ONCE = 16_384


@dataclass(frozen=True)
class PairDeviation:
    """Deviations of a pair's table, (bins, bins, r) float32; the features by place, their bins by ``axes``."""

    features: tuple[int, int]
    axes: tuple[Axis, Axis]
    table: NDArray[np.float32]

    def add_to(self, total: NDArray[np.float32], values: Floats) -> None:
        """Add the deviations (n, r) of the rows (n, p) where both are recorded."""
        first, second = (axis.codes(values[:, j]) for axis, j in zip(self.axes, self.features, strict=True))
        known = np.flatnonzero((first >= 0) & (second >= 0))
        total[known] += self.table[first[known], second[known]]

    def to_frame(self) -> pl.DataFrame:
        """Return a row per cell."""
        down, across = (np.concatenate([[-np.inf], axis.edges]) for axis in self.axes)
        cells = self.table.reshape(-1, self.table.shape[2])
        return pl.DataFrame({
            "first": np.full(len(cells), self.features[0]), "second": np.full(len(cells), self.features[1]),
            "first_from": np.repeat(down, len(across)), "second_from": np.tile(across, len(down)),
            **{f"refit_{r}": cells[:, r] for r in range(cells.shape[1])},
        })  # fmt: skip

    @classmethod
    def from_frame(cls, cells: pl.DataFrame) -> PairDeviation:
        """Return what ``to_frame`` wrote."""
        axes = [
            Axis(cells[side].unique(maintain_order=True).to_numpy()[1:].astype(np.float64), 0)
            for side in ("first_from", "second_from")
        ]
        numbers = cells.select(c for c in cells.columns if c.startswith("refit_")).to_numpy().astype(np.float32)
        table = numbers.reshape(axes[0].bins, axes[1].bins, -1)
        return cls((int(cells["first"][0]), int(cells["second"][0])), (axes[0], axes[1]), table)


@dataclass(frozen=True)
class RefitInterval:
    """Deviations of the log-odds by bin, for each of r refits.

    ``axes`` are the bins of each feature; ``deviations`` one (bins, r) float32 per feature; ``base`` (r,) that of the
    base. ``slope_error`` acts on the distance from ``middle``, the mean log-odds, and ``level_error`` on everybody.
    """

    axes: tuple[Axis, ...]
    deviations: tuple[NDArray[np.float32], ...]
    base: NDArray[np.float32]
    level_error: float
    slope_error: float
    middle: float
    pairs: tuple[PairDeviation, ...] = ()
    kind: ClassVar[str] = "refits"

    def bounds(self, values: Floats, log_odds: Floats) -> tuple[Floats, Floats]:
        """Return the lower and upper end of the 90 % interval of the log-odds, each (n,)."""
        half = WIDTH * self.standard_deviation(values, log_odds)
        return log_odds - half, log_odds + half

    def standard_deviation(self, values: Floats, log_odds: Floats) -> Floats:
        """Return the standard deviation of each log-odds, (n,)."""
        found = np.empty(len(values))

        def part(first: int) -> None:
            rows = slice(first, first + ROWS_AT_ONCE)
            found[rows] = self._variance(values[rows])

        with ThreadPoolExecutor(os.cpu_count()) as threads:
            list(threads.map(part, range(0, len(values), ROWS_AT_ONCE)))
        calibration = self.level_error**2 + (self.slope_error * (log_odds - self.middle)) ** 2
        return np.sqrt(found + calibration)

    def _variance(self, values: Floats) -> Floats:
        """Return the variance over the refits, (n,); a feature's fullest bin is added once, for all rows."""
        total = np.tile(self.base, (len(values), 1))
        for j, (axis, table) in enumerate(zip(self.axes, self.deviations, strict=True)):
            if not table.any():
                continue
            codes = axis.codes(values[:, j])
            table_with_none = np.vstack([table, np.zeros((1, table.shape[1]), np.float32)])
            fullest = int(np.bincount(codes + 1).argmax()) - 1
            total += table_with_none[fullest]
            others = np.flatnonzero(codes != fullest)
            total[others] += (table_with_none - table_with_none[fullest])[codes[others]]
        for pair in self.pairs:
            pair.add_to(total, values)
        return np.mean(total.astype(np.float64) ** 2, axis=1)

    def to_tables(self) -> dict[str, pl.DataFrame]:
        """Return ``deviations`` (a row per feature and bin, the base at -1), ``calibration``, and ``pairs``."""
        rows = []
        for j, (axis, table) in enumerate(zip(self.axes, self.deviations, strict=True)):
            starts = np.concatenate([[-np.inf], axis.edges])
            rows.append(pl.DataFrame({
                "feature": np.full(axis.bins, j), "from": starts, "special": np.full(axis.bins, axis.special),
                **{f"refit_{r}": table[:, r] for r in range(table.shape[1])},
            }))  # fmt: skip
        rows.append(pl.DataFrame({
            "feature": [-1], "from": [-np.inf], "special": [0], **{f"refit_{r}": self.base[r : r + 1]
            for r in range(len(self.base))},
        }))  # fmt: skip
        told = {"level_error": [self.level_error], "slope_error": [self.slope_error], "middle": [self.middle]}
        frames = {"deviations": pl.concat(rows), "calibration": pl.DataFrame(told)}
        return {**frames, "pairs": pl.concat([p.to_frame() for p in self.pairs])} if self.pairs else frames

    @classmethod
    def from_tables(cls, frames: Mapping[str, pl.DataFrame]) -> RefitInterval:
        """Return the interval that ``to_tables`` wrote."""
        told = frames["calibration"].row(0, named=True)
        axes, deviations = [], []
        columns = [c for c in frames["deviations"].columns if c.startswith("refit_")]
        for (feature,), part in frames["deviations"].group_by(["feature"], maintain_order=True):
            numbers = part.select(columns).to_numpy().astype(np.float32)
            if feature == -1:
                base = numbers[0]
            else:
                axes.append(Axis(part["from"].to_numpy()[1:].astype(np.float64), int(part["special"][0])))
                deviations.append(numbers)
        cells = frames["pairs"].partition_by("first", "second", maintain_order=True) if "pairs" in frames else []
        return cls(tuple(axes), tuple(deviations), base, **told, pairs=tuple(map(PairDeviation.from_frame, cells)))


def interval_of(ready: Candidates, calibration: Calibration) -> RefitInterval:
    """Return the interval of a model fitted to some rows: refits of the splines, on the calibrated scale."""
    rows = thin_rows(ready.data)
    problem, grid = rows.problem, rows.grid
    fitted = settled(problem, ready.variances * ready.choices.looseness, ready.start)
    _, household = np.unique(rows.chance, return_inverse=True)
    cells = ready.pair_cells(rows)
    refitter = Refitter(
        problem, fitted, covariance_of(fitted, problem.design), household, roots_of(problem.design, fitted),
        penalty_of(problem.design, fitted.variances), cells,
        fitted_pairs(cells, problem.positive, problem.weight, problem.log_odds(fitted.coefficients)),
    )  # fmt: skip
    refits = each(refitter.deviation, [ready.seed * REFITS + k for k in range(REFITS)])
    shapes = [problem.design.shapes(deviation * calibration.slope) for deviation, _ in refits]
    pairs = tuple(
        PairDeviation(
            (c.first, c.second), (c.sides[0].axis, c.sides[1].axis),
            (np.stack([tables[k] for _, tables in refits], axis=2) * calibration.slope).astype(np.float32),
        )
        for k, c in enumerate(cells)
    )  # fmt: skip
    deviations = tuple(
        np.stack([tables[j] for _, tables in shapes], axis=1).astype(np.float32) for j in range(len(grid.axes))
    )
    mean = float(np.average(problem.log_odds(fitted.coefficients), weights=problem.weight))
    return RefitInterval(
        grid.axes, deviations, np.array([base for base, _ in shapes], dtype=np.float32), calibration.level_error,
        calibration.slope_error / calibration.slope, calibration.intercept + calibration.slope * mean, pairs,
    )  # fmt: skip


def roots_of(design: Design, fitted: Fitted) -> list[tuple[Floats, Floats]]:
    """Return what draws from each component's prior are made of: directions (c, c), and the spread in each (c,)."""
    found = []
    for component, variance in zip(design.components, fitted.variances, strict=True):
        values, vectors = np.linalg.eigh(component.precision / variance)
        found.append((vectors, np.sqrt(np.maximum(values, 0.0))))
    return found


@dataclass(frozen=True)
class Refitter:
    """What all refits share: rows, the optimum of all of them, its covariance, each row's household.

    ``roots`` and ``shrink`` are of the prior (``roots_of``, ``penalty_of``); ``pairs`` are the tables of ``cells``
    fitted to all rows.
    """

    problem: Problem
    fitted: Fitted
    covariance: Floats
    household: NDArray[np.int64]
    roots: Sequence[tuple[Floats, Floats]]
    shrink: Floats
    cells: Sequence[Cells] = ()
    pairs: Sequence[Floats] = ()

    def deviation(self, seed: int) -> tuple[Floats, list[Floats]]:
        """Return how far one refit lies from the optimum of all rows: its coefficients, and the pairs' tables."""
        chance = np.random.default_rng(seed)
        shares = chance.standard_exponential(int(self.household.max()) + 1)
        drawn = replace(self.problem, weight=self.problem.weight * shares[self.household])
        design, start = self.problem.design, self.fitted.coefficients
        pull = np.zeros(len(start))
        for component, (vectors, spread) in zip(design.components, self.roots, strict=True):
            pull[component.columns] += vectors @ (chance.standard_normal(len(spread)) * spread)
        theta = start
        for _ in range(STEPS):
            theta = theta + self.covariance @ (drawn.gradient(drawn.log_odds(theta)) - self.shrink @ theta + pull)
        return theta - start, self._pairs(drawn, theta, chance)

    def _pairs(self, drawn: Problem, theta: Floats, chance: np.random.Generator) -> list[Floats]:
        if not self.cells:
            return []
        pulls = [chance.standard_normal(c.shape) * np.sqrt(SHRINKAGE) for c in self.cells]
        there = fitted_pairs(self.cells, drawn.positive, drawn.weight, drawn.log_odds(theta), pulls)
        return [other - one for one, other in zip(self.pairs, there, strict=True)]
