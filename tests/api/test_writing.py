"""Changes through the API: done once, by whoever may, against the version that was read; accounts, tokens, audit."""

import html
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signed_in import browser_for, client_for, token_for
from sqlalchemy import func, select
from starlette.testclient import TestClient

from service.people.sessions import csrf_of
from service.store.api_tables import idempotent_writes
from service.store.database import reading
from service.store.tables import accounts
from service.web.app import create_app
from service.web.limits import Limits

USERS = "/api/v1/users"
NEW = {"name": "Nguyễn Thị Mai", "role": "officer", "communes": ["17329"]}


@pytest.fixture
def app(migrated_sqlite, tmp_path):
    shutil.copyfile(migrated_sqlite, tmp_path / "sommai.db")
    return create_app(tmp_path)


@pytest.fixture
def app_on_both(database_home):
    return create_app(database_home)


@pytest.fixture
def administrator(app):
    return client_for(app, "administrator")


def test_an_account_is_made_read_changed_and_reset(app_on_both):
    administrator = client_for(app_on_both, "administrator")
    made = administrator.post(USERS, json=NEW)
    assert made.status_code == 201
    record = made.json()
    assert len(record["password"]) == 23
    assert made.headers["location"] == f"{USERS}/{record['id']}"
    read = administrator.get(made.headers["location"])
    assert read.headers["etag"] == made.headers["etag"] == '"v1"'
    assert "password" not in read.json()
    moved = administrator.patch(made.headers["location"], json={"communes": ["16690"]}, headers={"if-match": '"v1"'})
    assert (moved.status_code, moved.json()["communes"], moved.headers["etag"]) == (200, ["16690"], '"v2"')
    again = administrator.post(f"{made.headers['location']}/reset")
    assert again.json()["password"] != record["password"]
    assert [user["name"] for user in administrator.get(USERS).json()["items"]] == ["administrator", NEW["name"]]
    assert administrator.post(USERS, json=NEW).status_code == 409


def test_of_two_who_change_one_record_one_wins_and_the_other_is_told(administrator):
    place = administrator.post(USERS, json=NEW).headers["location"]
    assert administrator.patch(place, json={"active": False}).status_code == 428
    first = administrator.patch(place, json={"active": False}, headers={"if-match": '"v1"'})
    second = administrator.patch(place, json={"active": True}, headers={"if-match": '"v1"'})
    assert (first.status_code, second.status_code) == (200, 412)
    assert second.json()["type"] == "urn:sommai:problem:changed"
    assert administrator.get(place).json()["active"] is False


def test_the_same_request_again_is_answered_and_not_done_again(app_on_both):
    app, administrator = app_on_both, client_for(app_on_both, "administrator")
    key = {"idempotency-key": "one-1"}
    first = administrator.post(USERS, json=NEW, headers=key)
    again = administrator.post(USERS, json=NEW, headers=key)
    assert (again.status_code, again.headers["idempotent-replayed"]) == (201, "true")
    assert again.json() == {**first.json(), "password": None}
    assert administrator.post(USERS, json={**NEW, "name": "Lan"}, headers=key).status_code == 422
    with reading(app.state.entrance.engine) as connection:
        kept = connection.execute(select(idempotent_writes.c.body)).scalar_one()
    assert first.json()["password"].encode() not in kept
    for wrong in ("", "x" * 201, "a\tb"):
        assert administrator.post(USERS, json=NEW, headers={"idempotency-key": wrong}).status_code == 422


def test_a_refused_request_keeps_no_key(administrator):
    key = {"idempotency-key": "one-2"}
    assert administrator.post(USERS, json={**NEW, "role": "king"}, headers=key).status_code == 422
    assert administrator.post(USERS, json=NEW, headers=key).status_code == 201


