"""Models for the people who judge them: over the API and on the pages, from their folders alone."""

import json

import pytest
from signed_in import browser_for, client_for
from told import backtest_told, drift_told, remote_told

from models.decisions import Decision
from models.scorecard import read_scorecard
from models.shelf import Shelf
from service.jobs import repository
from service.people.sessions import csrf_of
from service.web.app import create_app

CHAMPION, OTHER = "a" * 16, "b" * 16
CALIBRATION = {
    "slope": {"value": 0.97, "low": 0.8, "high": 1.1},
    "observed_expected": {"value": 1.02, "low": 0.9, "high": 1.2},
    "curve": [{"households": 100, "predicted": 0.01, "observed": {"value": 0.012, "low": 0.005, "high": 0.02}}],
}
EVALUATION = backtest_told() | {"calibrations": {"splines": CALIBRATION}}
CHECKS = [
    {"number": 1, "name": "beats_baselines", "verdict": "passed", "value": 2.0, "limit": 0.0,
     "text": {"vi": "Hơn mọi thứ tự đơn giản", "en": "Better than every simple order"}},
    {"number": 6, "name": "group_recall", "verdict": "not_enough_evidence", "value": None, "limit": 0.8,
     "text": {"vi": "Chưa đủ ca", "en": "Too few cases"}},
]  # fmt: skip


def put(shelf, identity):
    facts = {"as_of": "2025-12-31", "chosen": "splines", "events": 320, "skill": True, "backtest": {
        "recall_at_2pct": 0.2, "recall_at_2pct_low": 0.1, "recall_at_2pct_high": 0.3}, "lineage": {"seed": 0}}  # fmt: skip
    documents = {
        "checks.json": json.dumps(CHECKS).encode(), "backtest.json": json.dumps(EVALUATION).encode(),
        "remote.json": json.dumps(remote_told()).encode(), "drift.json": json.dumps(drift_told()).encode(),
        "card_en.md": b"# Model card",
    }  # fmt: skip
    shelf.put(read_scorecard(), facts, documents, identity)


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    shelf = Shelf(home)
    put(shelf, CHAMPION)
    put(shelf, OTHER)
    shelf.decide([Decision(CHAMPION, "Nguyễn Thị An", "tốt hơn ở xã xa", "2026-01-05T02:11:09+00:00", {"06": "ít ca"})])
    shelf.challenge(OTHER)
    return create_app(home)


def test_the_champion_comes_first(app):
    items = client_for(app, "analyst").get("/api/v1/models").json()["items"]
    assert [(m["id"], m["role"]) for m in items] == [(CHAMPION, "champion"), (OTHER, "challenger")]
    assert items[0]["decisions"][0]["by"] == "Nguyễn Thị An"


def test_one_model_has_its_evaluation_and_documents(app):
    told = client_for(app, "analyst").get(f"/api/v1/models/{CHAMPION}").json()
    assert told["evaluation"]["scores"][0]["name"] == "splines"
    assert {"backtest.json", "card_en.md", "checks.json"} <= set(told["documents"])


@pytest.mark.parametrize("identity", ["c" * 16, "..", "champion"])
def test_what_is_no_model_is_not_found(app, identity):
    assert client_for(app, "analyst").get(f"/api/v1/models/{identity}").status_code == 404


def test_the_page_tells_recall_checks_and_decisions(app):
    page = browser_for(app, "analyst").get(f"/models/{CHAMPION}?lang=en").text
    for told in (
        "41 % (31 % – 52 %)",
        "reach about 3.4 % of the households",
        "rests on 41 households with a case",
        "not enough visits to say; about 310 more needed",
        "0.5 to 2 times as complete",
        "has shifted: train again",
        "poor households first, then near-poor",
        "not enough evidence",
        "Too few cases",
        "tốt hơn ở xã xa",
        "0.97",
    ):
        assert told in page


def test_documents_are_shown_as_text_and_nothing_else_is(app):
    analyst = browser_for(app, "analyst")
    card = analyst.get(f"/models/{CHAMPION}/card_en.md")
    assert card.text == "# Model card"
    assert card.headers["content-type"].startswith("text/plain")
    for name in ("..%2fchampion", "SHA256SUMS", "nothing.md"):
        assert analyst.get(f"/models/{CHAMPION}/{name}").status_code == 404


@pytest.mark.parametrize("role", ["officer", "planner", "administrator"])
def test_others_do_not_read_models(app, role):
    communes = ("17329",) if role == "officer" else ()
    assert browser_for(app, role, communes).get("/models").status_code == 403


def promote(app, browser, identity, **fields):
    secret = browser.cookies[app.state.entrance.cookie]
    return browser.post(f"/models/{identity}/promote", data={"csrf": csrf_of(secret), **fields}, follow_redirects=False)


def test_promotion_is_asked_for_by_name_with_reasons(app):
    analyst = browser_for(app, "analyst", name="Nguyễn Thị An")
    page = analyst.get(f"/models/{OTHER}").text
    assert 'name="accept-06"' in page
    assert "/promote" not in analyst.get(f"/models/{CHAMPION}").text
    answer = promote(app, analyst, OTHER, reason="tốt hơn", **{"accept-06": "ít ca ở vùng III"})
    assert answer.status_code == 303
    job_id = answer.headers["location"].rsplit("/", 1)[1]
    with app.state.entrance.engine.connect() as connection:
        asked = repository.get(connection, job_id)["asked"]
    assert asked == {
        "model": OTHER, "by": "Nguyễn Thị An", "reason": "tốt hơn", "accepted": {"06": "ít ca ở vùng III"},
    }  # fmt: skip


def test_promotion_needs_a_reason_a_model_and_the_role(app):
    analyst = browser_for(app, "analyst")
    assert promote(app, analyst, OTHER, reason=" ").status_code == 422
    assert promote(app, analyst, "c" * 16, reason="x").status_code == 404
    assert promote(app, browser_for(app, "auditor"), OTHER, reason="x").status_code == 403
