"""How sure a model is of each risk: a 90 % interval from refits on resampled households.

Each refit gives every household a random weight (the Bayesian bootstrap of Rubin 1981, exponential weights, the same
for all days of a household) and draws what the tables are shrunk towards from their prior, so that shrinking counts as
uncertainty too (perturb and maximise; Orieux et al. 2012). What is kept are the refits' deviations from their mean as
tables over one grid; a household's standard deviation follows by look-up, and the uncertainty of the calibration is
added to it. The interval is for the risk, not for the outcome.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .additive import Axis
from .calibration import Calibration
from .fitting.candidates import Candidates
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
        return np.mean(total.astype(np.float64) ** 2, axis=1)

    def to_tables(self) -> dict[str, pl.DataFrame]:
        """Return ``deviations`` (a row per feature and bin, and the base as feature -1) and ``calibration``."""
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
        return {"deviations": pl.concat(rows), "calibration": pl.DataFrame(told)}

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
        return cls(tuple(axes), tuple(deviations), base, **told)


def interval_of(ready: Candidates, calibration: Calibration) -> RefitInterval:
    """Return the interval of a model fitted to some rows: refits of the splines, on the calibrated scale."""
    rows = thin_rows(ready.data)
    problem, grid = rows.problem, rows.grid
    fitted = settled(problem, ready.variances * ready.choices.looseness, ready.start)
    _, household = np.unique(rows.chance, return_inverse=True)
    refitter = Refitter(problem, fitted, covariance_of(fitted, problem.design), household)
    found = each(refitter.deviation, [ready.seed * REFITS + k for k in range(REFITS)])
    shapes = [problem.design.shapes(deviation * calibration.slope) for deviation in found]
    deviations = tuple(
        np.stack([tables[j] for _, tables in shapes], axis=1).astype(np.float32) for j in range(len(grid.axes))
    )
    mean = float(np.average(problem.log_odds(fitted.coefficients), weights=problem.weight))
    return RefitInterval(
        grid.axes, deviations, np.array([base for base, _ in shapes], dtype=np.float32), calibration.level_error,
        calibration.slope_error / calibration.slope, calibration.intercept + calibration.slope * mean,
    )  # fmt: skip


@dataclass(frozen=True)
class Refitter:
    """What all refits share: rows, the optimum of all of them, its covariance, and each row's household."""

    problem: Problem
    fitted: Fitted
    covariance: Floats
    household: NDArray[np.int64]

    def deviation(self, seed: int) -> Floats:
        """Return how far the coefficients of one refit lie from the optimum of all rows."""
        chance = np.random.default_rng(seed)
        shares = chance.standard_exponential(int(self.household.max()) + 1)
        drawn = replace(self.problem, weight=self.problem.weight * shares[self.household])
        design, start = self.problem.design, self.fitted.coefficients
        pull = np.zeros(len(start))
        for component, variance in zip(design.components, self.fitted.variances, strict=True):
            values, vectors = np.linalg.eigh(component.precision / variance)
            normal = chance.standard_normal(len(values))
            pull[component.columns] += vectors @ (normal * np.sqrt(np.maximum(values, 0.0)))
        theta = start
        shrink = penalty_of(design, self.fitted.variances)
        for _ in range(STEPS):
            theta = theta + self.covariance @ (drawn.gradient(drawn.log_odds(theta)) - shrink @ theta + pull)
        return theta - start
