"""What a declaration means, as a hash: a model knows by it whether a feature is still the one it learned from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

import polars as pl

from .catalogue import CATALOGUE
from .declaration import Feature

LENGTH = 12


def fingerprint(feature: Feature) -> str:
    """Return a hash of what decides a feature's values: not of its words, source or direction."""
    with pl.Config(fmt_table_cell_list_len=-1, fmt_str_lengths=100_000):  # no list of values is cut short
        value = str(feature.value)
    meaning = [
        feature.name, feature.kind, feature.unit, feature.view, value, sorted(feature.tables),
        feature.look_back_days, feature.without_rows, [level.en for level in feature.levels],
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(meaning, ensure_ascii=False).encode()).hexdigest()[:LENGTH]


def catalogue_fingerprint(features: Iterable[Feature] = CATALOGUE.values()) -> str:
    """Return a hash of the whole catalogue, in its order."""
    told = ",".join(fingerprint(feature) for feature in features)
    return hashlib.sha256(told.encode()).hexdigest()[:LENGTH]
