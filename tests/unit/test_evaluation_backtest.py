"""The backtest: what its summary holds, and that it claims skill only where there is some."""

import json

import numpy as np
import pytest
from predicted import CANDIDATES, invented_communes, invented_years

from models.evaluation.backtest import UPPERS, backtest
from models.evaluation.baselines import BASELINES
from models.evaluation.bootstrap import replicated
from models.evaluation.skill import skill_of
from models.fitting.candidates import UNRESTRICTED

SUMMARY = [
    *(f"recall_at_{share}pct{end}" for share in (1, 2, 5, 10) for end in ("", "_low", "_high")),
    *("average_precision", "brier", "calibration_slope", "calibration_intercept", "origins"),
]


@pytest.fixture(scope="module")
def with_signal():
    years = invented_years(4000, seed=1, rate=0.06)
    for year in years:
        year.scores["unrestricted"] = year.scores["splines"] + 0.01
    return years, backtest(years, "splines", invented_communes(), capacity_share=0.03, resamples=25)


def test_the_summary_is_the_one_of_the_interfaces(with_signal):
    _, found = with_signal
    told = found.summary()
    assert list(told) == SUMMARY
    assert told["origins"] == ["2022-06-30", "2023-06-30", "2024-06-30"]
    for share in (1, 2, 5, 10):
        low, value, high = (told[f"recall_at_{share}pct{end}"] for end in ("_low", "", "_high"))
        assert low < value < high
    assert told["recall_at_1pct"] < told["recall_at_10pct"]
    assert told["calibration_slope"] == pytest.approx(1, abs=0.25)


def test_the_whole_of_it_is_plain_json(with_signal):
    _, found = with_signal
    assert json.loads(json.dumps(found.as_json(), allow_nan=False))["chosen"] == "splines"


def test_every_order_stands_beside_the_others_with_and_without_what_no_visit_prevents(with_signal):
    years, found = with_signal
    assert {s.name for s in found.scores} == set(years[0].scores)
    kinds = {s.name: s.kind for s in found.scores}
    assert kinds["unrestricted"] == "upper"
    assert {n for n, k in kinds.items() if k == "baseline"} == set(BASELINES) - {"past_practice"}
    model, random = found.of("splines"), found.of("random_order")
    assert model.mean["recall_at_2pct"].value > random.mean["recall_at_2pct"].value
    assert random.mean["recall_at_2pct"].value == pytest.approx(0.02)
    assert random.mean["lift_at_capacity"].value == pytest.approx(1.0)
    assert model.preventable["lift_at_2pct"].value == pytest.approx(model.mean["lift_at_2pct"].value, rel=0.2)
    assert list(model.years) == ["2022-06-30", "2023-06-30", "2024-06-30"]
    mean = np.mean([y["recall_at_5pct"].value for y in model.years.values()])
    assert model.mean["recall_at_5pct"].value == pytest.approx(mean)


def test_skill_is_the_lift_over_the_best_simple_order(with_signal):
    _, found = with_signal
    assert found.skill
    assert found.lift_over_best.gain.low > 0
    lifts = {s.name: s.mean["lift_at_2pct"].value for s in found.scores if s.kind == "baseline"}
    best = max(lifts, key=lifts.get)
    assert found.lift_over_best.best_baseline == best
    assert found.lift_over_best.gain.value == pytest.approx(
        found.of("splines").mean["lift_at_2pct"].value - lifts[best]
    )


@pytest.mark.slow
def test_a_handful_of_outcomes_is_no_skill():
    years = invented_years(500, seed=2, rate=0.01)
    for year in years:
        year.positive[:] = False
        year.positive[:3] = True
        year.scores["splines"][:3] = 9.0
    found = backtest(years, "splines", invented_communes(), resamples=20)
    assert found.of("splines").mean["recall_at_1pct"].value == 1.0
    assert not found.skill


def test_no_outcome_at_all_leaves_figures_without_meaning():
    years = invented_years(300, seed=3)
    for year in years:
        year.positive[:] = False
        year.preventable[:] = False
    told = backtest(years, "splines", invented_communes(), resamples=5).summary()
    assert told["recall_at_2pct"] is None
    assert told["calibration_slope"] is None


def test_the_upper_comparison_of_learning_is_no_candidate():
    assert UPPERS == (UNRESTRICTED,)


def test_no_test_day_is_an_error():
    with pytest.raises(ValueError, match="no test day"):
        backtest([], "splines", invented_communes())


@pytest.mark.slow
def test_luck_is_not_taken_for_skill():
    """The candidate that looks best on the very test years is chosen: the least favourable way to choose."""
    claimed = 0
    for seed in range(40):
        years = invented_years(3000, seed, signal=0)
        found = replicated(years, {"lift": lambda counted: counted.lift_at(0.02)}, resamples=200)
        chosen = max(CANDIDATES, key=lambda name: found.mean(name, "lift")[0])
        claimed += skill_of(found, "lift", chosen, tuple(BASELINES), outcomes=180).skill
    assert claimed <= 2


@pytest.mark.slow
def test_skill_is_seen_where_there_is_some():
    seen = 0
    for seed in range(10):
        years = invented_years(10_000, seed)
        found = replicated(years, {"lift": lambda counted: counted.lift_at(0.02)}, resamples=200)
        seen += skill_of(found, "lift", "splines", tuple(BASELINES), outcomes=600).skill
    assert seen >= 9
