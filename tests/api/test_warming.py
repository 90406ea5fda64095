"""What the server makes ready before anybody asks, and when a newer run appears."""

import gc
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from signed_in import browser_for

from data.vocabulary.errors import WrongUse
from service.runs import simulations
from service.scores import NEWEST
from service.web import warming
from service.web.app import create_app

ASK = "/api/v1/plans/simulate"


@pytest.fixture
def home(finished_run, tmp_path):
    """A home that holds the finished run under two names, the first of them the newest."""
    shared, mine = finished_run.kept.parents[1], tmp_path / "home"
    mine.mkdir()
    for part in shared.iterdir():
        if part.name in ("snapshots", "keys"):
            (mine / part.name).symlink_to(part)
    (mine / "runs").mkdir()
    for name in ("first", "second"):
        (mine / "runs" / name).symlink_to(finished_run.kept)
    point_to(mine, "first")
    return mine


@pytest.fixture
def app(home):
    return create_app(home)


@pytest.fixture
def built(monkeypatch):
    """The runs whose simulation was made, in order; making one takes until ``built.go`` is set."""
    made = Made()
    monkeypatch.setattr(simulations, "WarmStart", made.make)
    return made


@pytest.fixture(autouse=True)
def walked_through_again():
    yield
    gc.unfreeze()


class Made(list):
    def __init__(self):
        self.go, self.begun = threading.Event(), threading.Event()
        self.go.set()
        self.real = simulations.WarmStart

    def make(self, given):
        self.append(given.run.id)
        self.begun.set()
        assert self.go.wait(20)
        return self.real(given)


def point_to(home, run):
    (home / "runs" / NEWEST).write_text(run, encoding="utf-8")


def test_a_reader_after_warming_makes_nothing(app, built):
    warming.warm(app)
    planner = browser_for(app, "planner")
    assert planner.get(ASK).json()["run"] == "first"
    assert planner.get("/simulate").status_code == 200
    assert built == ["first"]


def test_who_asks_meanwhile_waits_for_the_one_that_is_being_made_and_holds_nobody_else_up(app, built):
    built.go.clear()
    run = app.state.runs.get()
    with ThreadPoolExecutor(2) as threads:
        warmer = threads.submit(warming.warm, app)
        assert built.begun.wait(20)
        reader = threads.submit(app.state.simulations.of, run)
        assert run.lock.acquire(timeout=5)  # so that other parts of the run are read
        run.lock.release()
        assert not reader.done()
        built.go.set()
        assert reader.result(20) is app.state.simulations.of(run)
        warmer.result(20)
    assert built == ["first"]


def test_a_newer_run_is_made_ready_and_the_one_before_let_go(home, app, built, monkeypatch):
    monkeypatch.setattr(simulations, "KEPT", 1)
    warmed = warming.warm(app)
    assert warming.warm(app, warmed) is warmed
    first = app.state.runs.get("first")
    point_to(home, "second")
    while app.state.runs.newest_id() != "second":
        threading.Event().wait(0.01)
    assert warming.warm(app, warmed)().id == "second"
    assert built == ["first", "second"]
    app.state.simulations.of(first)
    assert built == ["first", "second", "first"]


def test_a_run_without_teams_is_read_all_the_same(app, monkeypatch):
    def no_teams(home, run_id):
        raise WrongUse(what_vi="Chưa có tổ.", what_en="No teams.")

    monkeypatch.setattr(simulations, "opened", no_teams)
    assert warming.warm(app)().id == "first"
    assert browser_for(app, "planner").get(f"{ASK}?lang=en").json()["detail"].startswith("No teams.")


def test_nothing_is_warmed_where_there_is_no_run(tmp_path):
    assert warming.warm(create_app(tmp_path / "home")) is None
