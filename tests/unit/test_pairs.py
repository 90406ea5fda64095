"""Pairs of features: found where an interaction was planted, none elsewhere, and everything downstream holds with them."""

import datetime as dt
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from features.catalogue import CATALOGUE
from models.additive import log_odds, mean_of, recalibrated
from models.calibration import Calibration
from models.examples import Examples
from models.explanation.shap_check import agreement
from models.explanation.what_if import what_if
from models.fitting.candidates import MEAN, SPLINES, prepared
from models.fitting.training import training_set
from models.intervals import RefitInterval, interval_of
from models.scorecard import read_scorecard
from models.store import read_model, write_model

pytestmark = pytest.mark.slow
HOUSEHOLDS = 4_000
PAIR = tuple(j for j, f in enumerate(CATALOGUE.values()) if f.kind == "flag" and not f.monotone)[:2]
"""Places of two features that may act both ways."""
ALONE = next(j for j, f in enumerate(CATALOGUE.values()) if f.monotone > 0)
NAMES = tuple(CATALOGUE)


def province(together, seed):
    """Rows of two days over a few features, the others not recorded; ``together`` is what two say only both."""
    chance = np.random.default_rng(seed)
    values = np.full((2 * HOUSEHOLDS, len(CATALOGUE)), np.nan, dtype=np.float32, order="F")
    told = [*PAIR, ALONE, *range(90, 100)]
    values[:, told] = chance.integers(0, 2, (len(values), len(told)))
    values[:, ALONE] = chance.integers(0, 4, len(values))
    known = np.nan_to_num(values)
    unlike = (known[:, PAIR[0]] != known[:, PAIR[1]]) - 0.5
    true = -2.6 + 0.4 * (known[:, ALONE] - 1.5) + together * unlike
    values[chance.random(values.shape) < 0.05] = np.nan
    ids = pl.Series([f"H{k % HOUSEHOLDS}" for k in range(len(values))])
    rows = Examples(
        (dt.date(2022, 1, 1), dt.date(2024, 1, 1)), values, chance.random(len(true)) < 1 / (1 + np.exp(-true)),
        np.ones(len(true)), (np.arange(len(true)) >= HOUSEHOLDS).astype(np.int16), ids,
    )  # fmt: skip
    return prepared(training_set(rows, read_scorecard(), 0), 100, read_scorecard(), 0), rows


@pytest.fixture(scope="module")
def planted():
    return province(2.5, seed=4)


@pytest.fixture(scope="module")
def model(planted):
    ready, _ = planted
    return replace(ready.one(ready.data, MEAN), interval=interval_of(ready, Calibration(0.9, 0.1, 0.02, 0.05, ())))


def test_a_planted_pair_is_found(planted):
    ready, rows = planted
    assert ready.choices.pairs == (tuple(NAMES[j] for j in PAIR),)
    alone = replace(ready, choices=replace(ready.choices, pairs=()))
    values = rows.values.astype(np.float64)
    with_pair, without = (log_odds(r.one(r.data, SPLINES), values) for r in (ready, alone))
    assert loss(rows.positive, with_pair) < loss(rows.positive, without)


def loss(positive, shown):
    return float(np.mean(np.logaddexp(0, shown) - positive * shown))


@pytest.mark.parametrize("seed", range(3))
def test_where_nothing_acts_together_there_is_no_pair(seed):
    assert province(0.0, seed)[0].choices.pairs == ()


def test_a_pair_carries_no_main_effect_and_nothing_where_a_side_is_not_recorded(planted, model):
    _, rows = planted
    first, second = (rows.values[:, j].astype(np.float64) for j in PAIR)
    part = model.pairs[0].contributions(first, second)
    assert not part[np.isnan(first) | np.isnan(second)].any()
    assert np.ptp(part) > 1.0
    for side in (first, second):
        for value in (0.0, 1.0):
            known = (side == value) & ~np.isnan(first + second)
            assert abs(part[known].mean()) < 0.02  # levelled weights, not these, are what it is purified by


def test_contributions_with_a_pair_agree_with_shap(planted, model):
    values = planted[1].values.astype(np.float64)
    held = agreement(model, values[:3], values[10:14])
    assert max(held.largest_difference, held.largest_difference_from_nothing) < 1e-6


def test_a_model_with_a_pair_reads_back_to_the_bit_with_its_interval(planted, model, tmp_path):
    values = planted[1].values[:200].astype(np.float64)
    write_model(model, tmp_path / "model", {})
    back = read_model(tmp_path / "model").score(values)
    scored = model.score(values)
    for name in ("contributions", "log_odds", "log_odds_low", "log_odds_high"):
        assert getattr(back, name).tobytes() == getattr(scored, name).tobytes()
    np.testing.assert_allclose(scored.base + scored.contributions.sum(axis=1), scored.log_odds, atol=1e-9)


def test_an_interval_knows_of_the_pair(model, planted):
    values = planted[1].values[:500].astype(np.float64)
    assert isinstance(model.interval, RefitInterval)
    shown = log_odds(model, values)
    blind = replace(model.interval, pairs=())
    both = ~np.isnan(values[:, PAIR[0]] + values[:, PAIR[1]])
    differs = model.interval.standard_deviation(values, shown) != blind.standard_deviation(values, shown)
    assert differs[both].all()
    assert not differs[~both].any()


def test_what_if_moves_both_sides_of_a_pair(planted, model):
    values = planted[1].values.astype(np.float64)
    row = next(v for v in values if v[PAIR[0]] == 1 and v[PAIR[1]] == 1)
    first, second = (NAMES[j] for j in PAIR)
    found = what_if("H1", model, row, {first: 0.0}, np.zeros(3), CATALOGUE)
    moved = {change.feature: change.contribution_after - change.contribution_before for change in found.changes}
    assert moved.keys() == {first, second}
    assert sum(moved.values()) == pytest.approx(found.log_odds_after - found.log_odds_before, abs=1e-9)


def test_a_mean_and_a_calibrated_model_keep_their_pairs(planted, model):
    values = planted[1].values[:300].astype(np.float64)
    shown = log_odds(model, values)
    plain = replace(model, pairs=())
    expected = (shown + log_odds(plain, values)) / 2
    np.testing.assert_allclose(log_odds(mean_of("mean", [model, plain]), values), expected, atol=1e-12)
    np.testing.assert_allclose(log_odds(recalibrated(model, 0.5, 1.0), values), 1.0 + 0.5 * shown, atol=1e-12)
