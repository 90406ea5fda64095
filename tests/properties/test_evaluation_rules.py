"""Rules that every figure of the evaluation keeps, whatever the scores."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.evaluation.ranking import Ranking, average_precision, recall_at

ROWS = st.lists(st.tuples(st.booleans(), st.integers(0, 4), st.integers(0, 3)), min_size=1, max_size=30)


def columns(rows):
    positive, score, weight = (np.array(c) for c in zip(*rows, strict=True))
    return positive.astype(bool), score.astype(float), weight


@settings(deadline=None)
@given(ROWS, st.floats(0, 1), st.floats(0, 1))
def test_a_longer_list_never_holds_fewer(rows, one, other):
    positive, score, _ = columns(rows)
    if positive.any():
        low, high = sorted((one, other))
        assert recall_at(positive, score, low) <= recall_at(positive, score, high) + 1e-12


@settings(deadline=None)
@given(ROWS, st.randoms(use_true_random=False), st.floats(0, 1))
def test_the_order_of_rows_changes_nothing(rows, random, share):
    positive, score, weight = columns(rows)
    shuffled = list(rows)
    random.shuffle(shuffled)
    again = columns(shuffled)
    np.testing.assert_allclose(
        recall_at(positive, score, share, weight), recall_at(again[0], again[1], share, again[2])
    )
    np.testing.assert_allclose(average_precision(positive, score, weight), average_precision(*again))


@settings(deadline=None)
@given(ROWS, st.floats(0, 1))
def test_a_weight_is_so_many_copies_of_a_row(rows, share):
    positive, score, weight = columns(rows)
    weighted = Ranking.of(positive, score).counted(weight)
    copies = Ranking.of(np.repeat(positive, weight), np.repeat(score, weight)).counted()
    np.testing.assert_allclose(weighted.recall_at(share), copies.recall_at(share))
    np.testing.assert_allclose(weighted.precision_at(share), copies.precision_at(share))
    np.testing.assert_allclose(weighted.average_precision(), copies.average_precision())


@settings(deadline=None)
@given(ROWS, st.floats(0, 1))
def test_only_the_order_of_a_score_counts(rows, share):
    positive, score, _ = columns(rows)
    np.testing.assert_allclose(recall_at(positive, score, share), recall_at(positive, np.exp(score) * 3, share))
