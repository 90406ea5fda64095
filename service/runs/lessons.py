"""A stored snapshot as something to learn from: `sommai train`, and what comes after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from data.snapshots import Snapshots
from models.decisions import Decision
from models.registry import Registry
from outreach.policy import Policy
from service.configuration import settings_of

from .known import beside_id, known_tables, recorded_visits
from .options import Lesson
from .results import last_recorded_on
from .retrain import Tell, Trained, train


@dataclass(frozen=True, kw_only=True)
class Taught:
    """What `sommai train` left: the model, the day it knows of, and the decision where it was promoted at once."""

    trained: Trained
    as_of: dt.date
    snapshot_id: str
    decision: Decision | None = None


@dataclass(frozen=True, kw_only=True)
class Promotion:
    """Who wants the trained model to serve, why, and which checks without evidence they accept in writing."""

    by: str
    reason: str
    accepted: dict[str, str]


def registry_of(home: Path) -> Registry:
    """Return the registry of a home, in the database that its settings name."""
    url = settings_of(home).registry_url
    return Registry(home, url.get_secret_value() if url else "")


def lesson_of(
    home: Path, snapshot_id: str | None, as_of: dt.date | None, seed: int, policy: Policy | None = None
) -> Lesson:
    """Return the snapshot that is named, or the newest one, as it is known on the day. Raises ``NoSnapshot``."""
    stored = Snapshots(home)
    snapshot = stored.get(snapshot_id) if snapshot_id else stored.newest()
    tables = snapshot.tables()
    day = as_of or last_recorded_on(tables)
    recorded = recorded_visits(home)
    known = known_tables(tables, recorded, day)
    return Lesson(
        home=home, snapshot_id=snapshot.id, tables=known, as_of=day, seed=seed, beside=beside_id(tables, known),
        recorded=recorded, policy=policy or Policy(),
    )  # fmt: skip


def teach(lesson: Lesson, promotion: Promotion | None, tell: Tell | None = None) -> Taught:
    """Train on a lesson, record the model as challenger, and let it serve where somebody asks for it.

    Raises ``NothingToLearn``, ``RegistryOutOfReach``, or ``PromotionNotAllowed`` after the model was recorded.
    """
    trained = train(lesson, tell)
    registry = registry_of(lesson.home)
    registry.register(trained.id)
    decision = None
    if promotion is not None:
        decision = registry.promote(trained.id, promotion.by, promotion.reason, promotion.accepted)
    return Taught(trained=trained, as_of=lesson.as_of, snapshot_id=lesson.snapshot_id, decision=decision)
