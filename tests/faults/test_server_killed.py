"""A server that is killed under load has lost nothing that it said was done, and says nothing wrong meanwhile."""

import itertools
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

import httpx
import pytest
import served_again
from signed_in import token_for
from sqlalchemy import select

from service import audit, looks
from service.store.audit_tables import audit_events, audit_subjects
from service.store.database import engine_for, reading
from service.store.outreach_tables import overrides
from service.store.preparing import prepared
from service.web.app import create_app

KILLS = 50
CLIENTS = 3
STARTS_WITHIN_S = 90


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Load:
    """Clients that question a reason again and again, each time in other words, look at one household after the other,
    and remember what was acknowledged and what they were shown."""

    def __init__(self, address, token, household_ids):
        self.address, self.household_id = address, household_ids[0]
        self.to_see, self.shown = itertools.cycle(household_ids), set()
        self.headers = {"authorization": f"Bearer {token}"}
        self.acknowledged, self.sent, self.wrong = set(), 0, []
        self.over = threading.Event()

    def run(self, number):
        while not self.over.is_set():
            with httpx.Client(base_url=self.address, headers=self.headers, timeout=20) as client:
                try:
                    while not self.over.is_set():
                        self.question(client, number)
                except httpx.HTTPError:
                    time.sleep(0.02)  # the server was killed: what was sent just now may stand or not

    def question(self, client, number):
        self.sent += 1
        words = f"Lời của gia đình {number}-{self.sent}"
        answer = client.post(f"/households/{self.household_id}/dispute", data={"reason": words})
        if answer.status_code == 303:
            self.acknowledged.add(words)
        else:
            self.wrong.append(answer.status_code)
        seen = next(self.to_see)
        client.get(f"/api/v1/households/{seen}").raise_for_status()
        self.shown.add(seen)


@pytest.fixture
def home(finished_run, tmp_path):
    shutil.copytree(finished_run.kept.parents[1], tmp_path / "home")
    return tmp_path / "home"


@pytest.mark.slow
def test_what_was_acknowledged_is_there_after_fifty_kills(home):
    app = create_app(home)
    run = app.state.runs.get()
    household_ids = [run.household_id(place) for place in range(len(run.ids))]
    token = token_for(app, "officer", tuple(run.communes))
    app.state.engine.dispose()
    port = free_port()
    environment = {**os.environ, "SOMMAI_WRITES_PER_MINUTE": "1000000"}
    program = [sys.executable, served_again.__file__, home, str(port)]
    parent = subprocess.Popen(program, env=environment, stderr=subprocess.DEVNULL)
    load = Load(f"http://127.0.0.1:{port}", token, household_ids)
    threads = [threading.Thread(target=load.run, args=(number,)) for number in range(CLIENTS)]
    lots = random.Random(11)
    try:
        for thread in threads:
            thread.start()
        serving = ""
        for _ in range(KILLS):
            serving = another(home, serving)
            grown(load)
            time.sleep(lots.uniform(0.0, 0.3))
            os.kill(int(serving), signal.SIGKILL)
        serving = another(home, serving)
        grown(load)
    finally:
        load.over.set()
        for thread in threads:
            thread.join(30)
        parent.kill()
        parent.wait()
        os.kill(int(serving), signal.SIGKILL)

    engine = prepared(engine_for(home))
    looks.join(home, engine)
    with reading(engine) as connection:
        looked_at = select(audit_subjects.c.subject_id).join(
            audit_events, audit_events.c.subject == audit_subjects.c.mark
        )
        recorded = set(connection.execute(looked_at.where(audit_events.c.action == "household.seen")).scalars())
        kept = connection.execute(select(overrides.c.reason)).scalars().all()
        audit.verify(connection)
    assert load.acknowledged <= set(kept)
    assert len(kept) == len(set(kept)), "something was written twice"
    assert len(load.acknowledged) > KILLS
    assert load.wrong == []
    assert load.shown <= recorded, "somebody was shown a household, and it isn't on record"
    assert len(load.shown) > KILLS
    engine.dispose()


def another(home, before):
    """Return the number of the process that serves, once it is another one than before."""
    told, until = home / "serving", time.monotonic() + STARTS_WITHIN_S
    while not told.exists() or told.read_text(encoding="utf-8") == before:
        assert time.monotonic() < until, "no server was started again"
        time.sleep(0.01)
    return told.read_text(encoding="utf-8")


def grown(load):
    """Wait until something more was acknowledged: the server is there again."""
    before, until = len(load.acknowledged), time.monotonic() + STARTS_WITHIN_S
    while len(load.acknowledged) == before:
        assert time.monotonic() < until, "the server didn't come back"
        time.sleep(0.01)
