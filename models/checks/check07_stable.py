"""Check 7: another seed, or other households by lot, would give much the same list.

Another seed brings no other facts, so a list that changes with it fails. Other households by lot bring other cases: a
list that changes with them says that there were too few.
"""

from __future__ import annotations

import numpy as np

from data.vocabulary.language import Text
from models.evaluation.groups import inclusion
from models.explanation.numbers import percent
from models.tables import Floats

from .evidence import Evidence
from .result import CheckResult, Verdict

NUMBER, NAME = 7, "stable"
NOTHING = Text("Chưa huấn luyện lại với hạt giống khác.", "The model hasn't been fitted again under another seed.")


def run(evidence: Evidence) -> CheckResult:
    """Hold the share of the list that stays against the limits."""
    limits = evidence.limits
    if evidence.served is None or evidence.other_seed is None or not len(evidence.served):
        return CheckResult(NUMBER, NAME, "not_enough_evidence", None, limits.least_kept, NOTHING)
    kept = kept_share(evidence.served, evidence.other_seed, evidence.list_share)
    redrawn = [kept_share(evidence.served, other, evidence.list_share) for other in evidence.redrawn]
    usual = float(np.mean(redrawn)) if redrawn else None
    few = usual is not None and usual < limits.least_kept_resampled
    verdict: Verdict = "failed" if kept < limits.least_kept else "not_enough_evidence" if few else "passed"
    if usual is None:
        drawn = Text("chưa thử rút lại các hộ", "households weren't drawn again")
    else:
        drawn = Text(
            f"{percent(usual, 'vi')} khi rút lại các hộ", f"{percent(usual, 'en')} with households drawn again"
        )
    return CheckResult(
        NUMBER, NAME, verdict, kept, limits.least_kept,
        Text(
            f"{percent(kept, 'vi')} danh sách giữ nguyên với hạt giống khác; {drawn.vi}.",
            f"{percent(kept, 'en')} of the list stays under another seed; {drawn.en}.",
        ),
    )  # fmt: skip


def kept_share(score: Floats, other: Floats, share: float) -> float:
    """Return the share of the list of one score that stands on the list of another, equals shared."""
    one, two = inclusion(score, share), inclusion(other, share)
    return float(np.minimum(one, two).sum() / one.sum())
