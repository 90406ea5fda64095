"""Exploration: chances kept exactly, hours never exceeded, thin recording looked at, and honest estimates from it."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.explore import (
    cells_of,
    chance_hash,
    drawn,
    frame_of,
    ordered_pivotal,
    places_left,
    places_set_aside,
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
    cells = cells_of(problem, frame, None)
    chance = propensities(problem, frame, cells, weights, 0.3)
    draws, count = 1000, np.zeros(len(problem.household))
    for seed in range(draws):
        count[drawn(problem, frame, cells, chance, chance_hash(IDS, seed))] += 1
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
    cells = cells_of(problem, frame, None)
    chance = propensities(problem, frame, cells, np.ones(problem.households), share)
    sample = drawn(problem, frame, cells, chance, chance_hash(IDS, seed))
    used = np.bincount(problem.team[sample], problem.minutes[sample], len(problem.budget))
    assert (used <= set_aside(problem, share) + 1e-9).all()
    for team in range(len(problem.budget)):
        mine = problem.team[frame] == team
        assert abs((problem.team[sample] == team).sum() - chance[mine].sum()) < 1


def with_hamlets(seed, cap):
    """Forty hamlets with a limit, some households without one; each household can be reached by two teams."""
    rng = np.random.default_rng(seed)
    n = len(IDS)
    household, first = np.repeat(np.arange(n), 2), rng.integers(0, 4, n)
    team = np.column_stack([first, (first + rng.integers(1, 4, n)) % 4]).ravel()
    minutes = rng.integers(60, 150, 2 * n).astype(float)
    value = np.sort(rng.beta(1, 20, n))[::-1] + 1e-6
    hamlet = rng.integers(-1, 40, n)
    budget = np.array([3000.0, 2000.0, 4000.0, 900.0])
    mandatory = rng.random(n) < 0.05
    return Problem(household, team, minutes, value, budget, np.arange(n), mandatory, (), hamlet, cap)


def a_draw(problem, listed, weights, share):
    frame = frame_of(problem, listed, share)
    cells = cells_of(problem, frame, places_left(problem, listed))
    return frame, cells, propensities(problem, frame, cells, weights, share)


@pytest.mark.slow
@pytest.mark.parametrize("cap", [1, 2, 5])
def test_chances_are_exact_under_a_hamlets_limit_too(cap):
    problem = with_hamlets(1, cap)
    listed = np.arange(problem.households) < 25
    frame, cells, chance = a_draw(problem, listed, 1.0 + np.arange(problem.households) % 3, 0.45)
    draws, count = 1000, np.zeros(len(problem.household))
    for seed in range(draws):
        count[drawn(problem, frame, cells, chance, chance_hash(IDS, seed))] += 1
    spread = np.sqrt(np.maximum(chance * (1 - chance), 1e-9) / draws)
    assert chance.sum() > 10
    assert (np.abs(count[frame] / draws - chance) < 5 * spread + 1e-9).all()
    assert count.sum() == count[frame].sum()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 8), st.floats(0.01, 0.5), st.integers(0, 80), st.floats(1, 9))
def test_a_draw_keeps_each_hamlets_limit_and_the_hours(seed, cap, share, first, factor):
    problem = with_hamlets(seed % 11, cap)
    listed = np.zeros(problem.households, bool)
    room = problem.places - places_set_aside(problem, share)
    for home in np.r_[np.flatnonzero(problem.mandatory), np.arange(first)]:
        hamlet = problem.hamlet[home]
        if not listed[home] and (hamlet < 0 or room[hamlet] > 0):
            listed[home] = True
            room[hamlet] -= hamlet >= 0
    weights = np.where(np.arange(problem.households) % 2, 1.0, factor)
    frame, cells, chance = a_draw(problem, listed, weights, share)
    sample = drawn(problem, frame, cells, chance, chance_hash(IDS, seed))
    homes = problem.household[sample]
    assert len(set(homes)) == len(homes)
    assert not listed[homes].any()
    others = problem.by_hamlet(np.flatnonzero(listed | problem.mandatory))
    assert (problem.by_hamlet(homes) <= np.maximum(problem.places - others, 0)).all()
    used = np.bincount(problem.team[sample], problem.minutes[sample], len(problem.budget))
    assert (used <= set_aside(problem, share) + 1e-9).all()
    for cell, places in enumerate(cells.places):
        expected = chance[cells.cell == cell].sum()
        assert expected <= places + 1e-9
        assert abs(np.isin(frame[cells.cell == cell], sample).sum() - expected) < 1 + 1e-9


def test_hamlets_keep_a_place_for_the_draw_but_none_of_a_mandatory_visits():
    hamlet, mandatory = np.repeat([0, 1, 2], 6), np.zeros(18, bool)
    mandatory[6:11] = mandatory[12:14] = True
    n = np.arange(18)
    problem = Problem(n, n * 0, n + 60.0, n + 1.0, np.array([900.0]), n, mandatory, (), hamlet, 5)
    assert places_set_aside(problem, 0.3).tolist() == [2, 0, 2]
    assert places_left(problem, n < 4).tolist() == [1, 0, 3]


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
