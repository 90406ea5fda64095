"""What the steps of jobs do: they call ``service.runs`` and the intake, and return what a person wants to know."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from .child import Task


def import_tables(task: Task) -> dict[str, Any]:
    """Import a folder of tables; the same content is the same snapshot, however often this is tried."""
    from data.intake.cached import import_folder
    from service.runs.settling import settled

    made = import_folder(
        Path(task.asked["folder"]),
        task.home,
        today=dt.date.fromisoformat(task.asked["today"]),
        max_rejects=task.asked["max_rejects"],
    )
    said = settled(task.home, made.snapshot)
    return {
        "snapshot": made.snapshot.id, "rows": made.rows, "quarantined": made.faults.height,
        "contradicted": [one.correction_id for one in said.contradicted],
        "agreed": [one.correction_id for one in said.agreed],
    }  # fmt: skip


def score_households(task: Task) -> dict[str, Any]:
    """Score a snapshot, with the corrections and visits that are known; the same question has one answer, kept once."""
    from service.runs.options import RunOptions
    from service.runs.scoring import score_snapshot

    wishes = task.asked
    as_of = dt.date.fromisoformat(wishes["as_of"]) if wishes["as_of"] else None
    options = RunOptions(
        home=task.home, today=dt.date.fromisoformat(wishes["today"]), as_of=as_of, model=wishes["model"],
        seed=wishes["seed"],
    )  # fmt: skip
    made = score_snapshot(options, wishes["snapshot"], None, Telling(task))
    return {"scoring": made.id, "bands": made.bands, **made.summary}


def train_model(task: Task) -> dict[str, Any]:
    """Train on a snapshot and record the model as challenger; the same lesson is one model, kept once."""
    from service.runs.lessons import lesson_of, teach

    wishes = task.asked
    as_of = dt.date.fromisoformat(wishes["as_of"]) if wishes["as_of"] else None
    taught = teach(lesson_of(task.home, wishes["snapshot"], as_of, wishes["seed"]), None, task.tell)
    trained = taught.trained
    return {
        "model": trained.id, "chosen": trained.chosen, "skill": trained.skill, "as_of": taught.as_of.isoformat(),
        "snapshot": taught.snapshot_id, "backtest": trained.backtest,
    }  # fmt: skip


def promote_model(task: Task) -> dict[str, Any]:
    """Let a model serve where its checks allow it; the same decision again is the same decision."""
    from service.runs.lessons import registry_of

    wishes = task.asked
    decision = registry_of(task.home).promote(wishes["model"], wishes["by"], wishes["reason"], wishes["accepted"])
    return {"model": decision.model, "by": decision.by, "at": decision.at}


def draft_list(task: Task) -> dict[str, Any]:
    """Make the list of a kept run a draft; a run's list is one draft, however often it is asked for."""
    from service.runs.listing import draft

    return draft(task.home, task.asked["run"], task.asked["by"], task.asked["reason"])


def export_list(task: Task) -> dict[str, Any]:
    """Write a list under ``HOME/exports`` and return where; the same list and version are the same bytes."""
    from service.runs.listing import export

    wishes = task.asked
    out = exported_file(task.home, task.job_id, wishes["form"])
    out.parent.mkdir(exist_ok=True, mode=0o700)
    made = export(task.home, wishes["list"], wishes["version"], out, wishes["lang"], wishes.get("communes"))
    return {"file": str(out), "list": made.list_id, "version": made.version, "entries": made.entries.height}


def exported_file(home: Path, job_id: str, form: str) -> Path:
    """Return where an export lies."""
    return home / "exports" / f"{job_id}.{form}"


class Telling:
    """Passes on which stage of a run begins, how far it is, and how many have ended."""

    def __init__(self, task: Task) -> None:
        from service.runs.stages import STAGES

        self.task = task
        self.stages = len(STAGES)
        self.stage = ""
        self.ended = 0

    def begins(self, stage: str) -> None:
        """Tell that a stage begins."""
        self.stage = stage
        self.task.tell(stage, min(self.ended / self.stages, 1.0))

    def within(self, step: str, share: float) -> None:
        """Tell how far the stage at hand is."""
        self.task.tell(self.stage, min((self.ended + share) / self.stages, 1.0))

    def ends(self, stage: str, seconds: float) -> None:
        """Count a stage that is done."""
        self.ended += 1
