"""Exploration: chances kept exactly, hours never exceeded, thin recording looked at, and honest estimates from it."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.explore import (
    chance_hash,
    drawn,
    frame_of,
    ordered_pivotal,
    propensities,
    set_aside,
    thinness_weights,
)
from outreach.missed import what_the_list_misses
from outreach.problem import Problem

IDS = [f"H{i:05d}" for i in range(400)]


def a_problem(seed=0):
    rng = np.random.default_rng(seed)
    n = len(IDS)
    team = rng.integers(0, 4, n)
    minutes = rng.integers(60, 150, n).astype(float)
    value = np.sort(rng.beta(1, 20, n))[::-1] + 1e-6
    budget = np.array([3000.0, 2000.0, 4000.0, 900.0])
    return Problem(np.arange(n), team, minutes, value, budget, np.arange(n), np.zeros(n, bool))


@pytest.mark.slow
def test_in_many_draws_each_household_comes_as_often_as_its_chance_says():
    problem = a_problem()
    listed = np.arange(problem.households) < 60
    frame = frame_of(problem, listed, 0.3)
    weights = np.where(problem.team == 1, 2.0, 1.0)
    chance = propensities(problem, frame, weights, 0.3)
    draws, count = 1000, np.zeros(len(problem.household))
    for seed in range(draws):
        count[drawn(problem, frame, chance, chance_hash(IDS, seed))] += 1
    expected = np.zeros(len(problem.household))
    expected[frame] = chance
    spread = np.sqrt(np.maximum(expected * (1 - expected), 1e-9) / draws)
    assert (np.abs(count / draws - expected) < 5 * spread + 1e-9).all()
    assert count[listed].sum() == 0


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.floats(0.01, 0.5))
def test_what_is_set_aside_always_holds_the_draw(seed, share):
    problem = a_problem(seed % 7)
    frame = frame_of(problem, np.zeros(problem.households, bool), share)
    chance = propensities(problem, frame, np.ones(problem.households), share)
    sample = drawn(problem, frame, chance, chance_hash(IDS, seed))
    used = np.bincount(problem.team[sample], problem.minutes[sample], len(problem.budget))
    assert (used <= set_aside(problem, share) + 1e-9).all()
    for team in range(len(problem.budget)):
        mine = problem.team[frame] == team
        assert abs((problem.team[sample] == team).sum() - chance[mine].sum()) < 1


def test_the_same_seed_draws_the_same_and_another_seed_another():
    chance = np.full(len(IDS), 0.1)
    first = ordered_pivotal(chance, chance_hash(IDS, 1))
    assert (first == ordered_pivotal(chance, chance_hash(IDS, 1))).all()
    assert set(first) != set(ordered_pivotal(chance, chance_hash(IDS, 2)))
    assert len(first) == pytest.approx(chance.sum())


def test_thin_recording_raises_the_chance_up_to_the_factor():
    completeness = pl.DataFrame({"commune_code": ["full", "middle", "thin"], "completeness": [1.0, 0.7, 0.2]})
    weights = thinness_weights(pl.Series(["full", "middle", "thin", "unknown"]), completeness, 4.0)
    assert weights.tolist() == [1.0, 2.0, 4.0, 4.0]


def test_estimates_cover_the_truth_and_say_when_they_cannot():
    rng = np.random.default_rng(5)
    size, covered, rounds = 4000, 0, 60
    truth = rng.random(size) < 0.06
    chance = np.where(np.arange(size) % 2, 0.16, 0.08)
    for _ in range(rounds):
        sample = rng.random(size) < chance
        met_at_home = rng.random(sample.sum()) < 0.85
        findings = pl.DataFrame(
            {"propensity": chance[sample], "reached": met_at_home, "found": truth[sample] & met_at_home}
        )
        told = what_the_list_misses(findings, size, 0.05)
        assert told.enough
        covered += told.low <= truth.mean() <= told.high
    assert covered / rounds > 0.85
    few = pl.DataFrame({"propensity": [0.1] * 12, "reached": [True] * 12, "found": [False] * 12})
    told = what_the_list_misses(few, 1000, 0.02)
    assert not told.enough
    assert told.needed == 250 - 12
    assert told.high > 0.1


def test_a_chance_of_nothing_is_refused():
    with pytest.raises(ValueError, match="propensities"):
        what_the_list_misses(pl.DataFrame({"propensity": [0.0], "reached": [True], "found": [False]}), 10, 0.1)
