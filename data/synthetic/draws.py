"""Seeded streams, and the few ways in which the synthetic province draws and packs its columns.

Inside the generator a day is a whole number of days since 1970-01-01, and ``NEVER`` stands for no day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zlib import crc32

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.floating]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]

NEVER = 2**30
YEAR = 365.25
_EPOCH = date(1970, 1, 1).toordinal()


def stream(seed: int, name: str) -> np.random.Generator:
    """Return the random stream of one part, so that a change in one part leaves the others alone."""
    return np.random.default_rng([seed % 2**63, crc32(name.encode())])


def day(value: date) -> int:
    """Return a date as days since 1970-01-01."""
    return value.toordinal() - _EPOCH


def birthday(births: Ints, years: int) -> Ints:
    """Return the day on which each person born on a day turns so many years old; 29 February counts as 1 March."""
    born = births.astype("datetime64[D]")
    month = born.astype("datetime64[M]")
    in_month = (born - month.astype("datetime64[D]")).astype(np.int64)
    return (month + 12 * years).astype("datetime64[D]").astype(np.int64) + in_month


def calendar_day(year: int, month: int, in_month: int) -> int:
    """Return a calendar day as days since 1970-01-01."""
    return day(date(year, month, in_month))


def pick(rng: np.random.Generator, weights: Sequence[float] | Floats, size: int) -> Ints:
    """Return ``size`` indexes drawn with the given weights (any positive scale)."""
    edges = np.cumsum(np.asarray(weights, dtype=float))
    return np.searchsorted(edges / edges[-1], rng.random(size), side="right").clip(0, len(edges) - 1)


def pick_rows(rng: np.random.Generator, weights: Floats) -> Ints:
    """Return one index per row of a (rows, choices) table of weights."""
    edges = np.cumsum(weights, axis=1)
    drawn = rng.random(len(weights)) * edges[:, -1]
    return (drawn[:, None] >= edges).sum(axis=1).clip(0, weights.shape[1] - 1)


def ids(rng: np.random.Generator, prefix: str, size: int) -> pl.Series:
    """Return ``size`` distinct pseudonyms in rising order, with random gaps between them."""
    numbers = np.cumsum(rng.integers(1, 10, size))
    width = max(7, len(str(numbers[-1])) if size else 0)
    text = pl.Series("id", numbers).cast(pl.String).str.zfill(width)
    return pl.select(pl.format(prefix + "{}", text)).to_series()


def dates(days: Ints) -> pl.Series:
    """Return days as dates; ``NEVER`` and anything later becomes null."""
    shown = pl.Series(days.astype(np.int32))
    return pl.select(pl.when(shown < NEVER).then(shown)).to_series().cast(pl.Date)


def labels(names: Sequence[str], index: Ints, dtype: pl.DataType | None = None) -> pl.Series:
    """Return the label at each index; a negative index becomes null."""
    found = pl.Series(list(names), dtype=dtype or pl.String)
    safe = pl.Series(np.where(index < 0, 0, index).astype(np.uint32))
    return without(found.gather(safe), index < 0)


def without(column: pl.Series, gone: Bools) -> pl.Series:
    """Return a column in which the marked cells are null."""
    if not gone.any():
        return column
    return pl.select(pl.when(~pl.Series(gone)).then(column)).to_series()


def delays(rng: np.random.Generator, size: int, median: float | Floats, spread: float) -> Ints:
    """Return whole days of lognormal delay: half of them under ``median``."""
    return np.floor(median * np.exp(spread * rng.standard_normal(size))).astype(np.int64)


def between(rng: np.random.Generator, low: Ints, high: Ints) -> Ints:
    """Return a day drawn evenly from each closed range (``low`` where the range is empty)."""
    width = np.maximum(high - low + 1, 1)
    return low + np.floor(rng.random(len(low)) * width).astype(np.int64)


def moments(rng: np.random.Generator, per_year: Floats, begin: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Draw when something happens to each subject: rates per year, within [begin, end).

    Returns the subject's index and the day of each happening, subjects in rising order.
    """
    exposed = np.maximum(end - begin, 0)
    counts = rng.poisson(per_year * exposed / YEAR)
    who = np.repeat(np.arange(len(counts)), counts)
    return who, begin[who] + np.floor(rng.random(len(who)) * exposed[who]).astype(np.int64)
