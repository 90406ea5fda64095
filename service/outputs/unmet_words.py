"""Why a promise of the policy wasn't kept, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.vocabulary.language import Language
from outreach.unmet import WHY

from . import notation


def why_unmet(row: Mapping[str, Any], language: Language) -> str:
    """Return why a promise wasn't kept; ``row`` is one of the list's account, few households told as a few.

    An account that was written before reasons were told gives none.
    """
    if not row.get("why"):
        return ""
    there = row["there"]
    return (
        WHY[row["why"]]
        .in_(language)
        .format(
            there="" if there is None else notation.count(round(there), language),
            needed=notation.number(row["needed"], language, 1),
            has=notation.number(row["has"], language, 1),
        )
    )
