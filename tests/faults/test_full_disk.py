"""A disk that is full ends a command with one clear line and leaves what was there as it was.

A limit on the size of files stands for the full disk: what is written beyond it fails in the same way.
"""

import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

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
