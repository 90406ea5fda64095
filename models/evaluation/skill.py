"""Whether a model finds more than the best simple order, told so that chance is seldom taken for skill.

Two choices could flatter a model, and each is answered. The best of several simple orders is known only afterwards: the
model must beat every one of them at the stated level (Berger 1982), which costs no further correction. Neighbours
resemble each other: the standard error is the larger one of households and of communes drawn. That the model was chosen
among several, by another figure (average precision), is not corrected for: it must beat five orders at once, and so
the luckiest of several unskilled ones passes far less often than once in twenty times (tested).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from .bootstrap import Estimate, Replicates

LEVEL = 0.9
"""Of the two-sided interval, so that an order that is no better passes once in twenty times."""
FEWEST_OUTCOMES = 20
"""Below so many outcomes over all test days a draw says too little, and there is no skill."""


@dataclass(frozen=True)
class Skill:
    """``gain``: how much higher the model's lift is than the best simple order's, with its interval.

    ``lows`` is the lower end of the gain over each simple order; ``skill`` is true where all of them are above zero.
    """

    skill: bool
    best_baseline: str
    gain: Estimate
    lows: dict[str, float]
    level: float


def skill_of(
    found: Replicates, figure: str, chosen: str, baselines: Sequence[str], *, outcomes: int, level: float = LEVEL
) -> Skill:
    """Return whether the chosen candidate's figure is above that of every baseline beyond chance.

    ``outcomes`` counts the positive households over all test days. A figure without meaning, no baseline, or too few
    outcomes is no skill.
    """
    there = [b for b in baselines if b in found.names]
    means = {b: found.mean(b, figure)[0] for b in there}
    known = [b for b in there if not np.isnan(means[b])]
    if not known:
        nothing = Estimate(float("nan"), float("nan"), float("nan"))
        return Skill(False, "", nothing, {}, level)
    gains = {b: gain_over(found, figure, chosen, b, level) for b in known}
    best = max(known, key=lambda b: means[b])
    low = min(g.low for g in gains.values())
    gain = Estimate(gains[best].value, min(gains[best].low, low), gains[best].high)
    return Skill(bool(low > 0 and outcomes >= FEWEST_OUTCOMES), best, gain, {b: g.low for b, g in gains.items()}, level)


def gain_over(found: Replicates, figure: str, chosen: str, baseline: str, level: float = LEVEL) -> Estimate:
    """Return how much higher the chosen candidate's figure is than a baseline's, with the wider interval."""
    value, draws = found.difference(chosen, baseline, figure)
    error = max((float(np.nanstd(d, ddof=1)) for d in draws.values()), default=float("nan"))
    reach = float(norm.isf((1 - level) / 2)) * error
    return Estimate(value, value - reach, value + reach)
