"""What a household's risk would be if its record said something else, and which open question matters most.

Both are exact: the model is tables, so a changed record is scored like any other. They speak of the record, not of
the world: changing a fact in a register changes what the model says, and need not change what happens to a child.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Text
from features.declaration import DID_NOT_HAPPEN, NOT_APPLICABLE, Feature
from models.ranking import risk_of
from models.tables import Floats, Shape, TableModel

from .contrast import recorded, told

MOST_QUESTIONS = 5
YES = ("1", "true", "yes", "có")
NO = ("0", "false", "no", "không")
EMPTY = ("", "null", "none", "not recorded", "chưa ghi nhận")
YES_OR_NO = Text("có hoặc không", "yes or no")
SPECIAL = {
    NOT_APPLICABLE: ("not applicable", "doesn't apply", "không áp dụng"),
    DID_NOT_HAPPEN: ("did not happen", "chưa xảy ra"),
}


class NoSuchFeature(SommaiError):
    """A feature was named that the model doesn't have."""

    code = "no-such-feature"
    exit_code = 2
    http_status = 422
    text = Text("Không có đặc điểm {feature}.", "There is no feature {feature}.")
    next_step = Text("Gần giống: {close}.", "Close to it: {close}.")


class NoSuchValue(SommaiError):
    """A value was given that the feature can't have."""

    code = "no-such-value"
    exit_code = 2
    http_status = 422
    text = Text("{feature} không thể có giá trị {value}.", "{feature} can't have the value {value}.")
    next_step = Text("Có thể dùng: {allowed}.", "It can take: {allowed}.")


@dataclass(frozen=True)
class Change:
    """One feature of the record, before and after, with its contribution in log-odds."""

    feature: str
    label: Text
    before: Text
    after: Text
    before_value: float | None
    after_value: float | None
    contribution_before: float
    contribution_after: float
    private: bool


@dataclass(frozen=True)
class WhatIf:
    """Log-odds, risk and rank of one household before and after; ``rank`` counts from 1 among all scored that day.

    ``changes`` has the features asked for, and those whose share moves along with them through a pair.
    """

    household_id: str
    log_odds_before: float
    log_odds_after: float
    risk_before: float
    risk_after: float
    rank_before: int
    rank_after: int
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class OpenQuestion:
    """A feature that isn't recorded: how far the log-odds would move, by what the answer turned out to be.

    ``lowest`` and ``highest`` bound the move over all answers that occur in the province; ``typical`` is the root of
    the mean squared move when the answer comes as often as it does among households where it is recorded.
    """

    feature: str
    question: Text
    lowest: float
    highest: float
    lowest_if: Text
    highest_if: Text
    typical: float
    private: bool


def what_if(
    household_id: str,
    model: TableModel,
    values: Floats,
    changed: Mapping[str, float],
    others: Floats,
    catalogue: Mapping[str, Feature],
    *,
    offset: float = 0.0,
) -> WhatIf:
    """Return what changing some features of one household's record would do.

    ``values`` (p,) as the model takes them, ``changed`` by feature with NaN for "not recorded", ``others`` the log-odds
    (m,) of the other households scored that day, ``offset`` what a correction adds to the model's own log-odds. All
    other features stay as they are, those that come from the same records included.
    """
    after = values.copy()
    place = {name: j for j, name in enumerate(model.features)}
    for name, value in changed.items():
        after[place[name]] = value
    scored = model.score(np.vstack([values, after]))
    log_odds = scored.log_odds + offset
    risk = risk_of(log_odds)
    parts = scored.contributions
    moved = [j for j, name in enumerate(model.features) if name in changed or parts[0, j] != parts[1, j]]
    return WhatIf(
        household_id,
        float(log_odds[0]), float(log_odds[1]), float(risk[0]), float(risk[1]),
        1 + int((others > log_odds[0]).sum()), 1 + int((others > log_odds[1]).sum()),
        tuple(_change(catalogue[model.features[j]], values[j], after[j], parts[:, j]) for j in moved),
    )  # fmt: skip


