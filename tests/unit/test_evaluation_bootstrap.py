"""Resampling households and communes: what is drawn, how intervals follow, and how far they can be trusted."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from models.evaluation.bootstrap import drawn, percentile_interval, replicated, resampled, units_of
from models.evaluation.predictions import TestPredictions


def day_of(ids, communes, positive, year=2024, **scores):
    hits = np.array(positive, dtype=bool)
    kept = {name: np.array(score, dtype=float) for name, score in scores.items()}
    return TestPredictions(date(year, 1, 1), pl.Series(ids, dtype=pl.String), pl.Series(communes), hits, hits, kept)


def invented(households, rate, rng, communes=20, year=2024):
    strain = rng.normal(size=households)
    positive = rng.random(households) < rate * np.exp(strain - 0.5)
    noise = rng.normal(size=(2, households))
    ids = [f"H{k:05d}" for k in range(households)]
    where = pl.Series(rng.integers(communes, size=households)).cast(pl.String)
    return day_of(ids, where, positive, year, good=strain + noise[0], blind=noise[1])


def recall(counted):
    return counted.recall_at(0.1)


def test_a_household_is_drawn_in_all_years_or_in_none():
    first = day_of(["H1", "H2", "H3"], ["C1", "C1", "C2"], [1, 0, 0], s=[3, 2, 1])
    second = day_of(["H2", "H3", "H4"], ["C1", "C2", "C2"], [1, 0, 0], 2025, s=[3, 2, 1])
    for one, other in resampled([first, second], "household", resamples=20):
        assert list(one[1:]) == list(other[:2])
        assert one[0] + other.sum() == 4
    for one, other in resampled([first, second], "commune", resamples=20):
        assert one[0] == one[1] == other[0]
        assert one[0] + one[2] == 2


def test_what_is_drawn_depends_on_ids_and_seed_not_on_the_order_of_rows():
    ids = pl.Series(["H1", "H2", "H3", "H4"])
    straight, turned = next(drawn([ids], 1, seed=5))[0], next(drawn([ids.reverse()], 1, seed=5))[0]
    assert list(straight) == list(turned[::-1])


def test_few_communes_are_not_drawn():
    assert units_of([pl.Series(["C1", "C2"])]) == ("household",)
    assert units_of([pl.Series([f"C{k}" for k in range(10)])]) == ("household", "commune")


def test_a_difference_is_paired_and_narrower_than_its_parts():
    rng = np.random.default_rng(7)
    prediction = invented(3000, 0.05, rng)
    prediction.scores["better"] = prediction.scores["good"] + 0.05 * rng.normal(size=3000)
    found = replicated([prediction], {"recall": recall}, resamples=100)
    spread = found.interval("good", "recall")
    assert found.standard_error("better", "good", "recall") < (spread.high - spread.low) / 3.3 / 2
    value, draws = found.difference("good", "good", "recall")
    assert value == 0
    assert all((d == 0).all() for d in draws.values())


def test_means_are_over_the_days_that_have_the_score():
    one = day_of(["H1", "H2"], ["C1", "C1"], [1, 0], a=[2, 1], b=[1, 2])
    other = day_of(["H1", "H2"], ["C1", "C1"], [1, 0], 2025, a=[1, 2])
    found = replicated([one, other], {"half": lambda counted: counted.recall_at(0.5)}, resamples=5)
    assert found.mean("a", "half")[0] == 0.5
    assert found.mean("b", "half")[0] == 0.0
    assert found.difference("a", "b", "half")[0] == 1.0
    assert found.on_day(1, "a", "half").value == 0.0


def test_a_figure_without_meaning_has_no_interval():
    assert np.isnan(percentile_interval(np.nan, np.ones(5)).low)
    assert percentile_interval(1.0, np.array([np.nan, 1.0, 1.0])).high == 1.0


@pytest.mark.slow
def test_nine_in_ten_intervals_hold_the_true_recall():
    rng = np.random.default_rng(11)
    truth = replicated([invented(200_000, 0.05, rng)], {"recall": recall}, resamples=1).mean("good", "recall")[0]
    held = 0
    for _ in range(100):
        estimate = replicated([invented(3000, 0.05, rng)], {"recall": recall}, resamples=200).interval("good", "recall")
        held += estimate.low <= truth <= estimate.high
    assert 84 <= held <= 99
