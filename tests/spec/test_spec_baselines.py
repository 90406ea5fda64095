"""Simple orders: what an office could do without a model, from what was known on the day."""

from datetime import date

import numpy as np
import polars as pl

from models.evaluation.baselines import simple_orders

DAY = date(2025, 1, 1)


def first_to_last(score, ids):
    """Households from first to last, equals in brackets."""
    return [
        sorted(i for i, s in zip(ids, score, strict=True) if s == value) for value in sorted(set(score), reverse=True)
    ]


def orders(draw, ids, where=None, **drawn):
    return simple_orders(draw(ids, **drawn), DAY, pl.Series(ids), pl.Series(where or ["C1"] * len(ids)))


def test_poor_before_near_poor_then_fewer_b1_then_more_b2_points(draw_tables):
    reviews = """
        household_id | assessed_on | status    | b1_score | b2_score
        H1           | 2024-11-01  | near_poor | 120      | 10
        H2           | 2024-11-01  | poor      | 130      | 30
        H3           | 2024-11-01  | poor      | 110      | 30
        H4           | 2024-11-01  | poor      | 110      | 50
        H5           | 2024-11-01  | not_poor  | 180      | 0
        H6           | 2018-11-01  | poor      | 90       | 60
        H7           | 2025-02-01  | poor      | 90       | 60
    """
    ids = [f"H{k}" for k in range(1, 8)]
    score = orders(draw_tables, ids, poverty_assessments=reviews)["poverty_order"]
    assert first_to_last(score, ids) == [["H4"], ["H3"], ["H2"], ["H1"], ["H5"], ["H6", "H7"]]


def test_the_commune_with_more_recorded_children_comes_first_whole(draw_tables):
    homes = "household_id | commune_code\nH1 | C1\nH2 | C2\nH3 | C2"
    communes = "commune_code | commune_name\nC1 | Một\nC2 | Hai"
    cases = """
        child_id | category | onset_on   | recorded_on
        T2       | 8        | 2024-03-01 | 2024-04-01
        T1       | 8        | 2024-12-01 | 2025-03-01
    """
    ids = ["H1", "H2", "H3"]
    found = orders(draw_tables, ids, ["C1", "C2", "C2"], households=homes, communes=communes, circumstances=cases)
    # What was recorded after the day isn't known on it, and both households of C2 are equal.
    assert first_to_last(found["commune_rate"], ids) == [["H2", "H3"], ["H1"]]


def test_officers_go_again_to_whom_they_reached_most_and_last(draw_tables):
    visits = """
        household_id | visited_on | reason      | outcome
        H1           | 2024-03-01 | routine     | reached
        H2           | 2024-03-01 | routine     | reached
        H2           | 2024-06-01 | risk        | reached
        H3           | 2024-11-01 | referral    | reached
        H4           | 2024-11-01 | exploration | reached
        H5           | 2024-11-01 | routine     | refused
        H6           | 2023-11-01 | routine     | reached
    """
    ids = [f"H{k}" for k in range(1, 7)]
    score = orders(draw_tables, ids, visits=visits)["past_practice"]
    assert first_to_last(score, ids) == [["H2"], ["H3"], ["H1"], ["H4", "H5", "H6"]]


def test_without_visits_there_is_no_past_practice_and_random_order_makes_all_equal(draw_tables):
    found = orders(draw_tables, ["H1", "H2"])
    assert "past_practice" not in found
    assert np.ptp(found["random_order"]) == 0
