"""What every run keeps to, whatever the province, the hours and the seed."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from looked_at import examples

from data.synthetic import make_province
from data.synthetic.write import write_province
from service.runs.options import RunOptions
from service.runs.province import run_province

TODAY = dt.date(2026, 11, 24)


@pytest.mark.slow
@settings(max_examples=examples(15), deadline=None)
@given(
    households=st.integers(30, 250),
    seed=st.integers(0, 1000),
    asked=st.one_of(
        st.fixed_dictionaries({"hours": st.floats(0, 60)}),
        st.fixed_dictionaries({"count": st.integers(0, 40)}),
        st.fixed_dictionaries({"months": st.floats(0.1, 2)}),
    ),
)
def test_a_run_adds_up_and_keeps_within_what_was_asked(households, seed, asked, tmp_path_factory):
    place = tmp_path_factory.mktemp("run")
    write_province(make_province(households, seed=seed), place / "tables", "en")
    options = RunOptions(home=place / "home", today=TODAY, model="scorecard", seed=seed, **asked)
    run = run_province(place / "tables", place / "out", options)
    scores = pl.read_parquet(run.out / "scores.parquet")
    parts = pl.read_parquet(run.out / "contributions.parquet")
    listed = pl.read_csv(run.out / "priority_list.csv", schema_overrides={"household_id": pl.String})

    assert parts["household_id"].equals(scores["household_id"])
    total = parts.select(pl.sum_horizontal(pl.exclude("household_id"))).to_series()
    assert (total - scores["log_odds"]).abs().max() < 1e-6
    assert (1 / (1 + (-scores["log_odds"]).exp()) - scores["risk"]).abs().max() < 1e-9
    assert (
        scores.select((pl.col("risk_low") <= pl.col("risk")) & (pl.col("risk") <= pl.col("risk_high")))
        .to_series()
        .all()
    )
    assert scores.sort("rank")["risk"].is_sorted(descending=True)
    assert sorted(scores["rank"].to_list()) == list(range(1, scores.height + 1))

    assert listed["household_id"].is_unique().all()
    care = scores.filter("all_in_care")["household_id"]
    assert listed.filter(pl.col("household_id").is_in(care.implode())).is_empty()
    ranks = listed.select("household_id").join(scores, on="household_id", how="left", maintain_order="left")["rank"]
    assert ranks.is_sorted()
    allocation = run.summary["allocation"]
    if "count" in asked:
        assert listed.height <= asked["count"]
    else:
        assert allocation["hours_used"] <= allocation["hours"] + 1e-9
        used = listed["cost_min"].cast(pl.Float64).sum() / 60
        assert abs(used - allocation["hours_used"]) < 0.01
