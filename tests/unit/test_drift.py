"""Drift: calm where nothing moved, loud where something did, silent where there is too little to say."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.drift import SCORE, VERDICTS, drift, drift_of, same_season, season_gap, stability_index

RNG = np.random.default_rng(1)
USUAL = RNG.normal(size=5000)


def test_two_shares_by_hand():
    # Half and half become nine tenths and one tenth: 0.4 ln 1.8 + 0.4 ln 5.
    before, now = np.repeat([0.0, 1.0], [5000, 5000]), np.repeat([0.0, 1.0], [9000, 1000])
    assert stability_index(before, now) == pytest.approx(0.4 * np.log(1.8) + 0.4 * np.log(5), rel=1e-3)


@pytest.mark.parametrize(
    ("now", "verdict"),
    [
        (RNG.normal(size=5000), "calm"),
        (RNG.normal(0.45, size=5000), "watch"),
        (RNG.normal(1.0, size=5000), "shifted"),
        (np.where(RNG.random(5000) < 0.3, np.nan, USUAL), "shifted"),
        (USUAL[:199], "not_enough_households"),
    ],
)
def test_a_shift_is_told_in_plain_words(now, verdict):
    found = drift_of("x", USUAL, now)
    assert found.verdict == verdict
    assert VERDICTS[verdict].vi


def test_special_codes_have_bins_of_their_own():
    values = np.where(np.arange(5000) < 2500, 10.0, 20.0)
    never = np.where(np.arange(5000) % 2 == 0, -2.0, values)
    other = np.where(np.arange(5000) % 2 == 0, -1.0, values)
    both = np.concatenate([never, other])
    assert stability_index(both, never) > 0.25


def test_days_of_the_same_season_are_nearest_whatever_the_year():
    assert season_gap(date(2021, 12, 28), date(2025, 1, 3)) == 6
    assert season_gap(date(2023, 7, 1), date(2025, 12, 31)) in (182, 183)
    quarters = [date(2024, 9, 22) - timedelta(days=91 * k) for k in range(12)]
    found = same_season(quarters, date(2025, 12, 31))
    assert [day.isoformat() for day in found] == ["2023-12-24", "2022-12-25", "2021-12-26"]
    assert same_season([date(2024, 6, 1)], date(2025, 12, 31)) == (date(2024, 6, 1),)
    assert same_season([], date(2025, 12, 31)) == ()


def test_what_nobody_recorded_before_or_now_is_no_error():
    nothing = np.full(500, np.nan)
    assert drift_of("x", nothing, nothing).verdict == "calm"
    assert drift_of("x", nothing, USUAL).verdict == "shifted"


def test_the_furthest_comes_first_and_ids_are_left_alone():
    before = pl.DataFrame({"household_id": ["H"] * 5000, "a": USUAL, "b": USUAL})
    now = pl.DataFrame({"household_id": ["H"] * 5000, "a": USUAL, "b": USUAL + 1, "new": USUAL})
    found = drift(before, now, {SCORE: (USUAL, USUAL + 3)})
    assert [d.name for d in found] == [SCORE, "b", "a"]


@given(st.lists(st.floats(-5, 5, width=16), min_size=1, max_size=40), st.lists(st.floats(-5, 5, width=16), max_size=40))
def test_an_index_is_never_below_zero_and_zero_for_the_same(before, now):
    one, other = np.array(before), np.array(now, dtype=float)
    assert stability_index(one, other) >= 0
    assert stability_index(one, one) == 0
