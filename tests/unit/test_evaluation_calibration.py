"""Calibration, its clusters, decision curves and the model that never saw a remote household."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression

from models.evaluation.calibration import calibration, recalibration
from models.evaluation.clusters import clusters_of
from models.evaluation.decision_curves import decision_curve
from models.evaluation.in_turn import calibrated_in_turn
from models.evaluation.leave_remote_out import leave_remote_out
from models.evaluation.predictions import TestPredictions


def drawn(households, *, seed, slope=1.0, shift=0.0, spread=1.0, rate=0.05, year=2024):
    """Households whose true log-odds are shift + slope × what was predicted."""
    rng = np.random.default_rng(seed)
    predicted = logit(rate) + spread * rng.normal(size=households)
    positive = rng.random(households) < expit(shift + slope * predicted)
    communes = pl.Series([f"C{k % 20:02d}" for k in range(households)])
    ids = pl.Series([f"H{k:06d}" for k in range(households)])
    return TestPredictions(date(year, 1, 1), ids, communes, positive, positive, {"model": predicted})


def judged(prediction, resamples=20):
    return calibration(
        [prediction], "model", [np.zeros(prediction.households, dtype=np.int64)], ["all"], resamples=resamples
    )


def test_what_was_predicted_rightly_has_slope_one_and_intercept_zero():
    found = judged(drawn(40_000, seed=1))
    for figure, right in ((found.slope, 1), (found.intercept, 0), (found.observed_expected, 1)):
        assert figure.low <= right <= figure.high


@pytest.mark.parametrize(("slope", "shift"), [(0.5, -1.5), (1.6, 1.0)])
def test_slope_is_that_of_logistic_recalibration(slope, shift):
    prediction = drawn(20_000, seed=2, slope=slope, shift=shift)
    exact = LogisticRegression(C=np.inf).fit(prediction.scores["model"][:, None], prediction.positive)
    assert judged(prediction, 2).slope.value == pytest.approx(exact.coef_.item(), rel=0.01)


def test_the_level_of_one_cell_by_hand():
    # Log-odds 0 everywhere, three of four come: the level is ln 3 too low.
    _, level = recalibration(np.zeros(1), np.array([[40.0]]), np.array([[30.0]]))
    assert level.item() == pytest.approx(np.log(3))
    assert np.isnan(recalibration(np.zeros(1), np.array([[40.0]]), np.array([[4.0]]))[1]).all()


def test_brier_score_and_curve_are_those_of_the_rows():
    prediction = drawn(5_000, seed=3)
    risk = expit(prediction.scores["model"])
    found = judged(prediction, 2)
    assert found.brier.value == pytest.approx(np.mean((risk - prediction.positive) ** 2), rel=1e-9)
    assert found.observed_expected.value == pytest.approx(prediction.positive.sum() / risk.sum(), rel=1e-9)
    assert sum(b.households for b in found.curve) == 5_000
    assert [b.predicted for b in found.curve] == sorted(b.predicted for b in found.curve)
    assert sum(b.outcomes for b in found.curve) == prediction.positive.sum()


def test_years_apart_show_a_shift_that_both_together_hide():
    years = [drawn(20_000, seed=4, shift=0.5), drawn(20_000, seed=5, shift=-0.6, year=2025)]
    places = [np.zeros(20_000, dtype=np.int64)] * 2
    found = calibration(years, "model", places, ["all"], resamples=20)
    assert [y.intercept.value for y in found.years] == pytest.approx([0.5, -0.6], abs=0.1)
    assert found.years[0].observed_expected.low > 1 > found.years[1].observed_expected.high


def test_clusters_expect_enough_and_keep_regions_apart_where_they_can():
    # Each commune of 250 households at 4 % expects 10.
    n = 5000
    ids, codes = pl.Series([f"H{k:06d}" for k in range(n)]), pl.Series([f"C{k % 20:02d}" for k in range(n)])
    score = np.full(n, logit(0.04))
    prediction = TestPredictions(date(2024, 1, 1), ids, codes, np.zeros(n, bool), np.zeros(n, bool), {"model": score})
    communes = pl.DataFrame(
        {
            "commune_code": [f"C{k:02d}" for k in range(20)],
            "region": ["1"] * 9 + ["2"] * 2 + ["3"] * 9,
            "travel_min_centre": list(range(20)),
        }
    )
    clusters = clusters_of(communes, [prediction], "model", fewest=40)
    size = np.bincount(clusters.places(codes)) / 250
    assert (size >= 4).all()
    assert size.sum() == 20
    assert clusters.of["C00"] != clusters.of["C19"]
    assert clusters.of["C09"] == clusters.of["C10"]


def test_nothing_is_worth_more_than_an_order_that_knows_the_outcome():
    prediction = drawn(4_000, seed=6)
    prediction.scores["knows"] = np.where(prediction.positive, 6.0, -6.0)
    prediction.scores["blind"] = np.zeros(4_000)
    curve = decision_curve([prediction], "model", ["knows", "blind"], resamples=10)
    for point in curve:
        assert point.others["blind"] <= point.net_benefit.value <= point.others["knows"]
    # A threshold of a half of the rate lets nearly everybody in; by definition all are worth (rate - t) / (1 - t).
    rate, first = prediction.positive.mean(), curve[0]
    assert first.everybody == pytest.approx((rate - first.threshold) / (1 - first.threshold))


def test_a_model_that_never_saw_remote_households_is_judged_among_them():
    rng = np.random.default_rng(8)
    signal, remote = rng.normal(size=6000), rng.random(6000) < 0.4
    day = drawn(6000, seed=9)
    day.positive[:] = rng.random(6000) < expit(-2 + signal)
    day.scores["model"] = -2 + signal
    found = leave_remote_out(day, "model", -2 + signal + rng.normal(scale=0.05, size=6000), remote)
    assert (found.households, found.positives) == (remote.sum(), day.positive[remote].sum())
    assert found.enough
    assert found.recall_untrained == pytest.approx(found.recall_trained, abs=0.05)
    blind = leave_remote_out(day, "model", rng.normal(size=6000), remote)
    assert blind.precision_untrained < 0.7 * blind.precision_trained
    raised = leave_remote_out(day, "model", -2 + signal, remote, intercept=0.7)
    assert raised.observed_expected_trained < 0.8 * found.observed_expected_trained
    assert leave_remote_out(day, "model", signal, np.zeros(6000, bool)) is None


def test_each_year_is_calibrated_on_the_others_and_keeps_its_order():
    years = [drawn(20_000, seed=k, slope=0.6, shift=-1.0, year=2020 + k) for k in (1, 2, 3)]
    turned = calibrated_in_turn(years, ["model"])
    raw, found = judged(years[2]), judged(turned[2])
    assert raw.slope.value == pytest.approx(0.6, abs=0.1)
    assert found.slope.value == pytest.approx(1, abs=0.15)
    assert found.observed_expected.value == pytest.approx(1, abs=0.15)
    order = np.argsort(years[2].scores["model"])
    assert (np.diff(turned[2].scores["model"][order]) >= 0).all()


def test_a_single_year_is_judged_as_it_is():
    year = drawn(500, seed=1)
    assert calibrated_in_turn([year], ["model"])[0].scores["model"] is year.scores["model"]
