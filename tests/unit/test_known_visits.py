"""Visits recorded here stand beside the register's own, and are never counted twice."""

import datetime as dt

import polars as pl
import pytest

from data.contract import TABLES
from service.runs.known import Recorded, beside_id, known_tables, recorded_visits

VISITS = TABLES["visits"]
JAN, FEB, MAR = dt.date(2026, 1, 10), dt.date(2026, 2, 10), dt.date(2026, 3, 10)


def visit(visit_id, household="H1", team="T1", visited=JAN, recorded=JAN, **more):
    facts = {"reason": "risk", "outcome": "reached", "finding": "none"} | more
    return {"visit_id": visit_id, "household_id": household, "team_id": team, "visited_on": visited,
            "recorded_on": recorded, **facts}  # fmt: skip


def frame(rows):
    return pl.DataFrame([{name: row.get(name) for name in VISITS.columns} for row in rows], schema=VISITS.schema())


def snapshot(*rows):
    homes = TABLES["households"].empty().with_columns()
    homes = pl.concat([homes, pl.DataFrame({"household_id": ["H1", "H2"]})], how="diagonal").cast(homes.schema)
    teams = pl.concat(
        [TABLES["teams"].empty(), pl.DataFrame({"team_id": ["T1", "T2"]})], how="diagonal"
    ).cast(TABLES["teams"].schema())  # fmt: skip
    return {"visits": frame(rows), "households": homes, "teams": teams}


def recorded(*rows):
    revisions = frame(rows).with_columns(sequence=pl.int_range(1, len(rows) + 1, dtype=pl.Int64))
    return Recorded(revisions, len(rows))


def known(register, ours, as_of=MAR):
    tables = known_tables(register, ours, as_of)
    return {row["visit_id"]: row for row in tables["visits"].iter_rows(named=True)}


def test_a_recorded_visit_stands_beside_the_registers_own():
    found = known(snapshot(visit("V1", "H2")), recorded(visit("L1", "H1", finding="needs")))
    assert set(found) == {"V1", "L1"}
    assert found["L1"]["finding"] == "needs"


def test_without_recorded_visits_nothing_changes():
    register = snapshot(visit("V1"))
    assert known_tables(register, Recorded.none(), MAR) is register
    assert beside_id(register, register) == ""


@pytest.mark.parametrize(
    ("theirs", "kept"),
    [
        pytest.param({"visit_id": "L1", "recorded": FEB}, "L1", id="the same id"),
        pytest.param({"visit_id": "V9", "recorded": FEB}, "V9", id="same household, day and team"),
        pytest.param({"visit_id": "V9", "recorded": FEB, "team": None}, "V9", id="a team that isn't known"),
        pytest.param({"visit_id": "V9", "recorded": JAN}, "V9", id="as late: the register's"),
    ],
)
def test_what_the_register_brings_later_is_not_counted_twice(theirs, kept):
    assert set(known(snapshot(visit(**theirs)), recorded(visit("L1")))) == {kept}


def test_a_correction_made_here_later_goes_over_the_registers_row():
    found = known(snapshot(visit("V9", finding="none")), recorded(visit("L1", recorded=FEB, finding="needs")))
    assert {key: row["finding"] for key, row in found.items()} == {"L1": "needs"}


def test_another_team_or_day_is_another_visit():
    register = snapshot(visit("V1", team="T2"), visit("V2", visited=FEB, recorded=FEB))
    assert set(known(register, recorded(visit("L1")))) == {"V1", "V2", "L1"}


def test_on_a_day_only_what_was_recorded_by_then_counts():
    ours = recorded(visit("L1", finding="none"), visit("L1", recorded=MAR, finding="needs"))
    assert known(snapshot(), ours, FEB)["L1"]["finding"] == "none"
    assert known(snapshot(), ours, MAR)["L1"]["finding"] == "needs"
    register = snapshot(visit("V9", recorded=MAR))
    assert set(known(register, recorded(visit("L1")), FEB)) == {"L1", "V9"}, "V9 isn't known yet and decides nothing"


def test_strangers_are_left_out_and_an_unknown_team_is_not_recorded():
    found = known(snapshot(), recorded(visit("L1", team="T9"), visit("L2", "H9")))
    assert {key: row["team_id"] for key, row in found.items()} == {"L1": None}


def test_what_stands_beside_is_part_of_a_runs_identity():
    register = snapshot(visit("V1", "H2"))
    one = beside_id(register, known_tables(register, recorded(visit("L1")), MAR))
    other = beside_id(register, known_tables(register, recorded(visit("L1", finding="needs")), MAR))
    assert one
    assert other not in ("", one)


def test_a_home_without_a_database_gets_none_by_being_asked(tmp_path, monkeypatch):
    monkeypatch.delenv("SOMMAI_DATABASE_URL", raising=False)
    assert recorded_visits(tmp_path).revisions.is_empty()
    assert list(tmp_path.iterdir()) == []
