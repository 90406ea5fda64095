"""Whether a model finds more than the best simple order, told so that chance is seldom taken for skill.

Three choices could flatter a model, and each is answered. The model was chosen among candidates: the critical value is
that of the largest studentised difference among all of them (Romano and Wolf 2005), so the luckiest of several
unskilled ones passes no more often than one would. The best of several simple orders is known only afterwards: the
model must beat every one of them at the stated level (Berger 1982), which costs no further correction. Neighbours
resemble each other: the standard error is the larger one of households and of communes drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.tables import Floats

from .bootstrap import Estimate, Replicates

LEVEL = 0.9
"""Of the two-sided interval; trials without signal claim skill far less often than once in twenty times."""
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
    found: Replicates,
    figure: str,
    chosen: str,
    candidates: Sequence[str],
    baselines: Sequence[str],
    *,
    outcomes: int,
    level: float = LEVEL,
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
    gains = {b: gain_over(found, figure, chosen, candidates, b, level) for b in known}
    best = max(known, key=lambda b: means[b])
    low = min(g.low for g in gains.values())
    gain = Estimate(gains[best].value, min(gains[best].low, low), gains[best].high)
    return Skill(bool(low > 0 and outcomes >= FEWEST_OUTCOMES), best, gain, {b: g.low for b, g in gains.items()}, level)


def gain_over(
    found: Replicates, figure: str, chosen: str, candidates: Sequence[str], baseline: str, level: float = LEVEL
) -> Estimate:
    """Return how much higher the chosen candidate's figure is than a baseline's; the interval allows for the choice."""
    names = list(dict.fromkeys([chosen, *candidates]))
    differences = [found.difference(name, baseline, figure) for name in names]
    value = differences[0][0]
    ends = []
    for unit in found.draws:
        draws = np.array([d[1][unit] for d in differences])
        ends.append(_ends(np.array([d[0] for d in differences]), draws, level))
    low, high = min(e[0] for e in ends), max(e[1] for e in ends)
    return Estimate(float(value), float(low), float(high))


def _ends(values: Floats, draws: Floats, level: float) -> tuple[float, float]:
    """Return the simultaneous interval of the first of k differences, from values (k,) and draws (k, B)."""
    if np.isnan(values[0]):
        return float("nan"), float("nan")
    kept = ~np.isnan(values)
    values, draws = values[kept], draws[kept]
    error = np.nanstd(draws, axis=1, ddof=1)
    off = np.divide(draws - values[:, None], error[:, None], out=np.zeros_like(draws), where=error[:, None] > 0)
    off = np.nan_to_num(off)
    above = np.quantile(off.max(axis=0), (1 + level) / 2)
    below = np.quantile(off.min(axis=0), (1 - level) / 2)
    return float(values[0] - above * error[0]), float(values[0] - below * error[0])
