"""Which candidate is taken: the best on years it had not seen, or a simpler one that does about as well.

Candidates are compared by the mean average precision over the test days. A simpler one whose paired difference to the
best is within one bootstrap standard error of it is taken (the one-standard-error rule; Breiman et al. 1984).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .evaluation.bootstrap import replicated
from .evaluation.predictions import TestPredictions
from .evaluation.ranking import Counted

FIGURE = "average_precision"


@dataclass(frozen=True)
class Selection:
    """``chosen`` and, by candidate, its mean average precision, its distance from the best and that one's error."""

    chosen: str
    best: str
    compared: dict[str, dict[str, float]]

    def facts(self) -> dict[str, object]:
        """Return plain JSON values."""
        return {"chosen": self.chosen, "best": self.best, "compared": self.compared}


def select(predictions: Sequence[TestPredictions], candidates: Sequence[str], seed: int) -> Selection:
    """Return the selection among candidates, given from the simplest to the least simple."""
    found = replicated(predictions, {FIGURE: Counted.average_precision}, names=candidates, seed=seed)
    means = {name: found.mean(name, FIGURE)[0] for name in candidates}
    best = max(candidates, key=lambda name: means[name])
    compared = {}
    for name in candidates:
        behind = found.difference(best, name, FIGURE)[0]
        error = 0.0 if name == best else found.standard_error(best, name, FIGURE)
        compared[name] = {"average_precision": means[name], "behind_best": behind, "standard_error": error}
    chosen = next(n for n in candidates if compared[n]["behind_best"] <= compared[n]["standard_error"])
    return Selection(chosen, best, compared)
