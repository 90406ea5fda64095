"""How a model does among remote households that it was never trained on.

A model that only holds where it was trained would be worth little where records are thin. It is fitted again without
any remote household, and its order and level there are held against the model that is proposed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.ranking import risk_of
from models.tables import Floats

from .predictions import TestPredictions
from .ranking import Bools, Ranking

SHARE = 0.02
FEWEST_POSITIVES = 30


@dataclass(frozen=True)
class RemoteLeftOut:
    """Among the remote households of a test day: recall of a list of 2 % of them, average precision, observed/expected.

    ``trained`` is the proposed model, ``untrained`` the one without remote households. ``enough`` is false under 30
    positives: the figures then are no evidence.
    """

    households: int
    positives: int
    enough: bool
    recall_trained: float
    recall_untrained: float
    precision_trained: float
    precision_untrained: float
    observed_expected_trained: float
    observed_expected_untrained: float


def leave_remote_out(
    prediction: TestPredictions,
    name: str,
    untrained: Floats,
    remote: Bools,
    *,
    slope: float = 1.0,
    intercept: float = 0.0,
) -> RemoteLeftOut | None:
    """Return both models' figures among remote households; None where none are remote.

    ``name`` is the proposed model among the scores of ``prediction``; ``untrained`` (n,) are the log-odds of the same
    households by the model that was fitted without remote ones; ``remote`` (n,) says which they are. Both log-odds are
    put through the same calibration, so that a level says the same of both.
    """
    if not remote.any():
        return None
    positive = np.asarray(prediction.positive)[remote]
    scores = [intercept + slope * np.asarray(s)[remote] for s in (prediction.scores[name], untrained)]
    told = [Ranking.of(positive, score).counted() for score in scores]
    return RemoteLeftOut(
        int(remote.sum()),
        int(positive.sum()),
        bool(positive.sum() >= FEWEST_POSITIVES),
        *(c.recall_at(SHARE) for c in told),
        *(c.average_precision() for c in told),
        *(float(positive.sum() / risk_of(score).sum()) for score in scores),
    )
