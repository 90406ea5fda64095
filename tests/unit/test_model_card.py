"""Documents beside a model say what the training found, and nothing by hand."""

import re
from pathlib import Path

import pytest

from features.catalogue import CATALOGUE
from models.card import datasheet, feature_catalogue, model_card
from models.evaluation.baselines import BASELINES
from models.fitting.candidates import CANDIDATES, NAMES, UNRESTRICTED
from models.order_names import named

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "features.md"


@pytest.mark.parametrize(
    ("language", "recall", "failed", "kind"),
    [
        ("vi", "41,2 % (31–52)", "không đạt", "hồi quy trên các đường trơn (trong số: bảng điểm chuyên gia, hồi quy"),
        ("en", "41.2 % (31–52)", "failed", "regression on splines (among: the expert scorecard, regression"),
    ],
)
def test_a_card_tells_figures_checks_and_lineage(told, language, recall, failed, kind):
    card = model_card(told, language)
    for part in (recall, failed, "5a5a", "c0de", "2024-07-04", kind):
        assert part in card
    assert "{" not in card
    assert len(re.findall(r"^## ", card, re.MULTILINE)) >= 9


def test_every_order_has_a_name_in_both_languages():
    assert {*CANDIDATES, UNRESTRICTED} == set(NAMES)
    for name in (*NAMES, *BASELINES):
        assert len({named(name, "vi"), named(name, "en"), name}) == 3
    assert named("of_an_older_version", "vi") == "of_an_older_version"


def test_a_datasheet_counts_the_rows_that_were_read(told):
    assert "| `households` | 1,200 |" in datasheet(told)


@pytest.mark.slow
def test_the_reference_of_features_is_current():
    assert REFERENCE.read_text(encoding="utf-8") == feature_catalogue(), "run `make reference`"
    assert all(f"### `{name}`" in feature_catalogue() for name in CATALOGUE)
