"""Scoring with exact contributions, beside copying as much memory."""

from __future__ import annotations

import numpy as np

from benchmarks.measure import Row, median_seconds
from features.catalogue import CATALOGUE
from models.scorecard import read_scorecard

HOUSEHOLDS = 550_000
QUICK_HOUSEHOLDS = 50_000


def measure(quick: bool) -> list[Row]:
    """Measure the scorecard on made-up values with a tenth not recorded; the figures don't depend on their meaning."""
    households = QUICK_HOUSEHOLDS if quick else HOUSEHOLDS
    model = read_scorecard()
    chance = np.random.default_rng(1)
    values = chance.integers(-2, 60, (households, len(model.features))).astype(np.float64)
    values[chance.random(values.shape) < 0.1] = np.nan
    scoring = median_seconds(lambda: model.score(values))
    copying = median_seconds(values.copy)
    told = f"score and explain {households:,} × {len(model.features)} of {len(CATALOGUE)} features"
    return [Row(told, scoring, "memory copy", copying)]
