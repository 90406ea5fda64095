"""The one place where the stages of the main job are wired: a folder of tables in, every output file out."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import polars as pl

from data.intake.cached import Import, importing
from data.vocabulary.frames import Tables
from data.whole_folder import check_free, whole_folder
from features.withheld import audit_groups
from models.explanation.words import reason_columns
from models.lookup import get_ready
from outreach.coverage import commune_overview
from outreach.lists import plan
from outreach.policy import Policy
from outreach.policy_file import read_policy
from outreach.unmet import check_against
from outreach.urgent import urgent_signs
from service.corrections import Settled
from service.outputs import names, tables
from service.report.evidence import RegisterLevel
from service.report.facts import ModelLine
from service.report.gather import Run, groups_of, register_level

from .choosing import Choice, choose
from .keeping import copy_contributions, identify, keep, make_newest, sign_words, write, write_summary
from .known import Recorded, beside_id, known_tables, recorded_visits
from .list_account import facts_of_list
from .options import Lesson, RunOptions, RunResult
from .results import Homes, Results, explain_listed, homes_of, last_recorded_on, register_of, risks_of
from .settling import settled
from .stages import Progress, Silent, Stopwatch
from .standing import key_of, remember, standing

SHOWN_AT_THE_END = 10


def run_province(folder: Path, out: Path, options: RunOptions, progress: Progress | None = None) -> RunResult:
    """Import, score, explain, plan and write; return what was left.

    ``out`` has every file of a run or is as it was. Raises a ``SommaiError`` that says what to do.
    """
    watch = Stopwatch(progress or Silent())
    check_free(out, names.FILES)
    policy = read_policy(options.policy_text) if options.policy_text else Policy()
    with ExitStack() as beside:  # identities are sealed meanwhile
        with watch.stage("import"):
            imported = beside.enter_context(
                importing(folder, options.home, today=options.today, max_rejects=options.max_rejects)
            )
            snapshot = imported.tables()
            as_of = options.as_of or last_recorded_on(snapshot)
            said = settled(options.home, imported.snapshot, snapshot)
            recorded = recorded_visits(options.home)
            known = known_tables(snapshot, recorded, as_of)
            # before anything is learned
            check_against(policy, known["communes"]["commune_code"], known["households"]["commune_code"].unique())
        lesson = Lesson(
            home=options.home, snapshot_id=imported.snapshot.id, tables=known, as_of=as_of, seed=options.seed,
            beside=beside_id(snapshot, known), recorded=recorded, policy=policy,
        )  # fmt: skip
        key = key_of(imported.id, as_of.isoformat(), lesson.beside, policy, options)
        again = given_again(key, out, imported, lesson, said, options, watch)
        if again is not None:
            return again
        with watch.stage("features"), ThreadPoolExecutor(1) as pool:
            pool.submit(get_ready, known["households"].height)
            homes = homes_of(known, as_of)
        with watch.stage("train"):
            choice = choose(options.model, options.home, lesson, homes.matrix, watch.within)
        results = compute(known, as_of, homes, choice, policy, options, watch)
        summary = summarise(imported, choice, results, as_of, watch)
        run_id = identify(imported.snapshot.id, as_of.isoformat(), choice.id, policy, options, lesson.beside)
        kept = options.home / "runs" / run_id
        with whole_folder(out) as made:
            with watch.stage("write"):
                leave(made, kept, imported, choice, homes, results, summary, lesson, options)
            write_summary(summary, made / names.SUMMARY_FILE)
        remember(options.home, key, kept, out, choice, summary)
    make_newest(kept)
    return told(kept, out, imported, choice, summary, said, options, results.rows)


def given_again(
    key: str, out: Path, imported: Import, lesson: Lesson, said: Settled, options: RunOptions, watch: Stopwatch
) -> RunResult | None:
    """Give out the files of the same run once more; None where there is none, or something has changed since."""
    before = standing(options.home, key)
    if before is None:
        return None
    with watch.stage("train"):
        choice = choose(options.model, options.home, lesson, tell=watch.within)
    if not before.holds_for(choice):
        return None
    summary = before.summary | {"seconds": watch.seconds}
    with whole_folder(out) as made:
        with watch.stage("write"):
            before.give_out(made)
        write_summary(summary, made / names.SUMMARY_FILE)
    make_newest(before.kept)
    rows = pl.read_parquet(before.kept / "priority_list.parquet")
    return told(before.kept, out, imported, choice, summary, said, options, rows)


def told(
    kept: Path,
    out: Path,
    imported: Import,
    choice: Choice,
    summary: dict[str, Any],
    said: Settled,
    options: RunOptions,
    rows: pl.DataFrame,
) -> RunResult:
    """Return what a run says of itself at its end."""
    return RunResult(
        run_id=kept.name, kept=kept, out=out, summary=summary, settled=said, as_of_was_given=options.as_of is not None,
        present=imported.present, notices=imported.notices, first_line=choice.first_line, refused=choice.notices,
        top=rows.head(SHOWN_AT_THE_END).to_dicts(),
    )  # fmt: skip


def leave(
    made: Path,
    kept: Path,
    imported: Import,
    choice: Choice,
    homes: Homes,
    results: Results,
    summary: dict[str, Any],
    lesson: Lesson,
    options: RunOptions,
) -> None:
    """Write every file but the summary into ``made``, and beside it keep the run in the home."""
    known, as_of, policy, recorded = lesson.tables, lesson.as_of, lesson.policy, lesson.recorded or Recorded.none()
    groups = audit_groups(known, as_of, homes.cohort)
    overview = commune_overview(
        known, as_of, results.matrix, results.scores, results.rows, imported.not_scored_by_commune
    )
    account = facts_of_list(groups, results, summary, policy, options)
    content = Run(
        tables=known, present=imported.present, accepted=imported.rows, faults=imported.faults,
        not_scored_by_commune=imported.not_scored_by_commune, scores=results.scores, rows=results.rows,
        urgent=results.urgent, signs=sign_words(), model=model_line(choice),
        groups=groups_of(groups, results.scores, results.rows), evidence=choice.evidence,
        register=level_told(choice, results), summary=summary, as_of=as_of,
        scores_until=as_of + dt.timedelta(days=policy.score_valid_days),
        list_until=as_of + dt.timedelta(days=policy.list_valid_days), list_facts=account,
    )  # fmt: skip
    with ThreadPoolExecutor(1) as pool:
        keeping = pool.submit(
            keep, kept, results, choice.model, known, summary, overview, options, recorded, account
        )  # fmt: skip
        write(made, content, results, options)
        keeping.result()
    copy_contributions(kept, made)


def compute(
    known: Tables, as_of: dt.date, homes: Homes, choice: Choice, policy: Policy, options: RunOptions, watch: Stopwatch
) -> Results:
    """Run the pure stages one after another."""
    with watch.stage("score"):
        register = register_of(known, as_of, homes, options.seed)
        scored, scores = risks_of(homes, choice.model, policy, options.seed, register if choice.learned else None)
    with watch.stage("plan"):
        urgent = urgent_signs(known, as_of, homes.cohort)
        planned = plan(
            known, homes.cohort, scores, as_of, policy, hours=options.hours, count=options.count,
            months=options.months, seed=options.seed, matrix=homes.matrix, urgent=urgent,
        )  # fmt: skip
    with watch.stage("explain"):
        explanations = explain_listed(planned.entries, homes.matrix, scored, choice.model)
        rows = tables.list_rows(planned.entries, reason_columns(explanations, options.language))
    return Results(homes.matrix, scored, scores, urgent, planned, explanations, rows, register)


def level_told(choice: Choice, results: Results) -> RegisterLevel:
    """Return what the report says of the register's level, and of this list were it less or more complete."""
    raw = results.register.before(results.scored) if choice.learned else None
    share = results.rows.height / max(results.scores.height, 1)
    return register_level(results.register.recording, raw, results.register.remoteness, share)


def model_line(choice: Choice) -> ModelLine:
    """Return what the report's first line says of the model."""
    return ModelLine(
        id=choice.id, approved=choice.approved, calibrated=choice.calibrated, skill=choice.skill,
        first_line=choice.first_line,
    )  # fmt: skip


def summarise(imported: Import, choice: Choice, results: Results, as_of: dt.date, watch: Stopwatch) -> dict[str, Any]:
    """Return ``summary.json``."""
    return {
        "snapshot": imported.snapshot.id,
        "model": choice.id,
        "approved": choice.approved,
        "calibrated": choice.calibrated,
        "skill": choice.skill,
        "as_of": as_of.isoformat(),
        "households": imported.rows["households"],
        "children": imported.rows["children"],
        "scored": results.scores.height,
        "all_in_care": int(results.scores["all_in_care"].sum()),
        "listed": results.rows.height,
        "urgent": results.urgent.height,
        "quarantined": imported.faults.height,
        "backtest": choice.backtest,
        "allocation": results.plan.allocation,
        "seconds": watch.seconds,
    }
