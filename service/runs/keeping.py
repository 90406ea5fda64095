"""What a run leaves: the files that people asked for, and the frames that the service and later questions read."""

from __future__ import annotations

import hashlib
import json
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from data.reference.urgent_signs import read_urgent_signs
from data.vocabulary.frames import Tables
from data.vocabulary.language import Text
from data.whole_file import write_whole
from data.whole_folder import whole_folder
from models.explanation.words import PRIVATE
from models.store import write_model
from models.tables import Scored, TableModel
from outreach.policy import Policy
from service.outputs import names, tables
from service.outputs.workbook import VOLUNTARY, Workbook, write_workbook
from service.report.gather import Run, commune_names, gather
from service.report.page import render

from .asked import write_asked
from .known import Recorded
from .options import RunOptions
from .results import Results

MODEL_FOLDER = "model"
NEWEST = "newest"
LIST_FACTS = "list_facts.json"
CONTRIBUTIONS = "contributions.parquet"


def identify(snapshot_id: str, as_of: str, model_id: str, policy: Policy, options: RunOptions, beside: str = "") -> str:
    """Return the id of a run: what it depends on, and nothing else.

    ``beside`` identifies the visits recorded here that stood beside the snapshot's.
    """
    asked: list[object] = [
        version("sommai"), snapshot_id, as_of, repr(policy), model_id, options.hours, options.count, options.months,
        options.seed, options.language, *([beside] if beside else []),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]


def keep(
    kept: Path,
    results: Results,
    model: TableModel,
    known: Tables,
    summary: dict[str, Any],
    overview: pl.DataFrame,
    options: RunOptions,
    recorded: Recorded,
    list_facts: dict[str, Any],
) -> None:
    """Keep the frames of a run and the model that it used in the home, for the service and for later questions."""
    with whole_folder(kept) as made:
        keep_risks(made, results.matrix, results.scored, results.scores, model)
        tables.write_parquet(results.rows, made / "priority_list.parquet")
        tables.write_parquet(results.urgent, made / "urgent.parquet")
        tables.write_parquet(overview, made / "province.parquet")
        keep_communes(made, known)
        write_whole(json.dumps(list_facts, ensure_ascii=False, indent=1) + "\n", made / LIST_FACTS)
        write_asked(made, options, recorded.upto, recorded.corrections_upto)
        write_summary(summary, made / names.SUMMARY_FILE)


def keep_communes(made: Path, known: Tables) -> None:
    """Keep the communes' names and places."""
    plain = known["communes"].cast(dict.fromkeys(("region", "unit_type"), pl.String))
    tables.write_parquet(plain, made / "communes.parquet")


def keep_risks(made: Path, matrix: pl.DataFrame, scored: Scored, scores: pl.DataFrame, model: TableModel) -> None:
    """Keep what explains every household's risk: its features, contributions and score, and the model itself."""
    write_model(model, made / MODEL_FOLDER, {})
    tables.write_parquet(scores, made / "scores.parquet")
    tables.write_parquet(tables.contributions(matrix["household_id"], scored), made / CONTRIBUTIONS)
    tables.write_parquet(matrix, made / "features.parquet")


def write(made: Path, content: Run, results: Results, options: RunOptions) -> None:
    """Write every output file but contributions, which are kept already, and the summary, which tells how long this
    took.
    """
    tables.write_scores(results.scores, made)
    tables.write_list(results.rows, made / "priority_list.csv")
    tables.write_urgent(results.urgent, made / "urgent.csv")
    tables.write_quarantine(content.faults, made / "quarantine.csv")
    write_workbook(
        Workbook(
            rows=results.rows, urgent=results.urgent, communes=commune_names(content.tables), signs=content.signs,
            notes=(VOLUNTARY, content.model.first_line), as_of=content.as_of, valid_until=content.list_until,
            language=options.language,
        ),
        made / "priority_list.xlsx",
    )  # fmt: skip
    (made / "report.html").write_text(render(gather(content), options.language), encoding="utf-8")


def write_risks(made: Path, scores: pl.DataFrame, kept: Path) -> None:
    """Write scores.csv, scores.parquet and contributions.parquet into a folder; the last as it was kept already."""
    tables.write_scores(scores, made)
    copy_contributions(kept, made)


def copy_contributions(kept: Path, made: Path) -> None:
    """Write contributions.parquet into a folder as it was kept already."""
    shutil.copyfile(kept / CONTRIBUTIONS, made / CONTRIBUTIONS)


def write_summary(summary: dict[str, Any], file: Path) -> None:
    """Write ``summary.json`` in one step."""
    write_whole(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", file)


def make_newest(kept: Path) -> None:
    """Say in one step that this is the newest of the runs or scorings beside it."""
    write_whole(kept.name + "\n", kept.with_name(NEWEST))


def sign_words() -> dict[str, Text]:
    """Return each urgent sign in words for files and print, where a private one isn't written out."""
    private = Text(PRIVATE.vi.split(":")[0], PRIVATE.en.split(":")[0])
    return {sign.name: private if sign.private else sign.text for sign in read_urgent_signs().signs}
