"""Check 5: a risk means what it says, over all households and in every part of the province.

Slope and level over all households fail outside the limits, and so does a part of the province (a cluster of communes)
whose level is surely off by more than a factor, under an interval widened for the number of parts (Bonferroni). More
parts than chance explains outside the limits themselves are named, and whoever promotes accepts them in writing.
"""

from __future__ import annotations

import math

from scipy.stats import binom

from data.vocabulary.language import Language, Text
from models.evaluation.bootstrap import Estimate
from models.evaluation.calibration import Calibration
from models.explanation.numbers import decimals
from models.release_limits import Limits

from .evidence import Evidence
from .result import CheckResult, Verdict
from .several import widening

NUMBER, NAME = 5, "calibrated"
TOLD = Text(
    "Hệ số góc hiệu chỉnh {slope}, thực tế so với dự kiến {ratio}; {off} trong {clusters} cụm xã lệch "
    "(cho phép {allowed}; xa nhất: {farthest}).",
    "Calibration slope {slope}, observed over expected {ratio}; {off} of {clusters} clusters of communes are off "
    "({allowed} may be; farthest: {farthest}).",
)
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
    far = [c for c in held.clusters if surely_off(c.ratio, limits.most_cluster_ratio, len(held.clusters), held.level)]
    bad = outside(held.slope, limits) or outside(held.observed_expected, limits) or far
    verdict: Verdict = "failed" if bad else "not_enough_evidence" if off > allowed else "passed"
    limit = limits.least_ratio if worst.value < 1 else limits.most_ratio
    where = max(held.clusters, key=lambda c: abs(math.log(max(c.ratio.value, 1e-9))), default=None)

    def facts(language: Language) -> dict[str, object]:
        slope, ratio = (decimals(e.value, language, 2) for e in (held.slope, held.observed_expected))
        farthest = f"{where.cluster} {decimals(where.ratio.value, language, 2)}" if where else "–"
        return {
            "slope": slope, "ratio": ratio, "off": off, "clusters": len(held.clusters), "allowed": allowed,
            "farthest": farthest,
        }  # fmt: skip

    return CheckResult(
        NUMBER, NAME, verdict, worst.value, limit,
        Text(TOLD.vi.format(**facts("vi")), TOLD.en.format(**facts("en"))),
    )  # fmt: skip


def outside(ratio: Estimate, limits: Limits) -> bool:
    """Return whether a ratio lies outside the limits and its interval doesn't cover 1."""
    return not limits.least_ratio <= ratio.value <= limits.most_ratio and not ratio.low <= 1 <= ratio.high


def surely_off(ratio: Estimate, factor: float, judged: int, level: float) -> bool:
    """Return whether a part's ratio is off by more than a factor, its interval widened for the parts judged."""
    if min(ratio.value, ratio.low) <= 0 or math.isnan(ratio.low) or math.isnan(ratio.high):
        return False
    wider = widening(judged, level)
    low = ratio.value * (ratio.low / ratio.value) ** wider
    high = ratio.value * (ratio.high / ratio.value) ** wider
    return low > factor or high < 1 / factor


def _clusters_off(held: Calibration, limits: Limits) -> tuple[int, int]:
    off = sum(outside(c.ratio, limits) for c in held.clusters)
    return off, int(binom.ppf(SURE, len(held.clusters), 1 - held.level)) if held.clusters else 0
