"""What a release check says, and the limits that it goes by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Literal

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Text

Verdict = Literal["passed", "failed", "not_enough_evidence"]


@dataclass(frozen=True)
class CheckResult:
    """One check's verdict with its number and limit; ``value`` is None where there was nothing to go by.

    Failed blocks a promotion. Not enough evidence is not a pass: whoever promotes accepts it in writing.
    """

    number: int
    name: str
    verdict: Verdict
    value: float | None
    limit: float | None
    text: Text


class BadLimits(SommaiError):
    """The policy's limits of the release checks can't be used."""

    code = "bad-check-limits"
    exit_code = 2
    http_status = 422
    text = Text(
        "Giới hạn kiểm tra không dùng được: {setting} phải là số không âm và có trong danh sách.",
        "The limits of the release checks can't be used: {setting} must be a known setting and a number of at least 0.",
    )
    next_step = Text("Hãy sửa tệp chính sách rồi chạy lại.", "Mend the policy's file and run again.")


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The limits of all checks; a policy file may set others."""

    least_gain: float = 0.0
    """The lower end of the lift over the best simple order at 2 % must be above."""
    changed_cells: float = 0.0
    """Values of features that may change when rows are recorded later."""
    most_carried: float = 0.8
    """Share of what a model finds that one feature may carry."""
    most_at_export: float = 0.5
    """Share of what a model finds that columns without history may carry."""
    least_ratio: float = 0.8
    most_ratio: float = 1.25
    """Calibration slope and observed over expected lie between, unless the interval covers 1."""
    least_group_recall: float = 0.8
    """A group's recall over that of all, unless the interval covers 1."""
    least_kept: float = 0.8
    """Share of the list that stays under another seed."""
    least_kept_resampled: float = 0.5
    """Share of the list that stays when households are drawn again."""
    most_parity_difference: float = 1e-9
    """Log-odds of canary households now and when the model was made."""
    most_unrecorded_cost: float = 0.1
    """Share of average precision that is lost because what isn't recorded contributes nothing."""

    @classmethod
    def from_settings(cls, settings: Mapping[str, object]) -> Limits:
        """Return the limits with some set otherwise. Raises ``BadLimits`` for unknown names and what isn't a number."""
        known = {f.name for f in fields(cls)}
        for name, value in settings.items():
            wrong = isinstance(value, bool) or not isinstance(value, int | float) or value < 0
            if name not in known or wrong:
                raise BadLimits(setting=name)
        return cls(**{name: float(str(value)) for name, value in settings.items()})


def blocked(results: Sequence[CheckResult]) -> tuple[CheckResult, ...]:
    """Return the failed checks; a model with one can't be promoted."""
    return tuple(r for r in results if r.verdict == "failed")


def to_accept(results: Sequence[CheckResult]) -> tuple[CheckResult, ...]:
    """Return the checks that whoever promotes must accept in writing, one by one."""
    return tuple(r for r in results if r.verdict == "not_enough_evidence")
