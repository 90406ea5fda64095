"""Check 1: the model finds more than every simple order, beyond chance."""

from __future__ import annotations

from data.vocabulary.language import Text
from models.evaluation.baselines import BASELINES
from models.evaluation.skill import FEWEST_OUTCOMES
from models.explanation.numbers import decimals

from .evidence import Evidence
from .result import CheckResult, Verdict

NUMBER, NAME = 1, "beats_every_baseline"
NOTHING = Text("Chưa có kiểm định trên năm mà mô hình chưa thấy.", "There is no test on a year the model hasn't seen.")


def run(evidence: Evidence) -> CheckResult:
    """Hold the lower end of the lift over the best simple order at 2 % against the limit."""
    limit, told = evidence.limits.least_gain, evidence.backtest
    if told is None or not told.lift_over_best.lows or sum(told.outcomes) < FEWEST_OUTCOMES:
        return CheckResult(NUMBER, NAME, "not_enough_evidence", None, limit, NOTHING)
    skill = told.lift_over_best
    verdict: Verdict = "passed" if skill.skill and skill.gain.low > limit else "failed"
    best = BASELINES[skill.best_baseline]
    return CheckResult(
        NUMBER, NAME, verdict, skill.gain.low, limit,
        Text(
            f"Trong 2 % hộ đầu danh sách, mô hình tìm được nhiều hơn «{best.vi}» "
            f"{decimals(skill.gain.value, 'vi', 2)} lần mức trung bình (ít nhất {decimals(skill.gain.low, 'vi', 2)}).",
            "Within the first 2 % of households the model's lift is "
            f"{decimals(skill.gain.value, 'en', 2)} above that of “{best.en}” "
            f"(at least {decimals(skill.gain.low, 'en', 2)}).",
        ),
    )  # fmt: skip
