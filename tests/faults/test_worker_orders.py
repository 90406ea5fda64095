"""What a worker does with a job that is cancelled, too large, crashes, is refused, or outlives the database."""

import threading
import time
from dataclasses import replace
from pathlib import Path

import counted_jobs
import pytest
from counted_jobs import ODD, PACE
from sqlalchemy.exc import OperationalError

from service.jobs import repository as jobs
from service.jobs.worker import Worker
from service.store.database import engine_for, reading

pytestmark = pytest.mark.slow


@pytest.fixture
def home(migrated_sqlite, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(counted_jobs.__file__).parent))  # for the processes of steps
    (tmp_path / "sommai.db").write_bytes(migrated_sqlite.read_bytes())
    return tmp_path


@pytest.fixture
def engine(home):
    made = engine_for(home, f"sqlite:///{home}/sommai.db")
    yield made
    made.dispose()


@pytest.fixture
def done_by(engine, home):
    """Adds a job of one kind, lets a worker do it, and returns its row; ``meanwhile`` is called beside."""

    def run(kind, meanwhile=None, **settings):
        with engine.begin() as connection:
            job_id = jobs.add(connection, kind, {})
        worker = Worker(engine, home, kinds=ODD, pace=replace(PACE, again_s=0.01), **settings)
        running = threading.Thread(target=worker.run, kwargs={"until_idle": meanwhile is None})
        running.start()
        try:
            if meanwhile is not None:
                meanwhile(job_id)
                ended(engine, job_id)
            else:
                running.join(60)
        finally:
            worker.stop()
            running.join(30)
        return row(engine, job_id)

    return run


def row(engine, job_id):
    with reading(engine) as connection:
        return jobs.get(connection, job_id)


def ended(engine, job_id, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end and row(engine, job_id)["state"] not in jobs.ENDED:
        time.sleep(0.05)


def started(engine, job_id, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end and row(engine, job_id)["stage"] is None:
        time.sleep(0.02)


def test_a_running_job_is_cancelled_in_the_middle_of_its_step(done_by, engine):
    def ask(job_id):
        started(engine, job_id)
        with engine.begin() as connection:
            jobs.cancel(connection, job_id)

    assert done_by("patient", ask)["state"] == jobs.CANCELLED


def test_a_step_that_takes_too_much_memory_is_ended_and_the_worker_lives(done_by):
    found = done_by("greedy", memory_mib=128)
    assert (found["state"], found["error"]["code"]) == (jobs.FAILED, "job-memory")
    assert "128 MiB" in found["error"]["vi"]


def test_a_step_that_ends_without_a_word_is_tried_again_and_then_given_up(done_by):
    found = done_by("crashing", meanwhile=lambda job_id: None)
    assert (found["state"], found["error"]["code"]) == (jobs.FAILED, "step-crashed")
    assert found["fence"] == PACE.most_failures


def test_an_error_written_for_people_is_kept_and_not_tried_again(done_by):
    found = done_by("refusing")
    assert (found["state"], found["fence"]) == (jobs.FAILED, 1)
    assert found["error"]["vi"] == "Thiếu bảng hộ."
    assert found["error"]["en"] == "The table of households is missing."


def test_an_unforeseen_error_tells_its_kind_and_place_and_no_value(done_by):
    error = done_by("talkative", meanwhile=lambda job_id: None)["error"]
    assert error["code"] == "unexpected"
    assert "ValueError" in error["en"]
    assert "counted_work.py" in error["en"]
    assert "Nguyễn" not in str(error)
    assert "0912" not in str(error)


def test_a_job_outlives_a_database_that_is_away_for_a_while(done_by, engine, monkeypatch):
    away = threading.Event()
    begin = engine.begin

    def refused():
        if away.is_set() and threading.current_thread() is not threading.main_thread():
            raise OperationalError("BEGIN", {}, Exception("away"))
        return begin()

    monkeypatch.setattr(engine, "begin", refused)

    def cut_off(job_id):
        started(engine, job_id)
        away.set()
        time.sleep(0.5)
        with engine.begin() as connection:
            jobs.cancel(connection, job_id)
        away.clear()

    found = done_by("patient", cut_off)
    assert (found["state"], found["fence"]) == (jobs.CANCELLED, 1)
