"""A run that several threads open at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.scores import Run
from service.scores.repository import Once


@pytest.fixture
def opened(tmp_path, monkeypatch):
    """A run one of whose parts takes a moment to make, so that threads meet in it."""
    (tmp_path / "summary.json").write_text('{"as_of": "2025-12-31"}', encoding="utf-8")
    made, met = [], threading.Event()

    def slow(run):
        met.wait(0.2)
        with run.lock:
            made.append(run)
            return "ids"

    part = Once(slow)
    part.name = "part"
    monkeypatch.setattr(Run, "part", part, raising=False)
    return Run(tmp_path, tmp_path / "cache"), made


def test_two_threads_never_wait_for_each_other_and_a_part_is_made_once(opened):
    run, made = opened
    with ThreadPoolExecutor(2) as threads:
        by_part = threads.submit(lambda: run.part)
        by_whole = threads.submit(lambda: run.once("whole", lambda: run.part))
        assert (by_part.result(timeout=20), by_whole.result(timeout=20)) == ("ids", "ids")
    assert len(made) == 1
