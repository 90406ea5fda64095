"""Whether the households scored now still look like those the model learned from, feature by feature and in the score.

The population stability index compares shares in ten bins of the earlier values, "not recorded" and special codes
being bins of their own; the Kolmogorov–Smirnov distance is the largest gap between the two distributions of what is
recorded. Up to 0.1 is calm, from 0.25 on a feature has shifted (Siddiqi 2006; a convention, not a test: with hundreds
of thousands of households every difference is significant).

Reviews come once a year, so that much of what is known of a household goes by the season. Households are therefore held
against days of their own season among those learned from (``same_season``): what then moves isn't the calendar.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import polars as pl
from scipy.stats import ks_2samp

from data.vocabulary.language import Text

from .additive import MOST_SPECIAL_CODES
from .tables import Floats

CALM, SHIFTED = 0.1, 0.25
BINS = 10
FEWEST = 200
MOST_ROWS = 100_000
SCORE = "score"
YEAR_DAYS = 365.25
SEASON_DAYS = 46
"""Days of the year up to so far apart are of one season: half a quarter."""
SLACK_DAYS = 14
"""The quarters of several years don't fall on the same day of the year."""

Verdict = Literal["calm", "watch", "shifted", "not_enough_households"]
VERDICTS: dict[str, Text] = {
    "calm": Text("như trước", "as before"),
    "watch": Text("nên theo dõi", "worth watching"),
    "shifted": Text("đã thay đổi rõ: nên huấn luyện lại", "has shifted: train again"),
    "not_enough_households": Text("quá ít hộ để nói", "too few households to say"),
}


@dataclass(frozen=True)
class Drift:
    """How far one feature (or the score) has moved; shares of what isn't recorded before and now."""

    name: str
    stability_index: float
    distance: float
    missing_before: float
    missing_now: float
    verdict: Verdict


def season_gap(day: date, other: date) -> int:
    """Return how many days lie between two days of the year, whatever the year: at most 183."""
    apart = abs((day - other).days) % YEAR_DAYS
    return round(min(apart, YEAR_DAYS - apart))


def same_season(days: Iterable[date], as_of: date) -> tuple[date, ...]:
    """Return the days that are nearest to a day's season, about one a year; empty where there are none."""
    known = tuple(days)
    nearest = min((season_gap(day, as_of) for day in known), default=0)
    return tuple(day for day in known if season_gap(day, as_of) <= nearest + SLACK_DAYS)


def stability_index(before: Floats, now: Floats) -> float:
    """Return the population stability index of two samples, NaN being a bin of its own."""
    recorded = before[~np.isnan(before)]
    edges = np.unique(np.quantile(recorded, np.arange(1, BINS) / BINS)) if len(recorded) else np.zeros(0)
    special = np.unique(recorded[recorded < 0])
    if 0 < len(special) <= MOST_SPECIAL_CODES:
        edges = np.unique(np.concatenate([edges, special[1:], [0.0]]))

    def shares(values: Floats) -> Floats:
        bins = np.where(np.isnan(values), len(edges) + 1, np.searchsorted(edges, values, side="right"))
        count = np.bincount(bins, minlength=len(edges) + 2)
        return (count + 0.5) / (count.sum() + 0.5 * len(count))

    old, new = shares(before), shares(now)
    return float(((new - old) * np.log(new / old)).sum())


def drift_of(name: str, before: Floats, now: Floats) -> Drift:
    """Return how far values (n,) and (m,) lie apart, NaN where not recorded."""
    missing = (_share(np.isnan(before)), _share(np.isnan(now)))
    if min(len(before), len(now)) < FEWEST:
        return Drift(name, float("nan"), float("nan"), *missing, "not_enough_households")
    index = stability_index(before, now)
    old, new = before[~np.isnan(before)], now[~np.isnan(now)]
    distance = float(ks_2samp(old, new, method="asymp").statistic) if len(old) and len(new) else float("nan")
    verdict: Verdict = "calm" if index < CALM else "watch" if index < SHIFTED else "shifted"
    return Drift(name, index, distance, *missing, verdict)


def drift(
    before: pl.DataFrame, now: pl.DataFrame, scores: Mapping[str, tuple[Floats, Floats]] | None = None, seed: int = 0
) -> tuple[Drift, ...]:
    """Return the drift of every feature that both matrices have, and of scores (before, now), the furthest first.

    At most 100,000 households of each side are looked at, drawn by the seed.
    """
    old, new = (f.sample(min(f.height, MOST_ROWS), seed=seed) for f in (before, now))
    names = [n for n in before.columns if n in now.columns and before.schema[n].is_numeric()]
    found = [
        drift_of(n, *(f[n].cast(pl.Float64).fill_null(np.nan).to_numpy() for f in (old, new))) for n in names
    ]  # fmt: skip
    found += [drift_of(n, was, says) for n, (was, says) in (scores or {}).items()]
    return tuple(sorted(found, key=lambda d: (np.isnan(d.stability_index), -d.stability_index, d.name)))


def _share(flags: np.ndarray) -> float:
    return float(flags.mean()) if len(flags) else float("nan")
