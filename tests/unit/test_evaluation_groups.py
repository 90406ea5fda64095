"""The audit by group: figures that agree with fairlearn's own, and verdicts that never take silence for consent."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from fairlearn.metrics import MetricFrame, selection_rate
from predicted import invented_years
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression
from sklearn.metrics import precision_score, recall_score

from models.evaluation.groups import fairness, inclusion, list_shares, metric_frame
from models.evaluation.predictions import TestPredictions


def test_figures_are_fairlearns_own_on_a_public_example():
    """The diabetes study of Efron et al. (2004): a fifth of the patients is listed, by sex and by age."""
    x, progress = load_diabetes(return_X_y=True)
    positive = progress > np.quantile(progress, 0.75)
    score = LinearRegression().fit(x[:, 2:], progress).predict(x[:, 2:])
    chance = inclusion(score, 0.2)
    for group in (np.where(x[:, 1] > 0, "one", "other"), np.where(x[:, 0] > 0, "older", "younger")):
        own = MetricFrame(
            metrics={"recall": recall_score, "precision": precision_score, "selection_rate": selection_rate},
            y_true=positive, y_pred=chance == 1.0, sensitive_features=group,
        )  # fmt: skip
        found = metric_frame(positive, chance, group.tolist(), np.full(len(group), 0.25))
        for name in ("recall", "precision", "selection_rate"):
            assert found[name].to_list() == pytest.approx(own.by_group[name].to_list(), abs=1e-12)
            assert found[f"all_{name}"][0] == pytest.approx(own.overall[name], abs=1e-12)


def test_equals_share_the_last_places():
    assert inclusion(np.array([3.0, 2, 2, 2, 1]), 0.4).tolist() == pytest.approx([1, 1 / 3, 1 / 3, 1 / 3, 0])
    assert inclusion(np.zeros(4), 1.0).tolist() == [1, 1, 1, 1]


def households(near, remote, *, found_near, found_remote, listed=None):
    """Positive households in two places, some of them at the head of the order; a hundred others each."""
    positive = np.array([True] * (near + remote) + [False] * 200)
    where = ["near"] * near + ["remote"] * remote + ["near", "remote"] * 100
    score = np.full(len(positive), -4.0)
    score[:found_near] = 1.0
    score[near : near + found_remote] = 1.0
    ids = pl.Series([f"H{k:04d}" for k in range(len(positive))])
    codes = pl.Series([f"C{k % 12}" for k in range(len(positive))])
    day = TestPredictions(date(2024, 1, 1), ids, codes, positive, positive, {"model": score})
    share = (found_near + found_remote) / len(positive)
    groups = pl.DataFrame({"household_id": ids, "remote": where})
    return {g.group: g for g in fairness([day], "model", [groups], share=share, attributes=["remote"], resamples=100)}


def test_a_group_that_is_found_less_often_fails():
    found = households(80, 80, found_near=60, found_remote=20)
    assert found["near"].recall.value == pytest.approx(0.75)
    assert found["remote"].recall.value == pytest.approx(0.25)
    assert found["remote"].recall_ratio.value == pytest.approx(0.25 / 0.5)
    assert (found["near"].verdict, found["remote"].verdict) == ("passed", "failed")
    assert found["remote"].list_share.value == pytest.approx(20 / 80)
    assert found["remote"].need_share.value == pytest.approx(0.5)
    assert found["remote"].precision.value == 1.0


def test_under_thirty_positives_nothing_is_passed():
    found = households(80, 29, found_near=40, found_remote=29)
    assert found["remote"].recall.value == 1.0
    assert found["remote"].verdict == "not_enough_evidence"


def test_a_small_gap_that_the_interval_covers_passes():
    found = households(60, 33, found_near=28, found_remote=12)
    ratio = found["remote"].recall_ratio
    assert ratio.value < 0.85
    assert ratio.value == pytest.approx((12 / 33) / (40 / 93))
    assert ratio.low < 1 < ratio.high
    assert found["remote"].verdict == "passed"


def test_what_is_not_recorded_is_a_group_of_its_own():
    years = invented_years(1000, seed=1, years=1)
    groups = pl.DataFrame({"household_id": years[0].household_ids, "ethnicity": ["Kinh", None] * 500})
    found = fairness(years, "splines", [groups], share=0.1, attributes=["ethnicity"], resamples=10)
    assert [g.group for g in found] == ["Kinh", "not_recorded"]
    assert sum(g.households for g in found) == 1000
    assert sum(g.need_share.value for g in found) == pytest.approx(1)


def test_the_interval_of_a_group_is_the_wider_one_of_households_and_communes(monkeypatch):
    years = invented_years(1500, seed=2, years=2)
    groups = [pl.DataFrame({"household_id": y.household_ids, "remote": ["no", "yes", "yes"] * 500}) for y in years]

    def widths(*units):
        monkeypatch.setattr("models.evaluation.group_sums.units_of", lambda _: units)
        found = fairness(years, "splines", groups, share=0.1, attributes=["remote"], resamples=60)
        return [(g.recall_ratio.low, g.recall_ratio.high) for g in found]

    alone = zip(widths("household"), widths("commune"), strict=True)
    assert widths("household", "commune") == [(min(a[0], b[0]), max(a[1], b[1])) for a, b in alone]


def test_a_list_that_was_made_is_held_against_the_need_expected():
    scores = pl.DataFrame({"household_id": ["H1", "H2", "H3", "H4"], "risk": [0.4, 0.3, 0.2, 0.1]})
    groups = pl.DataFrame({"household_id": ["H1", "H2", "H3"], "region": ["1", "3", "3"]})
    found = {g.group: g for g in list_shares(scores, pl.Series(["H1", "H2"]), groups, ["region"])}
    assert found["1"].expected_share == pytest.approx(0.4)
    assert found["1"].list_share == pytest.approx(0.5)
    assert found["3"].ratio == pytest.approx(1.0)
    assert found["not_recorded"].list_share == 0
