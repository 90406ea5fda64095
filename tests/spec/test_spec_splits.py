"""Which days train and which test: every boundary by its day."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.outcome import matures_on
from models.splits import QUARTER_DAYS, household_fold, kept_from, row_weight, splits

AS_OF = date(2025, 12, 31)


def a_case_a_month(first, last):
    """Cases of one child, each recorded ten days after it began, month after month."""
    lines, day, k = ["child_id | category | onset_on | recorded_on"], first, 0
    while day <= last:
        lines.append(f"T1 | 8 | {day} | {day + timedelta(days=10)}")
        day, k = day + timedelta(days=30), k + 1
    return "\n".join(lines)


@pytest.fixture(scope="module")
def six_years():
    return a_case_a_month(date(2020, 1, 1), date(2025, 12, 1))


def test_test_days_are_the_newest_mature_day_and_one_and_two_years_before(draw_tables, six_years):
    found = splits(draw_tables(["H1"], circumstances=six_years), AS_OF)
    newest = AS_OF - timedelta(days=365 + 10)
    assert found.delay_days == 10
    assert [t.day for t in found.tests] == [newest - timedelta(days=364 * k) for k in (2, 1, 0)]
    assert found.origins[-1] == newest


def test_a_test_day_trains_on_what_was_mature_by_then_alone(draw_tables, six_years):
    found = splits(draw_tables(["H1"], circumstances=six_years), AS_OF)
    for test in found.tests:
        assert test.known_on == AS_OF
        assert test.train
        assert all(matures_on(o, found.delay_days) <= test.day for o in test.train)
        later = {o for o in found.origins if matures_on(o, found.delay_days) > test.day}
        assert not later & set(test.train)


def test_origins_lie_a_quarter_apart_and_every_one_is_mature(draw_tables, six_years):
    found = splits(draw_tables(["H1"], circumstances=six_years), AS_OF)
    assert {(b - a).days for a, b in zip(found.origins, found.origins[1:], strict=False)} == {QUARTER_DAYS}
    assert all(matures_on(o, found.delay_days) <= AS_OF for o in found.origins)
    assert found.mature_by(found.origins[0]) == ()


def test_windows_of_test_years_share_one_day_at_most(draw_tables, six_years):
    days = [t.day for t in splits(draw_tables(["H1"], circumstances=six_years), AS_OF).tests]
    for one, next_one in zip(days, days[1:], strict=False):
        assert one + timedelta(days=365) <= next_one + timedelta(days=1)


def test_a_register_of_a_year_has_nothing_to_train_on(draw_tables):
    young = a_case_a_month(date(2025, 1, 1), date(2025, 12, 1))
    found = splits(draw_tables(["H1"], circumstances=young), AS_OF)
    assert found.origins == found.tests == ()
    assert splits(draw_tables(["H1"]), AS_OF).first_day is None


def test_what_is_recorded_after_the_day_moves_no_boundary(draw_tables, six_years):
    later = six_years + "\nT1 | 8 | 2025-12-20 | 2026-01-20\nT1 | 9 | 2021-01-01 | 2026-02-01"
    assert splits(draw_tables(["H1"], circumstances=later), AS_OF) == splits(
        draw_tables(["H1"], circumstances=six_years), AS_OF
    )


def test_a_few_old_records_do_not_begin_a_register(draw_tables, six_years):
    # One record of 2015 among seventy: fewer than one in fifty.
    old = six_years + "\nT1 | 8 | 2015-01-01 | 2015-02-01"
    assert kept_from(draw_tables(["H1"], circumstances=old), AS_OF) > date(2019, 12, 31)


@pytest.mark.parametrize(("origins", "weight"), [(0, 1), (1, 1), (2, 1 / 2), (4, 1 / 4), (12, 1 / 4)])
def test_a_row_weighs_one_over_the_origins_whose_windows_hold_an_event(origins, weight):
    assert row_weight(tuple(AS_OF - timedelta(days=91 * k) for k in range(origins))) == weight


@given(st.lists(st.text("H0123456789ab", min_size=1, max_size=12), min_size=1, max_size=30), st.integers(0, 99))
def test_a_household_has_one_fold_on_any_day_and_in_any_frame(ids, seed):
    series = pl.Series(ids)
    folds = household_fold(series, 5, seed)
    assert ((folds >= 0) & (folds < 5)).all()
    alone = [int(household_fold(pl.Series([i]), 5, seed)[0]) for i in ids]
    assert folds.tolist() == alone
    assert household_fold(series.reverse(), 5, seed).tolist() == folds.tolist()[::-1]
