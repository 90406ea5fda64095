"""What was said and done about a household, in words: entries of the ledger of overrides, and recorded visits."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from data.vocabulary.language import Language, Text
from features.catalogue import CATALOGUE
from service.disputes import ANSWERS, KINDS, Override
from service.outputs import notation

WORDS = {
    "reached": Text("gặp được gia đình", "the family was reached"),
    "absent": Text("vắng nhà", "nobody was in"),
    "refused": Text("gia đình từ chối", "the family declined"),
    "moved": Text("đã chuyển đi", "they have moved away"),
    "none": Text("không có gì đáng lo", "nothing to worry about"),
    "needs": Text("có điều cần hỗ trợ", "there are needs"),
    "circumstance": Text("trẻ có hoàn cảnh đặc biệt", "a child in special circumstances"),
}


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


def visit_view(visit: dict[str, Any], language: Language) -> dict[str, Any]:
    """Return a recorded visit in words."""
    finding = visit["finding"]
    return {
        "day": notation.day(visit["visited_on"]),
        "outcome": WORDS[visit["outcome"]].in_(language),
        "finding": WORDS[finding].in_(language) if finding else "",
        "services": visit["services"] or "",
    }
