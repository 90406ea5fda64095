"""How well log-odds fit rows whose level nobody could have known."""

from __future__ import annotations

import numpy as np

from models.tables import Floats

from .splines import chance_of
from .training import TrainingSet


def deviance(data: TrainingSet, log_odds: Floats) -> float:
    """Return the weighted deviance of log-odds (n,), after the level has been set to that of the rows."""
    return float(losses(data, log_odds).sum())


def losses(data: TrainingSet, log_odds: Floats) -> Floats:
    """Return each row's part in the deviance, (n,), after the level has been set to that of the rows."""
    level = 0.0
    for _ in range(20):
        chance = chance_of(log_odds + level)
        level += float(data.weight @ (data.positive - chance) / (data.weight @ (chance * (1 - chance)) + 1e-9))
    shown = log_odds + level
    return np.asarray(2 * data.weight * (np.logaddexp(0, shown) - data.positive * shown))
