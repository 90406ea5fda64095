"""Documents beside a model say what the training found, and nothing by hand."""

import re
from pathlib import Path

import pytest

from features.catalogue import CATALOGUE
from models.card import Told, datasheet, feature_catalogue, model_card

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "features.md"
FIGURE = {"value": 0.4123, "low": 0.31, "high": 0.52}
NOT_KNOWN = {"value": None, "low": None, "high": None}


@pytest.fixture
def told():
    shares = {f"recall_at_{s}pct": FIGURE for s in (1, 2, 5, 10)}
    held = dict.fromkeys(("slope", "intercept", "observed_expected", "brier"), FIGURE)
    lineage = {
        "snapshot": "5a5a", "as_of": "2025-12-31", "seed": 3, "version": "0.1.0", "code": "c0de", "contract": 1,
        "features": "fea7", "libraries": {"numpy": "2"},
    }  # fmt: skip
    return Told(
        facts={"lineage": lineage, "chosen": "splines", "candidates": ["scorecard", "splines"]},
        backtest={
            "chosen": "splines", "origins": ["2024-07-04"], "calibrations": {"splines": held},
            "scores": [{"name": "splines", "mean": shares}, {"name": "poverty_order", "mean": shares}],
        },
        groups=[
            {"attribute": "region", "group": "3", "recall_ratio": FIGURE, "verdict": "passed"},
            {"attribute": "region", "group": "2", "recall_ratio": NOT_KNOWN, "verdict": "not_enough_evidence"},
        ],
        checks=[{"number": 5, "name": "calibrated", "verdict": "failed", "text": {"vi": "lệch", "en": "off"}}],
        weight=dict.fromkeys(CATALOGUE, 0.1), rows={"households": 1200}, first_days={},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("language", "recall", "failed"), [("vi", "41,2 % (31–52)", "không đạt"), ("en", "41.2 % (31–52)", "failed")]
)
def test_a_card_tells_figures_checks_and_lineage(told, language, recall, failed):
    card = model_card(told, language)
    for part in (recall, failed, "5a5a", "c0de", "2024-07-04", "splines"):
        assert part in card
    assert "{" not in card
    assert len(re.findall(r"^## ", card, re.MULTILINE)) >= 9


def test_a_datasheet_counts_the_rows_that_were_read(told):
    assert "| `households` | 1,200 |" in datasheet(told)


def test_the_reference_of_features_is_current():
    assert REFERENCE.read_text(encoding="utf-8") == feature_catalogue(), "run `make reference`"
    assert all(f"### `{name}`" in feature_catalogue() for name in CATALOGUE)
