"""Names on pages, sheets and in the workbook: for the officer of the household's commune, with the purpose on record."""

import datetime as dt
import io
import json
import shutil
import zipfile

import pytest
from listed import moment, person
from officers import fill, table_of
from signed_in import browser_for, sent
from sqlalchemy import select

from service import lists
from service.lists import records
from service.store.audit_tables import audit_events
from service.store.database import reading
from service.visits import import_workbook
from service.web.app import create_app

NAME = "cán bộ Mẫu"


@pytest.fixture
def app(listed_home, database, draft, finished_run):
    for name in ("keys", "vault"):
        shutil.copytree(finished_run.kept.parents[1] / name, listed_home / name, dirs_exist_ok=True)
    lists.approve(database, draft, person(database, "Trần Văn Bình"), "Đã xem", moment())
    lists.publish(database, draft, person(database, "Lê Thu Hà"), "Bắt đầu", moment(dt.date.today()))
    return create_app(listed_home)


@pytest.fixture
def listed(app, database, draft):
    """A household of the list whose people have names."""
    with reading(database) as connection:
        entries = records.entries(connection, draft)
    known = app.state.vault.of(entries["household_id"])
    return next(
        {**row, "people": known[row["household_id"]]}
        for row in entries.iter_rows(named=True)
        if any(one.full_name for one in known.get(row["household_id"], ()))
    )


@pytest.fixture
def officer(app, listed):
    return browser_for(app, "officer", (listed["commune_code"],), name=NAME)


def names_of(listed):
    return [one.full_name for one in listed["people"] if one.full_name]


def events(database, *actions):
    with reading(database) as connection:
        rows = connection.execute(select(audit_events).where(audit_events.c.action.in_(actions))).mappings().all()
    return [(row["action"], json.loads(row["facts"]).get("purpose")) for row in rows]


def test_the_household_page_shows_names_when_asked_and_says_so_in_the_audit(app, officer, listed, database, capfd):
    path = f"/households/{listed['household_id']}"
    closed = officer.get(path)
    assert not any(name in closed.text for name in names_of(listed))
    assert f'action="{path}/names"' in closed.text
    shown = sent(officer, f"{path}/names", purpose="visit")
    assert all(name in shown.text for name in names_of(listed))
    assert shown.headers["cache-control"] == "no-store"
    assert events(database, "identity.seen") == [("identity.seen", "visit")]
    logged = "".join(capfd.readouterr())
    assert not any(name in logged for name in (*names_of(listed), listed["household_id"]))
    assert sent(officer, f"{path}/names", purpose="curiosity").status_code == 422
    with reading(database) as connection:
        told = " ".join(connection.execute(select(audit_events.c.facts)).scalars())
    assert not any(name in told for name in names_of(listed))


@pytest.mark.slow
def test_the_list_shows_the_names_of_the_page_at_hand(app, officer, listed, draft, database):
    shown = sent(officer, f"/lists/{draft}/names?band={listed['band']}", purpose="urgent")
    assert all(name in shown.text for name in names_of(listed))
    assert "/names?" not in shown.text
    assert set(events(database, "identity.seen")) == {("identity.seen", "urgent")}


def test_sheets_have_names_and_a_mark_and_no_risk(app, officer, listed, draft, database):
    for path in (f"/households/{listed['household_id']}/sheet", f"/lists/{draft}/sheets"):
        shown = sent(officer, path).text
        assert all(name in shown for name in names_of(listed))
        assert f"Làm cho {NAME}, ngày {dt.date.today():%d/%m/%Y}." in shown
        assert "trong 1.000" not in shown
    assert set(events(database, "identity.exported")) == {("identity.exported", "sheet")}


@pytest.mark.slow
def test_the_workbook_has_names_and_a_mark(app, officer, listed, draft, database, tmp_path):
    answer = sent(officer, f"/lists/{draft}/workbook", commune=listed["commune_code"])
    file = tmp_path / "made.xlsx"
    file.write_bytes(answer.content)
    row = next(row for row in table_of(file) if row["household_id"] == listed["household_id"])
    assert all(name in row["who"] for name in names_of(listed))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert NAME.encode() in b"".join(packed.read(part) for part in packed.namelist())
    assert set(events(database, "identity.exported")) == {("identity.exported", "workbook")}
    assert events(database, "list.handed-out")
    filled = {listed["household_id"]: {"visited_on": dt.date.today(), "outcome": "vắng nhà", "minutes": -5}}
    report = import_workbook(database, fill(file, tmp_path / "filled.xlsx", filled), moment(dt.date.today()))
    assert report.rows_aside or report.counts["recorded"]
    kept = b"".join(path.read_bytes() for path in app.state.home.rglob("*") if path.is_file())
    assert not any(name.encode() in kept for name in names_of(listed))


def test_nobody_else_is_shown_a_name(app, listed, draft, database):
    household, commune = listed["household_id"], listed["commune_code"]
    elsewhere = browser_for(app, "officer", ("00000",))
    planner = browser_for(app, "planner")
    everything = (
        f"/households/{household}/names", f"/households/{household}/sheet", f"/lists/{draft}/names",
        f"/lists/{draft}/sheets", f"/lists/{draft}/workbook",
    )  # fmt: skip
    for path in everything:
        refused = sent(elsewhere, path, purpose="visit", commune=commune)
        assert not any(name in refused.text for name in names_of(listed)), path
        assert sent(planner, path, purpose="visit", commune=commune).status_code == 403, path
    assert sent(elsewhere, everything[0]).status_code == 404
    assert sent(elsewhere, everything[4], commune=commune).status_code == 404
    assert events(database, "identity.seen", "identity.exported") == []


@pytest.mark.slow
def test_a_list_that_is_closed_opens_nothing(app, officer, listed, draft, database):
    lists.close(database, draft, person(database, "Lê Thu Hà"), "Hết đợt", moment(dt.date.today()))
    shown = sent(officer, f"/households/{listed['household_id']}/names", purpose="visit")
    assert not any(name in shown.text for name in names_of(listed))
    assert sent(officer, f"/lists/{draft}/sheets").status_code == 404
    assert events(database, "identity.seen", "identity.exported") == []
