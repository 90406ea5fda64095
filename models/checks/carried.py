"""How much of what a model finds rests on some of its features: what is lost without their contributions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.evaluation.ranking import Bools, average_precision
from models.tables import Floats, TableModel

from .evidence import Judged

FEWEST_POSITIVES = 30


@dataclass(frozen=True)
class Found:
    """What a model finds above chance on a mature day: contributions (n, p), log-odds (n,) and average precision."""

    contributions: Floats
    log_odds: Floats
    positive: Bools
    precision: float
    chance: float

    @property
    def above_chance(self) -> float:
        """Average precision less the share of positive households."""
        return self.precision - self.chance

    def lost_without(self, columns: Sequence[int]) -> float:
        """Return the share of what is found above chance that is lost without the contributions of some features."""
        rest = self.log_odds - self.contributions[:, list(columns)].sum(axis=1)
        return (self.precision - average_precision(self.positive, rest)) / self.above_chance

    def by_itself(self, column: int) -> float:
        """Return the share of what is found above chance that one feature's contributions find alone."""
        alone = average_precision(self.positive, self.contributions[:, column])
        return (alone - self.chance) / self.above_chance

    def variance_shares(self) -> Floats:
        """Return each feature's covariance with the log-odds over their variance, (p,); they add up to 1."""
        centred = self.log_odds - self.log_odds.mean()
        spread = float(centred @ centred)
        return centred @ self.contributions / spread if spread else np.zeros(self.contributions.shape[1])


def found_by(model: TableModel, judged: Judged | None) -> Found | None:
    """Return what a model finds on a mature day, None under 30 positives or where it finds no more than chance."""
    if judged is None or int(judged.positive.sum()) < FEWEST_POSITIVES:
        return None
    scored = model.score(judged.values)
    precision = average_precision(judged.positive, scored.log_odds)
    found = Found(
        scored.contributions, scored.log_odds, judged.positive, precision, float(np.mean(judged.positive))
    )  # fmt: skip
    return found if found.above_chance > 0 else None
