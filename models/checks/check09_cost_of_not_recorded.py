"""Check 9: what it costs that what isn't recorded contributes nothing.

A model could learn that households with empty records differ. It doesn't, so that nobody is ranked by what an office
failed to write down. The cost is how much average precision would be gained by a level of its own for each fifth of
households by how much isn't recorded, fitted on one half of the households and judged on the other. Above the limit
the records are too empty to say where the need is: whoever promotes accepts it in writing.
"""

from __future__ import annotations

import numpy as np

from data.vocabulary.language import Text
from models.evaluation.ranking import Bools, average_precision
from models.explanation.numbers import percent
from models.ranking import risk_of
from models.tables import Floats

from .carried import FEWEST_POSITIVES
from .evidence import Evidence
from .result import CheckResult

NUMBER, NAME = 9, "cost_of_not_recorded"
BANDS, PRIOR, SEED = 5, 10.0, 7
NOTHING = Text("Chưa đủ trường hợp để biết cái giá.", "There are too few outcomes to say what it costs.")


def run(evidence: Evidence) -> CheckResult:
    """Hold the share of average precision that is lost against the limit."""
    limit, judged = evidence.limits.most_unrecorded_cost, evidence.judged
    if judged is None or int(judged.positive.sum()) < 2 * FEWEST_POSITIVES:
        return CheckResult(NUMBER, NAME, "not_enough_evidence", None, limit, NOTHING)
    missing = np.isnan(judged.values).mean(axis=1)
    value = cost(evidence.model.score(judged.values).log_odds, missing, judged.positive)
    share = float(missing.mean())
    return CheckResult(
        NUMBER, NAME, "not_enough_evidence" if value > limit else "passed", value, limit,
        Text(
            f"{percent(share, 'vi')} giá trị chưa được ghi nhận; để chúng bằng 0 làm mất "
            f"{percent(max(value, 0.0), 'vi')} khả năng tìm ra.",
            f"{percent(share, 'en')} of values aren't recorded; that they contribute nothing costs "
            f"{percent(max(value, 0.0), 'en')} of average precision.",
        ),
    )  # fmt: skip


def cost(log_odds: Floats, missing: Floats, positive: Bools) -> float:
    """Return the share of average precision gained by a level for each fifth of ``missing``, the mean of two halves."""
    edges = np.unique(np.quantile(missing, np.arange(1, BANDS) / BANDS))
    band = np.searchsorted(edges, missing, side="right")
    half = np.random.default_rng(SEED).random(len(missing)) < 0.5
    gains = []
    for fit in (half, ~half):
        expected = np.bincount(band[fit], risk_of(log_odds[fit]), minlength=BANDS)
        observed = np.bincount(band[fit], positive[fit], minlength=BANDS)
        overall = (observed.sum() + PRIOR) / (expected.sum() + PRIOR)
        level = np.log((observed + PRIOR * overall) / (expected + PRIOR))
        plain = average_precision(positive[~fit], log_odds[~fit])
        gains.append(average_precision(positive[~fit], (log_odds + level[band])[~fit]) / plain - 1)
    return float(np.mean(gains))
