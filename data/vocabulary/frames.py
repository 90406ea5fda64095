"""The shape in which a snapshot's tables travel from one part to the next."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

Tables = Mapping[str, pl.DataFrame]
"""The twelve open tables by name, each with all columns of the contract; an absent table is empty, a column null."""


def ascends(frame: pl.DataFrame) -> bool:
    """Say whether every row comes after the one before it, by the first columns that tell all rows apart.

    Such rows are in order and no two are alike, which is told much sooner than they are sorted or counted. Where one
    of those columns has a null the answer is no.
    """
    equal = pl.Series([True], dtype=pl.Boolean).new_from_index(0, max(frame.height - 1, 0))
    for column in frame.iter_columns():
        if column.null_count():
            return False
        later, earlier = column.slice(1), column.slice(0, max(frame.height - 1, 0))
        if (equal & (later < earlier)).any():
            return False
        equal = equal & (later == earlier)
        if not equal.any():
            return True
    return frame.height < 2
