"""Check 8: canary households are told the same on the way that training goes and on the way that serving goes.

Each canary has a row: its log-odds, and its features where both ways have them. Serving's row is made anew from the
snapshot and the model as they lie on disk.
"""

from __future__ import annotations

import numpy as np

from data.vocabulary.language import Text

from .evidence import Evidence
from .result import CheckResult

NUMBER, NAME = 8, "train_serve_parity"
NOTHING = Text("Mô hình không có hộ đối chứng.", "The model has no canary households.")


def run(evidence: Evidence) -> CheckResult:
    """Hold the largest difference in log-odds and features against the limit."""
    limit = evidence.limits.most_parity_difference
    if evidence.canaries is None or not len(evidence.canaries[0]):
        return CheckResult(NUMBER, NAME, "not_enough_evidence", None, limit, NOTHING)
    made, now = (np.asarray(side, np.float64).reshape(len(side), -1) for side in evidence.canaries)
    comparable = made.shape == now.shape and not np.isnan(made[:, 0]).any()
    comparable = comparable and bool((np.isnan(made) == np.isnan(now)).all())
    gap = float(np.nanmax(np.abs(made - now))) if comparable else float("inf")
    how = (
        Text(f"chênh lệch lớn nhất {gap:.1e}", f"the largest difference is {gap:.1e}")
        if comparable
        else Text("không cùng hộ hoặc không cùng giá trị được ghi nhận", "not the same households or recorded values")
    )
    return CheckResult(
        NUMBER, NAME, "passed" if gap <= limit else "failed", gap if comparable else None, limit,
        Text(
            f"{len(made)} hộ đối chứng, tính theo cách lúc huấn luyện và tính lại như lúc dùng (đọc lại từ đĩa): "
            f"{how.vi}.",
            f"{len(made)} canary households, computed as in training and again as in serving (read back from disk): "
            f"{how.en}.",
        ),
    )  # fmt: skip
