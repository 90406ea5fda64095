"""Scoring alone: a snapshot and a day in, every household's risk out, without urgent signs, plan or report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.snapshots import Snapshots
from data.vocabulary.language import Text
from data.whole_folder import check_free, whole_folder
from outreach.policy import Policy
from service.outputs import names
from service.problems import NoRun
from service.scores import Run
from service.scores.repository import RUN_ID

from .choosing import choose
from .keeping import NEWEST, identify, keep_communes, keep_risks, make_newest, write_risks, write_summary
from .known import beside_id, known_tables, recorded_visits
from .options import Lesson, RunOptions
from .results import homes_of, last_recorded_on, register_of, risks_of
from .stages import Progress, Silent, Stopwatch

SCORINGS = "scores"
FILES = ("scores.csv", "scores.parquet", "contributions.parquet")
SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class Scoring:
    """What a scoring left: its id, summary, households by band, and the first ones by rank."""

    id: str
    out: Path | None
    summary: dict[str, Any]
    first_line: Text
    notices: tuple[Text, ...]
    bands: dict[str, int]
    top: list[dict[str, Any]]


def score_snapshot(
    options: RunOptions, snapshot_id: str | None, out: Path | None, progress: Progress | None = None
) -> Scoring:
    """Score a stored snapshot (the newest where none is named) and keep the result in the home.

    ``out`` gets scores.csv, scores.parquet and contributions.parquet, all or none.
    """
    watch = Stopwatch(progress or Silent())
    if out is not None:
        check_free(out, FILES)
    stored = Snapshots(options.home)
    with watch.stage("import"):
        snapshot = stored.get(snapshot_id) if snapshot_id else stored.newest()
        register = snapshot.tables()
        as_of = options.as_of or last_recorded_on(register)
        recorded = recorded_visits(options.home)
        known = known_tables(register, recorded, as_of)
    lesson = Lesson(
        home=options.home, snapshot_id=snapshot.id, tables=known, as_of=as_of, seed=options.seed,
        beside=beside_id(register, known), recorded=recorded,
    )  # fmt: skip
    with watch.stage("features"):
        homes = homes_of(known, as_of)
    with watch.stage("train"):
        choice = choose(options.model, options.home, lesson, homes.matrix, may_train=False)
    with watch.stage("score"):
        complete = register_of(known, as_of, homes, options.seed) if choice.learned else None
        scored, scores = risks_of(homes, choice.model, Policy(), options.seed, complete)
    summary = {
        "snapshot": snapshot.id, "model": choice.id, "approved": choice.approved, "calibrated": choice.calibrated,
        "skill": choice.skill, "as_of": as_of.isoformat(), "households": known["households"].height,
        "children": known["children"].height, "scored": scores.height, "all_in_care": int(scores["all_in_care"].sum()),
        "backtest": choice.backtest, "seconds": watch.seconds,
    }  # fmt: skip
    kept = (
        options.home / SCORINGS / identify(snapshot.id, as_of.isoformat(), choice.id, Policy(), options, lesson.beside)
    )
    with watch.stage("write"):
        with whole_folder(kept) as made:
            keep_risks(made, homes.matrix, scored, scores, choice.model)
            keep_communes(made, known)
            write_summary(summary, made / names.SUMMARY_FILE)
        if out is not None:
            with whole_folder(out) as made:
                write_risks(made, scores, kept)
    make_newest(kept)
    counted = dict(scores.group_by("band").len().iter_rows())
    top = scores.sort("rank").head(SHOWN).select(names.SCORES).to_dicts()
    return Scoring(
        id=kept.name, out=out, summary=summary, first_line=choice.first_line, notices=choice.notices, bands=counted,
        top=top,
    )  # fmt: skip


def opened(home: Path, run_id: str = NEWEST) -> Run:
    """Return the run or the scoring of an id; of ``newest``, whichever was made last. Raises ``NoRun``."""
    places = [home / "runs", home / SCORINGS]
    if run_id == NEWEST:
        pointers = [p / NEWEST for p in places if (p / NEWEST).exists()]
        if not pointers:
            raise NoRun()
        newest = max(pointers, key=lambda p: p.stat().st_mtime_ns)
        places, run_id = [newest.parent], newest.read_text(encoding="utf-8").strip()
    for place in places:
        if RUN_ID.fullmatch(run_id) and (place / run_id / names.SUMMARY_FILE).exists():
            return Run(place / run_id, home / "cache" / "look-up")
    raise NoRun()
