"""Why one household stands before another: the difference of their log-odds, feature by feature, exactly."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from data.vocabulary.language import Text
from features.declaration import Feature
from models.tables import Floats

from .reasons import TELLING, worded

NOT_RECORDED = Text("chưa ghi nhận", "not recorded")


@dataclass(frozen=True)
class Difference:
    """One feature's part in the difference: what each household's record says, and the log-odds that it makes."""

    feature: str
    label: Text
    first: Text
    second: Text
    first_value: float | None
    second_value: float | None
    difference: float
    private: bool


@dataclass(frozen=True)
class Contrast:
    """The difference of log-odds, first less second: ``base`` and all ``differences`` add up to it.

    ``differences`` begin with the largest, whichever household it speaks for. ``base`` differs from 0 only where the
    correction for thin recording differs between the two places.
    """

    first_id: str
    second_id: str
    log_odds: float
    base: float
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Side:
    """One household in a contrast: values and contributions (p,) in the order of the model's features."""

    household_id: str
    values: Floats
    contributions: Floats
    base: float


def contrast(first: Side, second: Side, features: tuple[str, ...], catalogue: Mapping[str, Feature]) -> Contrast:
    """Return why the first household's log-odds differ from the second's; features without a part aren't told."""
    parts = []
    for j, name in enumerate(features):
        gap = float(first.contributions[j] - second.contributions[j])
        if abs(gap) > TELLING:
            feature, here, there = catalogue[name], float(first.values[j]), float(second.values[j])
            parts.append(
                Difference(
                    name, feature.label, told(feature, here), told(feature, there), recorded(here), recorded(there),
                    gap, feature.private,
                )
            )  # fmt: skip
    parts.sort(key=lambda part: (-abs(part.difference), part.feature))
    base = first.base - second.base
    total = base + float(first.contributions.sum() - second.contributions.sum())
    return Contrast(first.household_id, second.household_id, total, base, tuple(parts))


def recorded(value: float) -> float | None:
    """Return a value, None where it isn't recorded."""
    return None if math.isnan(value) else value


def told(feature: Feature, value: float) -> Text:
    """Return a value as a person writes it; "not recorded" for NaN."""
    return NOT_RECORDED if math.isnan(value) else worded(feature, value)
