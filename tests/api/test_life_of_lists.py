"""Lists over the API and on pages: who sees which, who may bring one on, and what is refused is said."""

import datetime as dt
import io

import polars as pl
import pytest
from listed import bring_to_publication, moment, moment_today, person
from python_calamine import load_workbook
from signed_in import browser_for, client_for, sent
from sqlalchemy import update

from features.cohort import cohort
from service import lists
from service.lists import records
from service.runs.asked import read_asked
from service.runs.drafting import nominated_row, tables_of
from service.scores import Runs
from service.store import outreach_tables
from service.store.database import reading
from service.web.app import create_app

pytestmark = pytest.mark.slow

API = "/api/v1/lists"


@pytest.fixture
def app(listed_home, draft):
    return create_app(listed_home)


def test_an_officer_sees_a_list_once_it_is_published_and_of_it_the_own_commune(app, database, draft, communes):
    own = communes[0]
    officer = client_for(app, "officer", (own,))
    assert officer.get(f"{API}/{draft}").status_code == 404
    assert officer.get(API).json()["items"] == []
    bring_to_publication(database, draft)
    assert [item["id"] for item in officer.get(API).json()["items"]] == [draft]
    told = officer.get(f"{API}/newest").json()
    assert (told["id"], told["state"], told["version"]) == (draft, "published", 3)
    entries = officer.get(f"{API}/{draft}/entries?limit=1000").json()
    assert {entry["commune_code"] for entry in entries["items"]} == {own}
    assert entries["total"] == len(entries["items"]) > 0


