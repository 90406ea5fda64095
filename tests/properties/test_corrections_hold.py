"""Rules that corrections of whole rows keep for any register: what was withdrawn never was, what was added always was from
its day on, and nobody else changes."""

import datetime as dt
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from looked_at import examples
from random_register import DAY, changed, same, world

from data.contract import TABLES
from features.as_of import HAPPENED
from features.assemble import feature_matrix
from features.catalogue import CATALOGUE
from features.cohort import cohort
from service.corrections import Correction, overlaid
from service.corrections.rows import OF_A_HOUSEHOLD, SEEN_FROM, as_row, cells_of, key_of
from service.corrections.service import household_of

few = settings(max_examples=examples(40), deadline=None)
NEIGHBOURS = {"H1", "H2", "H3", "H4", "H5"}
TRIES = 100
THROUGH_THE_COMMUNE = {feature.name for feature in CATALOGUE.values() if feature.view == "communes"}


@st.composite
def registers(draw):
    """Draw a register, a table, a row of it that belongs to a scored neighbour of the first household, and whose it is.

    Rows that say something on the day come first, since withdrawing another one is easily right."""
    random = Random(draw(st.integers(0, 2**32 - 1)))
    table = draw(st.sampled_from(OF_A_HOUSEHOLD))
    for _ in range(TRIES):
        tables = world(random.randrange(2**32))
        scored = NEIGHBOURS & set(cohort(tables, DAY)["household_id"])
        told = [(row, home) for row, home in told_of(tables, table) if home in scored]
        fresh = [(row, home) for row, home in told if says_something(table, row.row(0, named=True))]
        if fresh or told:
            return tables, table, *random.choice(fresh or told)
    raise AssertionError


def told_of(tables, table):
    """Return the rows of a table one by one, each with its household."""
    rows = [tables[table][i] for i in range(tables[table].height)]
    return [(row, household_of(tables, table, row.row(0, named=True))) for row in rows]


def says_something(table, row):
    """Say whether a row is known on the day, and of the last two years."""
    known = all(row[column] <= DAY for column in SEEN_FROM if column in row)
    happened = row.get(HAPPENED.get(table, ""), DAY)
    return known and DAY - dt.timedelta(days=700) < happened <= DAY and row.get("left_on") is None


def correction(change, table, row):
    cells = cells_of(row)
    return Correction(
        correction_id="c", sequence=1, change=change, table=table, key=key_of(table, cells), row=cells,
        household_id="", reason="", by="", at=dt.datetime.now(dt.UTC),
    )  # fmt: skip


def never_had(tables, table, row):
    """Return the tables as an intake would leave them had a row never been there: nobody's rows are orphans."""
    kept = {**tables, table: tables[table].join(row, on=TABLES[table].key(), how="anti", maintain_order="left")}
    for name in OF_A_HOUSEHOLD:
        for column, parent in TABLES[name].parents().items():
            if TABLES[name].columns[column].required:
                there = kept[parent][TABLES[parent].key()[0]]
                kept[name] = kept[name].filter(pl.col(column).is_in(there.implode()))
    return kept


def hold_for_others(before, after, home):
    """Hold that a change touched no other household, but through what is known of its commune."""
    others = [frame.filter(pl.col("household_id") != home) for frame in (before, after)]
    assert others[0]["household_id"].equals(others[1]["household_id"])
    assert changed(*others) <= THROUGH_THE_COMMUNE


@pytest.mark.slow
@few
@given(registers())
def test_a_withdrawn_row_never_was(drawn):
    tables, table, row, home = drawn
    known = overlaid(tables, [correction("row_withdrawn", table, row)])
    found = feature_matrix(known, DAY)
    same(found, feature_matrix(never_had(tables, table, row), DAY))
    hold_for_others(feature_matrix(tables, DAY), found, home)


@pytest.mark.slow
@few
@given(registers(), st.integers(0, 200))
def test_an_added_row_always_was_from_its_day_on_and_not_before(drawn, days):
    tables, table, row, home = drawn
    added_on = DAY - dt.timedelta(days=days)
    row = row.with_columns(pl.lit(added_on).alias(c) for c in SEEN_FROM if c in row.columns)
    never = never_had(tables, table, row)
    always = never | {table: pl.concat([never[table], row])}
    known = overlaid(never, [correction("row_added", table, row)])
    found = feature_matrix(known, DAY)
    same(found, feature_matrix(always, DAY))
    hold_for_others(feature_matrix(never, DAY), found, home)
    before = added_on - dt.timedelta(days=1)
    same(feature_matrix(known, before), feature_matrix(never, before))


@few
@given(registers())
def test_a_row_is_written_and_read_without_loss(drawn):
    _, table, row, _ = drawn
    same(as_row(table, cells_of(row)), row)
