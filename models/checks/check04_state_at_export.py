"""Check 4: how much of the backtest rests on columns that show the state at export, without history.

Above the limit the earlier years can't tell what the model would have found in them: that isn't a fault of the model,
and whoever promotes it accepts it in writing.
"""

from __future__ import annotations

from data.vocabulary.language import Text
from models.explanation.numbers import percent

from .carried import found_by
from .evidence import Evidence
from .result import CheckResult

NUMBER, NAME = 4, "state_at_export"
NOTHING = Text(
    "Chưa đủ trường hợp để biết mô hình dựa bao nhiêu vào các cột không có lịch sử.",
    "There are too few outcomes to say how much rests on columns without history.",
)


def run(evidence: Evidence) -> CheckResult:
    """Hold the share of what is found that is lost without these features against the limit."""
    limit, found = evidence.limits.most_at_export, found_by(evidence.model, evidence.judged)
    if found is None:
        return CheckResult(NUMBER, NAME, "not_enough_evidence", None, limit, NOTHING)
    features = evidence.model.features
    stale = [j for j, n in enumerate(features) if n in evidence.features and evidence.features[n].state_at_export]
    value = found.lost_without(stale) if stale else 0.0
    return CheckResult(
        NUMBER, NAME, "not_enough_evidence" if value > limit else "passed", value, limit,
        Text(
            f"{len(stale)} đặc điểm lấy từ cột chỉ có trạng thái lúc xuất dữ liệu mang "
            f"{percent(max(value, 0.0), 'vi')} khả năng tìm ra của mô hình; với những năm trước, "
            "các cột này có thể đã khác.",
            f"{len(stale)} features from columns that show the state at export alone carry "
            f"{percent(max(value, 0.0), 'en')} of what the model finds; in earlier years "
            "these columns may have been otherwise.",
        ),
    )  # fmt: skip
