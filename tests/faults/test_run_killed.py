"""A run that is killed at any moment leaves the last good state; the same run again ends with the same files."""

import json
import signal

import pytest
from killed_at import processes, run_until

from data.synthetic import make_province
from data.synthetic.write import write_province
from service.outputs import names

pytestmark = pytest.mark.slow

PROCESSES = processes()
POINTS = 15


def run(tables, place, kill_at=0):
    """Run into ``place``, killed at the n-th change on the disk (0: to the end); return the exit code."""
    words = ["run", tables, "--out", place / "out", "--home", place / "home", "--today", "2026-11-24"]
    asked = (kill_at, str(place / "counted"), [str(word) for word in [*words, "--model", "scorecard"]])
    child = PROCESSES.Process(target=run_until, args=asked)
    child.start()
    child.join()
    assert child.exitcode in (0, -signal.SIGKILL)
    return child.exitcode


def contents(out):
    """Return the files of a run by name, without the seconds that it took."""
    found = {file.name: file.read_bytes() for file in out.iterdir()}
    summary = json.loads(found[names.SUMMARY_FILE]) | {"seconds": None}
    return found | {names.SUMMARY_FILE: summary}


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    folder = tmp_path_factory.mktemp("killed") / "tables"
    write_province(make_province(300, seed=8), folder, "en")
    return folder


@pytest.fixture(scope="module")
def undisturbed(tables, tmp_path_factory):
    """The files of a run that nobody disturbed, and how often it changed something on the disk."""
    place = tmp_path_factory.mktemp("undisturbed")
    assert run(tables, place) == 0
    return contents(place / "out"), int((place / "counted").read_text())


def test_a_killed_run_again_ends_with_the_same_files(tables, undisturbed, tmp_path):
    wanted, changes = undisturbed
    assert changes >= POINTS
    killed = 0
    for i in range(POINTS):
        place = tmp_path / f"{i:02}"
        place.mkdir()
        killed += run(tables, place, kill_at=1 + i * (changes - 1) // (POINTS - 1)) != 0
        out = place / "out"
        assert not out.exists() or {file.name for file in out.iterdir()} == set(names.FILES)
        assert run(tables, place) == 0
        assert contents(out) == wanted
        assert [file.name for file in place.iterdir() if file.name.startswith(".")] == []
        unfinished = [*(place / "home").rglob("*unfinished*"), *(place / "home").rglob("*.tmp")]
        assert unfinished == []
    assert killed == POINTS


def test_killed_again_and_again_in_one_place_it_ends_the_same(tables, undisturbed, tmp_path):
    wanted, changes = undisturbed
    for i in range(5):
        run(tables, tmp_path, kill_at=5 + i * changes // 6)
    assert run(tables, tmp_path) == 0
    assert contents(tmp_path / "out") == wanted


def test_a_killed_second_run_leaves_the_first_one_s_files(tables, undisturbed, tmp_path):
    wanted, changes = undisturbed
    assert run(tables, tmp_path) == 0
    for part in (0.3, 0.6, 0.9):
        run(tables, tmp_path, kill_at=max(1, int(changes * part)))
        assert contents(tmp_path / "out") == wanted
