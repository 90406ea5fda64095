"""Why A before B, what another record would do, which question matters most: exact, from the tables."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.catalogue import CATALOGUE
from models.explanation.contrast import Side, contrast
from models.explanation.shap_check import agreement
from models.explanation.what_if import NoSuchValue, open_questions, read_value, what_if
from models.ranking import risk_of
from models.tables import ConstantInterval, Pair, Shape, TableModel

LEVEL = next(f for f in CATALOGUE.values() if f.kind == "level")
FLAG = next(f for f in CATALOGUE.values() if f.kind == "flag")
NUMBER = next(f for f in CATALOGUE.values() if f.kind == "number")
NAMES = (LEVEL.name, FLAG.name, NUMBER.name)
values = st.lists(st.one_of(st.just(math.nan), st.integers(-2, 6).map(float)), min_size=3, max_size=3)


@pytest.fixture(scope="module")
def model():
    """Three features and one pair of them."""
    shapes = (
        Shape(NAMES[0], np.array([0.5, 1.5]), np.array([-0.3, 0.1, 0.9])),
        Shape(NAMES[1], np.array([0.5]), np.array([0.0, 0.4])),
        Shape(NAMES[2], np.array([2.5, 4.5]), np.array([-0.2, 0.0, 0.6])),
    )
    pair = Pair(
        Shape(NAMES[0], np.array([1.5]), np.zeros(2)),
        Shape(NAMES[2], np.array([3.5]), np.zeros(2)),
        np.array([[0.0, 0.1], [-0.1, 0.5]]),
    )
    return TableModel("test", -4.0, shapes, ConstantInterval(0.5), (pair,))


def side(model, household_id, row):
    scored = model.score(np.array([row]))
    return Side(household_id, np.array(row), scored.contributions[0], model.base)


@given(first=values, second=values)
def test_differences_add_up_to_the_difference_of_log_odds(model, first, second):
    found = contrast(side(model, "A", first), side(model, "B", second), NAMES, CATALOGUE)
    log_odds = model.score(np.array([first, second])).log_odds
    assert found.log_odds == pytest.approx(log_odds[0] - log_odds[1], abs=1e-12)
    assert found.base + sum(d.difference for d in found.differences) == pytest.approx(found.log_odds, abs=1e-8)


def test_a_contrast_begins_with_the_largest_difference_and_says_both_values(model):
    found = contrast(side(model, "A", [2.0, 0.0, math.nan]), side(model, "B", [0.0, 1.0, 1.0]), NAMES, CATALOGUE)
    assert [d.feature for d in found.differences] == [NAMES[0], NAMES[1], NAMES[2]]
    assert found.differences[0].first == LEVEL.levels[2]
    assert found.differences[2].first_value is None
    assert found.differences[2].first.en == "not recorded"


def test_a_correction_for_the_place_stands_beside_the_features(model):
    here, there = side(model, "A", [2.0, 0.0, 1.0]), side(model, "B", [2.0, 0.0, 1.0])
    found = contrast(Side("A", here.values, here.contributions, here.base + 0.25), there, NAMES, CATALOGUE)
    assert (found.base, found.log_odds, found.differences) == (0.25, 0.25, ())


def test_a_changed_record_is_scored_like_any_other(model):
    row = np.array([2.0, 1.0, 5.0])
    others = np.array([-1.0, -3.0, -5.0])
    found = what_if("A", model, row, {NAMES[0]: 0.0}, others, CATALOGUE, offset=0.1)
    assert found.log_odds_before == pytest.approx(-4.0 + 0.9 + 0.4 + 0.6 + 0.5 + 0.1)
    assert found.log_odds_after == pytest.approx(-4.0 - 0.3 + 0.4 + 0.6 + 0.1 + 0.1)
    assert found.risk_after == pytest.approx(float(risk_of(np.array([found.log_odds_after]))[0]))
    assert (found.rank_before, found.rank_after) == (2, 3)
    assert [c.feature for c in found.changes] == [NAMES[0], NAMES[2]], "the pair moves the other feature's share too"


def test_the_weightiest_open_question_comes_first(model):
    province = np.array([[0.0, 0.0, 1.0], [2.0, 0.0, 1.0], [1.0, 1.0, 5.0], [0.0, 0.0, 1.0]])
    found = open_questions(model, np.array([math.nan, math.nan, 1.0]), province, CATALOGUE)
    assert [q.feature for q in found] == [NAMES[0], NAMES[1]]
    assert (found[0].lowest, found[0].highest) == pytest.approx((-0.3, 0.9 - 0.1))
    assert found[0].typical == pytest.approx(math.sqrt(0.5 * 0.3**2 + 0.25 * 0.1**2 + 0.25 * 0.8**2))
    assert found[0].highest_if == LEVEL.levels[2]


def test_a_question_that_nobody_answered_is_not_asked(model):
    nobody = np.full((4, 3), math.nan)
    assert open_questions(model, np.array([math.nan, 0.0, 1.0]), nobody, CATALOGUE) == ()


@pytest.mark.parametrize(
    ("feature", "written", "value"),
    [
        (FLAG, "có", 1.0),
        (FLAG, "No", 0.0),
        (LEVEL, LEVEL.levels[1].vi.upper(), 1.0),
        (LEVEL, "2", 2.0),
        (LEVEL, LEVEL.levels[2].en[:-2], 2.0),
        (NUMBER, "3,5", 3.5),
        (NUMBER, "không áp dụng", -1.0),
    ],
)
def test_values_are_read_as_people_write_them(feature, written, value):
    assert read_value(feature, written) == value


def test_not_recorded_can_be_written_and_nonsense_is_refused():
    assert math.isnan(read_value(NUMBER, "null"))
    for feature, written in ((FLAG, "2"), (LEVEL, "99"), (NUMBER, "-7"), (NUMBER, "nan"), (NUMBER, "inf")):
        with pytest.raises(NoSuchValue):
            read_value(feature, written)


@pytest.mark.slow
def test_contributions_agree_with_shap_on_the_same_background(model):
    drawn = np.random.default_rng(1)
    rows = drawn.integers(-2, 7, (12, 3)).astype(float)
    rows[drawn.random(rows.shape) < 0.2] = np.nan
    found = agreement(model, rows[:5], rows[5:])
    assert found.largest_difference < 1e-6
    assert found.largest_difference_from_nothing < 1e-6
