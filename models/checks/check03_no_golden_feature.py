"""Check 3: no single feature carries nearly all that the model finds; one that does is most often a leak."""

from __future__ import annotations

from data.vocabulary.language import Text
from models.explanation.numbers import percent

from .carried import found_by
from .evidence import Evidence
from .result import CheckResult

NUMBER, NAME = 3, "no_golden_feature"
NOTHING = Text(
    "Chưa đủ trường hợp để biết đặc điểm nào quyết định.", "There are too few outcomes to say which feature decides."
)


def run(evidence: Evidence) -> CheckResult:
    """Hold the largest share that one feature carries against the limit.

    A feature carries what is lost without it, or what it finds alone while it makes up as much of the spread of the
    log-odds: the second sees a leak that a twin would hide from the first.
    """
    limit, found = evidence.limits.most_carried, found_by(evidence.model, evidence.judged)
    if found is None:
        return CheckResult(NUMBER, NAME, "not_enough_evidence", None, limit, NOTHING)
    spread = found.variance_shares()
    carried = {
        j: max(found.lost_without([j]), min(found.by_itself(j), float(spread[j])))
        for j in range(len(evidence.model.features))
        if found.contributions[:, j].any()
    }
    worst = max(carried, key=lambda j: carried[j]) if carried else None
    if worst is None:
        return CheckResult(NUMBER, NAME, "not_enough_evidence", None, limit, NOTHING)
    value, name = carried[worst], evidence.model.features[worst]
    label = evidence.features[name].label if name in evidence.features else Text(name, name)
    return CheckResult(
        NUMBER, NAME, "failed" if value > limit else "passed", value, limit,
        Text(
            f"Đặc điểm quan trọng nhất, «{label.vi}», mang "
            f"{percent(max(value, 0.0), 'vi')} khả năng tìm ra của mô hình.",
            f"The strongest feature, “{label.en}”, carries {percent(max(value, 0.0), 'en')} of what the model finds.",
        ),
    )  # fmt: skip
