"""Judging several at once: how much wider an interval is, so that chance fails none of them."""

from __future__ import annotations

from scipy.stats import norm


def widening(judged: int, level: float) -> float:
    """Return the factor by which an interval of a level reaches farther where so many are judged (Bonferroni)."""
    return float(norm.isf((1 - level) / 2 / judged) / norm.isf((1 - level) / 2))
