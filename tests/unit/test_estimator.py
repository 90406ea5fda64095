"""The glass box on public data: scikit-learn's interface, exact reasons, missing values and levels."""

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_breast_cancer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.utils.estimator_checks import check_estimator

from models.estimator import AdditiveClassifier
from models.fitting.candidates import LEARNED

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cancer():
    data = load_breast_cancer(as_frame=True)
    columns = data.data.iloc[:, :10].copy()
    sizes = pd.cut(columns["mean radius"], [0, 12, 15, 99], labels=["small", "middle", "large"])
    columns["size"] = sizes.astype(object)
    columns.iloc[::7, 2] = np.nan
    return train_test_split(columns, data.target, random_state=0)


@pytest.fixture(scope="module")
def fitted(cancer):
    return AdditiveClassifier(looseness=0.3, trees=60).fit(cancer[0], cancer[2])


def test_it_ranks_public_data_well(fitted, cancer):
    assert roc_auc_score(cancer[3], fitted.predict_proba(cancer[1])[:, 1]) > 0.97


def test_reasons_add_up(fitted, cancer):
    reasons = fitted.explain(cancer[1])
    assert list(reasons.columns) == ["base", *cancer[1].columns]
    np.testing.assert_allclose(reasons.sum(axis=1), fitted.decision_function(cancer[1]), atol=1e-9)


def test_missing_values_and_unseen_levels_add_nothing(fitted, cancer):
    odd = cancer[1].head(2).copy()
    odd["size"] = ["huge", None]
    odd["mean area"] = np.nan
    reasons = fitted.explain(odd)
    assert (reasons[["size", "mean area"]] == 0).all(axis=None)


@pytest.mark.parametrize("candidate", LEARNED)
def test_each_candidate_can_be_asked_for(candidate, cancer):
    asked = AdditiveClassifier(candidate=candidate, looseness=0.3, trees=40).fit(cancer[0], cancer[2])
    assert asked.model_.kind == candidate
    assert roc_auc_score(cancer[3], asked.predict_proba(cancer[1])[:, 1]) > 0.97
    assert asked.pairs_ == []


def test_an_unknown_candidate_is_refused(cancer):
    with pytest.raises(ValueError, match="candidate must be one of splines, boosted, ebm, mean, mean_of_three"):
        AdditiveClassifier(candidate="forest").fit(cancer[0], cancer[2])


def unlike(rows=3_000):
    """Four columns of which two say something only together: they are alike, or they aren't."""
    chance = np.random.default_rng(5)
    frame = pd.DataFrame(chance.integers(0, 3, (rows, 4)), columns=["a", "b", "c", "d"]).astype(float)
    together = np.where(frame["a"] == frame["b"], 1.0, -1.0)
    positive = chance.random(rows) < 1 / (1 + np.exp(1 - 0.6 * (frame["c"] - 1) - together))
    frame[chance.random(frame.shape) < 0.03] = np.nan
    return frame, positive


@pytest.mark.slow
def test_two_columns_that_speak_together_are_a_pair_and_reasons_still_add_up():
    frame, positive = unlike()
    alone = AdditiveClassifier(candidate="splines").fit(frame, positive)
    found = AdditiveClassifier(candidate="splines", pairs=2).fit(frame, positive)
    assert alone.pairs_ == []
    assert found.pairs_[0] == ("a", "b")
    reasons = found.explain(frame)
    assert list(reasons.columns) == ["base", *frame.columns]
    np.testing.assert_allclose(reasons.sum(axis=1), found.decision_function(frame), atol=1e-9)
    fresh, outcome = unlike(4_000)
    assert roc_auc_score(outcome[3_000:], found.decision_function(fresh)[3_000:]) > 0.03 + roc_auc_score(
        outcome[3_000:], alone.decision_function(fresh)[3_000:]
    )


def test_no_pair_is_admitted_where_none_speaks():
    frame, _ = unlike()
    positive = np.random.default_rng(6).random(len(frame)) < 1 / (1 + np.exp(1 - frame["c"].fillna(1)))
    assert AdditiveClassifier(candidate="splines", pairs=4).fit(frame, positive).pairs_ == []


@pytest.mark.slow
def test_splines_and_trees_are_as_loose_as_the_rows_ask():
    """Neighbours of one column differ much, of another not at all."""
    rng = np.random.default_rng(2)
    places = rng.integers(0, 60, (6_000, 1)).astype(float)
    rough = rng.random(6_000) < 1 / (1 + np.exp(-rng.normal(-1, 1.5, 60)[places[:, 0].astype(int)]))
    flat = rng.random(6_000) < 0.3
    found, none = (AdditiveClassifier("mean").fit(places, outcome) for outcome in (rough, flat))
    assert found.looseness_ > none.looseness_
    assert found.trees_ > none.trees_


def test_one_class_is_refused(cancer):
    with pytest.raises(ValueError, match="class"):
        AdditiveClassifier().fit(cancer[0], np.zeros(len(cancer[0])))


BINS_GO_BY_ROWS = "bins and the least rows of a leaf go by rows, not by weights, as in scikit-learn's own boosting"


@pytest.mark.slow
@pytest.mark.parametrize("candidate", ["mean", "mean_of_three"])
def test_scikit_learn_accepts_it(candidate):
    check_estimator(
        AdditiveClassifier(candidate, pairs=2, trees=20, looseness=1.0),
        expected_failed_checks={
            "check_sample_weight_equivalence_on_dense_data": BINS_GO_BY_ROWS,
            "check_sample_weights_invariance": BINS_GO_BY_ROWS,
        },
    )
