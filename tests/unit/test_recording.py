"""How complete the register is: estimated, shrunk, told, and corrected only where the findings carry it."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from predicted import invented_years
from scipy.special import logit

from data.synthetic import make_province
from data.synthetic.world import World
from models.detection import remote_recall, under_detection
from models.evaluation.bootstrap import Estimate
from models.evaluation.groups import inclusion
from models.findings import CLASSES, findings, reached_visits, remoteness_of
from models.recording import ClassRecording, Recording, corrected, levels, recording
from models.tables import Scored

VISITS = pl.DataFrame({"remoteness": ["middle", "near", "remote"], "visits": [400, 4000, 2000]})
EQUAL = {"near": 0.8, "middle": 0.8, "remote": 0.8}
THIN = {"near": 0.93, "middle": 0.8, "remote": 0.6}


def invented_findings(count, share, seed):
    """Findings whose chance to stand on record goes by class and family; remote visits have other reasons."""
    rng = np.random.default_rng(seed)
    where = rng.choice(CLASSES, size=count, p=[0.55, 0.12, 0.33])
    family = rng.choice(["health", "harm", "school_and_work"], size=count, p=[0.7, 0.15, 0.15])
    reason = rng.choice(["risk", "routine", "exploration"], size=count, p=[0.4, 0.5, 0.1])
    reason = np.where((where == "remote") & (rng.random(count) < 0.4), "floor", reason)
    odds = logit([share[w] for w in where]) + np.select([family == "health", family == "harm"], [0.4, -0.4], -0.8)
    return pl.DataFrame(
        {
            "visit_id": [f"V{k:06d}" for k in range(count)],
            "remoteness": where,
            "on_record": rng.random(count) < 1 / (1 + np.exp(-odds)),
            "family": family,
            "reason": reason,
            "poverty": rng.choice(["poor", "not_poor"], size=count),
            "propensity": np.where(reason == "exploration", 0.01, np.nan),
            "flow": np.ones(count),
        }
    )


def test_a_thinly_recorded_class_is_seen_and_raised():
    told = recording(invented_findings(400, THIN, seed=1), VISITS)
    near, remote = told.of("near"), told.of("remote")
    assert near.verdict == "best_recorded"
    assert remote.verdict == "corrected"
    assert remote.completeness.low < 0.6 < remote.completeness.high
    assert 0 < remote.correction.low < np.log(0.93 / 0.6) < remote.correction.high + 0.15
    assert near.correction.value == 0


def test_too_few_visits_say_so_with_the_number_needed():
    told = recording(invented_findings(30, THIN, seed=2), VISITS)
    assert {c.verdict for c in told.classes} == {"not_enough_visits"}
    assert not told.corrects
    assert all(c.visits_needed > 0 for c in told.classes)
    assert str(told.of("remote").visits_needed) in told.of("remote").text().vi


def test_a_class_that_can_be_compared_with_no_other_is_told_by_itself():
    found = invented_findings(300, THIN, seed=2)
    near = found.filter(pl.col("remoteness") == "near")
    told = recording(near, VISITS)
    assert told.of("near").verdict == "not_enough_visits"
    assert "in 100 cases" in told.of("near").text().en
    assert "not enough visits" in told.of("remote").text().en


def test_without_any_finding_nothing_is_said():
    told = recording(invented_findings(30, THIN, seed=2).clear(), VISITS)
    assert {c.verdict for c in told.classes} == {"not_enough_visits"}
    assert np.isnan(told.of("near").completeness.value)


@pytest.mark.slow
def test_equal_recording_is_seldom_corrected_and_never_by_much():
    corrections = [
        recording(invented_findings(200, EQUAL, seed), VISITS).corrections[c] for seed in range(20) for c in CLASSES
    ]
    assert np.mean(np.array(corrections) > 0) <= 0.1
    assert max(corrections) < 0.25


def test_lone_classes_are_shrunk_towards_the_others():
    rows = invented_findings(300, EQUAL, seed=4)
    rows = rows.with_columns(on_record=pl.when(pl.col("remoteness") == "middle").then(True).otherwise("on_record"))
    middle = recording(rows, VISITS).of("middle")
    assert middle.on_record == middle.findings
    assert middle.completeness.value < 0.98


def told_with(correction, completeness=0.9):
    nothing, known = Estimate(0.0, 0.0, 0.0), Estimate(completeness, 0.8, 0.95)
    remote = Estimate(correction, correction / 2, correction * 1.5)
    low = Estimate(completeness * np.exp(-correction), 0.4, 0.7)
    return Recording(
        (
            ClassRecording("near", 100, 50, 45, known, nothing, "best_recorded", 0),
            ClassRecording("middle", 100, 5, 4, known, nothing, "not_enough_visits", 90),
            ClassRecording("remote", 100, 50, 30, low, remote, "corrected", 0),
        )
    )


@settings(deadline=None)
@given(st.floats(0, 1.3), st.integers(0, 1000))
def test_base_and_contributions_still_add_up_and_nobody_is_lowered(correction, seed):
    rng = np.random.default_rng(seed)
    parts = rng.normal(size=(12, 3))
    log_odds = -3.0 + parts.sum(axis=1)
    scored = Scored(("a", "b", "c"), np.full(12, -3.0), parts, log_odds, log_odds - 0.3, log_odds + 0.4)
    where = pl.Series(["near", "middle", "remote"] * 4)
    found = corrected(scored, where, told_with(correction))
    assert np.abs(found.base + found.contributions.sum(axis=1) - found.log_odds).max() < 1e-9
    assert (found.log_odds >= scored.log_odds).all()
    assert (found.log_odds_low <= found.log_odds).all()
    width, before = found.log_odds_high - found.log_odds_low, scored.log_odds_high - scored.log_odds_low
    assert (width >= before - 1e-12).all()
    remote = (where == "remote").to_numpy()
    np.testing.assert_allclose(found.log_odds[~remote], scored.log_odds[~remote])
    np.testing.assert_allclose(found.base[remote], -3.0 + correction)


def test_both_levels_are_told_by_class():
    where = pl.Series(["near"] * 10 + ["middle"] * 10 + ["remote"] * 10)
    near, middle, remote = levels(np.full(30, logit(0.01)), where, told_with(np.log(2)))
    assert near.recorded == near.corrected == pytest.approx(0.1)
    assert near.true == pytest.approx(0.1 / 0.9)
    assert middle.true is None
    assert remote.corrected == pytest.approx(0.2, rel=0.02)
    assert remote.true == pytest.approx(0.2 / 0.9)


def test_the_list_under_less_detection_goes_to_remote_households():
    rng = np.random.default_rng(5)
    where = pl.Series(rng.choice(["near", "remote"], size=2000))
    found = under_detection(rng.normal(size=2000) - 4, where, told_with(0.4), 0.02)
    shares = [u.remote_share for u in found]
    assert [u.factor for u in found] == [0.5, 0.75, 1.0, 1.5, 2.0]
    assert shares == sorted(shares, reverse=True)
    assert found[2].kept == pytest.approx(1)
    assert all(0 <= u.kept <= 1 for u in found)
    assert [sum(u.entering.values()) for u in found] == pytest.approx([1 - u.kept for u in found])
    assert found[0].entering["remote"] > 0 == found[0].entering["near"]


def test_recall_among_remote_households_by_itself():
    years = invented_years(4000, seed=6, rate=0.05)
    remote = [np.arange(4000) % 3 == 0] * 3
    found = remote_recall(years, "splines", remote, 0.1, resamples=30)
    by_hand = sum(inclusion(y.scores["splines"], 0.1)[r & y.positive].sum() for y, r in zip(years, remote, strict=True))
    assert found.positives == sum((r & y.positive).sum() for y, r in zip(years, remote, strict=True))
    assert found.by_the_list.value == pytest.approx(by_hand / found.positives)
    assert found.among_themselves.low < found.among_themselves.value < found.among_themselves.high


@pytest.mark.slow
def test_more_of_what_truly_happens_in_remote_communes_is_caught():
    """A perfect model of what is recorded, before and after the correction, against what truly happened."""
    world = World(recording_remote=0.45)
    before, after = [], []
    for seed in (11, 12, 13):
        province = make_province(40_000, seed=seed, world=world)
        told = recording(findings(province.tables, world.last_day), reached_visits(province.tables, world.last_day))
        truth = province.truth.join(province.tables["households"], on="household_id")
        where = remoteness_of(province.tables, truth["commune_code"])
        recorded = logit((truth["true_probability"] * truth["recorded_share"]).clip(1e-9, 0.99).to_numpy())
        add = where.replace_strict(told.corrections, return_dtype=pl.Float64).to_numpy()
        missed = (truth["true_outcome"] & (where == "remote")).to_numpy()
        before.append(inclusion(recorded, 0.05)[missed].mean())
        after.append(inclusion(recorded + add, 0.05)[missed].mean())
    assert np.mean(after) > np.mean(before) + 0.02


@pytest.mark.slow
def test_a_province_that_records_alike_everywhere_is_left_alone():
    raised = 0
    for seed in range(21, 27):
        world = World(recording=0.8, recording_remote=0.8)
        province = make_province(20_000, seed=seed, world=world)
        told = recording(findings(province.tables, world.last_day), reached_visits(province.tables, world.last_day))
        raised += told.corrects
    assert raised <= 1
