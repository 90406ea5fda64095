"""Health, metrics, jobs over the API, and logs that hold nothing of people."""

import io
import json
import logging
import re
import shutil

import pytest
from fastapi.routing import iter_route_contexts
from signed_in import EVERYTHING, browser_for, client_for, role_for_everything
from starlette.testclient import TestClient

from service import logs
from service.jobs import repository as jobs
from service.web import guard
from service.web.app import create_app

NAME = "Nguyễn Thị Bí Mật"
HOUSEHOLD = "H00007"
PHONE = "0912345678"
PASSWORD = "a sentence to remember"


@pytest.fixture(scope="module")
def app(home, tmp_path_factory):
    """The application over a home of its own: jobs are counted here."""
    own = tmp_path_factory.mktemp("operations") / "home"
    shutil.copytree(home / "runs", own / "runs")
    with role_for_everything():
        yield create_app(own)


@pytest.fixture
def told():
    """What is logged while the test runs, at the finest level."""
    stream = io.BytesIO()
    logs.configure(stream, "debug")
    yield stream
    logs.configure(level="warning")


@pytest.fixture(scope="module")
def job_ids(app):
    with app.state.engine.begin() as connection:
        return [jobs.add(connection, "import", {"folder": f"tables-{i}"}) for i in range(5)]


def test_ready_asks_the_database_too(app, monkeypatch):
    client = TestClient(app, raise_server_exceptions=False)
    assert client.get("/api/v1/health/ready").json() == {"status": "ready"}


def test_metrics_are_for_administrators_and_count_routes_by_pattern(app, job_ids):
    client_for(app, "officer", ("17329",)).get(f"/api/v1/households/{HOUSEHOLD}")
    assert client_for(app, "analyst").get("/api/v1/metrics").status_code == 403
    assert TestClient(app).get("/api/v1/metrics").status_code == 401
    text = client_for(app, "administrator").get("/api/v1/metrics").text
    assert 'sommai_http_requests_total{method="GET",route="/api/v1/households/{household_id}"' in text
    assert 'sommai_jobs{state="queued"} 5.0' in text
    assert "sommai_database_up 1.0" in text
    for secret in (HOUSEHOLD, NAME, "17329", "officer"):
        assert secret not in text


def test_a_server_counts_and_logs_several_answers_together_and_the_last_ones_when_it_stops(app, told, monkeypatch):
    monkeypatch.setattr(guard, "MOMENT_S", 60.0)

    def counted():
        route = {"method": "GET", "route": "/api/v1/health/live", "status": "200"}
        return app.state.meters.registry.get_sample_value("sommai_http_requests_total", route) or 0

    def logged():
        return told.getvalue().count(b"/api/v1/health/live")

    before = counted()
    monkeypatch.setattr(app.front, "together", True)
    with TestClient(app) as client:
        for _ in range(guard.MOST_TOGETHER - 1):
            client.get("/api/v1/health/live")
        assert logged() == 0
        client.get("/api/v1/health/live")
        assert logged() == guard.MOST_TOGETHER
        client.get("/api/v1/health/live")
    assert counted() - before == logged() == guard.MOST_TOGETHER + 1


def test_an_address_or_method_that_somebody_types_never_becomes_a_label_nor_a_line(app, told):
    client = TestClient(app, raise_server_exceptions=False)
    client.request("GET", f"/{HOUSEHOLD}/{NAME}")
    client.request("NGUYEN", "/api/v1/lists")
    text = client_for(app, "administrator").get("/api/v1/metrics").text
    assert HOUSEHOLD not in text
    assert "NGUYEN" not in text
    assert 'method="other"' in text
    assert "NGUYEN" not in told.getvalue().decode()


def test_jobs_are_paged_and_shown(app, job_ids):
    client = client_for(app, "analyst")
    first = client.get("/api/v1/jobs?limit=3").json()
    rest = client.get(f"/api/v1/jobs?limit=3&cursor={first['next']}").json()
    assert [job["id"] for job in [*first["items"], *rest["items"]]] == job_ids[::-1]
    assert rest["next"] is None
    assert client.get(f"/api/v1/jobs/{job_ids[0]}").json()["asked"] == {"folder": "tables-0"}
    assert client.get("/api/v1/jobs/nothing").status_code == 404
    assert client.get("/api/v1/jobs?cursor=nonsense").status_code == 422
    assert client.get("/api/v1/jobs?state=lost").status_code == 422
    assert client_for(app, "officer", ("17329",)).get("/api/v1/jobs").status_code == 403


def test_a_request_leaves_one_line_with_its_route_and_id(app, told):
    answer = client_for(app, "planner").get("/api/v1/runs")
    lines = [json.loads(line) for line in told.getvalue().splitlines()]
    line = next(line for line in lines if line.get("route") == "/api/v1/runs")
    assert (line["method"], line["status"], line["part"]) == ("GET", 200, "web")
    assert line["request_id"] == answer.headers["x-request-id"]
    assert set(line) <= set(logs.FIELDS)


@pytest.mark.slow
def test_names_and_ids_poured_through_every_route_reach_no_log(app, told):
    """Every address that there is, with secrets in its path, its query, its headers and its body."""
    headers = {"x-request-id": PHONE, "user-agent": HOUSEHOLD, "accept-language": HOUSEHOLD, "cookie": f"x={PHONE}"}
    client = client_for(app, EVERYTHING)
    browser = browser_for(app, EVERYTHING)
    paths = {found.path for found in iter_route_contexts(app.routes) if found.path}
    for path in sorted(paths):
        filled = re.sub(r"\{[^}]*\}", HOUSEHOLD, path)
        for one in (client, browser, TestClient(app, raise_server_exceptions=False)):
            one.get(filled, params={"name": NAME, "cursor": HOUSEHOLD, "run": HOUSEHOLD}, headers=headers)
            one.get(filled)
            one.post(filled, json={"name": NAME, "phone": PHONE, "password": PASSWORD}, headers=headers)
            one.post(filled, data={"name": NAME, "phone": PHONE, "password": PASSWORD, "csrf": HOUSEHOLD})
    said = told.getvalue().decode()
    assert said.count('"event":"request"') > len(paths)
    for secret in (NAME, "Nguyễn", HOUSEHOLD, PHONE, PASSWORD, "Bí"):
        assert secret not in said


def test_what_libraries_log_loses_its_text(told):
    logging.getLogger("sqlalchemy.engine").error("INSERT %s", NAME)
    try:
        raise ValueError(PHONE)
    except ValueError:
        logging.getLogger("uvicorn.error").exception("failed for %s", NAME)
    lines = [json.loads(line) for line in told.getvalue().splitlines()]
    assert [line["part"] for line in lines] == ["sqlalchemy.engine", "uvicorn.error"]
    assert lines[1]["error_type"] == "ValueError"
    assert NAME not in told.getvalue().decode()
    assert PHONE not in told.getvalue().decode()


def test_a_field_that_nobody_declared_is_dropped(told):
    logs.logger("test").warning("something", household=HOUSEHOLD, state="done", step=[NAME])
    line = json.loads(told.getvalue())
    assert line["dropped"] == "household"
    assert (line["state"], line["step"]) == ("done", "list")
