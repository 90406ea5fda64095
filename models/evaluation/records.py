"""Results as plain values, for files that any program reads."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date

import numpy as np

from data.vocabulary.language import Text


def as_json(value: object) -> object:
    """Return a record as dictionaries, lists, texts, numbers and booleans.

    NaN and infinity become None, for JSON has neither; a day becomes its ISO form; a Text both languages.
    """
    if isinstance(value, Text):
        return {"vi": value.vi, "en": value.en}
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: as_json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(k): as_json(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset | np.ndarray):
        return [as_json(v) for v in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, np.generic):
        return as_json(value.item())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value
