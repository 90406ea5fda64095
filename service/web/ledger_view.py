"""Entries of the ledger of overrides in words, for the pages that show them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from data.vocabulary.language import Language
from features.catalogue import CATALOGUE
from service.disputes import ANSWERS, KINDS, Override
from service.outputs import notation


def entry_view(entry: Override, language: Language) -> dict[str, Any]:
    """Return an entry of the ledger in words."""
    feature = CATALOGUE.get(entry.feature or "")
    return {
        "id": entry.override_id,
        "household_id": entry.household_id,
        "address": f"/households/{quote(entry.household_id, safe='')}",
        "kind": KINDS[entry.kind].in_(language),
        "about": feature.label.in_(language) if feature else "",
        "reason": entry.reason,
        "by": entry.by,
        "day": notation.day(entry.at.date()),
        "answers": [
            {
                "decision": ANSWERS[told["decision"]].in_(language),
                "reason": told["reason"],
                "by": told["by"],
                "day": notation.day(told["at"].date()),
            }
            for told in entry.answers
        ],
    }
