"""A question that was agreed to becomes a correction: over the API and on pages, in one's own communes, both risks kept."""

import re
from urllib.parse import quote

import pytest
from signed_in import browser_for, client_for, sent
from sqlalchemy import select

from data.contract import TABLES
from data.snapshots import Snapshots
from service.jobs.worker import Worker
from service.scores import Runs
from service.store.audit_tables import audit_events
from service.store.database import reading
from service.store.jobs_tables import jobs
from service.web.app import create_app

WHY = "Trường xác nhận cháu chỉ nghỉ ba ngày"


@pytest.fixture
def app(listed_home, database):
    return create_app(listed_home)


@pytest.fixture
def place(app, listed_home):
    """A scored household with a child who was often absent: its commune, and the key of the row."""
    run, register = Runs(listed_home).get(), Snapshots(listed_home).newest().tables()
    last = register["school_records"].sort("school_year", "absent_days")
    rows = last.join(register["children"].select("child_id", "household_id"), on="child_id")
    for row in reversed(rows.drop_nulls("absent_days").rows(named=True)):
        at = run.place(row["household_id"])
        if at is not None and row["absent_days"] > 20:
            key = [row["child_id"], row["school_year"]]
            return {"household_id": row["household_id"], "commune": run.columns["commune_code"][at], "key": key,
                    "was": str(row["absent_days"])}  # fmt: skip
    raise AssertionError


@pytest.fixture
def officer(app, place):
    return client_for(app, "officer", (place["commune"],))


@pytest.fixture
def question(app, officer, place):
    """A question of the household's officer that a planner has agreed to."""
    sent = {"household_id": place["household_id"], "reason": WHY}
    number = officer.post("/api/v1/disputes", json=sent).json()["id"]
    agreed = {"decision": "accepted", "reason": "Đúng, hãy sửa"}
    assert client_for(app, "planner").post(f"/api/v1/disputes/{number}/answer", json=agreed).status_code == 200
    return number


def body(place, question, **more):
    return {"household_id": place["household_id"], "dispute": question, "table": "school_records", "key": place["key"],
            "column": "absent_days", "value": "3", "reason": WHY, **more}  # fmt: skip


def asked_jobs(database):
    with reading(database) as connection:
        return [dict(row) for row in connection.execute(select(jobs)).mappings()]


def test_a_record_is_corrected_once_the_question_was_agreed_to(app, officer, place, question, database):
    headers = {"idempotency-key": "one"}
    made = officer.post("/api/v1/corrections", json=body(place, question), headers=headers)
    assert made.status_code == 201
    told = made.json()
    assert (told["was"], told["value"], told["state"]) == (place["was"], "3", "standing")
    assert told["newest_export"] == "contradicted"
    assert officer.post("/api/v1/corrections", json=body(place, question), headers=headers).json() == told
    [job] = asked_jobs(database)
    run = Runs(app.state.home).get()
    assert job["job_id"] == told["job"]
    assert (job["asked"]["as_of"], job["asked"]["snapshot"]) == (run.as_of.isoformat(), run.summary["snapshot"])
    assert job["asked"]["model"] == run.summary["model"]
    assert officer.get("/api/v1/corrections").json()["items"] == [told | {"job": None}]
    again = officer.post("/api/v1/corrections", json=body(place, question))
    assert (again.status_code, again.json()["type"].rsplit(":", 1)[-1]) == (409, "says-so-already")


def test_without_agreement_nothing_is_corrected(app, officer, place, database):
    sent = {"household_id": place["household_id"], "reason": WHY}
    number = officer.post("/api/v1/disputes", json=sent).json()["id"]
    for _ in range(2):
        refused = officer.post("/api/v1/corrections", json=body(place, number))
        assert (refused.status_code, refused.json()["type"].rsplit(":", 1)[-1]) == (409, "not-agreed")
        explained = {"decision": "explained", "reason": "Sổ đúng"}
        client_for(app, "planner").post(f"/api/v1/disputes/{number}/answer", json=explained)
    assert officer.post("/api/v1/corrections", json=body(place, 999_999)).status_code == 409
    assert asked_jobs(database) == []


REFUSED = [
    ({"column": "recorded_on", "value": "2020-01-01"}, 422, "not-correctable"),
    ({"column": "absent_days", "value": "viele"}, 422, "wrong-value"),
    ({"key": ["T9999999", "2024-2025"]}, 404, "no-such-row"),
    ({"table": "circumstances", "key": ["C1"], "column": "closed_on", "value": None}, 404, "no-such-row"),
    ({"table": "circumstances", "key": ["C1"], "column": "onset_on", "value": None}, 422, "not-correctable"),
    ({"table": "nothing"}, 422, "not-correctable"),
    ({"reason": "   "}, 422, "no-reason"),
]


@pytest.mark.slow
def test_what_can_not_be_corrected_changes_nothing(officer, place, question, database):
    for more, status, kind in REFUSED:
        refused = officer.post("/api/v1/corrections", json=body(place, question, **more))
        assert (refused.status_code, refused.json()["type"].rsplit(":", 1)[-1]) == (status, kind), more
    assert officer.get("/api/v1/corrections").json()["items"] == []
    assert asked_jobs(database) == []


KEPT = {"circumstances": ("source", "onset_on", "2020-01-01"), "visits": ("services", "propensity", "0.5")}


