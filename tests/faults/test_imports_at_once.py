"""Processes that import into one home at once leave each snapshot whole, once, and every identity sealed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from data import identities
from data.snapshots import Snapshots
from data.synthetic import make_province
from data.synthetic.write import write_province

pytestmark = pytest.mark.slow

SOMMAI = str(Path(sys.executable).with_name("sommai"))


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Two registers of 300 households, and the snapshot that each makes in a home of its own."""
    found = {}
    for seed in (8, 9):
        place = tmp_path_factory.mktemp("at_once")
        write_province(make_province(300, seed=seed), place / "tables", "en")
        found[place / "tables"] = imported_at_once([place / "tables"], place / "home")[0]
    return found


def imported_at_once(folders, home):
    """Import each folder by a process of its own, all begun before any is waited for; return the snapshots' ids."""
    words = ["--home", str(home), "--today", "2026-11-24", "--json"]
    at_once = [
        subprocess.Popen([SOMMAI, "import", str(folder), *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for folder in folders
    ]
    told = [process.communicate(timeout=120) for process in at_once]
    assert [process.returncode for process in at_once] == [0] * len(folders), told
    return [json.loads(out)["snapshot"] for out, _ in told]


def stands_whole(home, expected):
    """Hold a home against the snapshots that must be in it, each once and readable, with nothing unfinished."""
    assert sorted(snapshot.id for snapshot in Snapshots(home).all()) == sorted(expected)
    assert all(snapshot.tables()["households"].height for snapshot in Snapshots(home).all())
    assert not [path for path in home.rglob("*") if ".unfinished-" in path.name or ".making-" in path.name]


def test_the_same_folder(folders, tmp_path):
    folder, alone = next(iter(folders.items()))
    assert imported_at_once([folder, folder], tmp_path) == [alone, alone]
    stands_whole(tmp_path, [alone])


def test_different_folders(folders, tmp_path):
    assert imported_at_once(list(folders), tmp_path) == list(folders.values())
    stands_whole(tmp_path, folders.values())
    sealed = identities.read(tmp_path)
    assert sealed.height and set(sealed["key_id"]) == {"k1"}
    assert Snapshots(tmp_path).newest().id in folders.values()
