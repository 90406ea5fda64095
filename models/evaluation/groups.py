"""Who is found and who is missed, group by group (fairlearn's MetricFrame; Rodolfa et al. 2021).

Recall at capacity, precision, the group's share of the list beside its share of need, and calibration, by ethnicity,
region, remoteness, sex of children and of the head, and poverty. A ratio to the whole below one says that a list finds
fewer of this group's children. Groups with under 30 positive households aren't judged: "not enough evidence" is never
"passed". The list is taken as it was made; its households, or whole communes, are drawn again for the intervals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import polars as pl

from models.ranking import risk_of
from models.tables import Floats

from .bootstrap import LEVEL, RESAMPLES, Estimate, interval_over
from .group_sums import DayGroups, GroupSums, Places, drawn_sums
from .predictions import TestPredictions
from .ranking import Bools, places

ATTRIBUTES = ("ethnicity", "region", "remote", "child_sex", "head_sex", "poverty")
"""The columns of ``features.withheld.audit_groups`` that are judged where nothing else is asked for."""
LEFT_OUT = {"child_sex": ("both",)}
"""Households with girls and boys have more children, and so more need: girls alone are compared with boys alone."""
NOT_RECORDED = "not_recorded"
FEWEST_POSITIVES = 30
LOWEST_RATIO = 0.8

Verdict = Literal["passed", "failed", "not_enough_evidence"]


@dataclass(frozen=True)
class GroupFigures:
    """One group of one attribute; counts over all test days, ratios to all households together.

    ``recall``, ``precision`` at capacity; ``list_share`` and ``need_share``: the group's share of the places and of
    the positive households; ``observed_expected``: its calibration. ``verdict`` judges ``recall_ratio``.
    """

    attribute: str
    group: str
    households: int
    positives: int
    recall: Estimate
    recall_ratio: Estimate
    precision: Estimate
    precision_ratio: Estimate
    list_share: Estimate
    need_share: Estimate
    observed_expected: Estimate
    verdict: Verdict


@dataclass(frozen=True)
class ListShare:
    """One group's share of the households scored, of the need expected and of the places on a list."""

    attribute: str
    group: str
    households: int
    household_share: float
    expected_share: float
    list_share: float
    ratio: float
    """Of ``list_share`` to ``expected_share``."""


def inclusion(score: Floats, share: float) -> Floats:
    """Return each household's chance of a place on the list of a share, (n,): 0, 1, or between among equals."""
    k, n = places(share, len(score)), len(score)
    if k >= n:
        return np.ones(n)
    last = np.partition(score, n - k)[n - k] if k else np.inf
    above, equal = score > last, score == last
    return np.where(above, 1.0, np.where(equal, (k - above.sum()) / max(equal.sum(), 1), 0.0))


def metric_frame(positive: Bools, chance: Floats, group: Sequence[str], risk: Floats) -> pl.DataFrame:
    """Return fairlearn's MetricFrame of one attribute as a frame, a row per group, sorted by group.

    ``group`` (String), ``households``, ``positives``, ``recall``, ``precision``, ``selection_rate``,
    ``observed_expected`` (Float64), and ``all_`` with each figure for all households.
    """
    from fairlearn.metrics import MetricFrame

    # MetricFrame looks at every row by itself; rows that are alike go in once, with their number.
    cells = (
        pl.DataFrame({"group": group, "y": np.asarray(positive, np.float64), "s": chance, "risk": risk})
        .group_by("group", "y", "s")
        .agg(n=pl.len().cast(pl.Float64), risk=pl.col("risk").sum())
        .sort("group", "y", "s")
    )

    def ratio(above: float, below: float) -> float:
        return above / below if below else float("nan")

    figures: dict[str, Callable[..., float]] = {
        "households": lambda y, s, n: float(n.sum()),
        "positives": lambda y, s, n: float(y @ n),
        "recall": lambda y, s, n: ratio(float(y @ (s * n)), float(y @ n)),
        "precision": lambda y, s, n: ratio(float(y @ (s * n)), float(s @ n)),
        "selection_rate": lambda y, s, n: ratio(float(s @ n), float(n.sum())),
        "observed_expected": lambda y, s, n, risk: ratio(float(y @ n), float(risk.sum())),
    }
    told_of_rows: dict[str, dict[str, Any]] = {name: {"n": cells["n"].to_numpy()} for name in figures}
    told_of_rows["observed_expected"]["risk"] = cells["risk"].to_numpy()
    frame = MetricFrame(
        metrics=figures, y_true=cells["y"].to_numpy(), y_pred=cells["s"].to_numpy(),
        sensitive_features=cells["group"].to_numpy(), sample_params=told_of_rows,
    )  # fmt: skip
    by_group = frame.by_group
    told = {"group": [str(name) for name in by_group.index]}
    columns = {name: by_group[name].to_numpy(dtype=np.float64) for name in figures}
    whole = {f"all_{name}": np.full(len(by_group), float(frame.overall[name])) for name in figures}
    return pl.DataFrame(told | columns | whole).sort("group")