def test_every_version_changes_what_is_read(app, database, draft):
    planner = client_for(app, "planner")
    before = planner.get(f"{API}/{draft}/entries?limit=1000").json()
    first = before["items"][0]["household_id"]
    lists.put_off(database, draft, first, person(database, "An"), "Đi vắng", moment())
    after = planner.get(f"{API}/{draft}/entries?limit=1000").json()
    assert after["total"] == before["total"] - 1
    assert first not in {entry["household_id"] for entry in after["items"]}
    csv = planner.get(f"{API}/{draft}/entries?format=csv").content
    assert pl.read_csv(csv, infer_schema_length=0).height == after["total"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_reasons_come_in_the_readers_language(app, draft, finished_run, language):
    planner = client_for(app, "planner")
    run = planner.get(f"{API}/{finished_run.run_id}/entries?limit=3&lang={language}").json()["items"]
    stored = planner.get(f"{API}/{draft}/entries?limit=3&lang={language}").json()["items"]
    assert [entry["reason_1"] for entry in stored] == [entry["reason_1"] for entry in run]


def test_a_list_goes_from_draft_to_published_on_its_page(app, database, draft):
    one, other = browser_for(app, "planner", name="Mai"), browser_for(app, "planner", name="Bình")
    page = one.get(f"/lists/{draft}?lang=en")
    assert "draft, version 1" in page.text
    assert sent(one, f"/lists/{draft}/approve", reason="Every commune looked at", version="1").status_code == 303
    same = sent(one, f"/lists/{draft}/publish?lang=en", reason="Begin", version="2")
    assert same.status_code == 409
    assert "another person" in same.text
    late = sent(other, f"/lists/{draft}/publish?lang=en", reason="Begin", version="1")
    assert late.status_code == 409
    assert "has just changed" in late.text
    assert "What you wrote is still here" in late.text
    assert ">Begin</textarea>" in late.text
    assert 'name="version" value="2"' in late.text
    assert "sommai lists" not in late.text
    late = sent(other, f"/lists/{draft}/put-off?lang=vi", reason="Đi vắng", version="1", household_id="H1")
    assert "vừa được người khác thay đổi" in late.text
    assert ">Đi vắng</textarea>" in late.text
    assert 'value="H1"' in late.text
    assert sent(other, f"/lists/{draft}/publish", reason="Begin", version="2").status_code == 303
    late = sent(one, f"/lists/{draft}/close?lang=en", reason="Begin again", version="2")
    assert ">Begin again</textarea>" in late.text
    assert sent(one, f"/lists/{draft}/close", reason="Over", version="3").status_code == 303
    late = sent(other, f"/lists/{draft}/close?lang=en", reason="Over for me too", version="3")
    assert late.status_code == 409
    assert "<blockquote>Over for me too</blockquote>" in late.text
    history = other.get(f"/lists/{draft}?lang=en").text
    assert "Every commune looked at" in history
    assert draft in other.get("/lists").text


def test_a_planner_of_some_communes_puts_off_there_alone(app, database, draft, communes):
    with reading(database) as connection:
        entries = records.entries(connection, draft)
    here, elsewhere = (entries.filter(pl.col("commune_code") == code)["household_id"][0] for code in communes[:2])
    browser = browser_for(app, "planner", (communes[0],))
    program = client_for(app, "planner", (communes[0],))
    for household_id in (elsewhere, "H99999"):
        page = sent(browser, f"/lists/{draft}/put-off?lang=en", household_id=household_id, reason="x", version="1")
        body = {"household_id": household_id, "reason": "x"}
        answer = program.post(f"{API}/{draft}/put-off?lang=en", json=body, headers={"if-match": '"v1"'})
        assert page.status_code == answer.status_code == 404
        assert f"Household {household_id} isn" in page.text
        assert answer.json()["type"].endswith("not-listed")
    assert sent(browser, f"/lists/{draft}/put-off", household_id=here, reason="x", version="1").status_code == 303


def test_a_planner_of_some_communes_decides_on_no_list_that_reaches_further(app, database, draft, communes):
    browser, program = (made(app, "planner", (communes[0],), "Mai") for made in (browser_for, client_for))
    page = browser.get(f"/lists/{draft}?lang=en").text
    assert "a planner of the whole province approves" in page
    assert f"/lists/{draft}/approve" not in page
    for step in ("approve", "publish", "close"):
        refused = sent(browser, f"/lists/{draft}/{step}?lang=en", reason="Every commune looked at", version="1")
        answer = program.post(f"{API}/{draft}/{step}", json={"reason": "x"}, headers={"if-match": '"v1"'})
        if step == "publish":
            assert refused.status_code == answer.status_code == 409, "a draft, whoever asks"
            continue
        assert refused.status_code == answer.status_code == 403
        assert "households outside your communes" in refused.text
        assert answer.json()["type"] == "urn:sommai:problem:list-reaches-further"
    assert program.get(f"{API}/{draft}").json()["version"] == 1
    lists.approve(database, draft, person(database, "Trần Văn Bình"), "Đã xem", moment())
    answer = program.post(f"{API}/{draft}/publish", json={"reason": "x"}, headers={"if-match": '"v2"'})
    assert answer.json()["type"] == "urn:sommai:problem:list-reaches-further"
    whole = client_for(app, "planner", tuple(communes), "Hoa")
    assert whole.post(f"{API}/{draft}/publish", json={"reason": "x"}, headers={"if-match": '"v2"'}).status_code == 200


def test_a_list_whose_time_is_over_is_changed_no_more(app, database, draft, communes):
    long_ago = moment(dt.date.today() - dt.timedelta(days=91))
    lists.approve(database, draft, person(database, "Trần Văn Bình"), "Đã xem", long_ago)
    lists.publish(database, draft, person(database, "Lê Thu Hà"), "Bắt đầu", long_ago)
    with reading(database) as connection:
        home = records.entries(connection, draft)["household_id"][0]
    browser, program = browser_for(app, "planner"), client_for(app, "planner")
    page = browser.get(f"/lists/{draft}?lang=en").text
    assert "Its time was over on" in page
    assert f"/lists/{draft}/put-off" not in page
    refused = sent(browser, f"/lists/{draft}/put-off?lang=en", household_id=home, reason="Away", version="3")
    assert refused.status_code == 409
    assert "<blockquote>" in refused.text
    told = {"household_id": home, "reason": "x"}
    answer = program.post(f"{API}/{draft}/put-off", json=told, headers={"if-match": '"v3"'})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:sommai:problem:list-time-over")
    assert sent(browser, f"/lists/{draft}/close", reason="Over", version="3").status_code == 303


def test_without_a_reason_nothing_is_done(app, draft):
    planner = browser_for(app, "planner")
    refused = sent(planner, f"/lists/{draft}/approve?lang=en", reason=" ", version="1")
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
    assert planner.get(f"{API}/{draft}").json()["state"] == "draft"


def test_an_officer_nominates_a_household_of_the_own_commune_only(app, database, draft, finished_run):
    scores = pl.read_parquet(finished_run.kept / "scores.parquet").filter(~pl.col("all_in_care")).sort("rank")
    with reading(database) as connection:
        outside = scores.join(records.entries(connection, draft), on="household_id", how="anti")
    own = outside["commune_code"][0]
    foreign = outside.filter(pl.col("commune_code") != own)["household_id"][0]
    with database.begin() as connection:
        connection.execute(update(outreach_tables.list_budgets).values(minutes=1e6))
    bring_to_publication(database, draft)
    officer = browser_for(app, "officer", (own,))
    path = f"/lists/{draft}/nominate"
    assert sent(officer, path, reason="Mới mồ côi", household_id=foreign, version="3").status_code == 404
    assert sent(officer, path, reason="Mới mồ côi", household_id="nobody", version="3").status_code == 404
    done = sent(officer, path, reason="Mới mồ côi", household_id=outside["household_id"][0], version="3")
    assert done.status_code == 303
    entries = officer.get(f"{API}/{draft}/entries?limit=1000").json()["items"]
    assert "referral" in {entry["chosen_for"] for entry in entries}
    assert sent(officer, f"/lists/{draft}/put-off", reason="x", household_id=foreign).status_code == 403


@pytest.mark.slow
def test_a_nomination_above_the_hamlets_limit_is_taken_and_said(app, database, draft, finished_run):
    with database.begin() as connection:
        limit = {"policy_text": "[visits]\nmost_per_hamlet = 1\n"}
        connection.execute(update(outreach_tables.lists).values(**limit))
        entries = records.entries(connection, draft)
    run = Runs(app.state.home).get(finished_run.run_id)
    homes = cohort(tables_of(app.state.home, run, read_asked(run.folder)), run.as_of)
    beside = homes.join(entries, on="household_id", how="anti").join(
        entries.drop_nulls("hamlet"), on=["commune_code", "hamlet"], how="semi"
    )
    scores = pl.read_parquet(finished_run.kept / "scores.parquet").filter(~pl.col("all_in_care"))
    home = beside.join(scores, on="household_id", how="semi")["household_id"][0]
    row = nominated_row(app.state.home, database, draft, finished_run.run_id, home)
    lists.nominate(database, draft, row, person(database, "Vi Thị Hoa"), "Mới mồ côi", moment(), 1)
    page = browser_for(app, "planner").get(f"/lists/{draft}?lang=en").text
    assert "above the policy&#39;s 1 because 1 of them were nominated" in page


def test_a_list_is_exported_at_its_own_path_and_that_is_kept(app, database, draft, communes):
    planner, auditor = client_for(app, "planner"), client_for(app, "auditor")
    whole = planner.get(f"{API}/{draft}/export", headers={"accept": "text/csv"})
    assert whole.content == planner.get(f"{API}/{draft}/entries?format=csv").content
    assert planner.get(f"{API}/{draft}/export").content == whole.content
    book = planner.get(f"{API}/{draft}/export?format=xlsx&commune={communes[0]}")
    assert book.headers["content-disposition"].endswith('.xlsx"')
    rows = load_workbook(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()[1:]
    assert len(rows) == planner.get(f"{API}/{draft}/entries?commune={communes[0]}").json()["total"]
    assert planner.get(f"{API}/{draft}/export", headers={"accept": "application/json"}).status_code == 406
    assert planner.get(f"{API}/{draft}/export?format=json").status_code == 422
    assert auditor.get(f"{API}/{draft}/export").status_code == 403
    events = auditor.get("/api/v1/audit").json()["items"]
    exported = [event for event in events if event["action"] == "lists.exported"]
    assert {event["subject"] for event in exported} == {draft}


def test_a_list_is_brought_on_over_the_api_against_the_version_that_was_read(app, draft):
    one, other = client_for(app, "planner", name="Mai"), client_for(app, "planner", name="Bình")
    tag = one.get(f"{API}/{draft}").headers["etag"]
    assert tag == '"v1"'
    reason = {"reason": "Đã xem"}
    assert one.post(f"{API}/{draft}/approve", json=reason).status_code == 428
    approved = one.post(f"{API}/{draft}/approve", json=reason, headers={"if-match": tag})
    assert (approved.status_code, approved.json()["state"], approved.headers["etag"]) == (200, "approved", '"v2"')
    assert other.post(f"{API}/{draft}/publish", json=reason, headers={"if-match": tag}).status_code == 412
    same = one.post(f"{API}/{draft}/publish", json=reason, headers={"if-match": '"v2"'})
    assert (same.status_code, same.json()["type"]) == (409, "urn:sommai:problem:same-person")
    done = other.post(f"{API}/{draft}/publish", json=reason, headers={"if-match": '"v2"', "idempotency-key": "p-1"})
    again = other.post(f"{API}/{draft}/publish", json=reason, headers={"if-match": '"v2"', "idempotency-key": "p-1"})
    assert done.json() == again.json()
    assert done.json()["state"] == "published"
    home = one.get(f"{API}/{draft}/entries?limit=1").json()["items"][0]["household_id"]
    off = one.post(
        f"{API}/{draft}/put-off", json={"household_id": home, "reason": "Đi vắng"}, headers={"if-match": '"v3"'}
    )
    assert (off.status_code, off.json()["version"]) == (200, 4)
    assert one.post(f"{API}/nothing/approve", json=reason, headers={"if-match": tag}).status_code == 404


def test_the_ledger_over_the_api_is_read_and_answered_in_scope(app, database, draft):
    with reading(database) as connection:
        row = records.entries(connection, draft).row(0, named=True)
    own, home = row["commune_code"], row["household_id"]
    officer, foreign = client_for(app, "officer", (own,)), client_for(app, "officer", ("none",))
    planner = client_for(app, "planner")
    told = {"household_id": home, "reason": "Cháu đã đi học lại"}
    made = officer.post("/api/v1/disputes", json=told)
    assert made.status_code == 201
    assert foreign.post("/api/v1/disputes", json=told).status_code == 404
    assert foreign.get("/api/v1/disputes").json()["items"] == []
    answer = {"decision": "corrected", "reason": "Đã sửa"}
    number = made.json()["id"]
    assert planner.post(f"/api/v1/disputes/{number}/answer", json=answer).json()["answers"][0]["by"]
    assert planner.post("/api/v1/disputes/x/answer", json=answer).status_code == 404
    assert [item["id"] for item in officer.get("/api/v1/disputes").json()["items"]] == [number]


def test_other_hours_are_simulated_over_the_api(app, draft):
    planner = client_for(app, "planner")
    now = planner.get("/api/v1/plans/simulate").json()
    team = now["teams"][0]["team_id"]
    more = planner.get(f"/api/v1/plans/simulate?team={team}&more=20").json()
    assert more["what_if"]["expected"] >= now["now"]["expected"]
    assert client_for(app, "officer", ("17329",)).get("/api/v1/plans/simulate").status_code == 403


def test_a_visit_is_recorded_over_the_api_once_and_in_the_own_commune(app, database, draft, communes):
    with reading(database) as connection:
        row = records.entries(connection, draft).row(0, named=True)
    own, home = row["commune_code"], row["household_id"]
    officer, foreign = client_for(app, "officer", (own,)), client_for(app, "officer", ("none",))
    today = moment_today().today.isoformat()
    told = {"household_id": home, "visited_on": today, "outcome": "reached", "finding": "needs", "help_accepted": True}
    early = officer.post("/api/v1/visits", json=told)
    assert (early.status_code, early.json()["type"]) == (409, "urn:sommai:problem:not-on-a-list")
    bring_to_publication(database, draft)
    key = {"idempotency-key": "visit-1"}
    made = officer.post("/api/v1/visits", json=told, headers=key)
    assert (made.status_code, made.json()["visit"], made.json()["finding"]) == (201, 1, "needs")
    assert officer.post("/api/v1/visits", json=told, headers=key).json() == made.json()
    assert officer.post("/api/v1/visits", json=told | {"visit": 1}).json() == made.json()
    otherwise = officer.post("/api/v1/visits", json=told | {"visit": 1, "finding": "none"})
    assert (otherwise.status_code, otherwise.json()["type"]) == (409, "urn:sommai:problem:visit-changed")
    wrong = officer.post("/api/v1/visits?lang=en", json=told | {"outcome": "absent"})
    assert wrong.status_code == 422
    assert "finding" in {fault["field"] for fault in wrong.json()["errors"]}
    assert foreign.post("/api/v1/visits", json=told).status_code == 404
    assert [v["household_id"] for v in officer.get("/api/v1/visits").json()["items"]] == [home]
    assert foreign.get("/api/v1/visits").json()["total"] == 0
    assert client_for(app, "planner").get("/api/v1/visits").json()["total"] == 1


def test_drafts_and_nominations_over_the_api(app, database, draft, finished_run):
    planner = client_for(app, "planner")
    again = planner.post(API, json={"run": finished_run.run_id, "reason": "Kế hoạch"})
    assert (again.status_code, again.json()["id"]) == (201, draft)
    assert planner.post(API, json={"run": "nothing", "reason": "x"}).status_code == 404
    scores = pl.read_parquet(finished_run.kept / "scores.parquet").filter(~pl.col("all_in_care")).sort("rank")
    with reading(database) as connection:
        outside = scores.join(records.entries(connection, draft), on="household_id", how="anti")
    own, home = outside["commune_code"][0], outside["household_id"][0]
    foreign = outside.filter(pl.col("commune_code") != own)["household_id"][0]
    with database.begin() as connection:
        connection.execute(update(outreach_tables.list_budgets).values(minutes=1e6))
    officer = client_for(app, "officer", (own,))
    told, tag = {"household_id": home, "reason": "Mới mồ côi"}, {"if-match": '"v3"'}
    assert officer.post(f"{API}/{draft}/nominate", json=told, headers=tag).status_code == 404, "not published yet"
    bring_to_publication(database, draft)
    assert officer.post(f"{API}/{draft}/nominate", json=told).status_code == 428
    elsewhere = officer.post(f"{API}/{draft}/nominate", json=told | {"household_id": foreign}, headers=tag)
    assert elsewhere.status_code == 404
    done = officer.post(f"{API}/{draft}/nominate", json=told, headers=tag)
    assert (done.status_code, done.json()["version"]) == (200, 4)
