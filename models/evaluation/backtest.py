"""The backtest: what every candidate and every simple order would have found in years that it had not seen.

Each test day is a rolling origin (``models.splits``). Figures are means over the test days; intervals are 90 %, the
wider one of drawing households and drawing communes. Everything is told twice: for all 14 groups, and without those a
visit can't prevent (1, 4 and 5).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import polars as pl

from .baselines import BASELINES
from .bootstrap import RESAMPLES, Estimate, Figure, Outcome, Replicates, replicated_for
from .calibration import Calibration, calibration
from .clusters import clusters_of
from .decision_curves import DecisionPoint, decision_curve
from .in_turn import calibrated_in_turn
from .predictions import TestPredictions
from .records import as_json
from .skill import LEVEL, Skill, skill_of

SHARES: dict[str, float] = {"1pct": 0.01, "2pct": 0.02, "5pct": 0.05, "10pct": 0.1}
SKILL_SHARE = "2pct"
CAPACITY = "capacity"
UPPERS = ("unrestricted",)
"""Scores that serve as a bound alone, where nothing else is said."""
OUTCOMES: tuple[Outcome, ...] = ("positive", "preventable")
Kind = Literal["candidate", "baseline", "upper"]


@dataclass(frozen=True)
class ScoreFigures:
    """The figures of one order by name, as ``recall_at_2pct``, ``lift_at_capacity``, ``average_precision``.

    ``mean`` over the test days for all groups, ``preventable`` without those a visit can't prevent, ``years`` for each
    test day (ISO) and all groups. A figure of a score that isn't there on a day is NaN.
    """

    name: str
    kind: Kind
    mean: dict[str, Estimate]
    preventable: dict[str, Estimate]
    years: dict[str, dict[str, Estimate]]


@dataclass(frozen=True)
class Backtest:
    """Everything that the test years tell; ``as_json`` gives it as plain values.

    ``outcomes`` and ``preventable_outcomes`` count positive households over all test days; ``capacity_share`` is the
    share of households that the teams' hours reach in a month, where they are known.
    """

    chosen: str
    origins: tuple[date, ...]
    households: tuple[int, ...]
    outcomes: tuple[int, ...]
    preventable_outcomes: tuple[int, ...]
    scores: tuple[ScoreFigures, ...]
    calibrations: dict[str, Calibration]
    decision_curve: tuple[DecisionPoint, ...]
    lift_over_best: Skill
    level: float
    resamples: int
    units: tuple[str, ...]
    capacity_share: float | None = None

    @property
    def skill(self) -> bool:
        """Whether the chosen candidate's lift at 2 % is above every simple order's beyond chance."""
        return self.lift_over_best.skill

    def of(self, name: str) -> ScoreFigures:
        """Return the figures of a score by its name. Raises ``KeyError`` where there is none."""
        return {s.name: s for s in self.scores}[name]

    def summary(self) -> dict[str, object]:
        """Return the object ``backtest`` of ``summary.json``; a figure without meaning is null."""
        told: dict[str, object] = {}
        mean = self.of(self.chosen).mean
        for share in SHARES:
            found = mean[f"recall_at_{share}"]
            told |= {f"recall_at_{share}{end}": x for end, x in
                     (("", found.value), ("_low", found.low), ("_high", found.high))}  # fmt: skip
        held = self.calibrations[self.chosen]
        told |= {
            "average_precision": mean["average_precision"].value,
            "brier": held.brier.value,
            "calibration_slope": held.slope.value,
            "calibration_intercept": held.intercept.value,
            "origins": list(self.origins),
        }
        plain = as_json(told)
        return plain if isinstance(plain, dict) else {}

    def as_json(self) -> object:
        """Return the whole backtest as lists, dictionaries, texts and numbers; NaN is None, a day is ISO."""
        return as_json(self)


def backtest(
    predictions: Sequence[TestPredictions],
    chosen: str,
    communes: pl.DataFrame,
    *,
    uppers: Sequence[str] = UPPERS,
    capacity_share: float | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
    level: float = LEVEL,
) -> Backtest:
    """Return the backtest of a chosen candidate beside all others.

    ``predictions`` hold the baselines too (``baselines.with_simple_orders``); ``communes`` is the contract's table, for
    clusters by region and travel time; ``uppers`` are scores that serve as a bound alone; ``capacity_share`` is the
    share of households that the teams reach in a month. Raises ``ValueError`` for no test day or a day without the
    chosen candidate.
    """
    if not predictions or any(chosen not in p.scores for p in predictions):
        raise ValueError(f"no test day, or one without {chosen}")
    found = replicated_for(OUTCOMES, predictions, figures_at(capacity_share), resamples=resamples, seed=seed)
    names = found["positive"].names
    kinds: dict[str, Kind] = {
        n: "baseline" if n in BASELINES else "upper" if n in uppers else "candidate" for n in names
    }
    candidates = [n for n, kind in kinds.items() if kind == "candidate"]
    baselines = [n for n in BASELINES if n in names]
    served = calibrated_in_turn(predictions, list(dict.fromkeys([chosen, *candidates])))
    clusters = clusters_of(communes, served, chosen)
    rows = [clusters.places(p.commune_codes) for p in predictions]
    calibrations = {
        n: calibration(
            served, n, rows, clusters.names, resamples=resamples if n == chosen else 0, seed=seed, level=level
        )
        for n in dict.fromkeys([chosen, *candidates])
    }
    outcomes = sum(int(np.sum(p.positive)) for p in predictions)
    return Backtest(
        chosen=chosen,
        origins=tuple(p.day for p in predictions),
        households=tuple(p.households for p in predictions),
        outcomes=tuple(int(np.sum(p.positive)) for p in predictions),
        preventable_outcomes=tuple(int(np.sum(p.preventable)) for p in predictions),
        scores=tuple(_figures(found, n, kinds[n], predictions, level) for n in names),
        calibrations=calibrations,
        decision_curve=decision_curve(
            served, chosen, baselines, resamples=resamples, seed=seed, level=level
        ),
        lift_over_best=skill_of(
            found["positive"], f"lift_at_{SKILL_SHARE}", chosen, baselines, outcomes=outcomes, level=level
        ),
        level=level,
        resamples=resamples,
        units=tuple(found["positive"].draws),
        capacity_share=capacity_share,
    )  # fmt: skip


def figures_at(capacity_share: float | None) -> dict[str, Figure]:
    """Return the figures by name: recall, precision and lift at every share, and average precision."""
    shares = dict(SHARES) | ({CAPACITY: capacity_share} if capacity_share is not None else {})
    figures: dict[str, Figure] = {}
    for name, share in shares.items():
        figures[f"recall_at_{name}"] = lambda counted, share=share: counted.recall_at(share)
        figures[f"precision_at_{name}"] = lambda counted, share=share: counted.precision_at(share)
        figures[f"lift_at_{name}"] = lambda counted, share=share: counted.lift_at(share)
    figures["average_precision"] = lambda counted: counted.average_precision()
    return figures


def _figures(
    found: Mapping[Outcome, Replicates], name: str, kind: Kind, predictions: Sequence[TestPredictions], level: float
) -> ScoreFigures:
    every, prevented = found["positive"], found["preventable"]
    return ScoreFigures(
        name,
        kind,
        {f: every.interval(name, f, level) for f in every.figures},
        {f: prevented.interval(name, f, level) for f in prevented.figures},
        {
            p.day.isoformat(): {f: every.on_day(k, name, f, level) for f in every.figures}
            for k, p in enumerate(predictions)
        },
    )
