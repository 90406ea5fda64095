"""The one place where the stages of the main job are wired: a folder of tables in, every output file out."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from data.intake.cached import Import, import_folder
from data.reference.support import read_support
from data.reference.urgent_signs import read_urgent_signs
from data.vocabulary.errors import SommaiError
from data.vocabulary.frames import Tables
from data.vocabulary.language import Text
from features.assemble import feature_matrix
from features.catalogue import CATALOGUE
from features.cohort import cohort
from models.explanation.reasons import Explanation, explain
from models.explanation.words import PRIVATE, reason_columns
from models.ranking import Bands, ranked
from models.scorecard import read_scorecard
from models.tables import Scored, TableModel
from outreach.coverage import commune_overview
from outreach.lists import Plan, plan
from outreach.policy import Policy, read_policy
from outreach.urgent import urgent_signs
from service.outputs import names, tables
from service.outputs.whole_folder import check_free, whole_folder
from service.outputs.workbook import VOLUNTARY, Workbook, write_workbook
from service.report.facts import ModelLine
from service.report.gather import Run, commune_names, gather
from service.report.page import render

from .asked import write_asked
from .known import Recorded, beside_id, known_tables, recorded_visits
from .options import RunOptions, RunResult
from .stages import Progress, Silent, Stopwatch

SCORECARD = "scorecard"
SHOWN_AT_THE_END = 10
FIRST_LINE = Text(
    "Danh sách này do bảng điểm của chuyên gia xếp thứ tự; chưa có mô hình nào được học từ sổ của tỉnh.",
    "The expert scorecard put this list in order; no model has been learned from the province's register yet.",
)


class NoSuchModel(SommaiError):
    """A model was asked for that isn't there."""

    code = "no-such-model"
    exit_code = 2
    text = Text("Không có mô hình {model}.", "There is no model {model}.")
    next_step = Text("Hãy dùng --model scorecard.", "Use --model scorecard.")


class NobodyToScore(SommaiError):
    """No household has a child present on the day."""

    code = "nobody-to-score"
    text = Text("Không có hộ nào có trẻ em vào ngày {as_of}.", "No household has a child present on {as_of}.")
    next_step = Text("Hãy chọn ngày khác với --as-of.", "Choose another day with --as-of.")


@dataclass(frozen=True)
class Results:
    """The frames of a run, before they are written."""

    matrix: pl.DataFrame
    scored: Scored
    scores: pl.DataFrame
    urgent: pl.DataFrame
    plan: Plan
    explanations: list[Explanation]
    rows: pl.DataFrame


def run_province(folder: Path, out: Path, options: RunOptions, progress: Progress | None = None) -> RunResult:
    """Import, score, explain, plan and write; return what was left.

    ``out`` has every file of a run or is as it was. Raises a ``SommaiError`` that says what to do.
    """
    watch = Stopwatch(progress or Silent())
    check_free(out, names.FILES)
    policy = read_policy(options.policy_text) if options.policy_text else Policy()
    with watch.stage("import"):
        imported = import_folder(folder, options.home, today=options.today, max_rejects=options.max_rejects)
        snapshot = imported.snapshot.tables()
        as_of = options.as_of or last_recorded_on(snapshot)
        recorded = recorded_visits(options.home)
        known = known_tables(snapshot, recorded, as_of)
    with watch.stage("train"):
        model = choose_model(options.model)
    results = compute(known, as_of, model, policy, options, watch)
    summary = summarise(imported, results, as_of, watch)
    run_id = identify(imported.snapshot.id, as_of, policy, options, beside_id(snapshot, known))
    kept = options.home / "runs" / run_id
    with watch.stage("write"):
        overview = commune_overview(
            known, as_of, results.matrix, results.scores, results.rows, imported.not_scored_by_commune
        )
        content = Run(
            tables=known, present=imported.present, accepted=imported.rows, faults=imported.faults,
            not_scored_by_commune=imported.not_scored_by_commune, scores=results.scores, rows=results.rows,
            urgent=results.urgent, signs=sign_words(), groups=(),
            model=ModelLine(id=SCORECARD, approved=True, calibrated=False, skill=False, first_line=FIRST_LINE),
            summary=summary, as_of=as_of, scores_until=as_of + dt.timedelta(days=policy.score_valid_days),
            list_until=as_of + dt.timedelta(days=policy.list_valid_days),
        )  # fmt: skip
        keep(kept, results, known, summary, overview, options, recorded)
        with whole_folder(out) as made:
            write(made, content, results, options)
    summary["seconds"] = watch.seconds
    write_summary(summary, out / names.SUMMARY_FILE)
    write_whole(run_id + "\n", options.home / "runs" / "newest")
    top = results.rows.head(SHOWN_AT_THE_END).to_dicts()
    return RunResult(
        run_id=run_id, kept=kept, out=out, summary=summary, as_of_was_given=options.as_of is not None,
        present=imported.present, notices=imported.notices, top=top,
    )  # fmt: skip


def last_recorded_on(known: Tables) -> dt.date:
    """Return the last day on which anything entered the register, or was registered where no table says."""
    for column in ("recorded_on", "registered_on"):
        days = [frame[column].max() for frame in known.values() if column in frame.columns and frame.height]
        found = [day for day in days if isinstance(day, dt.date)]
        if found:
            return max(found)
    raise NobodyToScore(as_of="")


def choose_model(wanted: str) -> TableModel:
    """Return the model that ranks: the scorecard, until one has been trained."""
    if wanted not in (SCORECARD, "champion"):
        raise NoSuchModel(model=wanted)
    return read_scorecard()


