"""A row that is another household's is withdrawn, one that is missing is added: over the API and on pages, in one's own
communes, once the question was agreed to."""

import datetime as dt
import re

import polars as pl
import pytest
from signed_in import browser_for, client_for, sent
from sqlalchemy import select

from data.snapshots import Snapshots
from service.jobs.worker import Worker
from service.scores import Runs
from service.store.audit_tables import audit_events
from service.store.database import reading
from service.store.jobs_tables import jobs
from service.web.app import create_app

WHY = "Là cháu trùng tên ở xóm khác"


@pytest.fixture
def app(listed_home, database):
    return create_app(listed_home)


@pytest.fixture
def place(listed_home):
    """A scored household with an event of a child and a guardian: its commune, the event, its people."""
    run, register = Runs(listed_home).get(), Snapshots(listed_home).newest().tables()
    events = register["child_events"].join(register["children"].select("child_id", "household_id"), on="child_id")
    for event in events.sort("event_id").rows(named=True):
        at = run.place(event["household_id"])
        guardians = register["guardians"].filter(pl.col("household_id") == event["household_id"])
        if at is not None and guardians.height:
            return {"household_id": event["household_id"], "commune": run.columns["commune_code"][at],
                    "event": event["event_id"], "child": event["child_id"],
                    "guardian": guardians["guardian_id"][0]}  # fmt: skip
    raise AssertionError


@pytest.fixture
def officer(app, place):
    return client_for(app, "officer", (place["commune"],))


@pytest.fixture
def question(app, officer, place):
    """A question of the household's officer that a planner has agreed to."""
    asked = {"household_id": place["household_id"], "reason": WHY}
    number = officer.post("/api/v1/disputes", json=asked).json()["id"]
    agreed = {"decision": "accepted", "reason": "Đúng"}
    assert client_for(app, "planner").post(f"/api/v1/disputes/{number}/answer", json=agreed).status_code == 200
    return number


def about(place, question, **more):
    return {"household_id": place["household_id"], "dispute": question, "reason": WHY, **more}


def withdrawal(place, question, **more):
    return about(place, question, table="child_events", key=[place["event"]], **more)


def addition(place, question, **cells):
    support = {"guardian_id": place["guardian"], "event": "support_received", "event_date": "2025-03-01"}
    return about(place, question, table="guardian_events", row=support | cells)


def asked_jobs(database):
    with reading(database) as connection:
        return [dict(row) for row in connection.execute(select(jobs).order_by(jobs.c.asked_at)).mappings()]


def told(answer):
    return answer.status_code, answer.json()["type"].rsplit(":", 1)[-1]


def test_a_row_is_withdrawn_as_of_the_run_s_own_day(app, officer, place, question, database):
    made = officer.post("/api/v1/corrections/withdrawn-rows", json=withdrawal(place, question))
    assert made.status_code == 201
    record = made.json()
    assert (record["change"], record["key"], record["column"]) == ("row_withdrawn", [place["event"]], None)
    assert record["row"]["child_id"] == place["child"]
    assert record["newest_export"] == "contradicted"
    [job] = asked_jobs(database)
    assert job["asked"]["as_of"] == Runs(app.state.home).get().as_of.isoformat()
    assert officer.get("/api/v1/corrections").json()["items"] == [record | {"job": None}]
    again = officer.post("/api/v1/corrections/withdrawn-rows", json=withdrawal(place, question))
    assert told(again) == (409, "row-corrected")
    lifted = officer.post(f"/api/v1/corrections/{record['id']}/lift", json={"reason": "Sổ đúng"})
    assert lifted.json()["state"] == "lifted"
    with reading(database) as connection:
        actions = connection.execute(select(audit_events.c.action)).scalars().all()
    assert {"corrections.withdraw", "corrections.lift"} <= set(actions)


