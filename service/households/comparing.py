"""Why one household stands before another, what another record would do, and which open questions matter most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from difflib import get_close_matches
from typing import Any

import numpy as np

from data.vocabulary.errors import WrongUse
from data.vocabulary.language import Text
from features.catalogue import CATALOGUE
from models.explanation.contrast import Contrast, Side, contrast
from models.explanation.what_if import NoSuchFeature, OpenQuestion, WhatIf, open_questions, read_value, what_if
from service.access import Who
from service.scores import Run

from .repository import model_of
from .service import place_of

SAMPLE = 20_000
"""Households that say how often an answer occurs; more would change the third digit."""


def against(run: Run, household_id: str, other_id: str, who: Who) -> Contrast:
    """Return why the first household's log-odds differ from the other's; raises ``NoHousehold``."""
    features = model_of(run).features
    return contrast(_side(run, household_id, who), _side(run, other_id, who), features, CATALOGUE)


def if_the_record_said(run: Run, household_id: str, changes: Sequence[str], who: Who) -> WhatIf:
    """Return what changes, each written ``feature=value``, would do to a household's risk and rank.

    Raises ``NoHousehold``, ``NoSuchFeature``, ``NoSuchValue``, or ``WrongUse`` where there is no ``=``.
    """
    place, model = place_of(run, household_id, who), model_of(run)
    side = _side(run, household_id, who)
    others = np.delete(np.asarray(run.columns["log_odds"], np.float64), place)
    changed = dict(_change(text, model.features) for text in changes)
    return what_if(
        household_id, model, side.values, changed, others, CATALOGUE, offset=side.base - model.base
    )  # fmt: skip


def questions(run: Run, household_id: str, who: Who) -> tuple[OpenQuestion, ...]:
    """Return what isn't recorded of a household and would matter most, the weightiest first."""
    model = model_of(run)
    every = _columns(run.features.names, model.features)
    step = max(1, len(run.features.values) // SAMPLE)
    province = np.asarray(run.features.values[::step], np.float64)[:, every]
    return open_questions(model, _side(run, household_id, who).values, province, CATALOGUE)


def _side(run: Run, household_id: str, who: Who) -> Side:
    place, features = place_of(run, household_id, who), model_of(run).features
    values = np.asarray(run.features.values[place], np.float64)[_columns(run.features.names, features)]
    shares, names = np.asarray(run.contributions.values[place], np.float64), run.contributions.names
    return Side(household_id, values, shares[_columns(names, features)], float(shares[names.index("base")]))


def _columns(names: Sequence[str], wanted: Sequence[str]) -> list[int]:
    place = {name: i for i, name in enumerate(names)}
    return [place[name] for name in wanted]


def _change(text: str, features: Sequence[str]) -> tuple[str, float]:
    name, sign, value = text.partition("=")
    name = name.strip()
    if not sign:
        raise WrongUse(
            what_vi=f"Viết --if đặc_điểm=giá_trị, không phải {text[:40]!r}.",
            what_en=f"Write --if feature=value, not {text[:40]!r}.",
        )
    if name not in features:
        close = get_close_matches(name, features, 3, 0.4) or list(features[:3])
        raise NoSuchFeature(feature=name[:40], close=", ".join(close))
    return name, read_value(CATALOGUE[name], value)


def contrast_record(found: Contrast) -> dict[str, Any]:
    """Return a contrast as plain JSON: base and differences add up to ``log_odds``."""
    return _plain(asdict(found))


def what_if_record(found: WhatIf) -> dict[str, Any]:
    """Return what a changed record would do as plain JSON."""
    return _plain(asdict(found))


def question_records(found: Sequence[OpenQuestion]) -> list[dict[str, Any]]:
    """Return open questions as plain JSON."""
    return [_plain(asdict(question)) for question in found]


def _plain(told: Any) -> Any:
    """Return nested records as plain JSON values; a text becomes its two languages."""
    if isinstance(told, Text):
        return {"vi": told.vi, "en": told.en}
    if isinstance(told, dict):
        return {key: _plain(value) for key, value in told.items()}
    if isinstance(told, list | tuple):
        return [_plain(value) for value in told]
    return told
