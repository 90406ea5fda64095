"""The glass box on public data: scikit-learn's interface, exact reasons, missing values and levels."""

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_breast_cancer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.utils.estimator_checks import check_estimator

from models.estimator import AdditiveClassifier


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
    return AdditiveClassifier(trees=60).fit(cancer[0], cancer[2])


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


def test_one_class_is_refused(cancer):
    with pytest.raises(ValueError, match="class"):
        AdditiveClassifier().fit(cancer[0], np.zeros(len(cancer[0])))


BINS_GO_BY_ROWS = "bins and the least rows of a leaf go by rows, not by weights, as in scikit-learn's own boosting"


@pytest.mark.slow
def test_scikit_learn_accepts_it():
    check_estimator(
        AdditiveClassifier(trees=20, looseness=1.0),
        expected_failed_checks={
            "check_sample_weight_equivalence_on_dense_data": BINS_GO_BY_ROWS,
            "check_sample_weights_invariance": BINS_GO_BY_ROWS,
        },
    )
