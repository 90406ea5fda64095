"""Rules that features keep for any register: as of a day, whatever the order, the ids and the neighbours."""

from datetime import timedelta
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from looked_at import examples
from random_register import DAY, cell, changed, row, same, world

from data.contract import TABLES
from features.as_of import FIVE_YEARS, HAPPENED, THREE_YEARS, TWO_YEARS
from features.assemble import feature_matrix
from features.catalogue import CATALOGUE
from features.cohort import cohort, eligible_children
from features.withheld import audit_groups

OPTIONAL = [name for name, table in TABLES.items() if not table.required and name != "identities"]
worlds = st.integers(0, 2**32 - 1)
few = settings(max_examples=examples(25), deadline=None)


@few
@given(worlds)
def test_what_was_recorded_after_the_day_changes_nothing(seed):
    tables = world(seed)
    then = {}
    for name, frame in tables.items():
        known_from = [pl.col(c) <= DAY for c in ("recorded_on", "registered_on") if c in frame.columns]
        later = [c for c in ("left_on", "closed_on") if c in frame.columns]
        then[name] = frame.filter(*known_from or [True]).with_columns(
            pl.when(pl.col(c) <= DAY).then(c).alias(c) for c in later
        )
    for computed in (feature_matrix, cohort, eligible_children, audit_groups):
        same(computed(tables, DAY), computed(then, DAY))


@few
@given(worlds)
def test_row_order_changes_nothing(seed):
    tables = world(seed)
    shuffled = {name: frame.sample(fraction=1, shuffle=True, seed=seed) for name, frame in tables.items()}
    for computed in (feature_matrix, cohort, eligible_children, audit_groups):
        same(computed(tables, DAY), computed(shuffled, DAY))


@few
@given(worlds)
def test_other_ids_change_nothing_but_the_ids(seed):
    tables = world(seed)
    ids = [c.name for table in TABLES.values() for c in table.columns.values() if c.is_id]

    def renamed(frame):
        mine = [c for c in frame.columns if c in ids]
        return frame.with_columns(pl.col(c).str.reverse() + pl.lit("x") for c in mine)

    other = feature_matrix({name: renamed(frame) for name, frame in tables.items()}, DAY)
    same(renamed(feature_matrix(tables, DAY)).sort("household_id"), other)


def only(tables, homes):
    """Return the tables with the rows of some households alone."""
    kept = dict(tables)
    for name in tables:
        if "household_id" in tables[name].columns:
            kept[name] = tables[name].filter(pl.col("household_id").is_in(homes))
    for name in ("school_records", "child_events", "circumstances"):
        kept[name] = tables[name].filter(pl.col("child_id").is_in(kept["children"]["child_id"].implode()))
    people_left = kept["guardians"]["guardian_id"].implode()
    kept["guardian_events"] = tables["guardian_events"].filter(pl.col("guardian_id").is_in(people_left))
    return kept


@few
@given(worlds)
def test_households_of_other_communes_change_nothing(seed):
    tables = world(seed)
    here = [f"H{n}" for n in range(6)]
    same(
        feature_matrix(tables, DAY).filter(pl.col("household_id").is_in(here)), feature_matrix(only(tables, here), DAY)
    )


@pytest.mark.slow
@few
@given(worlds)
def test_neighbours_act_through_the_commune_alone(seed):
    tables = world(seed)
    here = feature_matrix(tables, DAY).filter(pl.col("household_id") == "H0")
    alone = feature_matrix(only(tables, ["H0"]), DAY)
    shared = {f.name for f in CATALOGUE.values() if f.view == "communes"}
    assert here.height == alone.height
    assert changed(here, alone) <= shared


NEVER = {
    "households": ["hamlet", "head_ethnicity", "head_sex"],
    "children": ["disability", "sex"],
    "visits": ["services", "help_accepted", "reason", "propensity", "finding_category", "minutes", "list_id"],
    "circumstances": ["source", "managed_on"],
    "communes": ["commune_name", "latitude", "longitude", "valid_from"],
}


@few
@given(worlds)
def test_what_may_never_be_a_feature_changes_none(seed):
    tables = world(seed)
    random = Random(seed + 1)
    other = dict(tables)
    for name, columns in NEVER.items():
        fresh = {c: [cell(random, TABLES[name].columns[c]) for _ in range(tables[name].height)] for c in columns}
        schema = {c: TABLES[name].schema()[c] for c in columns}
        other[name] = tables[name].with_columns(pl.DataFrame(fresh, schema=schema).get_columns())
    day = DAY - timedelta(days=9)
    told = {"recorded_on": day}
    extra = {
        "visits": [row(random, "visits", visit_id=f"X{o}", household_id="H0", visited_on=day, outcome=o, **told)
                   for o in ("refused", "absent", "moved")],
        "circumstances": [row(random, "circumstances", case_id=f"X{g}", child_id="H0c0", category=g, onset_on=day, **told)
                          for g in ("5", "11")],
        "child_events": [row(random, "child_events", event_id="X", child_id="H0c0", event="hotline_call", event_date=day,
                             **told)],
    }  # fmt: skip
    for name, added in extra.items():
        other[name] = pl.concat([other[name], pl.DataFrame(added, schema=TABLES[name].schema())])
    same(feature_matrix(tables, DAY), feature_matrix(other, DAY))


