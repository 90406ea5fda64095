"""The catalogue holds together: what a feature declares is what its expression does."""

import re
from pathlib import Path

import pytest

from data.contract import TABLES
from data.reference.support import read_support
from features.as_of import FIVE_YEARS, ONE_YEAR, THREE_YEARS, TWO_YEARS
from features.catalogue import CATALOGUE
from features.views.register import BUILDERS

SPEC = Path(__file__).parents[1] / "spec"
FEATURES = list(CATALOGUE.values())
named = pytest.mark.parametrize("feature", FEATURES, ids=lambda f: f.name)


@named
def test_a_feature_reads_tables_of_the_contract_over_a_view_that_exists(feature):
    assert feature.view in BUILDERS
    assert set(feature.tables) <= set(TABLES) - {"identities"}


@named
def test_a_look_back_is_one_of_four_lengths(feature):
    assert feature.look_back_days in {None, ONE_YEAR, TWO_YEARS, THREE_YEARS, FIVE_YEARS}


@named
def test_texts_are_whole_and_name_only_the_value(feature):
    texts = [feature.label, feature.reason, feature.missing, feature.protective, feature.ask, *feature.levels]
    for text in filter(None, texts):
        for side in (text.vi, text.en):
            assert side == side.strip()
            assert set(re.findall(r"{(\w*)}", side)) <= {"value"}
        assert ("{value}" in text.vi) == ("{value}" in text.en)


@named
def test_an_action_is_in_the_catalogue_of_support(feature):
    assert feature.action is None or feature.action in read_support()


@named
def test_whom_it_speaks_of_and_which_rows_go_together(feature):
    assert (feature.subject is None) == (feature.about is None)


@named
def test_guardians_health_is_private(feature):
    assert feature.private or not feature.guardian_health


def test_every_feature_has_a_spec_test():
    drawn = " ".join(path.read_text(encoding="utf-8") for path in SPEC.glob("test_spec_*.py"))
    assert [name for name in CATALOGUE if f'"{name}"' not in drawn] == []


def test_no_feature_is_named_after_what_may_never_be_one():
    never = ("ethnic", "head_sex", "religion", "hotline", "hamlet_code", "case_rate", "refused", "absent_visit")
    assert [name for name in CATALOGUE if any(word in name for word in never)] == []
