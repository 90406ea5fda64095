"""`sommai score` and `sommai explain` over a finished run."""

import json

import polars as pl
import pytest
from typer.testing import CliRunner

from service.cli.main import app


@pytest.fixture(scope="module")
def said(finished_run):
    """Return what a command over the run's home says as JSON."""
    home = finished_run.kept.parents[1]

    def say(*arguments):
        result = CliRunner().invoke(app, [*arguments, "--home", str(home), "--json"], catch_exceptions=False)
        return json.loads(result.stdout)

    return say


@pytest.fixture(scope="module")
def first_and_last(finished_run):
    scores = pl.read_parquet(finished_run.out / "scores.parquet").sort("rank")
    return scores.row(0, named=True), scores.row(-1, named=True)


def test_an_explanation_adds_up_and_asks(said, first_and_last):
    found = said("explain", first_and_last[0]["household_id"])
    shares = sum(c["contribution"] for c in found["contributions"])
    assert found["base"] + shares == pytest.approx(found["log_odds"], abs=1e-6)
    assert found["rank"] == 1
    assert all(q["lowest"] <= q["highest"] for q in found["would_matter_most"])


def test_why_one_stands_before_another(said, first_and_last):
    first, last = first_and_last
    found = said("explain", first["household_id"], "--against", last["household_id"])
    assert found["log_odds"] == pytest.approx(first["log_odds"] - last["log_odds"], abs=1e-9)
    assert found["base"] + sum(d["difference"] for d in found["differences"]) == pytest.approx(found["log_odds"])


def test_what_another_record_would_do(said, first_and_last):
    first = first_and_last[0]
    raising = max(said("explain", first["household_id"])["contributions"], key=lambda c: c["contribution"])
    found = said("explain", first["household_id"], "--if", f"{raising['feature']}=null")
    assert found["log_odds_after"] == pytest.approx(first["log_odds"] - raising["contribution"], abs=1e-9)
    assert found["rank_after"] >= found["rank_before"] == 1


def test_private_reasons_are_written_out_here(finished_run, first_and_last):
    home = str(finished_run.kept.parents[1])
    result = CliRunner().invoke(app, ["explain", first_and_last[0]["household_id"], "--home", home])
    assert result.exit_code == 0
    assert "riêng" not in result.stdout
    assert "private matter" not in result.stdout


def test_scores_alone_are_those_of_the_run(said, finished_run, tmp_path):
    found = said("score", "--out", str(tmp_path / "scores"), "--model", "scorecard")
    assert found["snapshot"] == finished_run.summary["snapshot"]
    scored = (tmp_path / "scores" / "scores.csv").read_bytes()
    assert scored == (finished_run.out / "scores.csv").read_bytes()
