"""The main job from outside: what a planner finds in OUT."""

import datetime as dt
import json
import subprocess
import sys

import polars as pl
import pytest

from service.outputs import names
from service.runs.options import RunOptions
from service.runs.province import run_province

TODAY = dt.date(2026, 11, 24)


def run(folder, place, **asked):
    return run_province(folder, place / "out", RunOptions(home=place / "home", today=TODAY, **asked))


def test_every_file_is_there_and_agrees_with_the_others(finished_run):
    out = finished_run.out
    assert {file.name for file in out.iterdir()} == set(names.FILES)
    scores = pl.read_csv(out / "scores.csv")
    parts = pl.read_parquet(out / "contributions.parquet")
    assert parts["household_id"].to_list() == scores["household_id"].to_list()
    total = parts.select(pl.sum_horizontal(pl.exclude("household_id"))).to_series()
    assert (total - scores["log_odds"]).abs().max() < 1e-6
    summary = json.loads((out / names.SUMMARY_FILE).read_text(encoding="utf-8"))
    assert summary["scored"] == scores.height
    assert summary["allocation"]["hours_used"] <= summary["allocation"]["hours"]


@pytest.mark.slow
def test_the_same_tables_give_the_same_bytes(small_province, finished_run, tmp_path):
    again = run(small_province, tmp_path, language="en")
    for name in names.FILES:
        if name != names.SUMMARY_FILE:
            assert (again.out / name).read_bytes() == (finished_run.out / name).read_bytes(), name
    assert again.summary | {"seconds": 0} == finished_run.summary | {"seconds": 0}


@pytest.mark.slow
def test_a_count_ignores_hours_and_a_second_run_replaces_the_first(small_province, tmp_path):
    first = run(small_province, tmp_path, count=7)
    assert pl.read_csv(first.out / "priority_list.csv").height == 7
    second = run(small_province, tmp_path, hours=3.0)
    assert second.summary["allocation"]["hours_used"] <= 3.0


def test_without_optional_tables_it_lists_two_in_a_hundred(small_province, tmp_path):
    bare = tmp_path / "bare"
    bare.mkdir()
    for name in ("communes", "households", "children", "guardians"):
        (bare / f"{name}.csv").write_bytes((small_province / f"{name}.csv").read_bytes())
    result = run(bare, tmp_path)
    assert result.summary["listed"] == -(-result.summary["scored"] * 2 // 100)
    assert result.summary["urgent"] == 0


def test_nothing_private_is_written_out_in_files(finished_run):
    listed = pl.read_csv(finished_run.out / "priority_list.csv", infer_schema_length=0)
    words = " ".join(listed.select(names.REASONS).to_series(0).drop_nulls().to_list())
    for told in ("violence", "drug", "alcohol", "prison"):
        assert told not in words


@pytest.mark.parametrize("name", [pytest.param("province", marks=pytest.mark.slow), "province_vi"])
def test_the_samples_pass_the_outside_check(name, sample_folders, acceptance, tmp_path):
    result = run(sample_folders[name], tmp_path, model="scorecard")
    checked = subprocess.run(
        [sys.executable, acceptance / "check_run.py", sample_folders[name], result.out], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout


@pytest.mark.slow
def test_the_plan_passes_the_outside_check(sample_folders, acceptance, tmp_path):
    result = run(sample_folders["province"], tmp_path, model="scorecard")
    command = [sys.executable, acceptance / "check_plan.py", sample_folders["province"], result.out, "--gap", "0.02"]
    checked = subprocess.run(command, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.slow
@pytest.mark.parametrize("name", ["province", "province_vi"])
def test_the_samples_pass_the_outside_check_with_a_model_of_their_own(name, sample_folders, acceptance, tmp_path):
    result = run(sample_folders[name], tmp_path)
    command = [sys.executable, acceptance / "check_run.py", sample_folders[name], result.out]
    checked = subprocess.run(command, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
