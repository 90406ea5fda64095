"""What a round found, over the API and on pages: for whom, where, and the same whoever did the work."""

import datetime as dt
import json
import shutil
import time

import pytest
from listed import bring_to_publication, moment_today, person
from signed_in import browser_for, client_for
from sqlalchemy import update

from data.erasure import remember_erased
from service import lists
from service.lists import records
from service.report.round_page import record
from service.runs import round_parts
from service.runs.round_report import round_facts
from service.scores import LOOKED_EVERY_S
from service.store import outreach_tables
from service.store.database import reading
from service.web.app import create_app

API = "/api/v1/lists"
THE_WORK = {"overrides", "override_answers", "handouts", "visit_imports", "visit_records", "visit_conflicts"}
"""Tables that say who did what of a round."""


@pytest.fixture
def app(listed_home, draft):
    return create_app(listed_home)


def test_a_rounds_report_is_for_who_plans(app, database, draft):
    planner, officer = browser_for(app, "planner"), browser_for(app, "officer", ("17329",))
    report = planner.get(f"/lists/{draft}/round")
    assert "<svg" in report.text
    [policy] = report.headers.get_list("content-security-policy")
    assert "style-src 'unsafe-inline'" in policy
    assert "script-src" not in policy
    assert officer.get(f"/lists/{draft}/round").status_code == 403
    assert planner.get("/lists/nothing/round").status_code == 404


@pytest.fixture
def walked(app, database, draft, communes):
    """The list, published and with eight visits, all of them in the first commune."""
    bring_to_publication(database, draft)
    officer = client_for(app, "officer", (communes[0],))
    entries = officer.get(f"{API}/{draft}/entries?limit=1000").json()["items"]
    body = {"visited_on": dt.date.today().isoformat(), "outcome": "reached", "finding": "needs"}
    homes = [entry["household_id"] for entry in entries[:8]]
    for home in homes:
        assert officer.post("/api/v1/visits", json={"household_id": home, **body}).status_code == 201
    return homes


def test_a_round_over_the_api_is_the_report_of_the_command(app, listed_home, database, draft, walked, communes):
    planner = client_for(app, "planner")
    round_of = planner.get("/api/v1/rounds").json()["items"]
    told_visited = len(walked) if len(walked) >= 5 else "< 5"
    assert [(found["list"], found["visited"]) for found in round_of] == [(draft, told_visited)]
    told = planner.get(f"/api/v1/rounds/{draft}")
    assert told.json() == json.loads(json.dumps(record(round_facts(listed_home, draft, database)), default=str))
    assert planner.get("/api/v1/rounds/newest").json() == told.json()
    missing = planner.get("/api/v1/rounds/nothing")
    assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")
    assert client_for(app, "officer", (communes[0],)).get(f"/api/v1/rounds/{draft}").status_code == 403
    page = browser_for(app, "planner").get("/rounds").text
    assert f"/lists/{draft}/round" in page
    assert 'href="/rounds" aria-current="page"' in page


@pytest.fixture
def made(monkeypatch):
    """The parts of rounds' reports that were worked out, in order."""
    found = []

    def counted(name, real):
        def make(*given):
            found.append(name)
            return real(*given)

        monkeypatch.setattr(round_parts, name, make)

    counted("audit_groups", round_parts.audit_groups)
    counted("recording_of", round_parts.recording_of)
    return found


