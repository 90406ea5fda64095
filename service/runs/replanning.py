"""Another list of a kept run's risks: other hours, a count, other months or another policy."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.snapshots import Snapshots
from features.withheld import audit_groups
from models.store import read_model
from outreach.coverage import commune_overview
from outreach.policy import Policy
from outreach.policy_file import read_policy
from service.outputs import names
from service.scores import NEWEST, Run, Runs

from .asked import read_asked
from .choosing import ASKED, Choice
from .drafting import draft_from_run, moment_now
from .keeping import MODEL_FOLDER, identify, keep
from .known import beside_id, known_tables, recorded_visits
from .list_account import facts_of_list
from .options import RunOptions
from .province import compute
from .results import homes_of
from .stages import Silent, Stopwatch

SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A plan that was made of a run's risks and kept as a run of its own; ``list_id`` where it became a draft."""

    run_id: str
    allocation: dict[str, Any]
    listed: int
    relaxed: list[dict[str, Any]]
    top: list[dict[str, Any]]
    list_id: str | None = None


def plan_anew(
    home: Path,
    run_id: str = NEWEST,
    *,
    hours: float | None = None,
    count: int | None = None,
    months: float | None = None,
    policy_text: str | None = None,
    seed: int | None = None,
) -> Planned:
    """Make and keep another plan of a run's risks; what isn't said stays as the run was asked for.

    The run that is shown as the newest stays the newest. Raises ``NoRun``, ``NoSnapshot``, ``BadPolicy``.
    """
    run = Runs(home).get(run_id)
    old = read_asked(run.folder)
    text = policy_text if policy_text is not None else old.policy_text
    options = RunOptions(
        home=home, today=run.as_of, as_of=run.as_of, language=old.language,
        hours=hours if hours is not None or count is not None else old.hours,
        count=count if count is not None or hours is not None else old.count,
        months=months if months is not None else old.months, policy_text=text,
        seed=seed if seed is not None else old.seed,
    )  # fmt: skip
    policy = read_policy(text) if text else Policy()
    snapshot = Snapshots(home).get(run.summary["snapshot"]).tables()
    recorded = recorded_visits(home, old.visits_upto, old.corrections_upto)
    known = known_tables(snapshot, recorded, run.as_of)
    choice = _choice(run)
    results = compute(known, run.as_of, homes_of(known, run.as_of), choice, policy, options, Stopwatch(Silent()))
    summary = {
        **run.summary, "listed": results.rows.height, "urgent": results.urgent.height,
        "allocation": results.plan.allocation,
    }  # fmt: skip
    made = identify(
        run.summary["snapshot"], run.as_of.isoformat(), choice.id, policy, options, beside_id(snapshot, known)
    )  # fmt: skip
    told = facts_of_list(audit_groups(known, run.as_of), results, summary, policy, options)
    if made != run.id:
        aside = run.frame("province").select("commune_code", households="not_scored")
        overview = commune_overview(known, run.as_of, results.matrix, results.scores, results.rows, aside)
        keep(home / "runs" / made, results, choice.model, known, summary, overview, options, recorded, told)
    return Planned(
        run_id=made, allocation=results.plan.allocation, listed=results.rows.height, relaxed=told["relaxed"],
        top=results.rows.head(SHOWN).select(names.LIST).to_dicts(),
    )  # fmt: skip


def draft_of(home: Path, planned: Planned, by: str, reason: str, today: dt.date | None = None) -> str:
    """Make a plan a draft list in a person's name; return the list's id."""
    from service.lists import Actor
    from service.store.persons import person_of

    from .listing import opened

    with opened(home) as engine:
        with engine.begin() as connection:
            actor = Actor(person_id=person_of(connection, by))
        return draft_from_run(home, engine, actor, reason, moment_now(today), planned.run_id)


def _choice(run: Run) -> Choice:
    """Return the model that the run kept."""
    told = run.summary
    return Choice(
        model=read_model(run.folder / MODEL_FOLDER), id=told["model"], approved=told["approved"],
        calibrated=told["calibrated"], skill=told["skill"], first_line=ASKED, backtest=told["backtest"],
    )  # fmt: skip
