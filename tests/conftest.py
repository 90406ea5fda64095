"""Real input and finished runs that several tests share."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from data.synthetic import make_province
from data.synthetic.write import write_province
from service.runs.options import RunOptions
from service.runs.province import run_province

pytest_plugins = ("databases", "listed", "signed_in", "told")

BESIDE = Path(__file__).parents[2] / "shared"
TODAY = dt.date(2026, 11, 24)


@pytest.fixture(scope="session")
def sample_folders() -> dict[str, Path]:
    """The sample provinces, where they stand beside the project."""
    found = {name: BESIDE / "sample" / name for name in ("province", "province_vi")}
    if not all(folder.is_dir() for folder in found.values()):
        pytest.skip("the sample provinces aren't beside the project")
    return found


@pytest.fixture(scope="session")
def acceptance() -> Path:
    """The programs that hold a run against the interfaces from outside, where they stand beside the project."""
    folder = BESIDE / "acceptance"
    if not folder.is_dir():
        pytest.skip("the acceptance programs aren't beside the project")
    return folder


@pytest.fixture(scope="session")
def small_province(tmp_path_factory) -> Path:
    """An invented province of 600 households as CSV."""
    folder = tmp_path_factory.mktemp("province") / "tables"
    write_province(make_province(600, seed=3), folder, "en")
    return folder


@pytest.fixture(scope="session")
def finished_run(small_province, tmp_path_factory):
    """A run over the small province: its result, with home and files in a temporary folder."""
    place = tmp_path_factory.mktemp("run")
    return run_province(small_province, place / "out", RunOptions(home=place / "home", today=TODAY, language="en"))