def past_look_back(name):
    """Return which rows of a table no feature may use any more, whatever state they once began."""
    age = (pl.lit(DAY) - pl.col(HAPPENED[name])).dt.total_days()
    if name == "guardian_events":
        three = pl.col("event").is_in(["drug_use", "alcohol_misuse", "domestic_violence"])
        states = ["died", "migrated_for_work", "returned", "missing", "imprisoned", "released"]
        two = ~three & ~pl.col("event").is_in(states)
        return (three & (age >= THREE_YEARS)) | (two & (age >= TWO_YEARS))
    if name == "child_events":
        held = pl.col("event").is_in(["left_home", "returned_home"])
        law = pl.col("event") == "law_contact"
        return ~held & (age >= pl.when(law).then(THREE_YEARS).otherwise(TWO_YEARS))
    if name == "circumstances":
        return (age >= FIVE_YEARS) & (pl.col("closed_on") <= DAY).fill_null(False)
    return age >= (TWO_YEARS if name == "visits" else FIVE_YEARS)


@pytest.mark.slow
@few
@given(worlds)
def test_what_is_past_its_look_back_changes_nothing(seed):
    tables = world(seed)
    newer = {name: frame.filter(~past_look_back(name)) if name in HAPPENED else frame for name, frame in tables.items()}
    same(feature_matrix(tables, DAY), feature_matrix(newer, DAY))


@pytest.mark.slow
@few
@given(worlds)
def test_columns_without_history_move_only_what_says_so(seed):
    tables = world(seed)
    random = Random(seed + 1)
    tables = {n: f.with_columns(updated_on=None) if "updated_on" in f.columns else f for n, f in tables.items()}
    other = dict(tables)
    for name in ("households", "children", "guardians", "communes"):
        columns = [c for c in TABLES[name].columns.values() if c.changeable or (name == "communes" and not c.is_id)]
        columns = [c for c in columns if c.name not in ("commune_code", "replaces")]
        fresh = {c.name: [cell(random, c) for _ in range(tables[name].height)] for c in columns}
        schema = {c.name: c.dtype for c in columns}
        other[name] = tables[name].with_columns(pl.DataFrame(fresh, schema=schema).get_columns())
    moved = changed(feature_matrix(tables, DAY), feature_matrix(other, DAY))
    assert [name for name in moved if not CATALOGUE[name].state_at_export] == []


@pytest.mark.slow
@few
@given(worlds)
def test_with_the_switch_off_guardians_health_changes_nothing(seed):
    tables = world(seed)
    well = dict(tables)
    unable = pl.col("occupation") == "unable_to_work"
    well["guardians"] = tables["guardians"].with_columns(
        disability=pl.lit(None, pl.Boolean), occupation=pl.when(~unable).then(pl.col("occupation"))
    )
    ill = pl.col("event").is_in(["serious_illness", "disabled"])
    well["guardian_events"] = tables["guardian_events"].filter(~ill)
    same(feature_matrix(tables, DAY, guardian_health=False), feature_matrix(well, DAY, guardian_health=False))


@pytest.mark.parametrize("name", OPTIONAL)
def test_any_optional_table_may_be_absent(name):
    tables = world(1)
    matrix = feature_matrix(tables | {name: TABLES[name].empty()}, DAY)
    assert matrix["household_id"].equals(feature_matrix(tables, DAY)["household_id"])
    reading = [f.name for f in CATALOGUE.values() if name in f.tables]
    assert all(matrix[f].null_count() == matrix.height for f in reading)


def test_nothing_but_what_is_required_is_enough():
    tables = world(2)
    bare = {name: TABLES[name].empty() if name in OPTIONAL else frame for name, frame in tables.items()}
    for name, frame in bare.items():
        optional = [c for c in TABLES[name].columns.values() if not c.required]
        bare[name] = frame.with_columns(pl.lit(None, dtype=c.dtype).alias(c.name) for c in optional)
    assert feature_matrix(bare, DAY).height == cohort(bare, DAY).height > 0
    assert audit_groups(bare, DAY).height == cohort(bare, DAY).height


@pytest.mark.parametrize("households", [0, 1])
def test_the_smallest_registers(households):
    tables = only(world(3), ["H0"][:households])
    assert feature_matrix(tables, DAY).columns == ["household_id", "commune_code", *CATALOGUE]
    assert feature_matrix(tables, DAY).height <= households


@pytest.mark.slow
@few
@given(worlds)
def test_values_are_what_their_kind_allows(seed):
    matrix = feature_matrix(world(seed), DAY)
    for feature in CATALOGUE.values():
        values = matrix[feature.name].drop_nulls()
        assert values.dtype == pl.Float64
        assert values.is_finite().all()
        if feature.kind == "flag":
            assert set(values) <= {0.0, 1.0}
        elif feature.kind == "level":
            assert set(values) <= set(map(float, range(len(feature.levels))))
        else:
            assert ((values >= 0) | values.is_in([-1.0, -2.0])).all()
