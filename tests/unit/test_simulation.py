"""What other hours would bring: a curve that never falls, the worth of an hour, and what-if from a warm start."""

import numpy as np
import polars as pl
import pytest

from outreach.lists import Question
from outreach.problem import Problem
from outreach.simulate import Simulator, with_team


@pytest.fixture(scope="module")
def asked():
    rng = np.random.default_rng(3)
    n, teams = 600, 5
    commune = rng.integers(0, teams - 1, n)
    own = np.column_stack([np.arange(n), commune, rng.integers(60, 160, n)])
    mobile = np.column_stack([np.arange(n), np.full(n, teams - 1), rng.integers(90, 200, n)])[rng.random(n) < 0.5]
    rows = np.concatenate([own, mobile])
    rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
    value = np.sort(rng.beta(1, 20, n))[::-1] + 1e-6
    budget = np.array([900.0, 1800.0, 600.0, 1200.0, 1500.0])
    problem = Problem(rows[:, 0], rows[:, 1], rows[:, 2].astype(float), value, budget, np.arange(n), np.zeros(n, bool))
    homes = pl.DataFrame(
        {"household_id": [f"H{i}" for i in range(n)], "commune_code": [str(c) for c in commune], "risk": value}
    )
    teams_frame = pl.DataFrame({"team_id": [f"T{t}" for t in range(teams)]})
    return Question(homes, pl.DataFrame(), teams_frame, problem, by_count=False)


def test_the_curve_never_falls_and_each_further_hour_brings_less(asked):
    curve = Simulator(asked).curve()
    assert (curve["expected"].diff().drop_nulls() >= -1e-9).all()
    slope = np.diff(curve["expected"]) / np.diff(curve["hours"])
    assert (np.diff(slope) <= 1e-9).all()


def test_the_worth_of_an_hour_is_what_a_little_more_time_brings(asked):
    simulator = Simulator(asked)
    now = simulator.now()
    for team in range(5):
        more = simulator.with_more({team: 0.5})
        assert more.expected - now.expected == pytest.approx(now.worth[team] * 0.5 / 60, rel=1e-3, abs=1e-9)


def test_a_what_if_from_a_warm_start_is_what_a_fresh_start_gives(asked):
    warm = Simulator(asked)
    warm.now()
    found = warm.with_more({1: 600.0, 2: -300.0})
    budget = asked.problem.budget + np.array([0, 600.0, -300.0, 0, 0])
    fresh = Simulator(asked).at(budget)
    assert found.expected == pytest.approx(fresh.expected, rel=1e-9)
    assert found.hours == pytest.approx(fresh.hours)


def test_a_new_team_adds_what_it_could_and_never_takes_away(asked):
    simulator = Simulator(asked)
    now = simulator.now()
    there = np.flatnonzero(asked.homes["commune_code"].to_numpy() == "2")
    then = simulator.add_team(np.full(len(there), 80.0), there, 480.0)
    assert then.expected > now.expected
    assert then.expected <= now.expected + asked.problem.value[there][:6].sum() + 1e-9
    wider = with_team(asked.problem, np.full(len(there), 80.0), there, 480.0)
    assert (np.diff(wider.household) >= 0).all()


def test_the_worth_of_an_hour_in_a_commune_is_what_a_visitor_there_would_bring(asked):
    costs = asked.homes.select("household_id", cost_min=pl.lit(80, pl.Int64))
    worth = dict(Simulator(asked).commune_worth(costs).select("commune_code", "worth_of_hour").iter_rows())
    assert list(worth) == ["0", "1", "2", "3"]
    for code, worth_of_hour in worth.items():
        simulator = Simulator(asked)
        now = simulator.now()
        there = np.flatnonzero(asked.homes["commune_code"].to_numpy() == code)
        then = simulator.add_team(np.full(len(there), 80.0), there, 0.5)
        assert then.expected - now.expected == pytest.approx(worth_of_hour * 0.5 / 60, rel=1e-3)
