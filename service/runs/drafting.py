"""From a kept run to a draft list, and from a household of that run to a nominated row."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Engine

from data.snapshots import Snapshots
from data.vocabulary.frames import Tables
from features.cohort import cohort
from outreach.costs import MINUTES_AN_HOUR, visit_costs
from outreach.policy import Policy
from outreach.policy_file import read_policy
from service.households import listed_reasons
from service.lists import NOMINATED, Actor, Draft, InCare, Moment, budgets_left, make_draft
from service.outputs import names
from service.problems import NoHousehold
from service.scores import NEWEST, Run, Runs
from service.store.transactions import Store

from .asked import Asked, read_asked
from .known import known_tables, recorded_visits
from .list_account import policy_hash


def draft_from_run(home: Path, store: Store, actor: Actor, reason: str, moment: Moment, run_id: str = NEWEST) -> str:
    """Make the list of a kept run a draft and return its id; a run's list is one draft, however often it is asked for.

    Raises ``NoRun`` where there is no run, ``NoSnapshot`` where its snapshot is gone.
    """
    run = Runs(home).get(run_id)
    asked = read_asked(run.folder)
    tables = tables_of(home, run, asked)
    draft = Draft(facts=facts_of(run, asked), rows=rows_of(run), budgets=budgets_of(tables, run.summary["allocation"]))
    return make_draft(store, draft, actor, reason, moment)


def policy_of(asked: Asked) -> Policy:
    """Return the policy that a run was asked for."""
    return read_policy(asked.policy_text) if asked.policy_text else Policy()


def facts_of(run: Run, asked: Asked) -> dict[str, Any]:
    """Return what the list of a run rests on: the columns of ``lists`` less its id and when it was made."""
    policy = policy_of(asked)
    allocation = run.summary["allocation"]
    return {
        "run_id": run.id,
        "snapshot_id": run.summary["snapshot"],
        "model_id": run.summary["model"],
        "policy_text": asked.policy_text,
        "policy_hash": policy_hash(asked.policy_text, policy),
        "seed": asked.seed,
        "as_of": run.as_of,
        "months": float(allocation["months"]),
        "hours": asked.hours,
        "wanted": asked.count,
        "language": asked.language,
        "list_valid_days": int(policy.list_valid_days),
        "score_valid_days": int(policy.score_valid_days),
        "visits_upto": asked.visits_upto,
        "corrections_upto": asked.corrections_upto,
    }


def rows_of(run: Run) -> pl.DataFrame:
    """Return the list of a run as it was written, with each household's rank."""
    ranks = run.frame("scores").select("household_id", pl.col("rank").cast(pl.Int64))
    joined = run.entries.join(ranks, on="household_id", how="left", maintain_order="left")
    whole = {name: pl.col(name).cast(pl.Int64) for name in ("position", "children", "cost_min")}
    return joined.with_columns(**whole).select(*names.LIST, "rank")


def tables_of(home: Path, run: Run, asked: Asked) -> Tables:
    """Return what the run knew: its snapshot, and the visits recorded here that it knew of."""
    snapshot = Snapshots(home).get(run.summary["snapshot"]).tables()
    return known_tables(snapshot, recorded_visits(home, asked.visits_upto, asked.corrections_upto), run.as_of)


def budgets_of(tables: Tables, allocation: dict[str, Any]) -> pl.DataFrame:
    """Return ``team_id, team_name, minutes``: the team's own over the months, in proportion where another total was
    asked for. A list by count has the teams' own hours to be held against."""
    teams = tables["teams"].sort("team_id")
    minutes = teams["hours_per_month"] * MINUTES_AN_HOUR * float(allocation["months"])
    total, hours = float(minutes.sum()), allocation["hours"]
    if hours is not None and total > 0:
        minutes = minutes * (float(hours) * MINUTES_AN_HOUR / total)
    return teams.select("team_id", "team_name", minutes=minutes)


def nominated_row(home: Path, engine: Engine, list_id: str, run_id: str, household_id: str) -> pl.DataFrame:
    """Return the row of a household that an officer nominates, as the run of the list knows it.

    The team is the one that can reach it in the least time, of those with time left where there are any. Raises
    ``NoHousehold`` where the run hasn't scored it, ``InCare`` where all its children are under case management.
    """
    run = Runs(home).get(run_id)
    place = run.place(household_id)
    if place is None:
        raise NoHousehold()
    scores = run.frame("scores").filter(pl.col("household_id") == household_id)
    if scores["all_in_care"].item():
        raise InCare(household_id=household_id)
    asked = read_asked(run.folder)
    tables = tables_of(home, run, asked)
    scored = cohort(tables, run.as_of)
    own = scored.filter(pl.col("household_id") == household_id).select("hamlet", children="eligible_children")
    team = _team(tables, scored, scores, policy_of(asked), budgets_left(engine, list_id))
    reasons = listed_reasons(run, [household_id], asked.language).drop("household_id")
    told = scores.select("household_id", "commune_code", "risk", "band", "rank").with_columns(
        position=pl.lit(0, pl.Int64), chosen_for=pl.lit(NOMINATED), propensity=pl.lit(None, pl.Float64)
    )
    return pl.concat([told, own, team, reasons], how="horizontal").select(*names.LIST, "rank")


def _team(
    tables: Tables, scored: pl.DataFrame, household: pl.DataFrame, policy: Policy, left: dict[str, float]
) -> pl.DataFrame:
    """Return ``team_id, cost_min`` of the team for one household; one row, nulls where no team serves its commune."""
    nobody = pl.DataFrame({"team_id": [None], "cost_min": [None]}, schema={"team_id": pl.String, "cost_min": pl.Int64})
    if tables["teams"].is_empty():
        return nobody
    costs = visit_costs(tables, scored, household, policy)
    fits = costs.with_columns(fits=pl.col("cost_min") <= pl.col("team_id").replace_strict(left, default=0.0))
    best = fits.sort(["fits", "cost_min", "team_id"], descending=[True, False, False]).head(1)
    return best.select("team_id", "cost_min") if best.height else nobody


def moment_now(today: dt.date | None = None) -> Moment:
    """Return this moment, by the calendar of this machine unless a day is given."""
    return Moment(at=dt.datetime.now(dt.UTC), today=today or dt.date.today())
