"""Train/serve parity, wired: what training told of some households, and what serving tells of them from the disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from data.snapshots import Snapshots
from features.assemble import feature_matrix
from models.canaries import CanariesDiffer, expected_and_said
from models.parity import (
    as_serving_sees,
    as_training_rounds,
    as_training_sees,
    canaries_of,
    differing,
    side_by_side,
)
from models.store import read_model
from models.tables import Floats, TableModel

from .finished_stages import write_frame
from .known import Recorded, known_tables
from .lineage import learning_id
from .options import Lesson

TOLD = "canaries.parquet"
"""In a training's folder: ``household_id, log_odds`` of the province's canaries when the model was made."""


def both_ways(lesson: Lesson, model: TableModel, folder: Path) -> tuple[Floats, Floats]:
    """Return the canaries as training told of them and as serving does, each (n, 1 + p), log-odds first.

    ``model`` is the one in memory; ``folder`` holds the same one as it was written. The snapshot is read from disk
    again, with the visits and corrections that stood beside it, its features are assembled anew, and the model is read
    back. Below the province's own households stand the made-up ones that travel with the model.
    """
    made = as_training_sees(lesson.tables, lesson.as_of, model)
    stored = Snapshots(lesson.home).get(lesson.snapshot_id).tables()
    again = known_tables(stored, lesson.recorded or Recorded.none(), lesson.as_of)
    served = read_model(folder)
    now = as_serving_sees(canaries_of(feature_matrix(again, lesson.as_of)), served)
    own, invented = side_by_side(made, now), expected_and_said(folder, served)
    wide = [np.pad(side, ((0, 0), (0, own[0].shape[1] - 1)), constant_values=np.nan) for side in invented]
    return np.concatenate([own[0], wide[0]]), np.concatenate([own[1], wide[1]])


def keep_told(lesson: Lesson, model: TableModel, folder: Path) -> None:
    """Keep what training told of the province's canaries, for the day on which the model may serve them."""
    told = as_training_sees(lesson.tables, lesson.as_of, model).select("household_id", "log_odds")
    write_frame(told, folder / TOLD)


def check_here(lesson: Lesson, matrix: pl.DataFrame, identity: str, model: TableModel) -> int:
    """Return how many households of this snapshot a model tells the same of on both ways; raises ``CanariesDiffer``.

    ``matrix`` are the features that the run is about to score. They are held against the same ones rounded as training
    rounds them; and, where the model learned from this very snapshot and day, against what it said of them then.
    """
    canaries = canaries_of(matrix)
    served = as_serving_sees(canaries, model)
    _same(identity, *side_by_side(as_training_rounds(canaries, model), served))
    file = told_by(lesson, model.facts)
    if file is not None:
        _same(identity, *side_by_side(pl.read_parquet(file), served.select("household_id", "log_odds")))
    return served.height


def told_by(lesson: Lesson, facts: dict[str, Any]) -> Path | None:
    """Return the file of what training told, where a model learned from the lesson's own snapshot and day."""
    lineage = facts.get("lineage") or {}
    here = (lesson.snapshot_id, lesson.beside, lesson.as_of.isoformat())
    if here != tuple(lineage.get(key) for key in ("snapshot", "visits_recorded_here", "as_of")):
        return None
    file = lesson.home / "training" / learning_id(lineage) / TOLD
    return file if file.exists() else None


def _same(identity: str, made: Floats, now: Floats) -> None:
    differ = differing(made, now)
    if differ:
        raise CanariesDiffer(model=identity, count=differ, of=len(made))
