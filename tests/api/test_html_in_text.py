"""Whatever somebody types into a field of text, pages show it as text."""

import html

import pytest
from listed import moment, person
from signed_in import EVERYTHING, account_for, browser_for, role_for_everything

from service import lists
from service.disputes import answer, dispute
from service.lists import records
from service.people.sessions import csrf_of
from service.store.columns import now
from service.store.database import reading
from service.web.app import create_app

pytestmark = pytest.mark.slow

HOUSEHOLD = "H00000"
LURES = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }}</textarea>",
)


@pytest.fixture(scope="module")
def app(home):
    with role_for_everything():
        yield create_app(home)


@pytest.fixture(scope="module")
def browser(app):
    return browser_for(app, EVERYTHING)


def send(browser, path, **fields):
    token = csrf_of(browser.cookies[browser.app.state.entrance.cookie])
    return browser.post(path, data={"csrf": token, **fields})


def questioned(browser, lure):
    send(browser, f"/households/{HOUSEHOLD}/dispute", feature="", reason=lure)
    return [f"/households/{HOUSEHOLD}", "/disputes"]


def answered(browser, lure):
    engine, who = browser.app.state.engine, account_for(browser.app, EVERYTHING).person_id
    number = dispute(engine, HOUSEHOLD, reason="x", person_id=who, at=now())
    answer(engine, number, decision="explained", reason=lure, person_id=who, at=now())
    return [f"/households/{HOUSEHOLD}", "/disputes"]


def account_named(browser, lure):
    account_for(browser.app, "planner", name=lure)
    return ["/users"]


def folder_received(browser, lure):
    (browser.app.state.home / "inbox" / lure.replace("/", "")).mkdir(parents=True, exist_ok=True)
    return ["/jobs"]


STORED = {
    "a question": questioned, "an answer": answered, "an account's name": account_named,
    "a folder's name": folder_received,
}  # fmt: skip
ADDRESSES = (
    "/audit?household={}", "/audit?action={}", "/audit?person={}", "/login?next=/{}", "/lists/newest?commune={}",
    "/lists/newest?band={}", "/lists/newest?{}=1", "/lists/{}", "/households/{}", "/features/{}", "/models/{}",
    "/find?household_id={}", "/jobs/{}", "/{}", "/about?lang={}", "/simulate?{}=1",
)  # fmt: skip


def check_text(page, lure, *, shown):
    assert lure not in page
    for tag in ("<script>alert", "<img src=x", " onmouseover='", "49</textarea>"):
        assert tag not in page
    if shown:
        assert lure.replace("/", "") in html.unescape(page).replace("/", "")


@pytest.mark.parametrize("lure", LURES)
@pytest.mark.parametrize("field", STORED)
def test_what_is_kept_is_shown_as_it_was_typed(browser, field, lure):
    for path in STORED[field](browser, lure):
        check_text(browser.get(path).text, lure, shown=True)


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_an_address_says_never_becomes_part_of_the_page(app, browser, address):
    for lure in LURES:
        reader = browser if "login" not in address else browser_for(app, EVERYTHING)
        if "login" in address:
            reader.cookies.clear()
        path, _, query = address.partition("?")
        check_text(reader.get(path.format(lure), params=query.format(lure.replace("&", "%26"))).text, lure, shown=False)


@pytest.mark.parametrize("lure", LURES[:1])
def test_what_is_written_on_a_list_is_shown_as_it_was_typed(listed_home, draft, database, lure):
    app = create_app(listed_home)
    browser = browser_for(app, "planner")
    with reading(database) as connection:
        first = records.entries(connection, draft)["household_id"][0]
    lists.put_off(database, draft, first, person(database, lure), lure, moment())
    lists.approve(database, draft, person(database, "Trần Văn Bình"), lure, moment())
    for path in (f"/lists/{draft}", f"/lists/{draft}/round", "/disputes"):
        check_text(browser.get(path).text, lure, shown=path != f"/lists/{draft}/round")
    refused = send(browser, f"/lists/{draft}/publish", reason=lure, version="1").text
    check_text(refused, lure, shown=True)
