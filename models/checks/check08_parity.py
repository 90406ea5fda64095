"""Check 8: canary households are scored today as when the model was made."""

from __future__ import annotations

import numpy as np

from data.vocabulary.language import Text

from .evidence import Evidence
from .result import CheckResult

NUMBER, NAME = 8, "train_serve_parity"
NOTHING = Text("Mô hình không có hộ đối chứng.", "The model has no canary households.")


def run(evidence: Evidence) -> CheckResult:
    """Hold the largest difference in log-odds against the limit."""
    limit = evidence.limits.most_parity_difference
    if evidence.canaries is None or not len(evidence.canaries[0]):
        return CheckResult(NUMBER, NAME, "not_enough_evidence", None, limit, NOTHING)
    made, now = evidence.canaries
    same = len(made) == len(now) and not (np.isnan(made).any() or np.isnan(now).any())
    gap = float(np.abs(made - now).max()) if same else float("inf")
    return CheckResult(
        NUMBER, NAME, "passed" if gap <= limit else "failed", gap if same else None, limit,
        Text(
            f"{len(made)} hộ đối chứng: chênh lệch lớn nhất {gap:.1e}.",
            f"{len(made)} canary households: the largest difference is {gap:.1e}.",
        ),
    )  # fmt: skip
