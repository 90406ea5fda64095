"""Planning from a kept run: another list of the same risks, and what other hours would bring."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from data.vocabulary.errors import WrongUse
from data.vocabulary.frames import Tables
from features.cohort import cohort
from outreach.costs import MINUTES_AN_HOUR, VISIT_MIN, VISITS_PER_TRIP, travel_to_office
from outreach.lists import Question, question
from outreach.policy import Policy
from outreach.policy_file import read_policy
from outreach.simulate import Simulator, Standing
from service.scores import NEWEST, Run, Runs

from .asked import Asked, read_asked
from .drafting import tables_of


@dataclass(frozen=True)
class Opened:
    """A kept run with what a plan of it is made from."""

    run: Run
    asked: Asked
    tables: Tables
    cohort: pl.DataFrame
    policy: Policy
    question: Question

    def names(self) -> dict[str, str]:
        """Return the communes' names by code."""
        return dict(self.tables["communes"].select("commune_code", "commune_name").iter_rows())


def opened(home: Path, run_id: str = NEWEST, policy_text: str | None = None, hours: float | None = None) -> Opened:
    """Return a kept run (the newest) and the question that its list answers, under another policy where one is given.

    Raises ``NoRun``; ``WrongUse`` where there are no teams whose hours could be simulated.
    """
    run = Runs(home).get(run_id)
    asked = read_asked(run.folder)
    text = policy_text if policy_text is not None else asked.policy_text
    policy = read_policy(text) if text else Policy()
    tables = tables_of(home, run, asked)
    if tables["teams"].is_empty():
        raise WrongUse(
            what_vi="Dữ liệu chưa có bảng tổ (teams), nên chưa tính theo giờ được.",
            what_en="The tables hold no teams, so that hours can't be simulated.",
        )
    homes = cohort(tables, run.as_of)
    found = question(
        tables, homes, run.frame("scores"), run.as_of, policy, hours=hours if hours is not None else asked.hours,
        months=asked.months, matrix=run.frame("features"), urgent=run.frame("urgent"),
    )  # fmt: skip
    return Opened(run, asked, tables, homes, policy, found)


@dataclass(frozen=True)
class WhatIf:
    """A change of hours, in hours over the plan's months: for a team, or a new team in a commune."""

    hours: float
    team_id: str | None = None
    commune: str | None = None


def simulated(given: Opened, changes: tuple[WhatIf, ...] = ()) -> dict[str, Any]:
    """Return what other hours would bring, as plain JSON values.

    ``now``, ``curve`` (a row per step), ``teams`` and ``communes`` (with what another hour adds), and ``what_if`` where
    changes are asked for.
    """
    asked = WarmStart(given)
    return asked.told | ({"what_if": asked.what_if(changes)} if changes else {})


class WarmStart:
    """A run's simulation, kept so that each further question starts where the last answer stood; for several threads.

    ``told`` has what ``simulated`` returns but for ``what_if``.
    """

    def __init__(self, given: Opened) -> None:
        self._lock = threading.Lock()
        self._simulator = Simulator(given.question)
        self._ground = Ground(given.question, given.names(), new_team_costs(given))
        now = self._simulator.now()
        communes = self._simulator.commune_worth(self._ground.costs)
        self.told: dict[str, Any] = {
            "run": given.run.id,
            "as_of": given.run.as_of.isoformat(),
            "months": given.asked.months,
            "now": standing(now),
            "curve": self._simulator.curve().to_dicts(),
            "teams": teams_told(given, now),
            "communes": communes_told(given, communes),
        }

    def what_if(self, changes: tuple[WhatIf, ...]) -> dict[str, float]:
        """Return what changed hours give, beside what the teams' own do; raises ``WrongUse``."""
        with self._lock:
            # a new team is set up in a copy: the next question is about the teams that there are
            then, now = changed(self._ground, copy(self._simulator), changes), self.told["now"]
        return {
            **standing(then),
            "more_hours": then.hours - now["hours"],
            "more_expected": then.expected - now["expected"],
        }


@dataclass(frozen=True)
class Ground:
    """What a question of other hours rests on: the list's question, communes' names, the cost of a visitor there."""

    question: Question
    names: Mapping[str, str]
    costs: pl.DataFrame


