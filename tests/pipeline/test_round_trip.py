"""Workbooks out and back: recorded once, older ones in visible conflict, nothing that was written is lost."""

import datetime as dt
import shutil

import polars as pl
import pytest
from listed import TODAY, moment, person
from officers import fill, opened, table_of
from sqlalchemy import func, select

from features.assemble import feature_matrix
from service import lists, visits
from service.lists import records
from service.lists.life import ListOver
from service.outputs.visit_workbook import write_visit_workbook
from service.runs.known import known_tables, recorded_visits
from service.runs.options import RunOptions
from service.runs.province import run_province
from service.store.database import reading
from service.store.outreach_tables import visit_conflicts, visit_records, visit_rows_aside
from service.visits import Scope
from service.visits.service import ForeignWorkbook

LATER = TODAY + dt.timedelta(days=10)
REACHED = {"visited_on": "16/01/2026", "outcome": "gặp được", "finding": "có nhu cầu", "help_accepted": "có"}


@pytest.fixture
def out(published, database, tmp_path):
    """A function that hands out a workbook for the whole list and returns its path."""

    def hand_out(name="blank.xlsx"):
        content = visits.hand_out(database, published, Scope(), str, moment())
        write_visit_workbook(content, tmp_path / name)
        return tmp_path / name

    return hand_out


def homes_of(path):
    return [row["household_id"] for row in table_of(path)]


def counted(engine, table):
    with reading(engine) as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def recorded(engine, list_id):
    return {(v["household_id"], v["attempt"]): v for v in visits.recorded_of(engine, list_id)}


def test_a_filled_workbook_is_recorded_once(out, published, database, tmp_path):
    blank = out()
    one = homes_of(blank)[0]
    filled = fill(blank, tmp_path / "filled.xlsx", {one: REACHED})
    hoa = person(database, "Vi Thị Hoa")
    first = visits.import_workbook(database, filled, moment(LATER), hoa)
    again = visits.import_workbook(database, filled, moment(LATER), hoa)
    assert (first.counts["recorded"], again.counts["unchanged"], again.counts["recorded"]) == (1, 1, 0)
    assert (first.seen_before, again.seen_before) == (False, True)
    assert counted(database, visit_records) == 1
    visit = recorded(database, published)[one, 1]
    assert (visit["visited_on"], visit["outcome"], visit["finding"]) == (dt.date(2026, 1, 16), "reached", "needs")
    assert (visit["recorded_on"], visit["reason"], visit["list_id"]) == (LATER, "risk", published)
    assert visit["person_id"] == hoa.person_id


def test_an_older_workbook_conflicts_visibly_instead_of_overwriting(out, published, database, tmp_path):
    older, newer = out("older.xlsx"), out("newer.xlsx")
    one = homes_of(older)[0]
    visits.import_workbook(database, fill(newer, tmp_path / "n.xlsx", {one: REACHED}), moment(LATER))
    offered = REACHED | {"finding": "không"}
    told = visits.import_workbook(database, fill(older, tmp_path / "o.xlsx", {one: offered}), moment(LATER))
    assert told.counts == {"conflict": 1}
    assert told.conflicts[0].differs == {"finding": ("needs", "none")}
    assert recorded(database, published)[one, 1]["finding"] == "needs"
    waiting = visits.open_conflicts(database, published)
    assert [c["differs"] for c in waiting] == [{"finding": {"stands": "needs", "offered": "none"}}]
    visits.import_workbook(database, tmp_path / "o.xlsx", moment(LATER))
    assert counted(database, visit_conflicts) == 1, "the same conflict is kept once"
    by = person(database, "Vi Thị Hoa")
    visits.settle(database, waiting[0]["conflict"], "offered", "Đã gọi lại gia đình", by, moment(LATER))
    assert recorded(database, published)[one, 1]["finding"] == "none"
    assert visits.open_conflicts(database) == []
    assert counted(database, visit_records) == 2, "what stood before is kept as a revision"


def test_a_workbook_that_knew_what_stands_corrects_it(out, published, database, tmp_path):
    blank = out()
    one = homes_of(blank)[0]
    visits.import_workbook(database, fill(blank, tmp_path / "a.xlsx", {one: REACHED}), moment(LATER))
    second = out("second.xlsx")
    assert table_of(second)[0]["finding"] == "có nhu cầu", "what is recorded is filled in"
    mended = fill(second, tmp_path / "b.xlsx", {one: {"finding": "không"}})
    told = visits.import_workbook(database, mended, moment(LATER))
    assert told.corrections[0].differs == {"finding": ("needs", "none")}
    assert recorded(database, published)[one, 1]["revision"] == 2


def test_who_was_absent_gets_a_second_row(out, published, database, tmp_path):
    blank = out()
    one = homes_of(blank)[0]
    gone = {"visited_on": "16/01/2026", "outcome": "vắng nhà"}
    visits.import_workbook(database, fill(blank, tmp_path / "a.xlsx", {one: gone}), moment(LATER))
    rows = [row for row in table_of(out("second.xlsx")) if row["household_id"] == one]
    assert [(row["attempt"], row["outcome"]) for row in rows] == [(1, "vắng nhà"), (2, "")]


