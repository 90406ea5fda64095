"""A stepped order: every commune once, by lot, and nobody who can't wait waits."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.vocabulary.errors import WrongUse
from outreach.stepped import first_days, stepped_order

MONDAY = dt.date(2026, 1, 5)
CODES = st.lists(st.text("0123456789", min_size=5, max_size=5), min_size=2, max_size=30, unique=True)


@settings(deadline=None)
@given(codes=CODES, seed=st.integers(0, 2**31), data=st.data())
def test_every_commune_has_one_step_and_steps_are_even(codes, seed, data):
    steps = data.draw(st.integers(2, min(12, len(codes))))
    order = stepped_order(codes, steps, seed)
    assert sorted(order["commune_code"]) == sorted(codes)
    sizes = order["step"].value_counts()["count"]
    assert order["step"].n_unique() == steps
    assert sizes.max() - sizes.min() <= 1
    assert order.equals(stepped_order(codes[::-1], steps, seed))


def test_another_seed_is_another_lot():
    codes = [f"{i:05d}" for i in range(40)]
    assert not stepped_order(codes, 4, 1).equals(stepped_order(codes, 4, 2))


@pytest.mark.parametrize("steps", [0, 1, 4, 13])
def test_impossible_steps_are_refused(steps):
    with pytest.raises(WrongUse):
        stepped_order(["1", "2", "3"], steps, 0)


def test_mandatory_urgent_and_nominated_households_never_wait():
    entries = pl.DataFrame(
        [
            ("H1", "A", "risk"), ("H2", "B", "risk"), ("H3", "B", "mandatory"), ("H4", "B", "referral"),
            ("H5", "B", "exploration"), ("H6", "B", "floor"), ("H7", "C", "risk"),
        ],
        schema=["household_id", "commune_code", "chosen_for"], orient="row",
    )  # fmt: skip
    waits = first_days(entries, {"A": 1, "B": 2, "C": 3}, {"H6"}, MONDAY, 14)
    assert waits == {
        "H2": MONDAY + dt.timedelta(14), "H5": MONDAY + dt.timedelta(14), "H7": MONDAY + dt.timedelta(28)
    }  # fmt: skip
