"""Predictions calibrated in turn: each test year by the other years, as the served model is by all of them.

A candidate's out-of-fold log-odds are raw, the served model's are calibrated. So that the backtest judges what is
served, each test year is put through the calibration (``models.calibration``) that the other test years give. Slope and
level are two numbers, and no household's outcome enters its own; the order within a year stays as it is. With a single
test year there is nothing to calibrate on, and the raw log-odds are judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from models.calibration import Year, calibration_of

from .predictions import TestPredictions

DECIMALS = 2
"""Log-odds are gathered to so many decimals before the two numbers are fitted."""


def calibrated_in_turn(predictions: Sequence[TestPredictions], names: Sequence[str]) -> list[TestPredictions]:
    """Return the predictions, oldest first, with the scores of some candidates calibrated on the other years."""
    turned = [dict(p.scores) for p in predictions]
    for name in names:
        years = [_year(p, name) if name in p.scores and p.positive.any() else None for p in predictions]
        for k, p in enumerate(predictions):
            others = [y for at, y in enumerate(years) if at != k and y is not None]
            if others and name in p.scores:
                found = calibration_of(others)
                turned[k][name] = found.intercept + found.slope * p.scores[name]
    return [replace(p, scores=scores) for p, scores in zip(predictions, turned, strict=True)]


def _year(prediction: TestPredictions, name: str) -> Year:
    """Return a year's outcomes by log-odds: the share of positives and the number of households at each."""
    at, place = np.unique(np.round(prediction.scores[name], DECIMALS), return_inverse=True)
    households = np.bincount(place).astype(np.float64)
    positive = np.bincount(place, np.asarray(prediction.positive, np.float64))
    return Year(prediction.day.isoformat(), at, positive / households, households)
