"""What was predicted for a test day by models that had seen neither that household nor its outcome, and what came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl
from numpy.typing import NDArray

from models.tables import Floats


@dataclass(frozen=True)
class TestPredictions:
    """Scores and outcomes of n households on one test day.

    Rows are the scored households that have an outcome (``models.outcome.outcome``), ascending by id. Households whose
    children all are in care have none and aren't here.
    """

    __test__ = False  # not a test class, whatever its name begins with

    day: date
    household_ids: pl.Series
    """(n,) String, ascending."""
    commune_codes: pl.Series
    """(n,) String."""
    positive: NDArray
    """(n,) bool: an outcome of any of the 14 groups."""
    preventable: NDArray
    """(n,) bool: an outcome of a group that a visit could prevent (not 1, 4 or 5)."""
    scores: dict[str, Floats]
    """By name, (n,): the log-odds of a candidate, or any value that orders for a baseline; higher comes first."""

    def __post_init__(self) -> None:
        """Raise ``ValueError`` where the columns don't fit each other."""
        n = len(self.household_ids)
        lengths = {len(self.commune_codes), len(self.positive), len(self.preventable)}
        lengths |= {len(score) for score in self.scores.values()}
        if lengths != {n}:
            raise ValueError(f"predictions of {n} households with columns of {sorted(lengths)} rows")

    @property
    def households(self) -> int:
        """The number of households, n."""
        return len(self.household_ids)
