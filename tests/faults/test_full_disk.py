"""A disk that is full gives a clear answer, ends a command with one clear line and leaves what was there as it was.

A limit on the size of files stands for the full disk: what is written beyond it fails in the same way.
"""

import errno
import os
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from signed_in import client_for
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from service.store.database import is_disk_full
from service.web.app import create_app

SOMMAI = Path(sys.executable).with_name("sommai")
FILE_LIMIT = 4 * 1024


def limited():
    """Let no file of the process that is started grow beyond the limit."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_LIMIT, FILE_LIMIT))


def told(*command, **more):
    return subprocess.run([SOMMAI, *map(str, command)], capture_output=True, text=True, **more)


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def home(finished_run, tmp_path):
    """A home with a run, copied so that it can be tried."""
    made = tmp_path / "home"
    subprocess.run(["cp", "-a", finished_run.kept.parents[1], made], check=True)
    return made


@pytest.mark.slow
def test_a_backup_that_does_not_fit_says_so_and_leaves_nothing(home, tmp_path):
    place = tmp_path / "place"
    place.mkdir()
    done = told("backup", place / "b.tar", "--home", home, "--lang", "en", preexec_fn=limited)
    assert done.returncode == 1
    assert re.search(r"can't be (read or )?written", done.stderr)
    assert len(done.stderr.splitlines()) == 1
    assert list(place.iterdir()) == []
    assert told("backup", place / "b.tar", "--home", home).returncode == 0


@pytest.mark.slow
def test_an_import_that_does_not_fit_leaves_the_last_good_state(small_province, home):
    before = files(home / "snapshots")
    for table in small_province.glob("households.csv"):
        changed = home.parent / "tables"
        subprocess.run(["cp", "-a", small_province, changed], check=True)
        lines = table.read_text(encoding="utf-8").splitlines()
        (changed / table.name).write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    done = told("import", changed, "--home", home, "--today", "2026-11-24", "--lang", "en", preexec_fn=limited)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert files(home / "snapshots") == before
    assert told("import", changed, "--home", home, "--today", "2026-11-24").returncode == 0


USERS = "/api/v1/users"


@pytest.mark.slow
def test_nothing_is_shown_while_a_look_at_it_can_not_be_recorded(home, monkeypatch):
    app = create_app(home)
    run = app.state.runs.get()
    household = run.household_id(0)
    officer = client_for(app, "officer", (run.columns["commune_code"][0],))

    def full(_held, _line):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        answer = officer.get(f"/api/v1/households/{household}/explanation?lang=en")
    assert (answer.status_code, answer.json()["type"].rsplit(":", 1)[-1]) == (503, "no-journal")
    assert "free space" in answer.json()["detail"]
    assert household not in answer.text
    assert "No space" not in answer.text
    assert officer.get(f"/api/v1/households/{household}/explanation").status_code == 200


def test_a_change_that_does_not_fit_into_the_database_says_so_and_leaves_what_was_stored(migrated_sqlite, tmp_path):
    shutil.copyfile(migrated_sqlite, tmp_path / "sommai.db")
    app = create_app(tmp_path)
    administrator, engine = client_for(app, "administrator"), app.state.engine

    def full(raw, _record):
        raw.execute("PRAGMA max_page_count = 1").fetchone()  # SQLite takes what it has already for the most

    def added(number):
        told = {"name": f"Nguyễn Thị Mai {number}", "role": "officer", "communes": [f"{c:05}" for c in range(200)]}
        return administrator.post(f"{USERS}?lang=en", json=told)

    event.listen(engine, "connect", full)
    engine.dispose()
    answers = []
    while not answers or answers[-1].status_code == 201:
        assert len(answers) < 100, "the disk never was full"
        answers.append(added(len(answers)))
    event.remove(engine, "connect", full)
    engine.dispose()
    refused = answers[-1]
    assert (refused.status_code, refused.json()["type"].rsplit(":", 1)[-1]) == (503, "no-room")
    assert "isn't stored" in refused.json()["detail"]
    assert "INSERT" not in refused.text
    stored = {user["name"] for user in administrator.get(f"{USERS}?limit=500").json()["items"]}
    assert {f"Nguyễn Thị Mai {number}" for number in range(len(answers) - 1)} <= stored
    assert f"Nguyễn Thị Mai {len(answers) - 1}" not in stored
    assert added("cuối").status_code == 201


def test_postgresql_tells_a_full_disk_by_its_code():
    full, away = psycopg.errors.DiskFull("x"), psycopg.errors.ConnectionException("x")
    assert is_disk_full(OperationalError("INSERT", {}, full))
    assert not is_disk_full(OperationalError("INSERT", {}, away))