def test_what_a_round_rests_on_is_worked_out_anew_when_it_changed_and_only_then(
    app, listed_home, database, draft, walked, communes, made
):
    planner, address = client_for(app, "planner"), f"/api/v1/rounds/{draft}"
    first = planner.get(address).json()
    assert made == ["audit_groups", "recording_of"]
    assert planner.get(address).json() == first
    assert browser_for(app, "planner").get(f"/lists/{draft}/round").status_code == 200
    assert made == ["audit_groups", "recording_of"]

    client_for(app, "planner", (communes[0],)).get(address)
    assert made[2:] == ["recording_of"]

    body = {"visited_on": dt.date.today().isoformat(), "outcome": "reached", "finding": "needs"}
    officer = client_for(app, "officer", (communes[0],))
    assert officer.post("/api/v1/visits", json={"household_id": walked[0], **body}).status_code == 201
    told = planner.get(address).json()
    assert told["recording"] != first["recording"]
    assert told == json.loads(json.dumps(record(round_facts(listed_home, draft, database)), default=str))
    assert made[3:5] == ["recording_of", "audit_groups"]  # the second of them by the command

    remember_erased(listed_home, ["nobody"])
    time.sleep(2 * LOOKED_EVERY_S)
    del made[:]
    assert planner.get(address).json() == told
    assert made == ["audit_groups", "recording_of"]


def test_a_planner_of_some_communes_is_told_of_the_round_there_alone(app, database, draft, walked, communes):
    with reading(database) as connection:
        sizes = dict(records.entries(connection, draft)["commune_code"].value_counts().iter_rows())
    here, elsewhere = (client_for(app, "planner", (commune,)) for commune in (communes[0], communes[-1]))
    assert here.get(f"/api/v1/rounds/{draft}").json()["whole"]["listed"] in (sizes[communes[0]], "< 5")
    assert elsewhere.get("/api/v1/rounds").json()["items"] == []
    told = elsewhere.get(f"/api/v1/rounds/{draft}").json()
    assert (told["whole"]["visited"], told["first_visit_on"]) == (0, None)


def test_a_round_tells_how_complete_the_register_is_from_visits_there_alone(
    listed_home, database, draft, communes, walked
):
    here, elsewhere = (
        round_facts(listed_home, draft, database, [code]).recording for code in (communes[0], communes[-1])
    )
    assert [each.remoteness for each in here] == ["near", "middle", "remote"]
    assert sum(each.visits for each in here) >= len(walked)
    everywhere = round_facts(listed_home, draft, database).recording
    assert all(
        whole.visits >= part.visits + other.visits
        for whole, part, other in zip(everywhere, here, elsewhere, strict=True)
    )
    assert all(each.enough or each.visits_needed > 0 for each in everywhere)
    shutil.rmtree(listed_home / "snapshots")
    assert round_facts(listed_home, draft, database).recording is None


@pytest.mark.slow
def test_what_is_told_of_a_round_is_the_same_whoever_did_the_work(app, database, draft, walked):
    with reading(database) as connection:
        home = records.entries(connection, draft)["household_id"][-1]
    lists.put_off(database, draft, home, person(database, "Vi Thị Hoa"), "Đi vắng", moment_today())
    planner, browser = client_for(app, "planner"), browser_for(app, "planner")
    assert len(walked) > 1
    other, one = (person(database, name).person_id for name in ("Hà Văn Tú", "Lô Văn Nam"))
    visited = outreach_tables.visit_records
    with database.begin() as connection:
        connection.execute(update(visited).where(visited.c.household_id == walked[0]).values(person_id=other))

    def told():
        pages = [f"/lists/{draft}/round", "/rounds", "/province", "/simulate"]
        answers = [planner.get(f"/api/v1/{path}").text for path in (f"rounds/{draft}", "rounds", "plans/simulate")]
        return [browser.get(path).text.partition("<main")[2] for path in pages] + answers

    before = told()
    with database.begin() as connection:
        for table in outreach_tables.lists.metadata.sorted_tables:
            theirs = [
                c.name for c in table.c if any(key.target_fullname == "people.person_id" for key in c.foreign_keys)
            ]
            if table.name in THE_WORK and theirs:
                connection.execute(update(table).values(dict.fromkeys(theirs, one)))
    assert told() == before
    names = ("Vi Thị Hoa", "Hà Văn Tú", "Lô Văn Nam", "Trần Văn Bình", other, one)
    assert [(i, name) for i, text in enumerate(before) for name in names if name in text] == []
