"""What every fitted model keeps: exact tables, centred, monotone where declared, nothing for what isn't recorded."""

import datetime as dt

import numpy as np
import polars as pl
import pytest

from features.catalogue import CATALOGUE
from models.additive import bin_weights, log_odds, mean_of
from models.calibration import Year, calibration_of
from models.examples import Examples
from models.fitting.boosted import fit_boosted, taken_apart
from models.fitting.candidates import Candidates
from models.fitting.splines import estimated_variances
from models.fitting.training import training_set
from models.fitting.tuning import Choices
from models.intervals import RefitInterval, interval_of
from models.scorecard import read_scorecard

ROWS, HOUSEHOLDS = 4_000, 2_000
USED = (0, 23, 40, 60)
"""Places of the features that the truth speaks of."""


WAYS = [feature.monotone or 1 for feature in CATALOGUE.values()]


def truth(values):
    """The true log-odds; what goes one way by its declaration does so here."""
    known = np.nan_to_num(values[:, USED] - 0.5)
    return -2.5 + known @ (np.array([2.0, 1.5, 1.2, 1.7]) * [WAYS[j] for j in USED])


@pytest.fixture(scope="module")
def rows():
    """Rows of two days over all features, of which four say something; a tenth isn't recorded."""
    chance = np.random.default_rng(5)
    values = chance.integers(0, 3, (ROWS, len(CATALOGUE))).astype(np.float32) / 2
    values[:, 1] = chance.normal(size=ROWS)
    values[:, 2] = np.nan
    values[:, 3] = 1.0
    values[chance.random(values.shape) < 0.1] = np.nan
    positive = chance.random(ROWS) < 1 / (1 + np.exp(-truth(values)))
    ids = pl.Series([f"H{k % HOUSEHOLDS}" for k in range(ROWS)])
    days = (dt.date(2022, 1, 1), dt.date(2024, 1, 1))
    origin = (np.arange(ROWS) >= HOUSEHOLDS).astype(np.int16)
    return Examples(days, np.asfortranarray(values), positive, np.ones(ROWS), origin, ids)


@pytest.fixture(scope="module")
def ready(rows):
    data = training_set(rows, read_scorecard(), 0)
    variances, start = estimated_variances(data.problem)
    return Candidates(data, variances, start, Choices(looseness=1.0, trees=40), read_scorecard(), 0)


@pytest.fixture(scope="module")
def fitted(ready):
    return ready.fitted(ready.data)


LEARNED = ("splines", "boosted", "ebm", "mean", "mean_of_three")


@pytest.mark.parametrize("name", LEARNED)
def test_not_recorded_adds_nothing_and_tables_are_centred(name, fitted, ready):
    model, data = fitted[name], ready.data
    nothing = np.full((1, len(model.features)), np.nan)
    assert log_odds(model, nothing)[0] == model.base
    for j, (shape, axis) in enumerate(zip(model.shapes, data.grid.axes, strict=True)):
        found = shape.contributions(axis.inside())
        weights = bin_weights(axis, data.codes[:, j], data.weight)
        assert abs(weights @ found) < 1e-6 * max(weights.sum(), 1)


@pytest.mark.parametrize("name", LEARNED)
def test_tables_go_the_declared_way(name, fitted, ready):
    for shape, axis in zip(fitted[name].shapes, ready.data.grid.axes, strict=True):
        plain = shape.contributions(axis.inside())[axis.special :]
        assert (np.diff(plain) * CATALOGUE[shape.feature].monotone >= -1e-12).all()


@pytest.mark.parametrize("name", LEARNED)
def test_what_says_something_is_found_and_what_is_empty_or_constant_says_nothing(name, fitted, rows):
    model = fitted[name]
    assert not model.shapes[2].scores.any()
    assert not model.shapes[3].scores.any()
    found = log_odds(model, rows.values.astype(np.float64))
    assert np.corrcoef(found, truth(rows.values))[0, 1] > 0.85


def test_contributions_add_up(fitted, rows):
    scored = fitted["mean"].score(rows.values[:500].astype(np.float64))
    np.testing.assert_allclose(scored.base + scored.contributions.sum(axis=1), scored.log_odds, atol=1e-9)


def test_trees_are_taken_apart_exactly(ready):
    data = ready.data
    boosted = fit_boosted(data.codes, data.positive, data.weight, 40, 0)
    base, tables, missing = taken_apart(boosted, data.grid)
    total = np.full(len(data.codes), base)
    for j, table in enumerate(tables):
        total += np.append(table, missing[j])[data.codes[:, j]]
    np.testing.assert_allclose(total, boosted.log_odds(data.codes), atol=1e-10)


@pytest.mark.slow
def test_the_order_of_rows_changes_no_prediction(rows, ready, fitted):
    order = np.random.default_rng(1).permutation(ROWS)
    data = training_set(rows.take(np.ones(ROWS, bool)), read_scorecard(), 0)
    moved = Candidates(data.take(order), ready.variances, ready.start, ready.choices, ready.scorecard, 0)
    other = moved.fitted(moved.data)
    values = rows.values[:300].astype(np.float64)
    for name in LEARNED:
        np.testing.assert_allclose(log_odds(other[name], values), log_odds(fitted[name], values), atol=1e-6)


@pytest.mark.slow
def test_the_same_rows_give_the_same_bits(ready, fitted):
    again = ready.fitted(ready.data)
    for name in LEARNED:
        for one, other in zip(again[name].shapes, fitted[name].shapes, strict=True):
            assert one.scores.tobytes() == other.scores.tobytes()


def test_the_mean_is_the_mean(fitted, rows):
    values = rows.values[:100].astype(np.float64)
    both = [fitted["splines"], fitted["boosted"]]
    expected = sum(log_odds(m, values) for m in both) / 2
    np.testing.assert_allclose(log_odds(mean_of("mean", both), values), expected, atol=1e-12)


def year(chance, slope, level, n=20_000):
    x = chance.normal(-4, 1, n)
    y = (chance.random(n) < 1 / (1 + np.exp(-(level + slope * x)))).astype(float)
    return Year("2024", x, y, np.ones(n))


def test_calibration_finds_slope_and_the_newest_level():
    chance = np.random.default_rng(2)
    found = calibration_of([year(chance, 0.7, -0.5), year(chance, 0.7, 0.1), year(chance, 0.7, 0.3)])
    assert found.slope == pytest.approx(0.7, abs=0.08)
    told = found.by_year[-1]
    assert told["level"] == pytest.approx(found.intercept)
    assert found.by_year[0]["observed_to_expected"] < found.by_year[2]["observed_to_expected"]


def test_with_few_outcomes_the_slope_stays_near_one():
    chance = np.random.default_rng(3)
    found = calibration_of([year(chance, 0.4, -2.0, n=300)])
    assert 0.5 < found.slope < 1.2


@pytest.fixture(scope="module")
def interval(ready):
    return interval_of(ready, calibration_of([year(np.random.default_rng(4), 1.0, 0.0)]))


def test_an_interval_reads_back_and_covers_what_is_true(interval, fitted, rows):
    values = rows.values.astype(np.float64)
    found = log_odds(fitted["splines"], values)
    low, high = interval.bounds(values, found)
    again = RefitInterval.from_tables(interval.to_tables()).bounds(values, found)
    np.testing.assert_array_equal(again, (low, high))
    covered = np.mean((low <= truth(rows.values)) & (truth(rows.values) <= high))
    assert 0.8 < covered <= 1.0
    assert np.median(high - low) < 3.0
