"""A whole row is withdrawn or added over the snapshot: with what hangs from it, never seen before its day, until an export
agrees."""

import datetime as dt

import polars as pl
import pytest
from sqlalchemy import text

from data.contract import TABLES
from features.as_of import AsOf
from service.corrections import overlaid
from service.corrections.problems import (
    NoReason,
    NoSuchRow,
    NotCorrectable,
    RowCorrected,
    RowIsThere,
    RowNotCorrectable,
    WrongRow,
)
from service.corrections.repository import last, standing
from service.corrections.rows import MADE_HERE, as_row
from service.corrections.service import correct, lift, settle
from service.corrections.whole_rows import add_row, withdraw
from service.runs.known import Recorded, beside_id, known_tables
from service.store.database import reading
from service.store.persons import person_of
from service.store.preparing import changing_form, migrated, migrated_to

DAY = dt.date(2025, 6, 30)
TODAY = dt.date(2026, 11, 25)
ROWS = {
    "households": [{"household_id": h, "commune_code": "C1", "registered_on": DAY} for h in ("H1", "H2")],
    "children": [
        {"child_id": "K1", "household_id": "H1", "birth_date": dt.date(2015, 1, 1), "sex": "male"},
        {"child_id": "K2", "household_id": "H2", "birth_date": dt.date(2016, 1, 1), "sex": "female"},
    ],
    "guardians": [{"guardian_id": "G1", "household_id": "H1", "relation": "mother"}],
    "school_records": [{"child_id": "K1", "school_year": "2023-2024", "enrolled": True, "absent_days": 40}],
    "child_events": [
        {"event_id": "E1", "child_id": "K1", "event": "injury", "event_date": DAY},
        {"event_id": "E2", "child_id": "K2", "event": "injury", "event_date": DAY},
    ],
    "circumstances": [{"case_id": "CM1", "child_id": "K1", "category": "9", "onset_on": DAY}],
    "visits": [
        {"visit_id": "V1", "household_id": "H1", "visited_on": DAY, "reason": "risk", "outcome": "reached"},
    ],
}
SUPPORT = {"guardian_id": "G1", "event": "support_received", "event_date": "2025-03-01"}
CHILD = {"household_id": "H1", "birth_date": "2019-05-05", "sex": "female"}


def table(name, rows):
    """Return rows in the contract's schema; columns that aren't drawn are null, and known since ``DAY``."""
    since = {c: DAY for c in ("recorded_on", "registered_on") if c in TABLES[name].columns}
    full = [dict.fromkeys(TABLES[name].columns) | since | row for row in rows]
    return pl.DataFrame(full, schema=TABLES[name].schema()) if full else TABLES[name].empty()


@pytest.fixture
def register():
    """Two households: of the first a child with a year at school, an injury and a case, a mother, and a visit."""
    return {name: table(name, ROWS.get(name, [])) for name in TABLES if name != "identities"}


@pytest.fixture
def take(database, register):
    """Withdraws a row."""

    def make(table="child_events", key=("E1",), reason="Là cháu ở hộ khác"):
        with database.begin() as connection:
            person_id = person_of(connection, "Lê Thị Hoa")
            return withdraw(connection, register, "s1", table=table, key=key, reason=reason, person_id=person_id)

    return make


@pytest.fixture
def put(database, register):
    """Adds a row."""

    def make(table="guardian_events", reason="Xã đã chi trả, sổ chưa ghi", **cells):
        with database.begin() as connection:
            return add_row(
                connection, register, "s1", table=table, cells=cells or SUPPORT, reason=reason,
                person_id=person_of(connection, "Lê Thị Hoa"), today=TODAY,
            )  # fmt: skip

    return make


def stand(database):
    with reading(database) as connection:
        return standing(connection)


def ids(tables, name):
    return tables[name][TABLES[name].key()[0]].to_list()


def settled(database, tables):
    with database.begin() as connection:
        return settle(connection, tables, "s2")


def test_a_withdrawn_row_is_as_if_it_had_never_been_recorded(take, database, register):
    made = take()
    assert (made.change, made.key, made.household_id, made.column) == ("row_withdrawn", ("E1",), "H1", None)
    assert made.row["event"] == "injury"
    known = overlaid(register, stand(database))
    assert ids(known, "child_events") == ["E2"]
    assert [name for name in register if known[name] is not register[name]] == ["child_events"]


def test_what_hangs_from_a_withdrawn_row_goes_with_it(take, database, register):
    take("children", ("K1",))
    known = overlaid(register, stand(database))
    assert {name: ids(known, name) for name in ("children", "child_events", "circumstances", "school_records")} == {
        "children": ["K2"], "child_events": ["E2"], "circumstances": [], "school_records": [],
    }  # fmt: skip
    assert known["visits"] is register["visits"]