def test_a_row_is_added_from_today_on(officer, place, question, database):
    made = officer.post("/api/v1/corrections/added-rows", json=addition(place, question))
    assert made.status_code == 201
    record, today = made.json(), dt.date.today().isoformat()
    assert record["change"] == "row_added"
    assert record["row"]["recorded_on"] == today
    assert record["key"] == [record["row"]["event_id"]]
    [job] = asked_jobs(database)
    assert job["asked"]["as_of"] == today
    assert told(officer.post("/api/v1/corrections/added-rows", json=addition(place, question))) == (409, "row-is-there")
    lifted = officer.post(f"/api/v1/corrections/{record['id']}/lift", json={"reason": "Ghi nhầm"})
    assert lifted.json()["state"] == "lifted"
    assert asked_jobs(database)[-1]["asked"]["as_of"] < today


def test_every_cell_of_a_row_that_can_not_be_taken_is_named(officer, place, question, database):
    refused = officer.post(
        "/api/v1/corrections/added-rows", json=addition(place, question, event="party", event_date="31/02/2025")
    )
    assert told(refused) == (422, "wrong-row")
    assert {fault["field"] for fault in refused.json()["errors"]} == {"event", "event_date"}
    assert asked_jobs(database) == []


REFUSED = [
    ("withdrawn-rows", {"table": "households"}, 422, "row-not-correctable"),
    ("withdrawn-rows", {"table": "teams"}, 422, "row-not-correctable"),
    ("withdrawn-rows", {"key": ["E-9"]}, 404, "no-such-row"),
    ("withdrawn-rows", {"dispute": 999_999}, 409, "not-agreed"),
    ("withdrawn-rows", {"reason": "  "}, 422, "no-reason"),
    ("added-rows", {"table": "visits"}, 422, "row-not-correctable"),
    ("added-rows", {"table": "circumstances"}, 422, "row-not-correctable"),
    ("added-rows", {"dispute": 999_999}, 409, "not-agreed"),
    ("added-rows", {"row": {"recorded_on": "2020-01-01"}}, 422, "not-correctable"),
    ("added-rows", {"row": {}}, 422, "wrong-request"),
]


@pytest.mark.slow
def test_what_can_not_be_is_refused_and_changes_nothing(officer, place, question, database):
    for path, more, status, kind in REFUSED:
        whole = withdrawal if path == "withdrawn-rows" else addition
        refused = officer.post(f"/api/v1/corrections/{path}", json=whole(place, question) | more)
        assert told(refused) == (status, kind), (path, more)
    assert officer.get("/api/v1/corrections").json()["items"] == []
    assert asked_jobs(database) == []


def test_rows_of_other_households_are_out_of_reach(app, officer, place, question, listed_home):
    register = Snapshots(listed_home).newest().tables()
    others = register["child_events"].join(register["children"].select("child_id", "household_id"), on="child_id")
    other = others.filter(pl.col("household_id") != place["household_id"]).row(0, named=True)
    theirs = withdrawal(place, question) | {"key": [other["event_id"]]}
    assert told(officer.post("/api/v1/corrections/withdrawn-rows", json=theirs)) == (404, "no-such-row")
    child = {"child_id": other["child_id"], "event": "injury", "event_date": "2025-03-01"}
    hung = about(place, question, table="child_events", row=child)
    assert told(officer.post("/api/v1/corrections/added-rows", json=hung)) == (422, "wrong-row")
    own = about(place, question, table="child_events", row=child | {"child_id": place["child"]})
    taken = own | {"row": own["row"] | {"event_id": other["event_id"]}}
    assert told(officer.post("/api/v1/corrections/added-rows", json=taken)) == (409, "row-is-there")
    elsewhere = client_for(app, "officer", ("00000",))
    assert elsewhere.post("/api/v1/corrections/withdrawn-rows", json=withdrawal(place, question)).status_code == 404
    assert elsewhere.post("/api/v1/corrections/added-rows", json=own).status_code == 404
    for role in ("planner", "analyst", "auditor", "administrator"):
        sees = client_for(app, role)
        assert sees.post("/api/v1/corrections/withdrawn-rows", json=withdrawal(place, question)).status_code == 403


