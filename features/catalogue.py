"""All features by name, theme by theme, in the order in which every matrix and every model has them."""

from __future__ import annotations

from collections.abc import Iterable

from .declaration import Feature
from .declared import children, commune, events, guardians, history, poverty, remoteness, schooling

THEMES = (poverty, remoteness, guardians, children, schooling, events, history, commune)


def _by_name(features: Iterable[Feature]) -> dict[str, Feature]:
    found: dict[str, Feature] = {}
    for feature in features:
        if feature.name in found:
            raise ValueError(f"two features are named {feature.name}")
        found[feature.name] = feature
    return found


CATALOGUE: dict[str, Feature] = _by_name(feature for theme in THEMES for feature in theme.FEATURES)
