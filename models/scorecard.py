"""The expert scorecard: documented points, as the same plain tables that learned models have.

It ranks where there is nothing to learn from, and stays the fallback. Its probabilities are not calibrated: the
interval is log-odds ± ln 3.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping

import numpy as np

from data.reference.scorecard import scorecard_text
from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Text
from features.catalogue import CATALOGUE

from .tables import ConstantInterval, Shape, TableModel

HALF_WIDTH = math.log(3)
ZERO_FROM = -0.5
"""Special codes lie below; a score's first bin holds them too."""


class BadScorecard(SommaiError):
    """The scorecard's file can't be used."""

    code = "bad-scorecard"
    text = Text("Bảng điểm không dùng được: {feature}: {why_vi}.", "The scorecard can't be used: {feature}: {why_en}.")
    next_step = Text("Hãy sửa tệp bảng điểm.", "Mend the scorecard's file.")


def read_scorecard(text: str | None = None) -> TableModel:
    """Return the scorecard as a model of tables over all features of the catalogue, in its order.

    A feature without points has a table of zero, so that contributions of every feature are there. Raises
    ``BadScorecard`` for an unknown feature, bins out of order, points against the declared direction, no source.
    """
    told = tomllib.loads(text if text is not None else scorecard_text())
    per_point, rate = float(told["log_odds_per_point"]), float(told["base_rate"])
    if not 0 < rate < 1:
        raise BadScorecard(feature="base_rate", why_vi="phải nằm giữa 0 và 1", why_en="must lie between 0 and 1")
    scores = {}
    for score in told["score"]:
        _check(score)
        scores[score["feature"]] = score
    shapes = tuple(_shape(name, scores.get(name), per_point) for name in CATALOGUE)
    told_as_written = ("version", "valid_from", "owner", "base_rate", "base_rate_source")
    facts: dict[str, object] = {key: str(told[key]) for key in told_as_written}
    facts["sources"] = {name: score["source"] for name, score in scores.items()}
    return TableModel("scorecard", math.log(rate / (1 - rate)), shapes, ConstantInterval(HALF_WIDTH), facts=facts)


def _shape(name: str, score: Mapping[str, object] | None, per_point: float) -> Shape:
    if score is None:
        return Shape(name, np.zeros(0), np.zeros(1))
    edges = np.array(score["from"], dtype=np.float64)
    return Shape(name, edges, per_point * np.array(score["points"], dtype=np.float64))


def _check(score: Mapping[str, object]) -> None:
    name = str(score.get("feature"))
    edges = np.array(score.get("from", []), dtype=np.float64)
    points = np.array(score.get("points", []), dtype=np.float64)
    if name not in CATALOGUE:
        raise BadScorecard(feature=name, why_vi="không có đặc điểm này", why_en="there is no such feature")
    if len(points) != len(edges) + 1 or (np.diff(edges) <= 0).any() or (edges < ZERO_FROM).any():
        raise BadScorecard(
            feature=name,
            why_vi="các khoảng phải tăng dần từ 0 và ít hơn số điểm một",
            why_en="bins must ascend from 0 and be one fewer than the points",
        )
    if (np.diff(points) * CATALOGUE[name].monotone < 0).any():
        raise BadScorecard(
            feature=name, why_vi="điểm đi ngược chiều đã khai báo", why_en="points go against the declared direction"
        )
    if not str(score.get("source", "")).strip():
        raise BadScorecard(feature=name, why_vi="thiếu nguồn", why_en="it has no source")
