"""Fits of the chosen candidate beside the one that is proposed: under another seed, and without remote households.

Both share the features of the earlier days, which take longer to compute than the fits themselves; learning hands on
those that it computed, and only where what was learned is read back after a kill are they computed again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from data.vocabulary.frames import Tables
from features.catalogue import CATALOGUE

from .additive import log_odds
from .drift import MOST_ROWS, same_season
from .examples import Collected, examples
from .fitting.candidates import chosen_model, prepared
from .fitting.training import training_set
from .learning import FEWEST_EVENTS, ForRefits, gather, silent
from .parallel import one_thread
from .scorecard import read_scorecard
from .splits import Splits, splits
from .tables import Floats, TableModel


@dataclass(frozen=True)
class Refits:
    """``other_seed`` is fitted to all rows under another seed, uncalibrated: for the order that it gives.

    ``without_remote`` (n,) are the log-odds of the newest test day's households (``household_ids``) by the candidate
    that was fitted to that day's training rows without remote households; None where too few events are left.
    ``learned_from`` are features of household-days of the origins ``learned_on``, those of the season of the run's day,
    drawn by what each row stands for.
    """

    other_seed: TableModel
    household_ids: pl.Series
    without_remote: Floats | None
    learned_from: pl.DataFrame
    learned_on: tuple[date, ...]


def refits(
    tables: Tables, as_of: date, chosen: str, remote: Collection[str], *, seed: int, kept: ForRefits | None = None
) -> Refits:
    """Fit one candidate again; ``remote`` are the codes of remote communes, ``seed`` is the model's own.

    ``kept`` are the rows that learning under this seed handed on; without them the same ones are computed.
    """
    with one_thread():
        days = splits(tables, as_of)
        rows = kept or gather(tables, days, seed, silent).for_refits(days)
        other_seed = _fitted(tables, list(rows.training.values()), days.as_of, days, chosen, seed + 1)
        if other_seed is None:
            raise ValueError("a model was learned from these rows, so there are enough of them")
        test = rows.newest
        season = same_season(rows.training, as_of)
        near = _untrained(tables, rows, days, chosen, remote, seed)
        scores = None if near is None else log_odds(near, test.values.astype(np.float64))
        return Refits(
            other_seed, test.household_ids, scores, _learned_from([rows.training[day] for day in season], seed), season
        )


def _untrained(
    tables: Tables, rows: ForRefits, days: Splits, chosen: str, remote: Collection[str], seed: int
) -> TableModel | None:
    """Return the candidate fitted to the newest test day's training rows outside remote communes."""
    test = days.tests[-1]
    kept = [_outside(rows.training[o], remote) for o in test.train if o in rows.training]
    return _fitted(tables, kept, test.day, days, chosen, seed) if kept else None


def _learned_from(origins: Sequence[Collected], seed: int) -> pl.DataFrame:
    """Return the features of at most ``MOST_ROWS`` rows of some origins, each drawn by its weight."""
    weight = np.concatenate([origin.weight for origin in origins])
    rng = np.random.default_rng(seed)
    chance = weight / weight.max() * min(1.0, MOST_ROWS * weight.max() / weight.sum())
    taken = np.split(rng.random(len(weight)) < chance, np.cumsum([len(origin.weight) for origin in origins])[:-1])
    parts = [origin.rows.values[kept] for origin, kept in zip(origins, taken, strict=True)]
    values = np.concatenate(parts).astype(np.float64)
    return pl.DataFrame({name: values[:, j] for j, name in enumerate(CATALOGUE)})


def _outside(origin: Collected, remote: Collection[str]) -> Collected:
    at = np.flatnonzero(~origin.rows.commune_codes.is_in(list(remote)).to_numpy())
    return Collected(origin.rows.take(at), origin.weight[at])


def _fitted(
    tables: Tables, kept: Sequence[Collected], known_on: date, days: Splits, chosen: str, seed: int
) -> TableModel | None:
    data = examples(tables, kept, known_on)
    if data.events < FEWEST_EVENTS:
        return None
    ready = prepared(training_set(data, read_scorecard(), seed), days.delay_days, read_scorecard(), seed)
    return chosen_model(ready, chosen)