def test_the_same_key_at_once_does_one_thing(app_on_both):
    app = app_on_both

    def post(_):
        headers = {"authorization": f"Bearer {token}", "idempotency-key": "at-once"}
        return TestClient(app, headers=headers).post(USERS, json=NEW).status_code

    token = token_for(app, "administrator")
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(post, range(4))) == {201}
    with reading(app.state.entrance.engine) as connection:
        assert connection.execute(select(func.count()).select_from(accounts)).scalar_one() == 2


def test_what_cannot_be_taken_is_named_in_both_languages(administrator):
    wrong = {"name": "", "role": "officer", "communes": "17329", "admin": True}
    vi, en = (administrator.post(f"{USERS}?lang={language}", json=wrong) for language in ("vi", "en"))
    assert vi.status_code == en.status_code == 422
    assert vi.headers["content-type"] == "application/problem+json"
    assert {fault["field"] for fault in vi.json()["errors"]} == {"name", "communes", "admin"}
    assert vi.json()["title"] != en.json()["title"]
    assert administrator.post(USERS, content=b"{", headers={"content-type": "application/json"}).status_code == 422
    assert administrator.post(USERS, content=b"x=1").status_code == 415
    assert administrator.post(USERS, data={"name": "x"}).status_code == 415


@pytest.mark.parametrize(
    "name", ["=1+1", "<script>alert(1)</script>", "'; DROP TABLE people; --", "{{7*7}}", "%s%n", "Nguyễn \U0001f600"]
)
def test_text_stays_text_whatever_it_looks_like(app, administrator, name):
    made = administrator.post(USERS, json={**NEW, "name": name})
    assert made.json()["name"] == name
    page = browser_for(app, "administrator").get("/users").text
    assert "<script>alert" not in page
    assert name in html.unescape(page)


@pytest.mark.parametrize("name", ["a\x00b", "\u202egnp", "x" * 201, "\ud800"])
def test_a_name_that_is_no_line_of_text_is_refused(administrator, name):
    body = json.dumps({"name": name, "role": "administrator"})
    answer = administrator.post(USERS, content=body.encode(), headers={"content-type": "application/json"})
    assert answer.status_code == 422


def test_ids_with_strange_letters_are_not_found(administrator):
    for odd in ("%00", "a%00b", "%F0%9F%98%80", "'", "%25", "x" * 3000):
        assert administrator.get(f"{USERS}/{odd}").status_code in {404, 422}
        assert administrator.patch(f"{USERS}/{odd}", json={}, headers={"if-match": '"v1"'}).status_code == 404


def test_a_body_over_the_limit_is_refused_however_it_comes(app, administrator):
    most = app.state.entrance.settings.largest_body_bytes
    assert administrator.post(USERS, content=b"x" * (most + 1)).status_code == 413
    assert administrator.post(USERS, content=iter([b"x" * 40_000] * 3)).status_code == 413


def test_a_browser_writes_with_the_forms_token_alone(app):
    browser = browser_for(app, "planner")
    body = {"label": "bảng tính", "days": 3}
    assert browser.post("/api/v1/tokens", json=body).status_code == 403
    secret = browser.cookies[app.state.entrance.cookie]
    made = browser.post("/api/v1/tokens", json=body, headers={"x-csrf-token": csrf_of(secret)})
    assert made.status_code == 201
    client = TestClient(app, headers={"authorization": f"Bearer {made.json()['token']}"})
    assert client.get("/api/v1/me").json()["role"] == "planner"
    assert client.post("/api/v1/tokens", json=body).status_code == 403
    place = f"/api/v1/tokens/{made.json()['id']}"
    assert client_for(app, "analyst").delete(place).status_code == 404
    assert client.delete(place).json()["revoked_at"]
    assert client.get("/api/v1/me").status_code == 401


