"""An officer records a visit on one screen: once, checked like a workbook, never over what somebody else recorded."""

import datetime as dt
import re

import pytest
from listed import moment, person
from signed_in import browser_for

from service import lists
from service.lists import records
from service.people.sessions import csrf_of
from service.store.database import reading
from service.visits.entering import place_of, visits_to
from service.web.app import create_app

TODAY = dt.date.today().isoformat()
REACHED = {
    "visited_on": TODAY, "outcome": "reached", "finding": "needs", "finding_category": "",
    "services": "=HYPERLINK(1)", "help_accepted": "true",
}  # fmt: skip


@pytest.fixture
def app(listed_home, database, draft):
    lists.approve(database, draft, person(database, "Trần Văn Bình"), "Đã xem", moment())
    lists.publish(database, draft, person(database, "Lê Thu Hà"), "Bắt đầu", moment(dt.date.today()))
    return create_app(listed_home)


@pytest.fixture
def entry(database, draft):
    with reading(database) as connection:
        return records.entries(connection, draft).row(0, named=True)


@pytest.fixture
def officer(app, entry):
    return browser_for(app, "officer", (entry["commune_code"],))


def hidden_fields(page):
    return dict(re.findall(r'type="hidden" name="(csrf|list|attempt|seen)" value="([^"]*)"', page.split("<main")[1]))


def sent(browser, path, page, **fields):
    return browser.post(path, data={**hidden_fields(page), **fields}, follow_redirects=False)


def test_a_visit_is_recorded_once_and_shown(database, officer, entry):
    path = f"/households/{entry['household_id']}/visit"
    page = officer.get(f"{path}?lang=en").text
    assert len(re.findall(r"<(?:select|input)[^>]*id=\"", page.split("<main")[1])) <= 6
    for _ in range(2):
        assert sent(officer, path, page, **REACHED).status_code == 303
    with reading(database) as connection:
        [visit] = visits_to(connection, entry["household_id"])
        assert place_of(connection, entry["household_id"], dt.date.today()).attempt == 2
    assert (visit["outcome"], visit["finding"], visit["help_accepted"]) == ("reached", "needs", True)
    shown = officer.get(f"/households/{entry['household_id']}?visit=recorded&lang=en").text
    assert "The visit is recorded." in shown
    assert "there are needs" in shown


def test_what_can_not_be_taken_is_marked_and_kept(database, officer, entry):
    path = f"/households/{entry['household_id']}/visit"
    page = officer.get(path).text
    wrong = {**REACHED, "outcome": "absent", "services": "đã hẹn lại"}
    answer = sent(officer, f"{path}?lang=en", page, **wrong)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert "đã hẹn lại" in answer.text
    with reading(database) as connection:
        assert visits_to(connection, entry["household_id"]) == []


def test_the_second_to_record_the_same_visit_otherwise_is_told(officer, entry):
    path = f"/households/{entry['household_id']}/visit"
    page = officer.get(path).text
    assert sent(officer, path, page, **REACHED).status_code == 303
    other = {**REACHED, "finding": "none"}
    late = sent(officer, f"{path}?lang=en", page, **other)
    assert late.status_code == 409
    assert "Somebody else has just recorded this visit" in late.text
    assert '<option value="none" selected>' in late.text
    assert 'name="attempt" value="2"' in late.text
    assert "Người khác vừa ghi lượt thăm này" in sent(officer, f"{path}?lang=vi", page, **other).text


def test_other_communes_and_roles_do_not_record(app, entry):
    path = f"/households/{entry['household_id']}/visit"
    assert browser_for(app, "officer", ("nowhere",)).get(path).status_code == 404
    planner = browser_for(app, "planner")
    assert planner.get(path).status_code == 403
    secret = planner.cookies[app.state.entrance.cookie]
    assert planner.post(path, data={"csrf": csrf_of(secret)}).status_code == 403


def test_a_household_on_no_list_is_nominated_first(app, database, draft, officer, entry):
    lists.put_off(database, draft, entry["household_id"], person(database, "An"), "Đi vắng", moment())
    assert officer.get(f"/households/{entry['household_id']}/visit").status_code == 409


@pytest.mark.parametrize("broken", ["attempt", "seen"])
def test_a_form_that_was_tampered_with_is_refused(officer, entry, broken):
    path = f"/households/{entry['household_id']}/visit"
    page = officer.get(path).text
    answer = officer.post(path, data={**hidden_fields(page), **REACHED, broken: "x"}, follow_redirects=False)
    assert answer.status_code == 422
