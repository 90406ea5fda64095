"""Training from end to end: learn, judge on years not seen, and keep the model with its evidence.

The same snapshot, day, seed, code and libraries give the same model, to the bit. What was finished before a kill is
taken up again; what was trained before is only looked up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from features.assemble import feature_matrix
from features.withheld import audit_groups
from models.additive import log_odds
from models.canaries import canary_documents, canary_log_odds
from models.checks import CheckResult, Evidence, run_checks
from models.checks.evidence import DOCUMENTS
from models.checks.evidence import Judged as Households
from models.evaluation.backtest import Backtest, backtest
from models.evaluation.baselines import with_simple_orders
from models.evaluation.groups import GroupFigures, fairness
from models.fitting.candidates import UNRESTRICTED
from models.learning import Learned, NothingToLearn, learn, refitted
from models.shelf import NoSuchModel, Shelf
from models.store import ForeignModel, TamperedModel, model_id

from .documents import documents
from .finished_stages import DONE, LEARNED, read_json, read_learned, write_json, write_learned
from .lineage import lineage, training_id
from .options import Lesson

TRAINING = "training"
LEARNED_SHARE = 0.8
"""How much of the work is done once the model is learned."""
LIST_SHARE = 0.02
"""The length of list by which groups are compared."""
Tell = Callable[[str, float], None]


@dataclass(frozen=True, kw_only=True)
class Trained:
    """A model on the shelf: its id, what was learned of it, and whether it was trained before."""

    id: str
    chosen: str
    candidates: tuple[str, ...]
    skill: bool
    backtest: dict[str, Any]
    checks: list[dict[str, Any]]
    reused: bool

    @property
    def failed(self) -> list[dict[str, Any]]:
        """The release checks that failed."""
        return [check for check in self.checks if check["verdict"] == "failed"]


def train(lesson: Lesson, tell: Tell | None = None) -> Trained:
    """Train, judge and keep a model; return it from the shelf where the same lesson was learned before.

    ``tell`` is told the name of a step and the share of the work that is done. Raises ``NothingToLearn``.
    """
    told = lineage(lesson.snapshot_id, lesson.beside, lesson.as_of.isoformat(), lesson.seed)
    folder = lesson.home / TRAINING / training_id(told)
    done = read_json(folder / DONE)
    if done is not None:
        if "nothing" in done:
            raise NothingToLearn(**done["nothing"])
        known = _known(lesson.home, done["model"])
        if known is not None:
            return known
    try:
        learned = _learned(lesson, folder, tell or _silent)
    except NothingToLearn as why:
        write_json({"nothing": why.facts}, folder / DONE)
        raise
    (tell or _silent)("judging", LEARNED_SHARE)
    judged = judge(lesson, learned)
    identity = put(lesson, told, learned, judged)
    write_json({"model": identity}, folder / DONE)
    (tell or _silent)("done", 1.0)
    made = _known(lesson.home, identity)
    if made is None:
        raise NoSuchModel(model=identity)
    return replace(made, reused=False)


def _learned(lesson: Lesson, folder: Path, tell: Tell) -> Learned:
    kept = read_learned(folder / LEARNED)
    if kept is not None:
        return kept
    found = learn(
        lesson.tables, lesson.as_of, seed=lesson.seed,
        progress=lambda step, share: tell(step, share * LEARNED_SHARE),
    )  # fmt: skip
    write_learned(found, folder / LEARNED)
    return found


@dataclass(frozen=True)
class Judged:
    """What the test years and the release checks say of a model; ``matrix`` are the households' features on the day."""

    backtest: Backtest
    groups: tuple[GroupFigures, ...]
    checks: tuple[CheckResult, ...]
    matrix: pl.DataFrame


def judge(lesson: Lesson, learned: Learned) -> Judged:
    """Hold a model against the simple orders, by group, and against the release checks."""
    predictions = [with_simple_orders(p, lesson.tables) for p in learned.predictions]
    found = backtest(predictions, learned.chosen, lesson.tables["communes"], uppers=(UNRESTRICTED,), seed=lesson.seed)
    watched = [audit_groups(lesson.tables, p.day) for p in predictions]
    groups = fairness(predictions, learned.chosen, watched, share=LIST_SHARE, seed=lesson.seed)
    matrix = feature_matrix(lesson.tables, lesson.as_of)
    newest = predictions[-1]
    made = feature_matrix(lesson.tables, newest.day).join(
        pl.DataFrame({"household_id": newest.household_ids}), on="household_id", how="semi", maintain_order="left"
    )
    canaries = canary_log_odds(learned.model)
    values = matrix.select(learned.model.features).to_numpy()
    again = refitted(lesson.tables, lesson.as_of, learned.chosen, seed=lesson.seed + 1)
    checks = run_checks(
        Evidence(
            model=learned.model, backtest=found, groups=groups, tables=lesson.tables, as_of=newest.day,
            judged=Households(made.select(learned.model.features).to_numpy(), newest.positive),
            matrix_of=feature_matrix, served=log_odds(learned.model, values), other_seed=log_odds(again, values),
            canaries=(canaries, canary_log_odds(learned.model)), documents=DOCUMENTS, list_share=LIST_SHARE,
        )
    )  # fmt: skip
    return Judged(found, groups, checks, matrix)


def put(lesson: Lesson, told: dict[str, object], learned: Learned, judged: Judged) -> str:
    """Keep the model with its lineage, figures, canaries and documents on the shelf; return its id."""
    facts: dict[str, Any] = {
        "lineage": told,
        "chosen": learned.chosen,
        "candidates": list(learned.candidates),
        "seed": told["seed"],
        "as_of": told["as_of"],
        "test_years": [p.day.isoformat() for p in learned.predictions],
        "calibrated": True,
        "skill": judged.backtest.skill,
        "backtest": judged.backtest.summary(),
    }
    model = learned.model
    beside = documents(lesson, model, facts, judged.backtest, judged.groups, judged.checks, judged.matrix)
    return Shelf(lesson.home).put(model, facts, {**canary_documents(model), **beside}, model_id(model, facts))


def _known(home: Path, identity: str) -> Trained | None:
    """Return a model that was trained before, None where its folder is gone or was changed."""
    shelf = Shelf(home)
    try:
        shelf.read(identity)
        facts, checks = shelf.head(identity)["facts"], shelf.json(identity, "checks.json")
    except (NoSuchModel, TamperedModel, ForeignModel):
        return None
    return Trained(
        id=identity, chosen=facts["chosen"], candidates=tuple(facts["candidates"]), skill=facts["skill"],
        backtest=facts["backtest"], checks=checks, reused=True,
    )  # fmt: skip


def _silent(step: str, share: float) -> None:
    """Tell nobody."""