def test_a_withdrawn_visit_is_not_counted_by_what_was_recorded_here_under_its_id_either(take, register):
    made = take("visits", ("V1",))
    ours = register["visits"].with_columns(sequence=pl.lit(1, pl.Int64))
    assert ids(known_tables(register, Recorded(ours, 1), TODAY), "visits") == ["V1"]
    assert ids(known_tables(register, Recorded(ours, 1, (made,), made.sequence), TODAY), "visits") == []


def test_a_withdrawn_visit_waits_as_long_as_the_same_is_recorded_here(take, database, register, monkeypatch):
    made = take("visits", ("V1",))
    monkeypatch.setattr("service.corrections.service.revisions", lambda _: register["visits"])
    assert settled(database, overlaid(register, [made])).gone == (made,)
    monkeypatch.setattr("service.corrections.service.revisions", lambda _: register["visits"].clear())
    assert settled(database, overlaid(register, [made])).agreed == (made,)


def test_a_withdrawal_stands_until_an_export_has_the_row_no_more(take, database, register):
    made = take()
    assert settled(database, register).contradicted == (made,)
    assert settled(database, overlaid(register, [made])).agreed == (made,)
    assert stand(database) == []


def test_an_added_row_is_known_from_the_day_on_which_it_was_added_and_not_before(put, database, register):
    made = put()
    assert (made.change, made.household_id) == ("row_added", "H1")
    assert made.key[0].startswith(MADE_HERE)
    known = overlaid(register, stand(database))
    assert known["guardian_events"].select("event", "event_date", "recorded_on").rows() == [
        ("support_received", dt.date(2025, 3, 1), TODAY)
    ]
    assert AsOf(known, TODAY).known("guardian_events").collect().height == 1
    assert AsOf(known, TODAY - dt.timedelta(days=1)).known("guardian_events").collect().is_empty()


def test_somebody_added_may_have_rows_added_too(put, database, register):
    child = put("children", **CHILD)
    put("school_records", child_id=child.key[0], school_year="2025-2026", enrolled="có")
    known = overlaid(register, stand(database))
    assert ids(known, "children") == ["K1", "K2", child.key[0]]
    assert child.key[0] in ids(known, "school_records")
    assert AsOf(known, DAY).known("children").collect()["child_id"].to_list() == ["K1", "K2"]


AGREES = {
    "under its key": ({"event_id": "E9"}, {"event_id": "E9"}),
    "under another id, where its own was made here": ({}, {"event_id": "E77"}),
}


@pytest.mark.parametrize("how", AGREES)
def test_an_addition_stands_until_an_export_has_a_row_that_says_so(how, put, database, register):
    given, theirs = AGREES[how]
    made = put(**SUPPORT, **given)
    assert settled(database, register).contradicted == (made,)
    other = as_row("guardian_events", SUPPORT | {"event_id": "E9", "event": "returned", "recorded_on": "2026-11-01"})
    assert settled(database, register | {"guardian_events": other}).contradicted == (made,)
    theirs = as_row("guardian_events", SUPPORT | theirs | {"recorded_on": "2026-12-01"})
    assert settled(database, register | {"guardian_events": theirs}).agreed == (made,)
    assert stand(database) == []


def test_the_register_may_know_more_than_who_added_the_row(put, database, register):
    made = put("children", **CHILD, child_id="K9")
    theirs = as_row("children", CHILD | {"child_id": "K9", "registered_on": "2026-12-01", "health_insured": "true"})
    assert settled(database, register | {"children": pl.concat([register["children"], theirs])}).agreed == (made,)


def test_without_anybody_to_belong_to_an_added_row_waits_and_changes_nothing(put, database, register):
    made = put()
    without = register | {"guardians": TABLES["guardians"].empty()}
    assert settled(database, without).gone == (made,)
    assert overlaid(without, stand(database)) is without


def test_an_added_row_never_takes_the_place_of_somebody_else_s(put, database, register):
    put("children", **CHILD, child_id="K9")
    theirs = as_row("children", CHILD | {"child_id": "K9", "household_id": "H2", "registered_on": "2026-12-01"})
    later = register | {"children": pl.concat([register["children"], theirs])}
    assert overlaid(later, stand(database)) is later


def test_lifting_brings_back_what_the_register_says(take, put, database, register):
    for made in (take(), put()):
        with database.begin() as connection:
            lift(connection, made.correction_id, reason="Sổ đúng", person_id=person_of(connection, "Lê Thị Hoa"))
    assert overlaid(register, stand(database)) is register


def test_a_cell_of_an_added_row_may_be_put_right(put, database, register):
    made = put()
    with database.begin() as connection:
        cell = correct(
            connection, register, "s1", table="guardian_events", key=made.key, column="event", value="support_applied",
            reason="Mới chỉ xin", person_id=person_of(connection, "Lê Thị Hoa"), today=TODAY,
        )  # fmt: skip
    assert overlaid(register, stand(database))["guardian_events"]["event"].to_list() == ["support_applied"]
    assert settled(database, register).contradicted == (made, cell)


