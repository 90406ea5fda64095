"""Numbers as people write them: 1.234,5 in Vietnamese, 1,234.5 in English."""

from __future__ import annotations

from data.vocabulary.language import Language

SWAP = str.maketrans(",.", ".,")
FEW = 5
"""Counts under this are not told where a page may leave the planners' room."""


def written(value: float, language: Language) -> str:
    """Return a number with at most one decimal."""
    text = f"{value:,.0f}" if abs(value - round(value)) < 0.05 else f"{value:,.1f}"
    return text.translate(SWAP) if language == "vi" else text


def decimals(value: float | None, language: Language, places: int) -> str:
    """Return a number with at most so many decimals; a dash for None."""
    if value is None:
        return "–"
    text = f"{value:,.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text
    return text.translate(SWAP) if language == "vi" else text


def percent(share: float | None, language: Language) -> str:
    """Return a share as per cent, with one decimal under 10 %; a dash for None."""
    return "–" if share is None else f"{decimals(100 * share, language, 0 if share >= 0.1 else 1)} %"


def few(count: int, language: Language) -> str:
    """Return a count, "< 5" where it is a few: they could be recognised."""
    return f"< {FEW}" if 0 < count < FEW else decimals(count, language, 0)
