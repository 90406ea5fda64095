"""Recall, precision and lift at a share; average precision; ties at their expected value."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from models.evaluation.ranking import Ranking, average_precision, lift_at, places, precision_at, recall_at

# Ten households from first to last; four have an outcome.
POSITIVE = np.array([1, 0, 1, 0, 0, 1, 0, 0, 0, 1], dtype=bool)
SCORE = -np.arange(10.0)


@pytest.mark.parametrize(
    ("share", "recall", "precision", "lift"), [(0.1, 1 / 4, 1.0, 2.5), (0.3, 2 / 4, 2 / 3, 5 / 3), (1.0, 1.0, 0.4, 1.0)]
)
def test_of_four_households_the_first_places_hold_some(share, recall, precision, lift):
    assert recall_at(POSITIVE, SCORE, share) == pytest.approx(recall)
    assert precision_at(POSITIVE, SCORE, share) == pytest.approx(precision)
    assert lift_at(POSITIVE, SCORE, share) == pytest.approx(lift)


def test_a_list_is_rounded_up_but_not_by_a_rounding_error():
    assert places(0.02, 101) == 3
    assert places(0.1, 30) == 3
    assert places(0.07, 100) == 7


def test_equals_have_equal_chances_of_a_place():
    # All ten are equal: a list of three holds three tenths of the four.
    assert recall_at(POSITIVE, np.zeros(10), 0.3) == pytest.approx(0.3)
    # One stands first, nine are equal: of two more places each of them has two ninths.
    first = np.array([1.0] + [0.0] * 9)
    assert recall_at(POSITIVE, first, 0.3) == pytest.approx((1 + 3 * 2 / 9) / 4)


def test_average_precision_is_the_usual_one_where_nobody_is_equal():
    assert average_precision(POSITIVE, SCORE) == pytest.approx(average_precision_score(POSITIVE, SCORE))


def test_average_precision_among_equals_is_the_mean_over_their_orders():
    score = np.array([3, 2, 2, 2, 1, 1, 1, 1, 0, 0], dtype=float)
    rng = np.random.default_rng(1)
    drawn = [average_precision_score(POSITIVE, score + rng.uniform(0, 0.5, 10)) for _ in range(400)]
    assert average_precision(POSITIVE, score) == pytest.approx(np.mean(drawn), abs=4 * np.std(drawn) / 400**0.5)


def test_what_has_no_meaning_is_nan():
    assert np.isnan(recall_at(np.zeros(3, dtype=bool), np.arange(3.0), 0.5))
    assert np.isnan(average_precision(np.zeros(0, dtype=bool), np.zeros(0)))
    with pytest.raises(ValueError, match="missing"):
        Ranking.of(np.ones(2, dtype=bool), np.array([1.0, np.nan]))