@pytest.mark.parametrize(
    ("what", "refused"),
    [
        ({"key": ("E9",)}, NoSuchRow),
        ({"key": ("E1", "x")}, NoSuchRow),
        ({"table": "households", "key": ("H1",)}, RowNotCorrectable),
        ({"table": "communes", "key": ("C1",)}, RowNotCorrectable),
        ({"table": "identities", "key": ("H1",)}, RowNotCorrectable),
        ({"table": "nothing"}, RowNotCorrectable),
        ({"reason": "  "}, NoReason),
    ],
)
def test_what_cannot_be_withdrawn_is_refused_and_changes_nothing(what, refused, take, database):
    with pytest.raises(refused):
        take(**what)
    with reading(database) as connection:
        assert last(connection) == 0


@pytest.mark.parametrize(
    ("what", "refused"),
    [
        (SUPPORT | {"guardian_id": "G9"}, WrongRow),
        (SUPPORT | {"event": "party"}, WrongRow),
        (SUPPORT | {"event_date": "2027-01-01"}, WrongRow),
        ({"event": "support_received"}, WrongRow),
        (SUPPORT | {"recorded_on": "2020-01-01"}, NotCorrectable),
        (SUPPORT | {"nothing": "1"}, NotCorrectable),
        (SUPPORT | {"reason": " "}, NoReason),
        (CHILD | {"table": "children", "registered_on": "2019-06-01"}, NotCorrectable),
        (CHILD | {"table": "children", "child_id": "K2"}, RowIsThere),
        (CHILD | {"table": "children", "birth_date": "2015-01-01", "sex": "nam"}, RowIsThere),
        ({"table": "guardians", "household_id": "H1", "relation": "mother", "birth_date": "2018-01-01"}, WrongRow),
        ({"table": "school_records", "child_id": "K1", "school_year": "2023-2024", "enrolled": "có"}, RowIsThere),
        ({"table": "households", "household_id": "H9", "commune_code": "C1"}, RowNotCorrectable),
    ],
)
def test_what_cannot_be_added_is_refused_and_changes_nothing(what, refused, put, database):
    with pytest.raises(refused):
        put(**what)
    with reading(database) as connection:
        assert last(connection) == 0


def test_every_cell_at_fault_is_told_at_once(put):
    with pytest.raises(WrongRow) as refused:
        put("children", household_id="H1", birth_date="31/02/2019", sex="x")
    assert all(word in refused.value.message("vi") for word in ("Ngày sinh: Không phải ngày", "Giới tính: Không có"))


def test_a_row_has_one_correction_of_the_whole_at_a_time(take, put):
    first, second = take(), put("children", **CHILD, child_id="K9")
    for again in (
        take,
        lambda: put("child_events", event_id="E1", child_id="K1", event="injury", event_date="2025-06-30"),
        lambda: take(second.table, second.key),
        lambda: put("children", **CHILD, child_id="K9"),
    ):
        with pytest.raises(RowCorrected) as refused:
            again()
        assert refused.value.facts["correction"] in {first.correction_id, second.correction_id}


def test_from_when_a_row_is_known_is_never_put_right(register, database):
    for name, key in (("children", "K1"), ("households", "H1")):
        with pytest.raises(NotCorrectable), database.begin() as connection:
            correct(
                connection, register, "s1", table=name, key=(key,), column="registered_on", value="2020-01-01",
                reason="Đã đăng ký trước", person_id=person_of(connection, "Lê Thị Hoa"), today=TODAY,
            )  # fmt: skip


def test_rows_are_part_of_what_a_run_knew(take, put, register):
    made, added = take(), put()
    none = Recorded.none().revisions
    names = [
        beside_id(register, known_tables(register, Recorded(none, 0, some, 9), TODAY))
        for some in ((), (made,), (added,), (made, added))
    ]
    assert names[0] == ""
    assert len(set(names)) == 4


def test_corrections_of_cells_from_before_are_kept_by_the_migration(empty_database):
    with changing_form(empty_database) as connection:
        migrated_to(connection, "0009")
        connection.execute(
            text(
                "INSERT INTO correction_events (sequence, correction_id, kind, table_name, row_key, column_name, value, "
                "was, household_id, snapshot_id, reason, at) VALUES (1, 'c1', 'made', 'households', '[\"H1\"]', "
                "'travel_min_school', '45', '200', 'H1', 's1', 'Vì', '2026-11-25 00:00:00')"
            )
        )
    with reading(migrated(empty_database)) as connection:
        [one] = standing(connection)
    assert (one.change, one.key, one.column, one.value, one.row) == ("cell", ("H1",), "travel_min_school", "45", None)
