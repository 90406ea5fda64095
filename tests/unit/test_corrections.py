"""A correction puts a cell right over the snapshot, stands over later imports until one agrees, and can be lifted."""

import datetime as dt

import polars as pl
import pytest

from data.contract import TABLES
from service.corrections import overlaid
from service.corrections.problems import (
    NoCorrection,
    NoReason,
    NoSuchRow,
    NotCorrectable,
    SaysSoAlready,
    WrongValue,
)
from service.corrections.repository import last, standing
from service.corrections.service import correct, lift, settle
from service.runs.known import Recorded, beside_id, known_tables
from service.store.database import reading
from service.store.persons import person_of

TODAY = dt.date(2026, 11, 25)
DAY = dt.date(2025, 6, 30)


def table(name, rows):
    """Return rows in the contract's schema; columns that aren't drawn are null."""
    full = [dict.fromkeys(TABLES[name].columns) | row for row in rows]
    return pl.DataFrame(full, schema=TABLES[name].schema()) if full else TABLES[name].empty()


@pytest.fixture
def register():
    """Two households; the first is said to be 200 minutes from school."""
    tables = {name: TABLES[name].empty() for name in TABLES if name != "identities"}
    return tables | {
        "households": table(
            "households",
            [
                {"household_id": "H1", "commune_code": "C1", "travel_min_school": 200, "registered_on": DAY},
                {"household_id": "H2", "commune_code": "C1", "travel_min_school": 20, "registered_on": DAY},
            ],
        ),
        "children": table("children", [{"child_id": "K1", "household_id": "H1", "registered_on": DAY}]),
        "school_records": table(
            "school_records", [{"child_id": "K1", "school_year": "2024-2025", "absent_days": 40, "recorded_on": DAY}]
        ),
        "visits": table(
            "visits",
            [
                {
                    "visit_id": "V1",
                    "household_id": "H1",
                    "visited_on": DAY,
                    "recorded_on": DAY,
                    "reason": "risk",
                    "outcome": "reached",
                    "finding": "needs",
                }
            ],
        ),
        "circumstances": table(
            "circumstances",
            [{"case_id": "CM1", "child_id": "K1", "category": "9", "onset_on": DAY, "recorded_on": DAY}],
        ),
    }


@pytest.fixture
def put_right(database, register):
    """Makes a correction; by itself of the minutes to school of H1."""

    def make(value="45", table="households", key=("H1",), column="travel_min_school", reason="Gia đình báo sai"):
        with database.begin() as connection:
            return correct(
                connection, register, "s1", table=table, key=key, column=column, value=value, reason=reason,
                person_id=person_of(connection, "Lê Thị Hoa"), today=TODAY,
            )  # fmt: skip

    return make


def minutes(tables):
    return dict(tables["households"].select("household_id", "travel_min_school").iter_rows())


def stand(database, upto=None):
    with reading(database) as connection:
        return standing(connection, upto)


def test_the_corrected_cell_is_read_and_every_other_stays(put_right, database, register):
    made = put_right("45")
    assert (made.was, made.value, made.household_id, made.by) == ("200", "45", "H1", "Lê Thị Hoa")
    assert minutes(overlaid(register, stand(database))) == {"H1": 45, "H2": 20}
    assert minutes(register) == {"H1": 200, "H2": 20}


def test_not_recorded_is_a_value_too(put_right, database, register):
    put_right(None)
    assert minutes(overlaid(register, stand(database))) == {"H1": None, "H2": 20}


def test_of_two_for_one_cell_the_later_counts(put_right, database, register):
    put_right("45")
    assert put_right("60").was == "45"
    assert minutes(overlaid(register, stand(database)))["H1"] == 60


def test_a_row_of_several_keys_is_found_and_leads_to_its_household(put_right, database, register):
    made = put_right("4", "school_records", ("K1", "2024-2025"), "absent_days")
    assert made.household_id == "H1"
    assert overlaid(register, stand(database))["school_records"]["absent_days"].to_list() == [4]


def test_a_lifted_correction_acts_no_more_and_is_kept(put_right, database, register):
    made = put_right("45")
    with database.begin() as connection:
        lift(connection, made.correction_id, reason="Sổ đúng", person_id=person_of(connection, "Lê Thị Hoa"))
    assert stand(database) == []
    assert [one.correction_id for one in stand(database, upto=made.sequence)] == [made.correction_id]
    with pytest.raises(NoCorrection), database.begin() as connection:
        lift(connection, made.correction_id, reason="Lần nữa", person_id=person_of(connection, "Lê Thị Hoa"))


CELLS = {
    "a household": {},
    "a visit": {"table": "visits", "key": ("V1",), "column": "finding", "value": "none"},
    "a case record": {"table": "circumstances", "key": ("CM1",), "column": "closed_on", "value": "2026-01-31"},
}


@pytest.mark.parametrize("cell", CELLS)
def test_it_stands_over_imports_that_say_otherwise_and_ends_with_one_that_agrees(cell, put_right, database, register):
    made = put_right(**CELLS[cell])
    assert made.household_id == "H1"
    with database.begin() as connection:
        assert settle(connection, register, "s2").contradicted == (made,)
    agreeing = overlaid(register, [made])
    with database.begin() as connection:
        assert settle(connection, agreeing, "s3").agreed == (made,)
    assert stand(database) == []
    with database.begin() as connection:
        assert settle(connection, register, "s4").contradicted == ()


def test_a_row_that_is_gone_waits_and_changes_nothing(put_right, database, register):
    made = put_right("45")
    without = register | {"households": register["households"].filter(pl.col("household_id") != "H1")}
    with database.begin() as connection:
        assert settle(connection, without, "s2").gone == (made,)
    assert minutes(overlaid(without, stand(database))) == {"H2": 20}
    assert len(stand(database)) == 1


@pytest.mark.parametrize(
    ("what", "refused"),
    [
        ({"value": "200"}, SaysSoAlready),
        ({"value": "-5"}, WrongValue),
        ({"value": "xa"}, WrongValue),
        ({"key": ("H9",)}, NoSuchRow),
        ({"key": ("H1", "x")}, NoSuchRow),
        ({"column": "household_id"}, NotCorrectable),
        ({"column": "commune_code"}, NotCorrectable),
        ({"column": "nothing"}, NotCorrectable),
        ({"table": "identities", "column": "full_name"}, NotCorrectable),
        ({"table": "school_records", "key": ("K1", "2024-2025"), "column": "recorded_on"}, NotCorrectable),
        ({"reason": "  "}, NoReason),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(what, refused, put_right, database):
    with pytest.raises(refused):
        put_right(**what)
    with reading(database) as connection:
        assert last(connection) == 0


def test_what_a_run_knew_of_corrections_is_part_of_what_it_is(put_right, database, register):
    made = put_right("45")
    none = Recorded.none()
    one = Recorded(none.revisions, 0, (made,), made.sequence)
    assert known_tables(register, none, DAY) is register
    known = known_tables(register, one, DAY)
    assert minutes(known)["H1"] == 45
    assert beside_id(register, register) == ""
    assert beside_id(register, known) not in {"", beside_id(register, overlaid(register, [put_right("60")]))}