@pytest.mark.slow
def test_the_pages_withdraw_a_row_and_show_both_risks(app, place, question, database, listed_home):
    browser = browser_for(app, "officer", (place["commune"],))
    page, row = f"/households/{place['household_id']}", f"child_events|{place['event']}"
    choose = browser.get(f"{page}/correct?dispute={question}&lang=en").text
    assert f"{page}/correct/row?dispute={question}&amp;row=child_events%7C{place['event']}" in choose
    assert "row=households" not in choose
    form = browser.get(f"{page}/correct/row", params={"dispute": question, "row": row, "lang": "en"}).text
    assert f"A child&#39;s event {place['event']}" in form
    empty = sent(browser, f"{page}/correct/row", dispute=question, row=row, reason=" ")
    assert empty.status_code == 422
    assert "A reason needs 1 to 2000 characters." in empty.text
    assert sent(browser, f"{page}/correct/row", dispute=question, row=row, reason=WHY).status_code == 303
    Worker(database, listed_home).run(until_idle=True)
    shown = browser.get(f"{page}?lang=en").text
    assert "the whole row is withdrawn" in shown
    assert "still has it" in shown
    assert re.search(r"Before: .+?\. Computed anew: .+?\.<", shown)
    assert "Both as of" in shown
    assert sent(browser, f"{page}/correct/row", dispute=question, row="households|x", reason=WHY).status_code == 422


@pytest.mark.slow
def test_the_pages_add_a_row_and_show_the_risk_as_of_today(app, place, question, database, listed_home):
    browser = browser_for(app, "officer", (place["commune"],))
    page = f"/households/{place['household_id']}"
    choose = browser.get(f"{page}/correct?dispute={question}&lang=en").text
    assert f"{page}/correct/add?dispute={question}&amp;table=guardian_events" in choose
    assert "table=visits" not in choose
    form = browser.get(f"{page}/correct/add?dispute={question}&table=guardian_events&lang=en").text
    assert f'<option value="{place["guardian"]}"' in form
    assert 'name="cell-recorded_on"' not in form
    cells = {"table": "guardian_events", "cell-guardian_id": place["guardian"], "cell-event": "support_received",
             "dispute": question, "reason": WHY}  # fmt: skip
    wrong = sent(browser, f"{page}/correct/add", **cells, **{"cell-event_date": "2999-01-01"})
    assert wrong.status_code == 422
    assert 'id="cell-event_date-fault"' in wrong.text
    assert 'value="2999-01-01"' in wrong.text
    made = sent(browser, f"{page}/correct/add", **cells, **{"cell-event_date": "2025-03-01"})
    assert made.status_code == 303
    Worker(database, listed_home).run(until_idle=True)
    shown = browser.get(f"{page}?lang=en").text
    assert "the row is added" in shown
    assert "support received" in shown
    assert dt.date.today().strftime("%d/%m/%Y") in shown
    child = {"table": "children", "cell-birth_date": "2020-02-01", "cell-sex": "female", "dispute": question}
    assert sent(browser, f"{page}/correct/add", **child, reason=WHY).status_code == 303


@pytest.mark.slow
def test_a_household_whose_people_are_withdrawn_is_told_so(app, place, question, officer, database, listed_home):
    children = Snapshots(listed_home).newest().around([place["household_id"]])["children"]["child_id"]
    for child in children:
        body = about(place, question, table="children", key=[child])
        assert officer.post("/api/v1/corrections/withdrawn-rows", json=body).status_code == 201
    Worker(database, listed_home).run(until_idle=True)
    browser = browser_for(app, "officer", (place["commune"],))
    shown = browser.get(f"/households/{place['household_id']}?lang=en").text
    assert "isn&#39;t among those computed" in shown
