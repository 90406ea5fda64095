"""A floor never cuts a list short: it asks for no more visits than its households, hamlets and teams' hours allow."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.vocabulary.language import Text
from outreach.allocate import allocate
from outreach.attainable import attainable, most_visits
from outreach.lists import Question
from outreach.problem import Floor, Problem
from outreach.simulate import Simulator

HOMES = 120


def a_province(share, *, hours=(10.0, 40.0), few=2, hamlet_cap=None):
    """Two communes with a team each; a floor for the first ``few`` households, which the first team serves."""
    rng = np.random.default_rng(5)
    team = np.r_[np.zeros(few + 10, np.int64), np.ones(HOMES - few - 10, np.int64)]
    value = rng.beta(1, 10, HOMES)
    rank = np.empty(HOMES, np.int64)
    rank[np.argsort(-value)] = np.arange(HOMES)
    floors = (Floor(Text("sàn", "floor"), np.arange(few), share=share),)
    hamlet = np.where(np.arange(HOMES) < few, 0, -1)
    return Problem(
        np.arange(HOMES), team, np.full(HOMES, 60.0), value, np.array(hours) * 60.0, rank, np.zeros(HOMES, bool),
        floors, hamlet, hamlet_cap,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "got"),
    [
        ({"few": 2}, 2),  # there are no more such households
        ({"few": 20, "hours": (3.0, 47.0)}, 3),  # their team has no more hours
        ({"few": 20, "hamlet_cap": 4}, 4),  # their hamlet takes no more
    ],
    ids=["households", "hours", "hamlet"],
)
def test_a_floor_that_cannot_be_kept_does_not_cut_the_list_short(asked, got):
    problem = a_province(0.3, **asked)
    plan = allocate(problem)
    assert len(plan.chosen) == len(allocate(replace(problem, floors=())).chosen)
    [short] = plan.relaxed
    assert (short.got, short.asked) == (got, np.ceil(0.3 * len(plan.chosen)))


def test_a_floor_that_can_be_kept_is_asked_for_whole():
    problem = a_province(0.1, few=20)
    assert attainable(problem) is problem
    plan = allocate(problem)
    assert (problem.household[plan.chosen] < 20).sum() >= 0.1 * len(plan.chosen)
    assert plan.relaxed == ()


def test_more_hours_bring_more_visits_though_a_floor_has_no_more_households():
    problem = a_province(0.04, few=2, hours=(10.0, 30.0))
    homes = pl.DataFrame({"risk": problem.value})
    simulator = Simulator(Question(homes, pl.DataFrame(), pl.DataFrame(), problem, by_count=False))
    assert simulator.now().visits == pytest.approx(40)
    assert simulator.with_more({1: 40 * 60.0}).visits == pytest.approx(80)
    assert simulator.now().visits == pytest.approx(40)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**6))
def test_no_more_visits_fit_than_the_cheapest(seed):
    rng = np.random.default_rng(seed)
    minutes = rng.integers(1, 9, HOMES).astype(float)
    problem = replace(a_province(0.1, few=60, hours=(rng.integers(0, 5) / 3, rng.integers(0, 5) / 3)), minutes=minutes)
    some = rng.random(HOMES) < 0.5
    cheapest = sum(
        int((np.cumsum(np.sort(minutes[some & (problem.team == team)])) <= problem.budget[team]).sum())
        for team in range(2)
    )
    assert most_visits(problem, np.flatnonzero(some)) == cheapest