def test_rows_that_cannot_be_taken_are_kept_as_written_and_marked(out, published, database, tmp_path):
    blank = out()
    one, two, three = homes_of(blank)[:3]
    cells = {one: {"outcome": "gặp được"}, two: REACHED | {"minutes": "lâu lắm"}, three: REACHED}
    filled = fill(blank, tmp_path / "filled.xlsx", cells)
    report = visits.import_workbook(database, filled, moment(LATER))
    assert (report.counts["recorded"], len(report.rows_aside)) == (2, 1)
    with reading(database) as connection:
        kept = connection.execute(select(visit_rows_aside)).mappings().one()
    assert kept["cells"]["outcome"] == "gặp được"
    assert kept["faults"] == [{"column": "visited_on", "rule": "required_empty"}]
    copy = tmp_path / "marked.xlsx"
    write_visit_workbook(visits.marked_copy(database, report, str, moment(LATER)), copy)
    rows = {row["household_id"]: row for row in table_of(copy)}
    assert rows[two]["minutes"] == "lâu lắm"
    mended = fill(copy, tmp_path / "mended.xlsx", {one: {"visited_on": "17/01/2026"}, two: {"minutes": 40}})
    again = visits.import_workbook(database, mended, moment(LATER))
    assert again.counts == {"recorded": 1, "filled_in": 1, "unchanged": 1}
    assert recorded(database, published)[two, 1]["minutes"] == 40


def test_visits_to_a_household_put_off_meanwhile_are_not_lost(out, published, database, tmp_path):
    blank = out()
    one = homes_of(blank)[0]
    lists.put_off(database, published, one, person(database, "An"), "Đi vắng", moment())
    told = visits.import_workbook(database, fill(blank, tmp_path / "a.xlsx", {one: REACHED}), moment(LATER))
    assert told.counts == {"recorded": 1}
    assert one not in homes_of(out("second.xlsx"))


def test_a_workbook_of_another_home_is_refused(out, published, database, tmp_path):
    blank = out()
    grid = opened(blank)
    assert grid["sommai"][0][0].endswith("/h1")
    foreign = fill(blank, tmp_path / "foreign.xlsx", {})
    with database.begin() as connection:
        connection.exec_driver_sql("UPDATE handouts SET version = 9")
    with pytest.raises(ForeignWorkbook):
        visits.import_workbook(database, foreign, moment(LATER))
    assert counted(database, visit_records) == 0


def test_workbooks_go_out_for_a_list_in_use_only(draft, published, database):
    with pytest.raises(ListOver):
        visits.hand_out(database, published, Scope(), str, moment(TODAY + dt.timedelta(days=91)))
    lists.close(database, published, person(database, "An"), "Hết đợt", moment())
    with pytest.raises(ListOver):
        visits.hand_out(database, published, Scope(), str, moment())


def test_a_workbook_per_team_holds_its_own_households(published, database):
    parts = visits.scopes(database, published, "team")
    with reading(database) as connection:
        entries = records.entries(connection, published)
    held = [row.household_id for s in parts for row in visits.hand_out(database, published, s, str, moment()).rows]
    assert sorted(held) == sorted(entries["household_id"])


def test_an_import_that_is_killed_midway_leaves_nothing_and_works_again(
    out, published, database, tmp_path, monkeypatch
):
    blank = out()
    cells = dict.fromkeys(homes_of(blank)[:5], REACHED)
    filled = fill(blank, tmp_path / "filled.xlsx", cells)
    from service.visits import repository

    record, seen = repository.record, []

    def dies_at_the_third(connection, row):
        seen.append(row)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return record(connection, row)

    monkeypatch.setattr(repository, "record", dies_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        visits.import_workbook(database, filled, moment(LATER))
    monkeypatch.undo()
    assert counted(database, visit_records) == 0
    assert visits.import_workbook(database, filled, moment(LATER)).counts == {"recorded": 5}


@pytest.mark.slow
def test_recorded_visits_are_known_in_the_next_run_and_change_its_id(
    out, published, listed_home, database, finished_run, small_province, tmp_path
):  # fmt: skip
    blank = out()
    one = homes_of(blank)[0]
    visits.import_workbook(database, fill(blank, tmp_path / "a.xlsx", {one: REACHED}), moment(LATER))
    from data.snapshots import Snapshots

    snapshot = Snapshots(listed_home).newest().tables()
    beside = recorded_visits(listed_home)

    def days_since_visit(as_of):
        matrix = feature_matrix(known_tables(snapshot, beside, as_of), as_of)
        return matrix.filter(pl.col("household_id") == one)["days_since_visit"].item()

    assert days_since_visit(LATER) == 9
    assert days_since_visit(LATER - dt.timedelta(days=1)) != 8, "not before it was recorded"
    if "imports" in {p.name for p in finished_run.kept.parents[1].iterdir()}:
        shutil.copytree(finished_run.kept.parents[1] / "imports", listed_home / "imports", dirs_exist_ok=True)
    asked = {"home": listed_home, "today": dt.date(2026, 11, 24), "as_of": LATER, "language": "en"}
    with_visits = run_province(small_province, tmp_path / "o1", RunOptions(**asked))
    assert one not in pl.read_csv(tmp_path / "o1" / "priority_list.csv")["household_id"], "it rests after the visit"
    bare = tmp_path / "bare"
    without = run_province(small_province, tmp_path / "o2", RunOptions(**(asked | {"home": bare})))
    if database.dialect.name == "sqlite":
        assert with_visits.run_id != without.run_id