@pytest.mark.parametrize("table", KEPT)
def test_visits_and_case_records_are_put_right_but_for_what_their_keepers_answer_for(app, table, listed_home):
    column, kept, value = KEPT[table]
    run, register = Runs(listed_home).get(), Snapshots(listed_home).newest().tables()
    rows = register[table]
    if "household_id" not in rows.columns:
        rows = rows.join(register["children"].select("child_id", "household_id"), on="child_id")
    row = next(row for row in rows.rows(named=True) if run.place(row["household_id"]) is not None)
    home = {"household_id": row["household_id"], "key": [row[TABLES[table].key()[0]]]}
    commune = run.columns["commune_code"][run.place(row["household_id"])]
    officer = client_for(app, "officer", (commune,))
    asked = officer.post("/api/v1/disputes", json={"household_id": row["household_id"], "reason": WHY}).json()["id"]
    agreed = {"decision": "accepted", "reason": "Đúng"}
    assert client_for(app, "planner").post(f"/api/v1/disputes/{asked}/answer", json=agreed).status_code == 200
    new = "hotline" if row.get("source") != "hotline" else "school"
    told = body(home, asked, table=table, column=column, value=new)
    assert officer.post("/api/v1/corrections", json=told | {"column": kept, "value": value}).status_code == 422
    made = officer.post("/api/v1/corrections", json=told)
    assert (made.status_code, made.json()["state"], made.json()["newest_export"]) == (201, "standing", "contradicted")
    form = (
        browser_for(app, "officer", (commune,)).get(f"/households/{row['household_id']}/correct?dispute={asked}").text
    )
    assert quote(f"{table}|{column}|{home['key'][0]}") in form
    assert quote(f"{table}|{kept}|") not in form


def test_another_commune_sees_and_changes_nothing(app, officer, place, question):
    made = officer.post("/api/v1/corrections", json=body(place, question)).json()
    elsewhere = client_for(app, "officer", ("00000",))
    assert elsewhere.get("/api/v1/corrections").json()["items"] == []
    assert elsewhere.post("/api/v1/corrections", json=body(place, question, value="4")).status_code == 404
    assert elsewhere.post(f"/api/v1/corrections/{made['id']}/lift", json={"reason": "x"}).status_code == 404
    for role in ("planner", "analyst", "auditor", "administrator"):
        assert client_for(app, role).get("/api/v1/corrections").status_code == 403


@pytest.mark.slow
def test_it_is_lifted_with_a_reason_and_stays_to_be_read(officer, place, question, database):
    made = officer.post("/api/v1/corrections", json=body(place, question)).json()
    lifted = officer.post(f"/api/v1/corrections/{made['id']}/lift", json={"reason": "Sổ đúng"})
    assert lifted.json()["state"] == "lifted"
    assert officer.post(f"/api/v1/corrections/{made['id']}/lift", json={"reason": "Sổ đúng"}).status_code == 404
    assert [one["state"] for one in officer.get("/api/v1/corrections?state=lifted").json()["items"]] == ["lifted"]
    assert len(asked_jobs(database)) == 2
    with reading(database) as connection:
        actions = connection.execute(select(audit_events.c.action)).scalars().all()
    assert {"corrections.add", "corrections.lift"} <= set(actions)


def test_whoever_agreed_reads_whether_the_record_was_corrected(app, officer, place, question):
    planner = browser_for(app, "planner")
    assert "The record isn&#39;t corrected yet" in planner.get("/disputes?lang=en").text
    made = officer.post("/api/v1/corrections", json=body(place, question)).json()
    shown = planner.get("/disputes?lang=en").text
    assert re.search(r"The record was corrected on \d{2}/\d{2}/\d{4}: in force\.", shown)
    assert "corrected yet" not in shown
    assert "absent_days" not in shown
    lifted = officer.post(f"/api/v1/corrections/{made['id']}/lift", json={"reason": "Sổ đúng"})
    assert lifted.status_code == 200
    assert ": lifted." in planner.get("/disputes").text


@pytest.mark.slow
def test_the_pages_lead_from_the_question_to_both_risks(app, place, question, database, listed_home):
    browser = browser_for(app, "officer", (place["commune"],))
    page = f"/households/{place['household_id']}"
    assert f"{page}/correct?dispute={question}" in browser.get(page).text
    choose = browser.get(f"{page}/correct?dispute={question}&lang=en").text
    cell = "|".join(("school_records", "absent_days", *place["key"]))
    assert f"Child {place['key'][0]}, school year {place['key'][1]}" in choose
    form = browser.get(f"{page}/correct", params={"dispute": question, "cell": cell, "lang": "en"}).text
    assert f"The record reads: {place['was']}." in form
    wrong = sent(browser, f"{page}/correct", dispute=question, cell=cell, value="-5", reason=WHY)
    assert wrong.status_code == 422
    assert 'value="-5"' in wrong.text
    assert sent(browser, f"{page}/correct", dispute=question, cell=cell, value="3", reason=WHY).status_code == 303
    assert "The risk is being computed anew" in browser.get(f"{page}?lang=en").text
    Worker(database, listed_home).run(until_idle=True)
    shown = browser.get(f"{page}?lang=en").text
    before, after = re.search(r"Before: (.+?)\. Computed anew: (.+?)\.<", shown).groups()
    assert before != after
    assert "Both as of" in shown
    assert f"{place['was']} → 3" in shown
    api = client_for(app, "officer", (place["commune"],))
    scoring = api.get("/api/v1/corrections").json()["items"][0]["scoring"]
    told = f"/api/v1/households/{place['household_id']}/explanation"
    assert api.get(f"{told}?run={scoring}").json()["risk"] != api.get(told).json()["risk"]
    assert api.get(f"{told}?run=nothing").status_code == 404
    [one] = re.findall(r'action="(/corrections/[^"]+/lift)"', shown)
    assert sent(browser, one, reason="Sổ đúng").status_code == 303
    assert "lifted" in browser.get(f"{page}?lang=en").text
    assert sent(browser_for(app, "planner"), one, reason="x").status_code == 403
