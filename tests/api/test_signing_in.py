"""Signing in and out, waiting after failures, sessions that end, forms that only our own pages can send."""

import datetime as dt
import io
import re
import shutil

import pytest
from signed_in import account_for, browser_for, client_for, token_for
from sqlalchemy import select, update
from starlette.testclient import TestClient

from service import audit, logs
from service.people import attempts, repository, service, tokens
from service.people.passwords import check_strength, one_time_password
from service.people.problems import LastAdministrator, TooManyAttempts, WeakPassword, WrongReach
from service.people.sessions import csrf_of
from service.store.audit_tables import audit_events
from service.store.columns import now
from service.store.database import reading
from service.store.tables import sessions, sign_in_failures
from service.web.account_pages import own_path
from service.web.app import create_app

PASSWORD = "a sentence to remember"
NEW = "another sentence, longer"
SET_UP = audit.Event("", None, "system")


@pytest.fixture(scope="module")
def app(migrated_sqlite, tmp_path_factory):
    """An application that these tests share, each with a person of its own."""
    home = tmp_path_factory.mktemp("people")
    shutil.copyfile(migrated_sqlite, home / "sommai.db")
    return create_app(home)


@pytest.fixture
def app_on_both(database_home):
    return create_app(database_home)


@pytest.fixture
def name(request):
    """A name that nobody else has."""
    return f"Mai {request.node.name[:80]}"


@pytest.fixture
def stranger(app):
    return TestClient(app, follow_redirects=False)