def _change(feature: Feature, before: float, after: float, parts: Floats) -> Change:
    return Change(
        feature.name, feature.label, told(feature, before), told(feature, after), recorded(before), recorded(after),
        float(parts[0]), float(parts[1]), feature.private,
    )  # fmt: skip


def open_questions(
    model: TableModel, values: Floats, province: Floats, catalogue: Mapping[str, Feature]
) -> tuple[OpenQuestion, ...]:
    """Return what isn't recorded of a household and would matter most, at most five, the weightiest first.

    ``values`` (p,) of the household; ``province`` (n, p) of all households, which say how often an answer occurs.
    """
    found = []
    in_pairs = {side.feature for pair in model.pairs for side in (pair.first, pair.second)}
    for j, shape in enumerate(model.shapes):
        if math.isnan(values[j]) and (np.any(shape.scores) or shape.feature in in_pairs):
            question = _question(model, j, values, province[:, j], catalogue[shape.feature])
            if question is not None:
                found.append(question)
    found.sort(key=lambda q: (-q.typical, q.feature))
    return tuple(found[:MOST_QUESTIONS])


def _question(model: TableModel, j: int, values: Floats, column: Floats, feature: Feature) -> OpenQuestion | None:
    answers, share = answers_of(_edges(model, j), column)
    if not len(answers):
        return None
    rows = np.repeat(values[None, :], len(answers) + 1, axis=0)
    rows[1:, j] = answers
    log_odds = model.score(rows).log_odds
    move = log_odds[1:] - log_odds[0]
    low, high = int(np.argmin(move)), int(np.argmax(move))
    typical = float(np.sqrt(share @ move**2))
    if typical == 0.0:
        return None
    return OpenQuestion(
        feature.name, feature.ask or feature.missing, float(move[low]), float(move[high]),
        told(feature, answers[low]), told(feature, answers[high]), typical, feature.private,
    )  # fmt: skip


def _edges(model: TableModel, j: int) -> Floats:
    """Return the edges of a feature over all of the model's tables that hold it."""
    shape: Shape = model.shapes[j]
    sides = [s.edges for pair in model.pairs for s in (pair.first, pair.second) if s.feature == shape.feature]
    return np.unique(np.concatenate([shape.edges, *sides]))


def answers_of(edges: Floats, column: Floats) -> tuple[Floats, Floats]:
    """Return one value that occurs in each bin (its lower median) and the share of recorded values there."""
    known = np.sort(column[~np.isnan(column)])
    if not len(known):
        return np.zeros(0), np.zeros(0)
    bins, starts, counts = np.unique(
        np.searchsorted(edges, known, side="right"), return_index=True, return_counts=True
    )  # fmt: skip
    return known[starts + (counts - 1) // 2], counts / len(known) + 0.0 * bins


def read_value(feature: Feature, text: str) -> float:
    """Return the value that a person wrote for a feature, NaN for "not recorded"; raises ``NoSuchValue``.

    Flags take yes/no, levels a label, the beginning of one or its number, numbers a number in the declared unit; in
    both languages.
    """
    written = text.strip().lower()
    if written in EMPTY:
        return math.nan
    for code, words in SPECIAL.items():
        if written in words:
            return code
    if feature.kind == "flag" and written in YES + NO:
        return float(written in YES)
    labels = {
        label: float(i) for i, level in enumerate(feature.levels) for label in (level.vi.lower(), level.en.lower())
    }
    meant = {labels[label] for label in labels if label == written} or {
        labels[label] for label in labels if label.startswith(written)
    }
    if len(meant) == 1:
        return meant.pop()
    try:
        value = float(written.replace(",", "."))
    except ValueError:
        value = math.nan
    if feature.kind == "level" and value in labels.values():
        return value
    if feature.kind == "number" and value >= 0 and math.isfinite(value):
        return value
    raise NoSuchValue(feature=feature.name, value=text[:40], allowed=allowed(feature))


def allowed(feature: Feature) -> str:
    """Return what a feature's value may be written as."""
    if feature.kind == "flag":
        return f"{YES_OR_NO.both()}, null"
    if feature.kind == "level":
        return ", ".join([level.both() for level in feature.levels] + ["null"])
    return f"0, 1, 2 … ({feature.unit}), null"
