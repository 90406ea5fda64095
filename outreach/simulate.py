"""What other hours would bring: coverage against hours, the worth of another hour, and what-if questions.

Figures are those of visits in parts, a little above the bound that a list of whole ones is held to. They are concave in
the hours, so that a curve never falls and each further hour brings no more than the one before; another hour of a team
is worth the price of its minutes (the dual), another hour in a commune what a visitor there would gain at these prices.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from .allocate import price_out, within_reach
from .attainable import attainable
from .costs import MINUTES_AN_HOUR
from .lists import Question
from .problem import Floats, Ints, Problem
from .programme import Programme

STEPS = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0, 3.0)
"""Parts of the teams' hours at which the curve is computed."""


@dataclass(frozen=True)
class Standing:
    """What some hours give: in hours, expected households reached, visits, and what another hour of each team adds.

    ``worth`` (k,) is in households expected to be reached for an hour (in units of value where the policy weighs
    households otherwise).
    """

    hours: float
    expected: float
    visits: float
    worth: Floats


class Simulator:
    """Answers from where the last answer stood; one for a run and a policy."""

    def __init__(self, asked: Question) -> None:
        self.asked = asked
        self.risk = asked.homes["risk"].to_numpy()
        self.problem = asked.problem
        self.programme = Programme(asked.problem, within_reach(asked.problem))
        self.now()

    def at(self, budget: Floats) -> Standing:
        """Return what other minutes of the teams would give, (k,) in the teams' order."""
        self.programme.ask(attainable(replace(self.problem, budget=budget)).floors)
        self.programme.set_budget(budget)
        price_out(self.programme)
        share, homes = self.programme.share, self.problem.household[self.programme.columns]
        worth = self.programme.prices.team * MINUTES_AN_HOUR / self.programme.unit
        return Standing(
            float(budget.sum()) / MINUTES_AN_HOUR, float(share @ self.risk[homes]), float(share.sum()), worth
        )

    def now(self) -> Standing:
        """Return what the teams' own minutes give."""
        return self.at(self.problem.budget)

    def with_more(self, minutes: dict[int, float]) -> Standing:
        """Return what the teams (by number) would give with so many minutes more, or fewer."""
        budget = self.problem.budget.copy()
        for team, more in minutes.items():
            budget[team] = max(budget[team] + more, 0.0)
        return self.at(budget)

    def curve(self, steps: tuple[float, ...] = STEPS) -> pl.DataFrame:
        """Return ``hours, expected, visits, worth_of_hour`` (Float64), a row per step, hours ascending.

        ``worth_of_hour`` is that of an hour spread over the teams in proportion to theirs.
        """
        rows = []
        part = self.problem.budget / max(self.problem.budget.sum(), 1e-12)
        for step in sorted(steps, reverse=True):
            found = self.at(self.problem.budget * step)
            rows.append((found.hours, found.expected, found.visits, float(found.worth @ part)))
        return pl.DataFrame(rows[::-1], schema=["hours", "expected", "visits", "worth_of_hour"], orient="row").cast(
            pl.Float64
        )

    def add_team(self, minutes: Floats, households: Ints, budget: float) -> Standing:
        """Return what one more team would give: its ``minutes`` for each of some ``households``, and its budget.

        The programme is set up again around the households that the last answer looked at, and keeps the team.
        """
        self.problem = with_team(self.problem, minutes, households, budget)
        own = np.r_[np.zeros(len(self.problem.budget) - 1), budget]
        first = self.programme.kept | within_reach(replace(self.problem, budget=own, floors=()))
        self.programme = Programme(self.problem, first)
        return self.now()

    def commune_worth(self, costs: pl.DataFrame) -> pl.DataFrame:
        """Return ``commune_code, worth_of_hour, unlisted_expected``: what a further hour there would add at the present
        prices.

        ``costs`` has ``household_id, cost_min`` of a visitor who starts in the commune. An hour goes to the household
        whose value, less what the plan has of it already, is highest a minute.
        """
        standing = self.now()
        price = standing.worth / MINUTES_AN_HOUR
        problem = self.problem
        gain = problem.value[problem.household] - price[problem.team] * problem.minutes
        held = np.maximum(problem.most(gain, 0.0), 0.0)
        reached = np.bincount(problem.household[self.programme.columns], self.programme.share, problem.households).clip(
            0, 1
        )
        homes = self.asked.homes.select("household_id", "commune_code").with_columns(
            left=pl.Series(problem.value - held), missed=pl.Series(self.risk * (1 - reached))
        )
        joined = homes.join(costs, on="household_id", how="left", maintain_order="left")
        return (
            joined.group_by("commune_code")
            .agg(
                worth_of_hour=(pl.col("left") / pl.col("cost_min")).max().fill_null(0.0) * MINUTES_AN_HOUR,
                unlisted_expected=pl.col("missed").sum(),
            )
            .sort("commune_code")
        )


def with_team(problem: Problem, minutes: Floats, households: Ints, budget: float) -> Problem:
    """Return the problem with one more team, the last, that can visit ``households`` in so many ``minutes`` each."""
    team = len(problem.budget)
    household = np.concatenate([problem.household, households])
    order = np.argsort(household, kind="stable")
    return Problem(
        household[order],
        np.concatenate([problem.team, np.full(len(households), team)])[order],
        np.concatenate([problem.minutes, minutes])[order],
        problem.value,
        np.r_[problem.budget, budget],
        problem.rank,
        problem.mandatory,
        problem.floors,
        problem.hamlet,
        problem.hamlet_cap,
        problem.places_taken,
    )
