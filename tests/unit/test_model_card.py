"""Documents beside a model say what the training found, and nothing by hand."""

import re
from pathlib import Path

import pytest

from features.catalogue import CATALOGUE
from models.card import datasheet, feature_catalogue, model_card

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "features.md"


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


@pytest.mark.slow
def test_the_reference_of_features_is_current():
    assert REFERENCE.read_text(encoding="utf-8") == feature_catalogue(), "run `make reference`"
    assert all(f"### `{name}`" in feature_catalogue() for name in CATALOGUE)
