"""What the test years, other fits and the register say of a model that was learned: plain values, kept as they are."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from features.assemble import feature_matrix
from features.withheld import audit_groups
from models.additive import log_odds
from models.checks import CheckResult, Evidence, checks, run_checks
from models.checks.evidence import Judged as Households
from models.checks.redrawn import redrawn
from models.detection import remote_recall, under_detection
from models.drift import SCORE, drift
from models.evaluation.backtest import Backtest, backtest
from models.evaluation.baselines import with_simple_orders
from models.evaluation.groups import fairness
from models.evaluation.leave_remote_out import leave_remote_out
from models.evaluation.predictions import TestPredictions
from models.evaluation.records import as_json
from models.findings import REMOTE, findings, reached_visits, remoteness, remoteness_of
from models.fitting.candidates import UNRESTRICTED
from models.learning import Learned
from models.recording import levels, recording
from models.refitting import Refits, refits
from outreach.capacity import capacity_share

from .options import Lesson

LIST_SHARE = 0.02
"""The length of list by which groups are compared."""
ON_DISK = frozenset({8, 10})
"""Checks of what was written; they wait until it is."""


@dataclass(frozen=True)
class Judged:
    """Plain values: ``summary`` is the object of ``summary.json``; ``backtest``, ``groups``, ``checks``, ``remote`` and
    ``drift`` are documents beside a model; ``weight`` is each feature's mean absolute contribution on the day."""

    skill: bool
    summary: dict[str, Any]
    backtest: dict[str, Any]
    groups: list[dict[str, Any]]
    checks: list[dict[str, Any]]
    remote: dict[str, Any]
    drift: dict[str, Any]
    weight: dict[str, float]

    def with_checks(self, more: tuple[CheckResult, ...]) -> Judged:
        """Return the same with further checks among them, by number."""
        found = [*self.checks, *_plain(more)]
        return replace(self, checks=sorted(found, key=lambda check: int(check["number"])))


def judge(lesson: Lesson, learned: Learned) -> Judged:
    """Hold a model against simple orders, by group, among remote households, and against the release checks."""
    tables, model = lesson.tables, learned.model
    predictions = [with_simple_orders(p, tables) for p in learned.predictions]
    share = capacity_share(tables, lesson.as_of, lesson.policy)
    found = backtest(
        predictions, learned.chosen, tables["communes"], uppers=(UNRESTRICTED,), capacity_share=share, seed=lesson.seed
    )
    watched = [audit_groups(tables, p.day) for p in predictions]
    groups = fairness(predictions, learned.chosen, watched, share=LIST_SHARE, seed=lesson.seed)
    places = remoteness(tables).filter(pl.col("remoteness") == REMOTE)["commune_code"].to_list()
    other = refits(tables, lesson.as_of, learned.chosen, places, seed=lesson.seed, kept=learned.rows)
    now, then = feature_matrix(tables, lesson.as_of), feature_matrix(tables, predictions[-1].day)
    values = now.select(model.features).to_numpy()
    scored = model.score(values)
    mature = then.join(
        pl.DataFrame({"household_id": predictions[-1].household_ids}), on="household_id", how="semi",
        maintain_order="left",
    )  # fmt: skip
    results = run_checks(
        Evidence(
            model=model, backtest=found, groups=groups, tables=tables, as_of=predictions[-1].day,
            judged=Households(mature.select(model.features).to_numpy(), predictions[-1].positive),
            matrix_of=feature_matrix, served=scored.log_odds, other_seed=log_odds(other.other_seed, values),
            redrawn=redrawn(model, values), list_share=LIST_SHARE, limits=lesson.policy.check_limits,
        ),
        numbers=checks().keys() - ON_DISK,
    )  # fmt: skip
    return Judged(
        skill=found.skill,
        summary=found.summary(),
        backtest=_plain(found),
        groups=_plain(groups),
        checks=_plain(results),
        remote=_plain(among_remote(lesson, learned, found, predictions, other, now["commune_code"], scored.log_odds)),
        drift=moved(lesson, learned, other, now, scored.log_odds),
        weight=dict(zip(model.features, np.abs(scored.contributions).mean(axis=0).tolist(), strict=True)),
    )  # fmt: skip


def among_remote(
    lesson: Lesson,
    learned: Learned,
    found: Backtest,
    predictions: list[TestPredictions],
    other: Refits,
    commune_codes: pl.Series,
    scores: np.ndarray,
) -> dict[str, Any]:
    """Return what is told of remote households: recall among them, a model that never saw any, the register's level.

    ``scores`` are the log-odds of the households scored on the day, before any correction.
    """
    newest = predictions[-1]
    far = [(remoteness_of(lesson.tables, p.commune_codes) == REMOTE).to_numpy() for p in predictions]
    by_list = remote_recall(predictions, learned.chosen, far, LIST_SHARE, seed=lesson.seed)
    left_out = None
    if other.without_remote is not None:
        numbered = pl.DataFrame({"household_id": other.household_ids, "score": other.without_remote})
        untrained = pl.DataFrame({"household_id": newest.household_ids}).join(
            numbered, on="household_id", how="left", maintain_order="left"
        )
        held = learned.calibration
        left_out = leave_remote_out(
            newest, learned.chosen, untrained["score"].to_numpy(), far[-1], slope=float(str(held["slope"])),
            intercept=float(str(held["intercept"])),
        )  # fmt: skip
    told = recording(
        findings(lesson.tables, lesson.as_of), reached_visits(lesson.tables, lesson.as_of), seed=lesson.seed
    )
    where = remoteness_of(lesson.tables, commune_codes)
    return {
        "share": LIST_SHARE,
        "recall": by_list,
        "left_out": left_out,
        "left_out_on": newest.day,
        "register": [asdict(c) | {"text": c.text()} for c in told.classes],
        "levels": levels(scores, where, told),
        "detection": under_detection(scores, where, told, LIST_SHARE),
    }


def moved(lesson: Lesson, learned: Learned, other: Refits, now: pl.DataFrame, scores: np.ndarray) -> dict[str, Any]:
    """Return how far features and score have moved since the days learned from, and each test year's level.

    ``other`` has features of the household-days of the same season that trained, ``now`` and ``scores`` are those of
    the day's households.
    """
    model, then = learned.model, other.learned_from
    before = log_odds(model, then.select(model.features).to_numpy())
    found = drift(then, now, {SCORE: (before, scores)},
                  seed=lesson.seed)  # fmt: skip
    return {
        "from": [day.isoformat() for day in other.learned_on],
        "to": lesson.as_of.isoformat(),
        "households": [then.height, now.height],
        "features": _plain(found),
        "years": _plain(learned.calibration["years"]),
    }


def _plain(record: object) -> Any:
    return as_json(record)