def compute(
    known: Tables, as_of: dt.date, model: TableModel, policy: Policy, options: RunOptions, watch: Stopwatch
) -> Results:
    """Run the pure stages one after another."""
    with watch.stage("features"):
        scored_homes = cohort(known, as_of)
        if scored_homes.is_empty():
            raise NobodyToScore(as_of=as_of.isoformat())
        matrix = feature_matrix(known, as_of)
    with watch.stage("score"):
        scored = model.score(matrix.select(model.features).to_numpy())
        bands = Bands(policy.band_high, policy.band_raised, policy.band_moderate)
        scores = ranked(
            matrix["household_id"], matrix["commune_code"], scored, scored_homes["all_in_care"], options.seed, bands
        )
    with watch.stage("plan"):
        urgent = urgent_signs(known, as_of, scored_homes)
        planned = plan(
            known, scored_homes, scores, as_of, policy, hours=options.hours, count=options.count,
            months=options.months, seed=options.seed,
        )  # fmt: skip
    with watch.stage("explain"):
        explanations = explain_listed(planned.entries, matrix, scored, model)
        rows = tables.list_rows(planned.entries, reason_columns(explanations, options.language))
    return Results(matrix, scored, scores, urgent, planned, explanations, rows)


def explain_listed(entries: pl.DataFrame, matrix: pl.DataFrame, scored: Scored, model: TableModel) -> list[Explanation]:
    """Return the explanations of the listed households, by position."""
    numbered = matrix.select("household_id").with_row_index("at")
    at = entries.join(numbered, on="household_id", how="left", maintain_order="left")["at"].to_numpy().astype(np.int64)
    parts = replace(
        scored, base=scored.base[at], contributions=scored.contributions[at], log_odds=scored.log_odds[at],
        log_odds_low=scored.log_odds_low[at], log_odds_high=scored.log_odds_high[at],
    )  # fmt: skip
    return explain(matrix[at.tolist()], parts, model, CATALOGUE, read_support())


def sign_words() -> dict[str, Text]:
    """Return each urgent sign in words for files and print, where a private one isn't written out."""
    private = Text(PRIVATE.vi.split(":")[0], PRIVATE.en.split(":")[0])
    return {sign.name: private if sign.private else sign.text for sign in read_urgent_signs().signs}


def summarise(imported: Import, results: Results, as_of: dt.date, watch: Stopwatch) -> dict[str, Any]:
    """Return ``summary.json``."""
    return {
        "snapshot": imported.snapshot.id,
        "model": SCORECARD,
        "approved": True,
        "calibrated": False,
        "skill": False,
        "as_of": as_of.isoformat(),
        "households": imported.rows["households"],
        "children": imported.rows["children"],
        "scored": results.scores.height,
        "all_in_care": int(results.scores["all_in_care"].sum()),
        "listed": results.rows.height,
        "urgent": results.urgent.height,
        "quarantined": imported.faults.height,
        "backtest": None,
        "allocation": results.plan.allocation,
        "seconds": watch.seconds,
    }


def identify(snapshot_id: str, as_of: dt.date, policy: Policy, options: RunOptions, beside: str = "") -> str:
    """Return the id of a run: what it depends on, and nothing else.

    ``beside`` identifies the visits recorded here that stood beside the snapshot's.
    """
    asked: list[object] = [
        version("sommai"), snapshot_id, as_of.isoformat(), repr(policy), SCORECARD, options.hours, options.count,
        options.months, options.seed, options.language, *([beside] if beside else []),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]


def keep(
    kept: Path,
    results: Results,
    known: Tables,
    summary: dict[str, Any],
    overview: pl.DataFrame,
    options: RunOptions,
    recorded: Recorded,
) -> None:
    """Keep the frames of a run in the home, for the service and for later questions."""
    with whole_folder(kept) as made:
        contributions = tables.contributions(results.matrix["household_id"], results.scored)
        tables.write_parquet(results.scores, made / "scores.parquet")
        tables.write_parquet(contributions, made / "contributions.parquet")
        tables.write_parquet(results.matrix, made / "features.parquet")
        tables.write_parquet(results.rows, made / "priority_list.parquet")
        tables.write_parquet(results.urgent, made / "urgent.parquet")
        tables.write_parquet(overview, made / "province.parquet")
        tables.write_parquet(known["communes"].cast(dict.fromkeys(("region", "unit_type"), pl.String)),
                             made / "communes.parquet")  # fmt: skip
        write_asked(made, options, recorded.upto)
        write_summary(summary, made / names.SUMMARY_FILE)


def write(made: Path, content: Run, results: Results, options: RunOptions) -> None:
    """Write every output file into a folder."""
    tables.write_scores(results.scores, made)
    contributions = tables.contributions(results.matrix["household_id"], results.scored)
    tables.write_parquet(contributions, made / "contributions.parquet")
    tables.write_list(results.rows, made / "priority_list.csv")
    tables.write_urgent(results.urgent, made / "urgent.csv")
    tables.write_quarantine(content.faults, made / "quarantine.csv")
    write_workbook(
        Workbook(
            rows=results.rows, urgent=results.urgent, communes=commune_names(content.tables), signs=content.signs,
            notes=(VOLUNTARY, FIRST_LINE), as_of=content.as_of, valid_until=content.list_until,
            language=options.language,
        ),
        made / "priority_list.xlsx",
    )  # fmt: skip
    (made / "report.html").write_text(render(gather(content), options.language), encoding="utf-8")
    write_summary(content.summary, made / names.SUMMARY_FILE)


def write_summary(summary: dict[str, Any], file: Path) -> None:
    """Write ``summary.json`` in one step."""
    write_whole(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", file)


def write_whole(text: str, file: Path) -> None:
    """Write a small file in one step, so that nobody ever reads half of it."""
    made = file.with_name(f".{file.name}.tmp")
    made.write_text(text, encoding="utf-8")
    made.replace(file)
