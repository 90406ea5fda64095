"""Background jobs on the pages: progress that a page asks for, cancel and retry, who may start what."""

import pytest
from signed_in import browser_for, sent

from service.jobs import repository
from service.web.app import create_app


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return create_app(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def analyst(app):
    return browser_for(app, "analyst")


@pytest.fixture
def job_id(app):
    with app.state.entrance.engine.begin() as connection:
        return repository.add(
            connection, "import", {"folder": "/srv/tables", "today": "2026-01-01", "max_rejects": 0.05}
        )


def claimed(app):
    with app.state.entrance.engine.begin() as connection:
        return repository.claim(connection, "worker", 60.0, ["import"])


def test_an_open_page_asks_for_progress_until_the_job_ends(app, analyst, job_id):
    assert 'hx-trigger="every 2s"' in analyst.get(f"/jobs/{job_id}").text
    part = analyst.get(f"/jobs/{job_id}?part=yes").text
    assert part.lstrip().startswith('<div id="progress"')
    sent(analyst, f"/jobs/{job_id}/cancel")
    assert "hx-trigger" not in analyst.get(f"/jobs/{job_id}?part=yes").text


def test_progress_is_told_in_words(app, analyst, job_id):
    held = claimed(app)
    while held.job_id != job_id:
        held = claimed(app)
    with app.state.entrance.engine.begin() as connection:
        repository.beat(connection, held, 60.0, "features", 0.42)
    page = analyst.get(f"/jobs/{job_id}?lang=en").text
    assert "Computing each household" in page
    assert 'value="42"' in page


def test_a_cancelled_job_can_be_tried_again(app, analyst, job_id):
    assert sent(analyst, f"/jobs/{job_id}/cancel").status_code == 303
    assert sent(analyst, f"/jobs/{job_id}/cancel").status_code == 409
    assert sent(analyst, f"/jobs/{job_id}/retry").status_code == 303
    assert 'value="0"' in analyst.get(f"/jobs/{job_id}").text


def test_a_planner_looks_and_does_not_touch(app, job_id):
    planner = browser_for(app, "planner")
    assert planner.get("/jobs").status_code == 200
    assert sent(planner, f"/jobs/{job_id}/cancel").status_code == 403
    assert sent(planner, "/jobs/train").status_code == 403


def test_training_is_asked_for_and_shown(app, analyst):
    answer = sent(analyst, "/jobs/train")
    assert answer.status_code == 303
    assert analyst.get(answer.headers["location"]).status_code == 200


def test_an_unknown_job_is_told_in_words(analyst):
    assert analyst.get("/jobs/nothing").status_code == 404
