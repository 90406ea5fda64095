"""Explanations in words for files and print, where what could hurt if seen is not written out."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from data.vocabulary.language import Language, Text

from .reasons import MOST_REASONS, Explanation

PRIVATE = Text("một vấn đề riêng: xem trang của hộ", "a private matter: see the household's page")
NONE_STANDS_OUT = Text("không có lý do nổi bật", "no single reason stands out")


def reason_columns(explanations: Iterable[Explanation], language: Language) -> pl.DataFrame:
    """Return ``household_id, reason_1 … reason_5, actions`` (String), a row per explanation, in order.

    Private reasons stand once, after the others; support that only a private reason suggests isn't written out.
    """
    columns = ["household_id", *(f"reason_{i}" for i in range(1, MOST_REASONS + 1)), "actions"]
    rows = [_row(explanation, language) for explanation in explanations]
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String()), orient="row")


def _row(explanation: Explanation, language: Language) -> list[str | None]:
    open_reasons = [reason for reason in explanation.reasons if not reason.private]
    texts = [reason.text.in_(language) for reason in open_reasons]
    if len(open_reasons) < len(explanation.reasons):
        texts.append(PRIVATE.in_(language))
    if not texts:
        texts = [NONE_STANDS_OUT.in_(language)]
    shown = {reason.action for reason in open_reasons}
    actions = "; ".join(a.text.in_(language) for a in explanation.actions if a.key in shown)
    return [explanation.household_id, *texts, *[None] * (MOST_REASONS - len(texts)), actions or None]