def standing(found: Standing) -> dict[str, float]:
    """Return a standing's figures."""
    return {"hours": found.hours, "expected": found.expected, "visits": found.visits}


def teams_told(given: Opened, now: Standing) -> list[dict[str, Any]]:
    """Return each team's hours and what another one adds, dearest first."""
    budget = given.question.problem.budget / MINUTES_AN_HOUR
    names = dict(given.tables["teams"].select("team_id", "team_name").iter_rows())
    rows = [
        {"team_id": team, "team_name": names[team], "hours": float(hours), "worth_of_hour": float(worth)}
        for team, hours, worth in zip(given.question.teams["team_id"], budget, now.worth, strict=True)
    ]
    return sorted(rows, key=lambda row: (-row["worth_of_hour"], row["team_id"]))


def communes_told(given: Opened, found: pl.DataFrame) -> list[dict[str, Any]]:
    """Return each commune with its place, what another hour there adds and what is left unreached, dearest first."""
    places = given.tables["communes"].select("commune_code", "commune_name", "latitude", "longitude")
    joined = places.join(found, on="commune_code", how="left").with_columns(
        pl.col("worth_of_hour", "unlisted_expected").fill_null(0.0)
    )
    return joined.sort(["worth_of_hour", "commune_code"], descending=[True, False]).to_dicts()


def changed(given: Ground, simulator: Simulator, changes: tuple[WhatIf, ...]) -> Standing:
    """Return what the changed hours give: teams' hours from a warm start; new teams are set up beside them."""
    numbers = {team: i for i, team in enumerate(given.question.teams["team_id"])}
    more: dict[int, float] = {}
    fresh: dict[str, float] = {}
    for change in changes:
        if change.team_id is not None:
            if change.team_id not in numbers:
                raise WrongUse(what_vi=f"Không có tổ {change.team_id}.", what_en=f"There is no team {change.team_id}.")
            team = numbers[change.team_id]
            more[team] = more.get(team, 0.0) + change.hours * MINUTES_AN_HOUR
        else:
            code = commune_code(given, change.commune or "")
            fresh[code] = fresh.get(code, 0.0) + change.hours * MINUTES_AN_HOUR
    if not fresh:
        return simulator.with_more(more)
    budget = given.question.problem.budget.copy()
    for team, minutes in more.items():
        budget[team] = max(budget[team] + minutes, 0.0)
    simulator.problem = replace(given.question.problem, budget=budget)
    found = simulator.now()
    costs = given.costs
    numbered = given.question.homes.select("household_id", "commune_code").with_row_index("household")
    for code, minutes in fresh.items():
        mine = numbered.filter(pl.col("commune_code") == code).join(costs, on="household_id").sort("household")
        found = simulator.add_team(
            mine["cost_min"].cast(pl.Float64).to_numpy(), mine["household"].cast(pl.Int64).to_numpy(), minutes
        )
    return found


def new_team_costs(given: Opened) -> pl.DataFrame:
    """Return ``household_id, cost_min`` of a team with the usual minutes that starts in the household's commune."""
    listed = given.question.homes["household_id"].implode()
    office = travel_to_office(given.tables, given.cohort).filter(pl.col("household_id").is_in(listed))
    cost = (VISIT_MIN + 2 * pl.col("office_min") / VISITS_PER_TRIP - 1e-9).ceil()
    return office.select("household_id", cost_min=cost.cast(pl.Int64))


def commune_code(given: Ground, wanted: str) -> str:
    """Return a commune's code from its code or its name; raises ``WrongUse`` where there is none, or are several."""
    names = given.names
    if wanted in names:
        return wanted
    found = sorted(code for code, name in names.items() if name.casefold() == wanted.strip().casefold())
    if len(found) == 1:
        return found[0]
    several = ", ".join(found)
    if found:
        raise WrongUse(
            what_vi=f"Có nhiều xã tên {wanted}: dùng mã ({several}).",
            what_en=f"Several communes are called {wanted}: use a code ({several}).",
        )
    raise no_commune(wanted)


def no_commune(wanted: str) -> WrongUse:
    """Return the error for a commune that isn't there."""
    return WrongUse(what_vi=f"Không có xã {wanted}.", what_en=f"There is no commune {wanted}.")
