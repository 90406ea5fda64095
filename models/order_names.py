"""What people call the orders that stand beside each other in a backtest: candidates and simple orders."""

from __future__ import annotations

from data.vocabulary.language import Language

from .evaluation.baselines import BASELINES
from .fitting.candidates import NAMES


def named(name: str, language: Language) -> str:
    """Return a candidate or a simple order in words; its own name where it has none, as an older model's may."""
    text = NAMES.get(name) or BASELINES.get(name)
    return text.in_(language) if text else name
