"""What a round found, held against what the list expected."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.rounds import by_household, learn_from, ratio, share

DAY = dt.date(2026, 1, 16)
ENTRIES = pl.DataFrame(
    [
        ("H1", "T1", 0.20, "high", "risk", 90), ("H2", "T1", 0.10, "raised", "risk", 60),
        ("H3", "T2", 0.05, "moderate", "exploration", 60), ("H4", "T2", 0.05, "moderate", "referral", None),
    ],
    schema={"household_id": pl.String, "team_id": pl.String, "risk": pl.Float64, "band": pl.String,
            "chosen_for": pl.String, "cost_min": pl.Int64}, orient="row",
).with_columns(propensity=pl.when(pl.col("chosen_for") == "exploration").then(0.1))  # fmt: skip
VISITS = pl.DataFrame(
    [
        ("H1", 1, DAY, "absent", None, None, None), ("H1", 2, DAY, "reached", "needs", 45, True),
        ("H2", 1, DAY, "reached", "circumstance", 60, False), ("H3", 1, DAY, "refused", None, None, None),
    ],
    schema={"household_id": pl.String, "attempt": pl.Int64, "visited_on": pl.Date, "outcome": pl.String,
            "finding": pl.String, "minutes": pl.Int64, "help_accepted": pl.Boolean}, orient="row",
)  # fmt: skip
GROUPS = pl.DataFrame({"household_id": ["H1", "H2", "H3", "H4"], "region": ["3", "1", "3", None]})
FOUND = learn_from(ENTRIES, VISITS, GROUPS, {"T1": 120.0, "T2": 600.0})


def test_a_household_counts_once_with_its_best_outcome():
    homes = by_household(ENTRIES, VISITS)
    assert homes["outcome"].to_list() == ["reached", "reached", "refused", None]
    assert homes["finding"].to_list() == ["needs", "circumstance", None, None]
    assert homes["attempts"].to_list() == [2, 1, 1, 0]


def test_the_whole_adds_up():
    whole = FOUND.whole
    assert (whole.listed, whole.visited, whole.reached, whole.needs, whole.circumstances) == (4, 3, 2, 1, 1)
    assert (whole.offered, whole.accepted) == (2, 1)
    assert whole.expected == pytest.approx(0.30)
    assert FOUND.outcomes == {"reached": 2, "absent": 0, "refused": 1, "moved": 0, "not_visited": 1}


@pytest.mark.parametrize("kind", ["band", "team_id", "chosen_for", "region"])
def test_the_parts_of_every_kind_add_up_to_the_whole(kind):
    parts = FOUND.parts[kind]
    for name in ("listed", "visited", "reached", "needs", "circumstances", "offered", "accepted"):
        assert sum(getattr(p, name) for p in parts) == getattr(FOUND.whole, name)
    assert sum(p.expected for p in parts) == pytest.approx(FOUND.whole.expected)


def test_hours_planned_and_used():
    one, two, all_teams = FOUND.hours
    assert (one.has, one.planned, one.of_visits_made, one.at_households, one.timed) == (2.0, 2.5, 4.0, 1.75, 2)
    assert (two.planned, two.of_visits_made) == (1.0, 1.0)
    assert (all_teams.has, all_teams.planned) == (12.0, 3.5)


def test_a_round_without_visits_says_nothing():
    empty = learn_from(ENTRIES, VISITS.clear(), GROUPS, {})
    assert empty.whole.found_share.value is None
    assert empty.whole.ratio.value is None
    assert empty.first_on is None


@settings(deadline=None)
@given(of=st.integers(1, 500), data=st.data())
def test_a_share_lies_within_its_interval(of, data):
    found = share(data.draw(st.integers(0, of)), of)
    assert 0 <= found.low <= found.value <= found.high <= 1


@settings(deadline=None)
@given(count=st.integers(0, 200), expected=st.floats(0.1, 200))
def test_a_ratio_lies_within_its_interval(count, expected):
    found = ratio(count, expected)
    assert 0 <= found.low <= found.value <= found.high


def test_known_intervals():
    wilson, garwood = share(5, 10), ratio(10, 10.0)
    assert (wilson.low, wilson.high) == (pytest.approx(0.2366, abs=1e-4), pytest.approx(0.7634, abs=1e-4))
    assert (garwood.low, garwood.high) == (pytest.approx(0.4795, abs=1e-4), pytest.approx(1.8390, abs=1e-4))


def explored(households, found_every):
    """Return a list of 20 with 5 circumstances, and households drawn with a chance of one in ten."""
    names = [f"L{i}" for i in range(20)] + [f"X{i}" for i in range(households)]
    entries = pl.DataFrame({
        "household_id": names, "team_id": "T1", "risk": 0.05, "band": "low", "cost_min": 60,
        "chosen_for": ["risk"] * 20 + ["exploration"] * households,
        "propensity": [None] * 20 + [0.1] * households,
    })  # fmt: skip
    grave = [i % 4 == 0 for i in range(20)] + [i % found_every == 0 for i in range(households)]
    visits = pl.DataFrame({
        "household_id": names, "attempt": 1, "visited_on": DAY, "outcome": "reached",
        "finding": ["circumstance" if g else "none" for g in grave], "minutes": 30, "help_accepted": None,
    }, schema_overrides={"help_accepted": pl.Boolean})  # fmt: skip
    return learn_from(entries, visits, entries.select("household_id"), {}).recall


def test_exploration_tells_the_share_that_the_list_finds():
    told = explored(200, 10)
    assert told.found_on_list == 5
    assert told.missed.total == pytest.approx(20 * 10)
    assert told.share.value == pytest.approx(5 / 205)
    assert told.share.low < told.share.value < told.share.high


def test_too_few_visits_say_how_many_more_it_takes():
    told = explored(10, 11)
    assert told.share.value is None
    assert told.missed.needed > 0


def test_without_exploration_nothing_is_said_of_what_is_missed():
    assert learn_from(ENTRIES.filter(pl.col("chosen_for") != "exploration"), VISITS, GROUPS, {}).recall is None