def form_of(browser, path):
    """Return the hidden fields of a page's form."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', browser.get(path).text))


def sign_in(browser, name, password, **more):
    return browser.post("/login", data={**form_of(browser, "/login"), "name": name, "password": password, **more})


def actions(app):
    with reading(app.state.entrance.engine) as connection:
        audit.verify(connection)
        return list(connection.execute(select(audit_events.c.action).order_by(audit_events.c.number)).scalars())


def later(app, name, **columns):
    """Move what a session says of itself, and forget who was remembered."""
    person_id = account_for(app, "administrator", name=name).person_id
    with app.state.entrance.engine.begin() as connection:
        connection.execute(update(sessions).where(sessions.c.person_id == person_id).values(**columns))
    app.state.entrance.recogniser.forget()


def test_a_person_signs_in_and_out(app_on_both, name):
    app, stranger = app_on_both, TestClient(app_on_both, follow_redirects=False)
    account_for(app, "administrator", name=name)
    assert stranger.get("/account").headers["location"] == "/login?next=%2Faccount"
    answer = sign_in(stranger, f" {name.upper()} ", PASSWORD, next="/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("sommai="))
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(re.split("; ", cookie))
    assert name in stranger.get("/account").text
    left = stranger.post("/logout", data=form_of(stranger, "/account"))
    assert left.headers["location"] == "/login"
    assert stranger.get("/account").status_code == 303
    assert actions(app) == ["sign-in", "sign-out"]


def test_leaving_ends_the_session_for_whoever_kept_the_cookie(app):
    browser = browser_for(app, "administrator", follow_redirects=False)
    kept = dict(browser.cookies)
    fields = form_of(browser, "/account")
    browser.post("/logout", data=fields)
    thief = TestClient(app, cookies=kept, follow_redirects=False)
    assert thief.get("/account").status_code == 303


@pytest.mark.parametrize(
    ("typed", "password"), [("Lan", "wrong"), ("nobody", PASSWORD), ("", ""), ("a\x00b", "x" * 999)]
)
def test_a_refusal_says_the_same_whatever_is_wrong(app, stranger, typed, password):
    account_for(app, "planner", name="Lan")
    refused = sign_in(stranger, typed, password)
    reference = sign_in(stranger, "other", "wrong")
    assert refused.status_code == 401
    assert re.sub(r'value="[^"]*"', "", refused.text) == re.sub(r'value="[^"]*"', "", reference.text)
    assert stranger.cookies.get("sommai") is None


def test_an_unknown_name_costs_the_same_work(app, stranger, monkeypatch, name):
    from service.people import passwords

    account_for(app, "planner", name=name)
    checked = []
    original = passwords.fits
    monkeypatch.setattr(passwords, "fits", lambda *given: checked.append(given[0]) or original(*given))
    sign_in(stranger, name, "wrong")
    sign_in(stranger, "nobody", "wrong")
    assert len(checked) == 2
    assert original(None, "anything") is False


def test_failures_make_the_next_attempt_wait_over_all_workers(database):
    for _ in range(attempts.FREE["both"]):
        with database.begin() as connection:
            attempts.check(connection, "mai", "10.0.0.1")
            attempts.failed(connection, "mai", "10.0.0.1")
    with reading(database) as connection:
        with pytest.raises(TooManyAttempts):
            attempts.check(connection, "mai", "10.0.0.1")
        attempts.check(connection, "mai", "10.0.0.2")
        attempts.check(connection, "lan", "10.0.0.1")
        kept = connection.execute(select(sign_in_failures.c.failure_key)).scalars().all()
    assert not any("mai" in key for key in kept)
    with database.begin() as connection:
        connection.execute(update(sign_in_failures).values(last_at=now() - dt.timedelta(seconds=3)))
        attempts.check(connection, "mai", "10.0.0.1")
        attempts.failed(connection, "mai", "10.0.0.1")
        with pytest.raises(TooManyAttempts) as waits:
            attempts.check(connection, "mai", "10.0.0.1")
        assert waits.value.facts["seconds"] > 2
        attempts.succeeded(connection, "mai", "10.0.0.1")
        attempts.check(connection, "mai", "10.0.0.1")


def test_waiting_is_told_with_when_to_come_back(app, stranger, name):
    account_for(app, "planner", name=name)
    for _ in range(attempts.FREE["both"]):
        assert sign_in(stranger, name, "wrong").status_code == 401
    answer = sign_in(stranger, name, PASSWORD)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


def test_a_session_is_new_each_time_and_never_one_that_the_browser_brought(app, stranger, name):
    account = account_for(app, "administrator", name=name)
    stranger.cookies.set("sommai", "chosen-by-somebody-else")
    sign_in(stranger, name, PASSWORD)
    first = stranger.cookies.get("sommai", domain="testserver.local")
    assert first != "chosen-by-somebody-else"
    with reading(app.state.entrance.engine) as connection:
        kept = (
            connection.execute(select(sessions.c.session_hash).where(sessions.c.person_id == account.person_id))
            .scalars()
            .all()
        )
    assert len(kept) == 1
    assert kept[0] != first


def test_a_session_ends_unused_and_in_the_end_always(app, name):
    browser = browser_for(app, "administrator", name=name, follow_redirects=False)
    assert browser.get("/account").status_code == 200
    later(app, name, seen_at=now() - dt.timedelta(minutes=29))
    assert browser.get("/account").status_code == 200
    later(app, name, seen_at=now() - dt.timedelta(minutes=31))
    assert browser.get("/account").status_code == 303
    later(app, name, seen_at=now(), ends_at=now() - dt.timedelta(seconds=1))
    assert browser.get("/account").status_code == 303


def test_a_password_is_changed_and_every_session_ends(app, stranger, name):
    account = account_for(app, "planner", name=name)
    with app.state.entrance.engine.begin() as connection:
        password = service.reset(connection, account.person_id, 7, SET_UP)
    sign_in(stranger, name, password)
    other = TestClient(app, follow_redirects=False)
    sign_in(other, name, password)
    assert stranger.get("/account").headers["location"] == "/password"
    weak = stranger.post(
        "/password", data={**form_of(stranger, "/password"), "old": password, "new": "mai mai mai mai"}
    )
    assert weak.status_code == 422
    wrong = stranger.post("/password", data={**form_of(stranger, "/password"), "old": "wrong", "new": NEW})
    assert wrong.status_code == 401
    done = stranger.post("/password", data={**form_of(stranger, "/password"), "old": password, "new": NEW})
    assert done.status_code == 303
    assert stranger.get("/account").status_code == 200
    assert other.get("/account").status_code == 303
    assert sign_in(other, name, password).status_code == 401
    assert sign_in(other, name, NEW).status_code == 303
    assert "account.password-changed" in actions(app)


def test_a_one_time_password_runs_out(app, stranger, name):
    account = account_for(app, "planner", name=name)
    with app.state.entrance.engine.begin() as connection:
        password = service.reset(connection, account.person_id, -1, SET_UP)
    assert sign_in(stranger, name, password).status_code == 401


def test_a_form_from_elsewhere_changes_nothing(app):
    browser = browser_for(app, "administrator", follow_redirects=False)
    fields = form_of(browser, "/account")
    other = browser_for(app, "planner", follow_redirects=False)
    for data, headers in (
        ({}, {}),
        ({"csrf": ""}, {}),
        ({"csrf": csrf_of("guess")}, {}),
        (form_of(other, "/account"), {}),
        (fields, {"sec-fetch-site": "cross-site"}),
        (fields, {"sec-fetch-site": "same-site"}),
        (fields, {"origin": "https://elsewhere.example"}),
        (fields, {"origin": "null"}),
    ):
        assert browser.post("/logout", data=data, headers=headers).status_code == 403, (data, headers)
    assert browser.get("/account").status_code == 200
    uploaded = {"csrf": (None, fields["csrf"])}
    same = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
    assert browser.post("/logout", files=uploaded, headers=same).status_code == 303


def test_nobody_is_signed_in_by_a_foreign_form(app, stranger, name):
    account_for(app, "planner", name=name)
    assert stranger.post("/login", data={"name": name, "password": PASSWORD}).status_code == 403
    stranger.cookies.set(stranger.app.state.entrance.before, "x")
    assert stranger.post("/login", data={"name": name, "password": PASSWORD, "csrf": "x"}).status_code == 403


@pytest.mark.parametrize(
    "way",
    ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "\\\\elsewhere", "javascript:alert(1)",
     "/ok\r\nset-cookie: a=b", "", "elsewhere", "/a\\b", "///x", None],
)  # fmt: skip
def test_signing_in_leads_to_our_own_pages_alone(way):
    assert own_path(way) == "/"


def test_signing_in_leads_back():
    assert own_path("/households/H1?lang=en") == "/households/H1?lang=en"


def test_tokens_hold_until_they_are_revoked_run_out_or_are_forged(app_on_both):
    app = app_on_both
    account = account_for(app, "planner")
    with app.state.entrance.engine.begin() as connection:
        made, token = tokens.create(connection, account, "sheet", days=1, most_days=1, by=SET_UP)
    client = TestClient(app, headers={"authorization": f"Bearer {token}"})
    assert client.get("/api/v1/runs").status_code == 200
    for forged in (token[:-1] + ("A" if token[-1] != "A" else "B"), token.upper(), "sommai_", "", "é", "x" * 5000):
        answer = client.get("/api/v1/runs", headers={"authorization": f"Bearer {forged}".encode()})
        assert answer.status_code == 401, forged
    assert client.get("/api/v1/runs", headers={"authorization": "Basic bWFpOm1haQ=="}).status_code == 401
    with app.state.entrance.engine.begin() as connection:
        tokens.revoke(connection, made["token_id"], SET_UP)
    app.state.entrance.recogniser.forget()
    assert client.get("/api/v1/runs").status_code == 401
    with app.state.entrance.engine.begin() as connection:
        _, short = tokens.create(connection, account, "short", days=1, most_days=1, by=SET_UP)
        connection.execute(update(tokens.tokens).values(ends_at=now() - dt.timedelta(seconds=1)))
    assert client.get("/api/v1/runs", headers={"authorization": f"Bearer {short}"}).status_code == 401


def test_an_account_that_is_disabled_or_changed_counts_at_once(app, name):
    client = client_for(app, "planner", name=name)
    assert client.get("/api/v1/runs").status_code == 200
    account = account_for(app, "planner", name=name)
    with app.state.entrance.engine.begin() as connection:
        service.change(connection, account.person_id, role="auditor", by=SET_UP)
    app.state.entrance.recogniser.forget()
    assert client.get("/api/v1/runs").status_code == 403
    with app.state.entrance.engine.begin() as connection:
        service.change(connection, account.person_id, active=False, by=SET_UP)
    app.state.entrance.recogniser.forget()
    assert client.get("/api/v1/runs").status_code == 401


def test_somebody_is_always_left_to_manage_accounts(database):
    engine = database
    name, password = service.first_administrator(engine, 7)
    assert service.first_administrator(engine, 7) is None
    assert len(password) == 23
    with reading(engine) as connection:
        [account] = repository.all_accounts(connection)
    assert account.name == name
    for change in ({"active": False}, {"role": "auditor", "whole_province": True}):
        with pytest.raises(LastAdministrator), engine.begin() as connection:
            service.change(connection, account.person_id, by=SET_UP, **change)


@pytest.mark.parametrize(
    ("role", "communes", "whole"),
    [("officer", [], False), ("officer", ["1"], True), ("planner", [], False), ("planner", ["1"], True),
     ("administrator", ["1"], False), ("administrator", [], True), ("officer", [" "], False), ("officer", ["a\nb"], False)],
)  # fmt: skip
def test_a_role_reaches_what_goes_with_it(role, communes, whole):
    with pytest.raises(WrongReach):
        service.check_reach(role, communes, whole)


@pytest.mark.parametrize("password", ["short", "x" * 300, "aaaaaaaaaaaaaaaa", "nguyễn-mai-12345"])
def test_a_password_that_is_easy_to_guess_is_refused(password):
    with pytest.raises(WeakPassword):
        check_strength(password, "Nguyễn-Mai", 12)


def test_one_time_passwords_are_never_the_same():
    assert len({one_time_password() for _ in range(200)}) == 200


def test_logs_hold_no_names_passwords_or_tokens(app, name):
    told = io.BytesIO()
    logs.configure(told, "debug")
    stranger = TestClient(app, follow_redirects=False)
    account_for(app, "planner", name="Nguyễn Thị Mai")
    sign_in(stranger, "Nguyễn Thị Mai", "wrong-word")
    sign_in(stranger, "Nguyễn Thị Mai", PASSWORD)
    token = token_for(app, "planner")
    TestClient(app, headers={"authorization": f"Bearer {token}"}).get("/api/v1/households/H00001?run=newest")
    logs.configure(level="warning")
    said = told.getvalue().decode()
    assert "/api/v1/households/{household_id}" in said
    for secret in (name, "wrong-word", PASSWORD, token, "H00001", *stranger.cookies.values()):
        assert secret not in said


def test_a_token_cannot_change_a_password(app):
    client = client_for(app, "planner", follow_redirects=False)
    assert client.post("/password", data={"old": PASSWORD, "new": NEW}).status_code == 403
