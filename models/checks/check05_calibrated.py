"""Check 5: a risk means what it says, over all households and in every part of the province."""

from __future__ import annotations

import math

from scipy.stats import binom

from data.vocabulary.language import Text
from models.evaluation.bootstrap import Estimate
from models.evaluation.calibration import Calibration
from models.release_limits import Limits

from .evidence import Evidence
from .result import CheckResult, Verdict

NUMBER, NAME = 5, "calibrated"
FEWEST_OUTCOMES = 30
SURE = 0.95
NOTHING = Text("Chưa đủ trường hợp để biết nguy cơ có đúng mức không.", "There are too few outcomes to say.")


def run(evidence: Evidence) -> CheckResult:
    """Hold slope and observed over expected against the limits, and count the clusters of communes that are off.

    Among many clusters some are off by chance: as many as would be in 19 of 20 well calibrated provinces may be.
    """
    limits, told = evidence.limits, evidence.backtest
    if told is None or sum(told.outcomes) < FEWEST_OUTCOMES:
        return CheckResult(NUMBER, NAME, "not_enough_evidence", None, limits.most_ratio, NOTHING)
    held = told.calibrations[told.chosen]
    if math.isnan(held.slope.value):
        return CheckResult(NUMBER, NAME, "not_enough_evidence", None, limits.most_ratio, NOTHING)
    worst = max((held.slope, held.observed_expected), key=lambda e: abs(math.log(max(e.value, 1e-9))))
    off, allowed = _clusters_off(held, limits)
    bad = outside(held.slope, limits) or outside(held.observed_expected, limits) or off > allowed
    verdict: Verdict = "failed" if bad else "passed"
    limit = limits.least_ratio if worst.value < 1 else limits.most_ratio
    facts = (held.slope.value, held.observed_expected.value, off, len(held.clusters), allowed)
    return CheckResult(
        NUMBER, NAME, verdict, worst.value, limit,
        Text(
            "Hệ số góc hiệu chỉnh {:.2f}, thực tế so với dự kiến {:.2f}; {} trong {} cụm xã lệch "
            "(cho phép {}).".format(*facts),
            "Calibration slope {:.2f}, observed over expected {:.2f}; {} of {} clusters of communes are off "
            "({} may be).".format(*facts),
        ),
    )  # fmt: skip


def outside(ratio: Estimate, limits: Limits) -> bool:
    """Return whether a ratio lies outside the limits and its interval doesn't cover 1."""
    return not limits.least_ratio <= ratio.value <= limits.most_ratio and not ratio.low <= 1 <= ratio.high


def _clusters_off(held: Calibration, limits: Limits) -> tuple[int, int]:
    off = sum(outside(c.ratio, limits) for c in held.clusters)
    return off, int(binom.ppf(SURE, len(held.clusters), 1 - held.level)) if held.clusters else 0
