"""The auditor's page: who saw which household, filtered, page by page, and whether the record is whole."""

import ast
import datetime as dt
import re
from pathlib import Path

import pytest
from signed_in import browser_for

from service import audit
from service.audit import Event, append
from service.auditing.actions import ACTIONS, words_of
from service.lists.life import KINDS
from service.web.app import create_app

SERVICE = Path(audit.__file__).parent
RECORDING = {"Event", "audited_as", "needs", "record", "_tell", "_changed", "_done"}
"""The calls in which the code of an action stands."""
EXPORTED = {"lists.exported", "urgent.exported"}
"""Made from the address of what is exported."""
WITHOUT_POINT = {"refused", "sign-in", "sign-out"}
OWN, HOUSEHOLD = "17329", "H00000"


def actions_of(folder):
    """Return every action that stands in the code: in a call that records, or under the name of one."""
    said = set()
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in RECORDING:
                parts = [*node.args, *(keyword.value for keyword in node.keywords)]
            elif isinstance(node, ast.Assign) and {"action", "ERASED"} & {getattr(t, "id", "") for t in node.targets}:
                parts = [node.value]
            else:
                continue
            said |= {leaf.value for part in parts for leaf in ast.walk(part) if isinstance(leaf, ast.Constant)}
    texts = {text for text in said if isinstance(text, str)}
    by_code = {text for text in texts if re.fullmatch(r"[a-z]+(-[a-z]+)*\.[a-z-]+", text)} | texts & WITHOUT_POINT
    return by_code | {f"list.{kind.replace('_', '-')}" for kind in KINDS} | EXPORTED


@pytest.fixture(scope="module")
def app(home):
    made = create_app(home)
    browser_for(made, "officer", (OWN,), name="Lô Thị Bình").get(f"/households/{HOUSEHOLD}")
    return made


def test_a_look_at_a_household_stands_in_the_audit(app):
    page = browser_for(app, "auditor").get(f"/audit?household={HOUSEHOLD}").text
    assert '<td title="household.explained">xem một hộ và các lý do</td>' in page
    assert "Lô Thị Bình" in page


@pytest.mark.parametrize("language", ["vi", "en"])
def test_times_are_written_as_people_write_them_in_vietnam_s_time(app, language):
    at = dt.datetime(2026, 3, 1, 18, 5, 59, tzinfo=dt.UTC)
    with app.state.entrance.engine.begin() as connection:
        append(connection, Event("jobs.done", None, "system", "", "job", "j1", at=at))
    auditor = browser_for(app, "auditor")
    assert '<td class="at">02/03/2026 01:05</td>' in auditor.get(f"/audit?action=jobs.done&lang={language}").text
    exported = auditor.get("/api/v1/audit?action=jobs.done").json()["items"]
    assert any(event["at"].startswith("2026-03-01T18:05:59") for event in exported)


def test_filters_leave_what_fits(app):
    auditor = browser_for(app, "auditor")
    page = auditor.get("/audit?action=audit.seen&lang=en").text
    assert '<td title="household.explained">' not in page
    assert '<option value="audit.seen" selected>the audit read</option>' in page
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


def test_every_action_that_the_code_records_has_words_and_no_others_do():
    assert actions_of(SERVICE) == set(ACTIONS)
    for action, text in ACTIONS.items():
        assert text.vi != text.en, action
        assert "." not in text.vi + text.en, action
    assert words_of("urgent.seen.refused", "en") == "urgent signs read (refused)"
    assert words_of("something.older", "vi") == "something.older"


@pytest.mark.parametrize("role", ["officer", "planner", "analyst", "administrator"])
def test_nobody_else_reads_it(app, role):
    communes = (OWN,) if role == "officer" else ()
    assert browser_for(app, role, communes).get("/audit").status_code == 403
