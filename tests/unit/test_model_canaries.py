"""Canary households: a model serves only where features and look-ups still say the same of them."""

import polars as pl
import pytest

from features import assemble
from models.canaries import CanariesDiffer, canary_documents, check_canaries
from models.scorecard import read_scorecard
from models.store import write_model


@pytest.fixture
def stored(tmp_path):
    model = read_scorecard()
    write_model(model, tmp_path / "m", {}, canary_documents(model))
    return model, tmp_path / "m"


def test_the_same_code_says_the_same(stored):
    model, folder = stored
    assert check_canaries(folder, model) >= 50


def test_a_feature_computed_otherwise_is_noticed(stored, monkeypatch):
    model, folder = stored
    name = next(shape.feature for shape in model.shapes if shape.scores.any())
    whole = assemble.feature_matrix

    def shifted(tables, as_of):
        return whole(tables, as_of).with_columns(pl.when(pl.col(name) < 0.5).then(1.0).otherwise(0.0).alias(name))

    monkeypatch.setattr("models.canaries.feature_matrix", shifted)
    with pytest.raises(CanariesDiffer) as refused:
        check_canaries(folder, model)
    assert 0 < refused.value.facts["count"] <= refused.value.facts["of"]
