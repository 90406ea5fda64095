"""A worker that is killed loses nothing and does nothing twice: SQLite and PostgreSQL, several workers."""

import collections
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import counted_jobs
import counted_work
import pytest
from sqlalchemy import select

from data.snapshots import Snapshots
from service.jobs import repository as jobs
from service.jobs.kinds import checked
from service.jobs.worker import Pace, Worker
from service.store.database import reading
from service.store.jobs_tables import job_steps

FIXTURES = Path(counted_jobs.__file__).parent
SOMMAI = Path(sys.executable).with_name("sommai")
KILLS = 30
WORKERS = 2
ENDS_WITHIN_S = 60


@pytest.fixture
def start(database_home):
    """Starts worker processes over the home; whatever still runs is ended afterwards."""
    running = []

    def started():
        environment = {**os.environ, "PYTHONPATH": str(FIXTURES)}
        program = [sys.executable, counted_jobs.__file__, str(database_home)]
        running.append(subprocess.Popen(program, env=environment, stderr=subprocess.DEVNULL))
        return running[-1]

    yield started
    for process in running:
        process.kill()
        process.wait()


def states(database, wanted):
    with reading(database) as connection:
        return [jobs.get(connection, job_id)["state"] for job_id in wanted]


def attempted(home):
    """How many steps were begun."""
    told = home / "attempts"
    return len(told.read_text(encoding="utf-8").splitlines()) if told.exists() else 0


def until(true, seconds=ENDS_WITHIN_S):
    """Wait until something is true; whether it became so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.slow
def test_every_job_is_done_exactly_once_however_often_workers_are_killed(database, database_home, start):
    (database_home / "files").mkdir()
    counted_jobs.effects.create(database)
    lots = random.Random(7)
    added = []

    def keep_busy():
        with reading(database) as connection:
            waiting = len(jobs.page(connection, state=jobs.QUEUED))
        with database.begin() as connection:
            added.extend(jobs.add(connection, "counted", {}) for _ in range(max(0, 8 - waiting)))

    workers = [start() for _ in range(WORKERS)]
    for _ in range(KILLS):
        keep_busy()
        begun = attempted(database_home)
        assert until(lambda: attempted(database_home) > begun), "no worker works"  # noqa: B023 - asked at once
        time.sleep(lots.uniform(0.0, 0.1))
        at = lots.randrange(WORKERS)
        os.kill(workers[at].pid, signal.SIGKILL)
        workers[at].wait()
        workers[at] = start()
    assert until(lambda: set(states(database, added)) == {jobs.DONE})

    expected = collections.Counter((job_id, step) for job_id in added for step in counted_work.STEPS)
    with reading(database) as connection:
        effects = connection.execute(select(counted_jobs.effects.c.job_id, counted_jobs.effects.c.step)).all()
        steps = connection.execute(select(job_steps.c.job_id, job_steps.c.step)).all()
    assert collections.Counter(tuple(row) for row in effects) == expected
    assert collections.Counter(tuple(row) for row in steps) == expected
    files = {file.name for file in (database_home / "files").iterdir() if file.suffix == ""}
    assert files == {f"{job_id}-{step}" for job_id, step in expected}
    assert attempted(database_home) > len(expected), "no kill fell into a step: the test proved nothing"


@pytest.mark.slow
def test_an_import_that_is_killed_again_and_again_is_one_snapshot(database, database_home, small_province):
    wishes = checked("import", {"folder": str(small_province), "today": "2026-11-24"})
    with database.begin() as connection:
        job_id = jobs.add(connection, "import", wishes)
    for kill in range(6):
        worker = subprocess.Popen([SOMMAI, "worker", "--home", database_home], stderr=subprocess.DEVNULL)
        time.sleep(0.6 + 0.2 * kill)
        worker.kill()
        worker.wait()
    Worker(database, database_home, pace=Pace(poll_s=0.1)).run(until_idle=True)
    with reading(database) as connection:
        done = jobs.get(connection, job_id)
    assert done["state"] == jobs.DONE
    assert [snapshot.id for snapshot in Snapshots(database_home).all()] == [done["result"]["snapshot"]]


@pytest.mark.slow
def test_a_stopped_worker_gives_its_job_back_with_the_steps_that_are_done(database, database_home, start):
    (database_home / "files").mkdir()
    counted_jobs.effects.create(database)
    with database.begin() as connection:
        added = [jobs.add(connection, "counted", {}) for _ in range(30)]
    worker = start()
    assert until(lambda: jobs.DONE in states(database, added))
    worker.terminate()
    worker.wait(timeout=20)
    assert jobs.RUNNING not in states(database, added)
    assert jobs.QUEUED in states(database, added)
