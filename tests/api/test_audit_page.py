"""The auditor's page: who saw which household, filtered, page by page, and whether the record is whole."""

import pytest
from signed_in import browser_for

from service.audit import Event, append
from service.web.app import create_app

OWN, HOUSEHOLD = "17329", "H00000"


@pytest.fixture(scope="module")
def app(home):
    made = create_app(home)
    browser_for(made, "officer", (OWN,), name="Lô Thị Bình").get(f"/households/{HOUSEHOLD}")
    return made


def test_a_look_at_a_household_stands_in_the_audit(app):
    page = browser_for(app, "auditor").get(f"/audit?household={HOUSEHOLD}").text
    assert "household.explained" in page
    assert "Lô Thị Bình" in page


def test_filters_leave_what_fits(app):
    auditor = browser_for(app, "auditor")
    assert "household.explained" not in auditor.get("/audit?action=audit.seen").text
    assert "Nothing fits." in auditor.get("/audit?household=H99999&lang=en").text


def test_earlier_events_are_a_page_away(app):
    auditor = browser_for(app, "auditor")
    with app.state.entrance.engine.begin() as connection:
        append(connection, *(Event("jobs.done", None, "system", "", "job", str(i)) for i in range(60)))
    first = auditor.get("/audit").text
    assert 'rel="next"' in first
    older = auditor.get("/audit?" + first.split('rel="next" href="?')[1].split('"')[0].replace("&amp;", "&"))
    assert older.status_code == 200


def test_the_chain_is_verified_on_request(app):
    page = browser_for(app, "auditor").get("/audit/state?lang=en").text
    assert "The audit is whole" in page


@pytest.mark.parametrize("role", ["officer", "planner", "analyst", "administrator"])
def test_nobody_else_reads_it(app, role):
    communes = (OWN,) if role == "officer" else ()
    assert browser_for(app, role, communes).get("/audit").status_code == 403
