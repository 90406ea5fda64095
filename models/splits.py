"""Which days train and which days test; every boundary named.

Days ("origins") lie on a grid of quarters counted back from the newest mature day. The newest of them and the days
one and two years before it are the test years: their outcome windows don't overlap. A test day is predicted by what
could be known on it: it is trained on origins that were mature by then, with outcomes recorded by then, and a
household's prediction comes from models that never saw that household (``household_fold``). Windows of training
origins less than a year apart overlap, so that one event can stand in several of them; each row therefore weighs one
over the number of origins a year, and resampling is by household.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.vocabulary.frames import Tables
from features.as_of import AsOf

from .outcome import HORIZON_DAYS, matures_on, recording_delay

QUARTER_DAYS = 91
TEST_YEARS = 3
DATED = ("poverty_assessments", "guardian_events", "child_events", "circumstances", "visits")
EPOCH = date(1970, 1, 1)
SHORTEST_HISTORY_DAYS = 180
"""An origin needs a register that has been kept for at least this long."""


@dataclass(frozen=True)
class TestYear:
    """One test day: the households scored on ``day`` are judged by outcomes in (day, day + 365 days].

    ``train`` are the origins mature on ``day``; their outcomes are taken as known on ``day``. ``known_on`` is the day
    on which the test outcomes are read: the run's own.
    """

    __test__ = False  # not a test class, whatever its name begins with

    day: date
    train: tuple[date, ...]
    known_on: date


@dataclass(frozen=True)
class Splits:
    """All origins (mature, ascending), the test years (ascending) and the delay that decided on maturity."""

    as_of: date
    delay_days: int
    first_day: date | None
    origins: tuple[date, ...]
    tests: tuple[TestYear, ...]

    def mature_by(self, day: date) -> tuple[date, ...]:
        """Return the origins whose outcomes may be used on a day (its own maturity day included)."""
        return tuple(o for o in self.origins if matures_on(o, self.delay_days) <= day)


def kept_from(tables: Tables, as_of: date) -> date | None:
    """Return the day from which the register has been kept, None where nothing was recorded with a day.

    It is the day by which one in fifty of all dated records known on ``as_of`` had been entered: a register that
    begins with a few old records hasn't begun yet.
    """
    known = AsOf(tables, as_of)
    days = pl.concat([known.known(name).select(pl.col("recorded_on").cast(pl.Int32)) for name in DATED]).collect()
    first = days.select(pl.col("recorded_on").quantile(0.02, "higher")).item()
    return None if first is None else EPOCH + timedelta(days=int(first))


def _well_recorded(tables: Tables, as_of: date, origins: tuple[date, ...]) -> tuple[date, ...]:
    """Return the newest unbroken run of origins in whose year no fewer than half the usual cases began.

    Before a register was kept only what lasted was written down later; such years would teach the wrong thing.
    """
    onsets = AsOf(tables, as_of).known("circumstances").select("onset_on").collect()["onset_on"].sort()
    day = np.sort(onsets.to_numpy().astype("datetime64[D]"))
    begin = np.array(origins, dtype="datetime64[D]")
    counts = np.searchsorted(day, begin + HORIZON_DAYS, "right") - np.searchsorted(day, begin, "right")
    usual = np.median(counts[-4 * TEST_YEARS :]) if len(counts) else 0.0
    # Two standard deviations of a count below the half: a province with few cases has poor years by chance.
    poor = np.flatnonzero(counts < 0.5 * usual - 2 * np.sqrt(0.5 * usual))
    return origins[int(poor[-1]) + 1 :] if len(poor) else origins


def splits(tables: Tables, as_of: date, *, test_years: int = TEST_YEARS) -> Splits:
    """Return the origins and test years that a register allows as of a day; both may be empty."""
    delay = recording_delay(tables, as_of)
    start = kept_from(tables, as_of)
    if start is None:
        return Splits(as_of, delay, None, (), ())
    newest = as_of - timedelta(days=HORIZON_DAYS + delay)
    earliest = start + timedelta(days=SHORTEST_HISTORY_DAYS)
    days = max((newest - earliest).days, -1)
    count = days // QUARTER_DAYS + 1
    grid = tuple(sorted(newest - timedelta(days=QUARTER_DAYS * k) for k in range(count)))
    origins = _well_recorded(tables, as_of, grid)
    found = Splits(as_of, delay, start, origins, ())
    tests = []
    for back in range(test_years):
        # Four quarters of 91 days are 364: a test day lies on the grid, and windows share one day at most.
        day = newest - timedelta(days=4 * QUARTER_DAYS * back)
        train = found.mature_by(day)
        if day in origins and train:
            tests.append(TestYear(day, train, as_of))
    return Splits(as_of, delay, start, origins, tuple(sorted(tests, key=lambda t: t.day)))


def row_weight(origins: tuple[date, ...]) -> float:
    """Return what a row of one of these origins weighs: one over the origins whose windows cover an event."""
    return 1.0 / max(1, min(len(origins), HORIZON_DAYS // QUARTER_DAYS))


def keyed_hash(ids: pl.Series, seed: int) -> NDArray[np.uint64]:
    """Return a hash of each id and the seed, (n,) uint64, the same on every machine and in every frame.

    FNV-1a over the bytes (Fowler, Noll, Vo), mixed once more by SplitMix64's finish (Steele et al. 2014).
    """
    letters = np.array([text.encode() for text in ids.to_list()], dtype=np.bytes_)
    table = letters.view(np.uint8).reshape(len(letters), -1) if len(letters) else np.zeros((0, 1), np.uint8)
    key = np.uint64((1469598103934665603 + seed * 0x9E3779B97F4A7C15) % (1 << 64))
    found = np.full(len(letters), key, dtype=np.uint64)
    for column in table.T:
        mixed = (found ^ column.astype(np.uint64)) * np.uint64(1099511628211)
        found = np.where(column > 0, mixed, found)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        found = (found ^ (found >> np.uint64(shift))) * np.uint64(factor)
    return found ^ (found >> np.uint64(31))


def uniform(ids: pl.Series, seed: int) -> NDArray[np.float64]:
    """Return a number in [0, 1) for each id, (n,) float64: its hash as a share."""
    return (keyed_hash(ids, seed) >> np.uint64(11)).astype(np.float64) / float(1 << 53)


def household_fold(household_ids: pl.Series, folds: int, seed: int) -> NDArray[np.int64]:
    """Return each household's fold in 0 … folds - 1, (n,) int64: by its id and the seed alone, on any day."""
    return (uniform(household_ids, seed) * folds).astype(np.int64)