def test_auditors_read_who_did_what_and_nobody_else_does(app_on_both):
    app, administrator = app_on_both, client_for(app_on_both, "administrator")
    administrator.post(USERS, json=NEW)
    auditor = client_for(app, "auditor")
    first = auditor.get("/api/v1/audit?limit=1").json()
    rest = auditor.get(f"/api/v1/audit?limit=100&cursor={first['next']}").json()
    events = [*first["items"], *rest["items"]]
    assert [event["number"] for event in events] == list(range(len(events), 0, -1))
    added = auditor.get("/api/v1/audit?action=account.added").json()["items"]
    assert added[0]["name"].strip() == "administrator"
    assert auditor.get("/api/v1/audit/state").json()["whole"] is True
    assert "audit.seen" in {event["action"] for event in auditor.get("/api/v1/audit").json()["items"]}
    assert administrator.get("/api/v1/audit").status_code == 403


def test_reading_a_household_is_recorded_once_a_minute(home):
    app = create_app(home)
    officer = client_for(app, "officer", ["17329"], name="Once A Minute")
    for _ in range(3):
        assert officer.get("/api/v1/households/H00004/explanation").status_code == 200
    officer.get("/api/v1/households/H00004")
    found = client_for(app, "auditor").get("/api/v1/audit?household=H00004").json()["items"]
    events = [event for event in found if event["name"] == "Once A Minute"]
    assert sorted(event["action"] for event in events) == ["household.explained", "household.seen"]
    assert {event["subject"] for event in events} == {"H00004"}


def test_limits_hold_over_workers(tmp_path):
    one, other = Limits(tmp_path / "limits"), Limits(tmp_path / "limits")
    waits = [limits.wait("mai", 5, at=120.0) for limits in (one, other, one, other, one, other, one)]
    assert waits == [0, 0, 0, 0, 0, 60, 60]
    assert one.wait("lan", 5, at=130.0) == 0
    assert other.wait("mai", 5, at=179.9) == 1
    assert other.wait("mai", 5, at=180.0) == 0


@given(st.lists(st.booleans(), max_size=700), st.integers(1, 450))
@settings(max_examples=25)
def test_workers_that_count_by_themselves_never_let_more_through_together(turns, most):
    with TemporaryDirectory() as folder:
        one, other = Limits(Path(folder) / "limits"), Limits(Path(folder) / "limits")
        let = sum((one if turn else other).wait("mai", most, at=120.0) == 0 for turn in turns)
        assert let <= most
        assert let >= min(len(turns), most - max(1, most // 100))
        one.close()
        other.close()


def test_whoever_asks_too_often_is_told_when_to_come_back(database_home, monkeypatch):
    monkeypatch.setenv("SOMMAI_WRITES_PER_MINUTE", "2")
    monkeypatch.setenv("SOMMAI_STRANGERS_PER_MINUTE", "3")
    app = create_app(database_home)
    client = client_for(app, "administrator")
    statuses = [client.post(USERS, json={}).status_code for _ in range(4)]
    assert statuses.count(429) >= 1
    stranger = TestClient(app)
    answers = [stranger.get("/api/v1/health/live") for _ in range(8)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert int(refused[0].headers["retry-after"]) > 0


def test_every_answer_has_an_id_to_report(administrator):
    assert len(administrator.get(USERS).headers["x-request-id"]) == 16
    asked = administrator.get(USERS, headers={"x-request-id": "0123456789abcdef0123456789abcdef"})
    assert asked.headers["x-request-id"] == "0123456789abcdef0123456789abcdef"
    assert administrator.get(USERS, headers={"x-request-id": "a b<script>"}).headers["x-request-id"] != "a b<script>"


def test_a_lost_database_is_told_and_says_nothing_of_itself(app, administrator, monkeypatch):
    from sqlalchemy.exc import OperationalError

    from service.people import endpoints

    def lost(*_):
        raise OperationalError("SELECT secret", {}, Exception("password=hidden-word"))

    monkeypatch.setattr(endpoints.repository, "all_accounts", lost)
    answer = administrator.get(USERS)
    assert answer.status_code == 503
    assert "hidden-word" not in answer.text
    assert "SELECT" not in answer.text
