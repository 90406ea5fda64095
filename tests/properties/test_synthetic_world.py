"""Whatever the size, seed and world: a sound province."""

from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from looked_at import examples

from data.contract import TABLES
from data.synthetic import World, make_province

ORDERED = {
    "households": [("registered_on", "closed_on")],
    "children": [("birth_date", "registered_on"), ("registered_on", "left_on"), ("registered_on", "updated_on")],
    "guardians": [("birth_date", "registered_on"), ("registered_on", "left_on"), ("registered_on", "updated_on")],
    "poverty_assessments": [("assessed_on", "recorded_on")],
    "guardian_events": [("event_date", "recorded_on")],
    "child_events": [("event_date", "recorded_on")],
    "circumstances": [("onset_on", "recorded_on"), ("onset_on", "closed_on"), ("recorded_on", "managed_on")],
    "visits": [("visited_on", "recorded_on")],
}
worlds = st.builds(
    World,
    last_day=st.dates(date(2018, 1, 1), date(2027, 12, 31)),
    signal=st.floats(0, 2),
    yearly_rate=st.floats(0.0005, 0.05),
    recording_remote=st.floats(0, 0.93),
    drift=st.floats(0, 0.12),
    visit_effect=st.floats(0, 1),
    visits_per_year=st.floats(0, 0.5),
    missing=st.floats(0, 0.3),
)


@settings(max_examples=examples(25), deadline=None)
@given(size=st.integers(1, 400), seed=st.integers(-5, 10**12), years=st.integers(1, 8), world=worlds)
def test_days_are_in_order_and_probabilities_are_probabilities(size, seed, years, world):
    province = make_province(size, seed, years, world)
    for name, pairs in ORDERED.items():
        for earlier, later in pairs:
            assert province.tables[name].filter(pl.col(later) < pl.col(earlier)).is_empty(), (name, later)
    born = province.tables["children"].select("child_id", "birth_date")
    for name, day in (("child_events", "event_date"), ("circumstances", "onset_on")):
        assert province.tables[name].join(born, on="child_id").filter(pl.col(day) < pl.col("birth_date")).is_empty()
    for name, table in province.tables.items():
        assert table.schema == TABLES[name].schema()
    assert province.truth["true_probability"].is_between(0, 1, closed="left").all()
    assert province.truth["household_id"].is_in(province.tables["households"]["household_id"].implode()).all()
