"""Why a household stands where it does: records first, words after.

Contributions are exact look-ups (``models.tables``); nothing is computed here but which of them to tell.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from data.reference.support import Support
from data.vocabulary.language import Text
from features.declaration import DID_NOT_HAPPEN, NOT_APPLICABLE, Feature
from models.tables import Scored, TableModel

from .numbers import written

MOST_REASONS = 5
MOST_NOT_RECORDED = 5
TELLING = 1e-9
SPECIAL = {
    NOT_APPLICABLE: Text("không áp dụng", "doesn't apply"),
    DID_NOT_HAPPEN: Text("chưa xảy ra theo sổ", "hasn't happened by the register"),
}


@dataclass(frozen=True)
class Reason:
    """One recorded fact and its exact share of the log-odds."""

    feature: str
    value: float | None
    unit: str
    contribution: float
    text: Text
    private: bool
    action: str | None
    source: Text


@dataclass(frozen=True)
class Explanation:
    """What is told of one household: at most five reasons, the largest first; protective facts; open questions."""

    household_id: str
    base: float
    log_odds: float
    reasons: tuple[Reason, ...]
    protective: tuple[Reason, ...]
    not_recorded: tuple[Reason, ...]
    actions: tuple[Support, ...]


def explain(
    rows: pl.DataFrame,
    scored: Scored,
    model: TableModel,
    catalogue: Mapping[str, Feature],
    support: Mapping[str, Support],
) -> list[Explanation]:
    """Return an explanation for each row of a feature matrix, in its order.

    ``rows`` has ``household_id, commune_code`` and the features; ``scored`` is of the same rows.
    """
    values = rows.select(model.features).to_numpy()
    weight = model.spread()
    features = [catalogue[name] for name in model.features]
    ids, communes = rows["household_id"].to_list(), rows["commune_code"].to_list()
    return [
        _one(ids[i], communes[i], float(scored.base[i]), scored.contributions[i], values[i], features, weight, support)
        for i in range(len(ids))
    ]


def _one(
    household_id: str,
    commune_code: str,
    base: float,
    contributions: np.ndarray,
    values: np.ndarray,
    features: list[Feature],
    weight: np.ndarray,
    support: Mapping[str, Support],
) -> Explanation:
    order = np.argsort(-contributions, kind="stable")
    raising = [int(j) for j in order if contributions[j] > TELLING][:MOST_REASONS]
    lowering = [int(j) for j in order[::-1] if contributions[j] < -TELLING][:MOST_REASONS]
    unknown = [int(j) for j in np.argsort(-weight, kind="stable") if math.isnan(values[j]) and weight[j] > 0]

    def told(j: int, text: Text) -> Reason:
        f, value = features[j], None if math.isnan(values[j]) else float(values[j])
        return Reason(f.name, value, f.unit, float(contributions[j]), text, f.private, f.action, f.source)

    reasons = tuple(told(j, sentence(features[j], float(values[j]), raises=True)) for j in raising)
    protective = tuple(told(j, sentence(features[j], float(values[j]), raises=False)) for j in lowering)
    missing = tuple(told(j, features[j].ask or features[j].missing) for j in unknown[:MOST_NOT_RECORDED])
    keys = dict.fromkeys(r.action for r in reasons if r.action)
    actions = tuple(support[key] for key in keys if key in support and support[key].offered_in(commune_code))
    return Explanation(household_id, base, base + float(contributions.sum()), reasons, protective, missing, actions)


def sentence(feature: Feature, value: float, *, raises: bool) -> Text:
    """Return the sentence that fits a value, in both languages.

    A feature's own sentence is for a fact that is there, ``absent`` for a flag of 0; a special code, a count of none,
    or a direction it has no sentence for is told as "label: value".
    """
    own = feature.reason if raises else feature.protective
    if feature.kind == "flag" and value == 0:
        own = feature.absent
    shown = worded(feature, value)
    if own is None or value in SPECIAL or (raises and feature.kind == "number" and value == 0):
        return Text(f"{feature.label.vi}: {shown.vi}", f"{feature.label.en}: {shown.en}")
    return Text(own.vi.format(value=shown.vi), own.en.format(value=shown.en))


def worded(feature: Feature, value: float) -> Text:
    """Return a value as a person writes it, in both languages."""
    if value in SPECIAL:
        return SPECIAL[value]
    if feature.kind == "flag":
        return Text("có", "yes") if value else Text("không", "no")
    if feature.kind == "level":
        return feature.levels[min(max(int(value), 0), len(feature.levels) - 1)]
    return Text(written(value, "vi"), written(value, "en"))
