"""A feature as a run has seen it: how often it isn't recorded, and what the model makes of each of its values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.vocabulary.language import Text
from features.declaration import Feature
from models.explanation.reasons import worded
from models.tables import Shape
from service.scores import Run


@dataclass(frozen=True, kw_only=True)
class Bin:
    """Values that the model treats alike: in words, the share of households that have one, and the log-odds."""

    label: Text
    households: int
    share: float
    score: float


def not_recorded(run: Run) -> dict[str, float]:
    """Return the share of households without a recorded value for each feature that the run computed."""
    return run.once("not recorded", lambda: _not_recorded(run))


def _not_recorded(run: Run) -> dict[str, float]:
    table = run.features
    if not len(table.values):
        return {}
    return {name: float(np.isnan(table.values[:, j]).mean()) for j, name in enumerate(table.names)}


def bins_of(run: Run, feature: Feature, shape: Shape) -> list[Bin]:
    """Return the bins of a feature's table that some household stands in, ascending, "not recorded" last."""
    table = run.features
    values = np.asarray(table.values[:, table.names.index(feature.name)])
    recorded = values[~np.isnan(values)]
    at = np.searchsorted(shape.edges, recorded, side="right")
    found = []
    for number in np.unique(at):
        inside = recorded[at == number]
        found.append(
            Bin(
                label=between(feature, float(inside.min()), float(inside.max())),
                households=len(inside),
                share=len(inside) / len(values),
                score=float(shape.scores[number]),
            )
        )
    missing = len(values) - len(recorded)
    if missing:
        label = Text("chưa ghi nhận", "not recorded")
        found.append(Bin(label=label, households=missing, share=missing / len(values), score=0.0))
    return found


def between(feature: Feature, low: float, high: float) -> Text:
    """Return the values from ``low`` to ``high`` in words."""
    first, last = worded(feature, low), worded(feature, high)
    if low == high:
        return first
    return Text(f"{first.vi} đến {last.vi}", f"{first.en} to {last.en}")
