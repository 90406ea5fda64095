"""What a release check says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

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


def blocked(results: Sequence[CheckResult]) -> tuple[CheckResult, ...]:
    """Return the failed checks; a model with one can't be promoted."""
    return tuple(r for r in results if r.verdict == "failed")


def to_accept(results: Sequence[CheckResult]) -> tuple[CheckResult, ...]:
    """Return the checks that whoever promotes must accept in writing, one by one."""
    return tuple(r for r in results if r.verdict == "not_enough_evidence")
