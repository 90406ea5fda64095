"""From a kept run to other lists: policies that bind, exploration on record, simulation, and a list's own account."""

import json
import shutil

import polars as pl
import pytest

from features.assemble import feature_matrix
from outreach.policy import Policy
from service.outputs.coverage_picture import coverage_svg
from service.runs.listing import opened as database
from service.runs.planning import WhatIf, opened, simulated
from service.runs.rebuilding import verify_list
from service.runs.replanning import draft_of, plan_anew

POLICY = """
[exploration]
share = 0.2
[visits]
most_per_hamlet = 3
[[mandatory]]
sign = "any"
[[floor]]
fact = "region_3"
share = 0.25
"""


@pytest.fixture(scope="module")
def home(finished_run, tmp_path_factory):
    """A copy of the finished run's home."""
    return shutil.copytree(finished_run.kept.parents[1], tmp_path_factory.mktemp("planning") / "home")


@pytest.fixture(scope="module")
def planned(home):
    return plan_anew(home, policy_text=POLICY, hours=60.0, seed=5)


def test_a_list_says_of_itself_what_it_reaches_and_whom_it_leaves_out(finished_run):
    told = json.loads((finished_run.kept / "list_facts.json").read_text(encoding="utf-8"))
    reach = told["expected_reached"]
    assert reach["found_low"] <= reach["low"] <= reach["value"] <= reach["high"] <= reach["found_high"]
    assert reach["value"] == pytest.approx(finished_run.summary["allocation"]["expected_reached"])
    assert told["burden"]["of_1000_will_need"] + told["burden"]["of_1000_will_not_need"] == 1000
    deciles = told["by_decile"]
    outside = finished_run.summary["scored"] - finished_run.summary["all_in_care"]
    assert sum(row["households"] for row in deciles) == outside
    for row in deciles:
        assert row["listed"] + row["resting"] + row["no_team"] + row["hours"] == row["households"]
    assert sum(row["listed"] for row in told["missed_by_commune"]) == finished_run.summary["listed"]
    assert told["just_below"]
    assert told["provenance"]["snapshot"] == finished_run.summary["snapshot"]
    page = (finished_run.out / "report.html").read_text(encoding="utf-8")
    assert told["provenance"]["content_hash"][:12] in page


def test_a_policy_binds_and_what_it_cannot_have_is_said(home, planned):
    run = home / "runs" / planned.run_id
    rows = pl.read_parquet(run / "priority_list.parquet")
    told = json.loads((run / "list_facts.json").read_text(encoding="utf-8"))
    assert planned.allocation["hours_used"] <= 60.0
    assert rows["household_id"].n_unique() == rows.height
    explored = rows.filter(pl.col("chosen_for") == "exploration")
    assert explored.height > 0
    assert explored["propensity"].is_between(0, 1, closed="right").all()
    assert (
        rows.filter(pl.col("chosen_for") != "exploration")["propensity"].null_count() == rows.height - explored.height
    )
    hamlets = rows.drop_nulls("hamlet").group_by("commune_code", "hamlet").len()
    assert hamlets["len"].max() <= 3
    communes = pl.read_parquet(run / "communes.parquet").filter(pl.col("region") == "3")["commune_code"]
    remote = rows.filter(pl.col("commune_code").is_in(communes.implode())).height
    assert remote >= 0.25 * rows.height or any("region III" in row["rule_en"] for row in told["relaxed"])


def test_a_draft_of_it_is_rebuilt_to_the_byte(home, planned):
    list_id = draft_of(home, planned, "An", "thử")
    with database(home) as engine:
        assert verify_list(home, engine, list_id).rows == planned.listed


def test_another_plan_leaves_the_newest_run_as_it_was(home, planned, finished_run):
    assert (home / "runs" / "newest").read_text(encoding="utf-8").strip() == finished_run.run_id
    assert planned.run_id != finished_run.run_id


@pytest.mark.slow
def test_a_simulation_agrees_with_the_plan_and_answers_what_if(home, finished_run):
    given = opened(home)
    commune = given.tables["communes"]["commune_code"].sort()[0]
    team = given.question.teams["team_id"][0]
    told = simulated(given, (WhatIf(hours=40.0, team_id=team), WhatIf(hours=80.0, commune=commune)))
    plan = finished_run.summary["allocation"]
    assert plan["value"] <= plan["bound"] <= told["now"]["expected"] * (1 + 1e-6)
    assert told["now"]["expected"] == pytest.approx(plan["bound"], rel=0.01)
    assert told["what_if"]["more_hours"] == pytest.approx(120.0)
    assert told["what_if"]["more_expected"] >= 0
    assert len(told["communes"]) == given.tables["communes"].height
    assert coverage_svg(told, "vi").startswith("<svg")


def test_weights_of_families_move_places_and_leave_risks_alone(home, finished_run):
    weighted = plan_anew(home, policy_text="[value.families]\nhealth = 0.0\n[value]\nper_child = true\n", count=20)
    kept = home / "runs" / weighted.run_id
    before = pl.read_parquet(finished_run.kept / "scores.parquet")
    assert pl.read_parquet(kept / "scores.parquet").equals(before)
    assert weighted.allocation["value"] != pytest.approx(weighted.allocation["expected_reached"])
    assert weighted.listed == 20


def test_the_features_a_policy_may_name_are_those_of_the_matrix(home):
    given = opened(home)
    assert given.policy == Policy()
    assert given.run.frame("features").columns == feature_matrix(given.tables, given.run.as_of).columns
