"""A run on an unchanged folder gives the same files out again, and only while nothing that they depend on has changed."""

import json
import shutil
from datetime import date

import pytest

from service.outputs.names import FILES, SUMMARY_FILE
from service.runs import province
from service.runs.options import RunOptions
from service.runs.province import run_province

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 24)
"""The day of ``finished_run``."""


@pytest.fixture
def again(finished_run, small_province, tmp_path, monkeypatch):
    """Runs once more over a copy of the home; whether the stages were gone through, and what was left."""
    home = tmp_path / "home"
    shutil.copytree(finished_run.kept.parents[1], home)
    computed = []
    compute = province.compute
    monkeypatch.setattr(province, "compute", lambda *args: computed.append(1) or compute(*args))

    def run(**changed):
        computed.clear()
        out = tmp_path / "out"
        result = run_province(small_province, out, RunOptions(home=home, today=TODAY, language="en", **changed))
        return bool(computed), result, out

    return run


def files(folder):
    return {name: (folder / name).read_bytes() for name in FILES if name != SUMMARY_FILE}


def told(folder):
    return {k: v for k, v in json.loads((folder / SUMMARY_FILE).read_text()).items() if k != "seconds"}


def test_the_same_again_gives_the_same_files_without_computing_them(again, finished_run):
    computed, result, out = again()
    assert not computed
    assert files(out) == files(finished_run.out)
    assert told(out) == told(finished_run.out)
    assert (result.run_id, result.top) == (finished_run.run_id, finished_run.top)


def test_what_was_asked_otherwise_is_computed(again):
    assert again(seed=5)[0]
    assert again(count=7)[0]
    assert not again(count=7)[0]


def test_files_that_were_touched_are_computed_again(again, finished_run):
    _, result, _ = again()
    kept = next((result.kept.parents[1] / "cache" / "outputs").iterdir())
    (kept / "scores.csv").write_text("household_id\n")
    computed, _, out = again()
    assert computed
    assert files(out) == files(finished_run.out)
    (result.kept / "contributions.parquet").unlink()
    computed, _, out = again()
    assert computed
    assert files(out) == files(finished_run.out)


def test_the_files_of_few_runs_are_kept(again):
    for count in range(1, 6):
        _, result, _ = again(count=count)
    assert len(list((result.kept.parents[1] / "cache" / "outputs").iterdir())) == 3