def fairness(
    predictions: Sequence[TestPredictions],
    name: str,
    groups: Sequence[pl.DataFrame],
    *,
    share: float,
    attributes: Sequence[str] = ATTRIBUTES,
    resamples: int = RESAMPLES,
    seed: int = 0,
    level: float = LEVEL,
    lowest_ratio: float = LOWEST_RATIO,
) -> tuple[GroupFigures, ...]:
    """Return the figures of every group of every attribute over all test days.

    ``groups`` has a frame per test day (``features.withheld.audit_groups`` of that day); ``share`` is the capacity.
    A null is the group ``not_recorded``.
    """
    labels = [
        pl.DataFrame({"household_id": p.household_ids})
        .join(g, on="household_id", how="left", maintain_order="left")
        .select(pl.col(a).cast(pl.String).fill_null(NOT_RECORDED) for a in attributes)
        for p, g in zip(predictions, groups, strict=True)
    ]
    chance = [inclusion(p.scores[name], share) for p in predictions]
    risk = [risk_of(p.scores[name]) for p in predictions]
    positive = np.concatenate([p.positive for p in predictions])
    every = pl.concat(labels)
    told = {}
    for a in attributes:
        at = (~every[a].is_in(list(LEFT_OUT.get(a, ())))).to_numpy()
        labelled = every[a].filter(pl.Series(at)).to_list()
        told[a] = metric_frame(positive[at], np.concatenate(chance)[at], labelled, np.concatenate(risk)[at])
    place = {a: {g: k for k, g in enumerate(frame["group"])} for a, frame in told.items()}

    def groups_of(labels: pl.DataFrame) -> dict[str, Places]:
        """Return each household's group by attribute; who is left out stands behind the last group."""
        return {
            a: labels[a].replace_strict(place[a], default=len(place[a]), return_dtype=pl.Int64).to_numpy()
            for a in attributes
        }

    days = [
        DayGroups(p, c, r, groups_of(f)) for p, c, r, f in zip(predictions, chance, risk, labels, strict=True)
    ]  # fmt: skip
    draws = drawn_sums(days, {a: len(g) + 1 for a, g in place.items()}, resamples=resamples, seed=seed)
    return tuple(
        _judged(attribute, k, row, list(draws[attribute].values()), level, lowest_ratio)
        for attribute, frame in told.items()
        for k, row in enumerate(frame.iter_rows(named=True))
    )


def _judged(
    attribute: str, k: int, row: dict[str, float], draws: Sequence[GroupSums], level: float, lowest: float
) -> GroupFigures:
    """Return a group's figures from fairlearn's row and the draws of the k-th group."""

    def told(value: float, of: Callable[[GroupSums], Floats]) -> Estimate:
        return interval_over(value, [of(sums) for sums in draws], level)

    recall_ratio = told(
        _over(row["recall"], row["all_recall"]),
        lambda s: _over(_over(s.found[:, k], s.positives[:, k]), _over(_all(s.found), _all(s.positives))),
    )
    if row["positives"] < FEWEST_POSITIVES:
        verdict: Verdict = "not_enough_evidence"
    else:
        verdict = "passed" if recall_ratio.value >= lowest or recall_ratio.high >= 1 else "failed"
    list_share = _over(row["selection_rate"] * row["households"], row["all_selection_rate"] * row["all_households"])
    return GroupFigures(
        attribute,
        str(row["group"]),
        int(row["households"]),
        int(row["positives"]),
        told(row["recall"], lambda s: _over(s.found[:, k], s.positives[:, k])),
        recall_ratio,
        told(row["precision"], lambda s: _over(s.found[:, k], s.places[:, k])),
        told(
            _over(row["precision"], row["all_precision"]),
            lambda s: _over(_over(s.found[:, k], s.places[:, k]), _over(_all(s.found), _all(s.places))),
        ),
        told(list_share, lambda s: _over(s.places[:, k], _all(s.places))),
        told(_over(row["positives"], row["all_positives"]), lambda s: _over(s.positives[:, k], _all(s.positives))),
        told(row["observed_expected"], lambda s: _over(s.positives[:, k], s.expected[:, k])),
        verdict,
    )


def _all(sums: Floats) -> Floats:
    """Return the sums over all groups but who is left out, (B,)."""
    return np.asarray(sums[:, :-1].sum(axis=1), np.float64)


def _over(above: Any, below: Any) -> Any:
    """Return a quotient of numbers or arrays, NaN where nothing stands below."""
    above, below = np.asarray(above, np.float64), np.asarray(below, np.float64)
    found = np.divide(above, below, out=np.full(np.broadcast(above, below).shape, np.nan), where=below > 0)
    return found if found.ndim else float(found)


def list_shares(
    scores: pl.DataFrame, listed: pl.Series, groups: pl.DataFrame, attributes: Sequence[str] = ATTRIBUTES
) -> tuple[ListShare, ...]:
    """Return each group's share of a list that was made, beside its share of the need expected.

    ``scores`` has ``household_id`` and ``risk``; ``listed`` the household ids of the list.
    """
    rows = scores.select("household_id", "risk").join(groups, on="household_id", how="left")
    rows = rows.with_columns(listed=pl.col("household_id").is_in(listed.implode()))
    total, need, on_list = rows.height, float(rows["risk"].sum()), int(rows["listed"].sum())
    found = []
    for attribute in attributes:
        by_group = rows.group_by(pl.col(attribute).cast(pl.String).fill_null(NOT_RECORDED).alias("group")).agg(
            n=pl.len(), need=pl.col("risk").sum(), listed=pl.col("listed").sum()
        )
        for row in by_group.sort("group").iter_rows(named=True):
            expected, share = row["need"] / need if need else 0.0, row["listed"] / on_list if on_list else 0.0
            ratio = share / expected if expected else float("nan")
            found.append(ListShare(attribute, row["group"], row["n"], row["n"] / total, expected, share, ratio))
    return tuple(found)
