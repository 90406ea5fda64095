"""Numbers as people write them: 1.234,5 in Vietnamese, 1,234.5 in English."""

from __future__ import annotations

from data.vocabulary.language import Language

SWAP = str.maketrans(",.", ".,")


def written(value: float, language: Language) -> str:
    """Return a number with at most one decimal."""
    text = f"{value:,.0f}" if abs(value - round(value)) < 0.05 else f"{value:,.1f}"
    return text.translate(SWAP) if language == "vi" else text
