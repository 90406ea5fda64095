"""Training from end to end: learn, judge on years not seen, and keep the model with its evidence.

The same snapshot, day, seed, code and libraries give the same model, to the bit. What was finished before a kill is
taken up again; what was trained before is only looked up.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from models.canaries import canary_documents
from models.checks import CheckResult, Evidence, run_checks
from models.learning import Learned, NothingToLearn, learn, silent
from models.shelf import CHECKS, NoSuchModel, Shelf
from models.store import ForeignModel, TamperedModel, model_id, write_model
from models.tables import TableModel

from .documents import documents
from .finished_stages import (
    DONE,
    JUDGED,
    LEARNED,
    forget_years,
    kept_year,
    read_json,
    read_learned,
    write_json,
    write_learned,
)
from .judging import ON_DISK, Judged, judge
from .lineage import learning_id, lineage, training_id
from .options import Lesson
from .parity import both_ways, keep_told

TRAINING = "training"
DRAFT = "draft"
"""A model as it is written before its last checks read it back."""
LEARNED_SHARE, JUDGED_SHARE = 0.7, 0.95
"""How much of the work is done once the model is learned, and once it is judged."""
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
    tell = tell or silent
    told = lineage(lesson.snapshot_id, lesson.beside, lesson.as_of.isoformat(), lesson.seed, lesson.policy)
    folder = lesson.home / TRAINING / training_id(told)
    done = read_json(folder / DONE)
    if done is not None:
        if "nothing" in done:
            raise NothingToLearn(**done["nothing"])
        known = _known(lesson.home, done["model"])
        if known is not None:
            return known
    try:
        learned = _learned(lesson, lesson.home / TRAINING / learning_id(told), tell)
    except NothingToLearn as why:
        write_json({"nothing": why.facts}, folder / DONE)
        raise
    tell("judging", LEARNED_SHARE)
    judged = _judged(lesson, learned, folder)
    tell("writing", JUDGED_SHARE)
    identity = put(lesson, told, learned, judged, folder)
    write_json({"model": identity}, folder / DONE)
    tell("done", 1.0)
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
        progress=lambda step, share: tell(step, share * LEARNED_SHARE), keep=partial(kept_year, folder),
    )  # fmt: skip
    write_learned(found, folder / LEARNED)
    forget_years(folder)
    return found


def _judged(lesson: Lesson, learned: Learned, folder: Path) -> Judged:
    kept = read_json(folder / JUDGED)
    if kept is not None:
        return Judged(**kept)
    found = judge(lesson, learned)
    write_json(asdict(found), folder / JUDGED)
    return found


def put(lesson: Lesson, told: dict[str, object], learned: Learned, judged: Judged, folder: Path) -> str:
    """Keep the model with its lineage, figures, canaries and documents on the shelf; return its id.

    It is written twice: first as a draft, which the checks of parity and of the documents read back from disk; then,
    with what these say, on the shelf.
    """
    facts: dict[str, Any] = {
        "lineage": told,
        "chosen": learned.chosen,
        "candidates": list(learned.candidates),
        "seed": told["seed"],
        "as_of": told["as_of"],
        "test_years": [p.day.isoformat() for p in learned.predictions],
        "calibrated": True,
        "skill": judged.skill,
        "backtest": judged.summary,
    }
    model, canaries = learned.model, canary_documents(learned.model)
    draft = folder / DRAFT
    written = documents(lesson, model, facts, judged)
    write_model(model, draft, facts, canaries | written)
    whole = judged.with_checks(read_back(lesson, model, draft, sorted(written)))
    keep_told(lesson, model, lesson.home / TRAINING / learning_id(told))
    identity = Shelf(lesson.home).put(
        model, facts, canaries | documents(lesson, model, facts, whole), model_id(model, facts)
    )  # fmt: skip
    shutil.rmtree(draft)
    return identity


def read_back(lesson: Lesson, model: TableModel, draft: Path, written: list[str]) -> tuple[CheckResult, ...]:
    """Return the checks of what lies on disk: train/serve parity, and whether the documents are complete."""
    texts = {Path(name).stem: (draft / name).read_text(encoding="utf-8") for name in written if name.endswith(".md")}
    return run_checks(
        Evidence(
            model=model, canaries=both_ways(lesson, model, draft), documents=texts, limits=lesson.policy.check_limits
        ),
        numbers=ON_DISK,
    )  # fmt: skip


def _known(home: Path, identity: str) -> Trained | None:
    """Return a model that was trained before, None where its folder is gone or was changed."""
    shelf = Shelf(home)
    try:
        shelf.read(identity)
        facts, checks = shelf.head(identity)["facts"], shelf.json(identity, CHECKS)
    except (NoSuchModel, TamperedModel, ForeignModel):
        return None
    return Trained(
        id=identity, chosen=facts["chosen"], candidates=tuple(facts["candidates"]), skill=facts["skill"],
        backtest=facts["backtest"], checks=checks, reused=True,
    )  # fmt: skip
