"""Learning by itself: no look-ahead, the same bits again, no household on both sides, honest where there is nothing."""

import dataclasses
from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from data.synthetic import make_province
from data.synthetic.world import World
from models.evaluation.ranking import average_precision
from models.learning import NothingToLearn, learn
from models.outcome import outcome
from models.splits import splits

WORLD = World(yearly_rate=0.03, signal=1.2)
DATED = ("poverty_assessments", "guardian_events", "child_events", "circumstances", "visits")


@pytest.fixture(scope="module")
def tables():
    return make_province(1_500, seed=8, years=5, world=WORLD).tables


@pytest.fixture(scope="module")
def learned(tables):
    return learn(tables, WORLD.last_day - timedelta(days=90), seed=3)


def bits(learned):
    tables = [s.scores.tobytes() + s.edges.tobytes() for s in learned.model.shapes]
    return [learned.chosen, learned.model.base, *tables, *(p.scores["mean"].tobytes() for p in learned.predictions)]


@pytest.mark.slow
def test_what_is_recorded_after_the_day_changes_no_bit(tables, learned):
    day = learned.splits.as_of
    then = {
        name: frame.filter(pl.col("recorded_on") <= day) if name in DATED else frame for name, frame in tables.items()
    }
    assert sum(len(then[name]) < len(tables[name]) for name in DATED) == len(DATED)
    assert bits(learn(then, day, seed=3)) == bits(learned)


@pytest.mark.slow
def test_every_candidate_predicts_every_test_household_once(learned):
    for year in learned.predictions:
        assert year.household_ids.is_sorted()
        assert year.household_ids.n_unique() == year.households
        assert set(learned.candidates) < set(year.scores)
        assert learned.chosen in learned.candidates
        assert all(np.isfinite(score).all() for score in year.scores.values())


@pytest.mark.slow
def test_on_years_it_had_not_seen_it_does_better_than_chance(learned):
    newest = learned.predictions[-1]
    chance = newest.positive.mean()
    assert average_precision(newest.positive, newest.scores["splines"]) > 1.3 * chance


@pytest.mark.slow
def test_the_mean_risk_is_about_the_newest_years_rate(learned):
    facts = learned.calibration["years"][-1]
    assert facts["observed"] > 0
    assert 0.3 <= learned.calibration["slope"] <= 2.0


@pytest.mark.slow
def test_a_register_without_cases_has_nothing_to_learn(tables):
    empty = {**tables, "circumstances": tables["circumstances"].clear()}
    with pytest.raises(NothingToLearn):
        learn(empty, WORLD.last_day, seed=0)


def test_a_register_that_has_just_begun_has_nothing_to_learn(tables):
    with pytest.raises(NothingToLearn):
        learn(tables, splits(tables, WORLD.last_day).first_day + timedelta(days=300), seed=0)


def test_visits_within_the_year_do_not_make_households_look_safe():
    """Where visits take nine in ten of the hazard away, the plain rate falls; the rate within the exposure much less."""
    world = World(yearly_rate=0.05, visits_per_year=0.5, visit_effect=0.0)
    rates = {}
    for effect in (0.0, 0.9):
        told = dataclasses.replace(world, visit_effect=effect)
        register = make_province(3_000, seed=2, years=4, world=told).tables
        found = outcome(register, told.last_day - timedelta(days=560), told.last_day)
        counted = found["before_visit"].to_numpy()
        exposure = np.where(counted, 1.0, found["exposure"].to_numpy())
        rates[effect] = found["positive"].mean(), counted.sum() / exposure.sum()
    plain, within = (rates[0.9][k] / rates[0.0][k] for k in (0, 1))
    assert plain < within
