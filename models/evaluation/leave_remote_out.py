"""How a model does among remote households that it was never trained on.

A model that only holds where it was trained would be worth little where records are thin. It is fitted again without
any remote household, and its order and level there are held against the model that is proposed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from models.ranking import risk_of
from models.tables import Floats

from .predictions import TestPredictions
from .ranking import Bools, Ranking

Scorer = Callable[[Floats], Floats]
Fit = Callable[[Floats, Bools, Floats], Scorer]
"""From values (n, p), positive (n,) and weight (n,) to a function that gives log-odds (m,) for values (m, p)."""
SHARE = 0.02
FEWEST_POSITIVES = 30


@dataclass(frozen=True)
class Training:
    """Rows that train: values (n, p), positive, weight and remote, each (n,)."""

    values: Floats
    positive: Bools
    weight: Floats
    remote: Bools


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
    fit: Fit, training: Training, prediction: TestPredictions, name: str, values: Floats, remote: Bools
) -> RemoteLeftOut | None:
    """Return both models' figures among remote households; None where none are remote, or all that train are.

    ``values`` (n, p) and ``remote`` (n,) are those of the households of ``prediction``, ``name`` the proposed model.
    """
    near = ~training.remote
    if not remote.any() or not training.remote.any() or not training.positive[near].any():
        return None
    scorer = fit(training.values[near], training.positive[near], training.weight[near])
    positive = np.asarray(prediction.positive)[remote]
    trained, untrained = prediction.scores[name][remote], scorer(values[remote])
    told = [Ranking.of(positive, score).counted() for score in (trained, untrained)]
    return RemoteLeftOut(
        int(remote.sum()),
        int(positive.sum()),
        bool(positive.sum() >= FEWEST_POSITIVES),
        *(c.recall_at(SHARE) for c in told),
        *(c.average_precision() for c in told),
        *(float(positive.sum() / risk_of(score).sum()) for score in (trained, untrained)),
    )
