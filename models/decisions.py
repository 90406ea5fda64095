"""Who decided that a model serves: decisions, what stands of them, and what forbids one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Text

PROMOTED, ROLLED_BACK = "promoted", "rolled back"


class PromotionNotAllowed(SommaiError):
    """A model may not serve: a check failed, one waits for written acceptance, or the model can't be used."""

    code = "promotion-not-allowed"
    exit_code = 4
    http_status = 409
    text = Text("Mô hình {model} không được đưa vào dùng: {why_vi}.", "Model {model} may not be promoted: {why_en}.")
    next_step = Text("Mô hình đang dùng vẫn giữ nguyên. {next_vi}", "The champion keeps serving. {next_en}")

    def __init__(self, model: str, why: Text, then: Text = Text("", "")) -> None:  # noqa: B008 - frozen
        super().__init__(model=model, why_vi=why.vi, why_en=why.en, next_vi=then.vi, next_en=then.en)


@dataclass(frozen=True)
class Decision:
    """Who decided that a model serves, why and when (UTC, ISO 8601), and which checks they accepted in writing."""

    model: str
    by: str
    reason: str
    at: str
    accepted: Mapping[str, str] = field(default_factory=dict)
    act: str = PROMOTED


def standing(history: Sequence[Decision]) -> list[Decision]:
    """Return the decisions that stand after a history (oldest first), the newest first: a rollback undoes the last."""
    stack: list[Decision] = []
    for decision in history:
        if decision.act == ROLLED_BACK:
            stack = stack[2:]
        stack.insert(0, decision)
    return stack


def accepted_checks(model: str, checks: Sequence[Mapping[str, Any]], accepted: Mapping[str, str]) -> dict[str, str]:
    """Return the written acceptances by check number; raises ``PromotionNotAllowed``.

    ``checks`` are the recorded results (``number, name, verdict, text``). A failed check can't be accepted; each one
    without enough evidence must be, in words.
    """
    if not checks:
        raise PromotionNotAllowed(model, Text("không có kiểm tra phát hành nào", "no release check was recorded"))
    failed = [c for c in checks if c["verdict"] == "failed"]
    if failed:
        named = Text(*("; ".join(f"{c['number']:02d} {c['text'][lang]}" for c in failed) for lang in ("vi", "en")))
        raise PromotionNotAllowed(model, Text(f"kiểm tra không đạt: {named.vi}", f"a check failed: {named.en}"))
    given = {_number(model, key): text.strip() for key, text in accepted.items()}
    waiting = {c["number"] for c in checks if c["verdict"] == "not_enough_evidence"}
    stray = sorted(given.keys() - waiting)
    if stray:
        told = ", ".join(f"{number:02d}" for number in stray)
        raise PromotionNotAllowed(
            model, Text(f"kiểm tra {told} không chờ chấp nhận", f"check {told} isn't waiting for acceptance")
        )
    left = sorted(number for number in waiting if not given.get(number))
    if left:
        told = ", ".join(f"{number:02d}" for number in left)
        how = " ".join(f'--accept "{number:02d}=…"' for number in left)
        raise PromotionNotAllowed(
            model,
            Text(f"kiểm tra {told} chưa đủ bằng chứng và chưa được chấp nhận bằng văn bản",
                 f"checks {told} lack evidence and have not been accepted in writing"),
            Text(f"Người quyết định viết lý do chấp nhận từng mục: {how}",
                 f"Whoever decides writes why for each: {how}"),
        )  # fmt: skip
    return {f"{number:02d}": text for number, text in sorted(given.items())}


def _number(model: str, key: str) -> int:
    try:
        return int(key)
    except ValueError:
        told = key[:20]
        raise PromotionNotAllowed(
            model, Text(f"không có kiểm tra {told!r}", f"there is no check {told!r}")
        ) from None  # fmt: skip
