"""A hamlet's limit holds for what a plan chooses; nominations come on top, and are said."""

import polars as pl
import pytest

from service.lists import crowded_hamlets, most_of_a_hamlet


def listed(*rows):
    return pl.DataFrame(rows, schema=["commune_code", "hamlet", "chosen_for"], orient="row")


ENTRIES = listed(
    ("17329", "Bản A", "risk"), ("17329", "Bản A", "exploration"), ("17329", "Bản A", "referral"),
    ("17329", "Bản B", "referral"), ("17329", "Bản B", "risk"),
    ("16690", "Bản A", "risk"), ("16690", None, "referral"), ("16690", None, "referral"), ("16690", None, "risk"),
)  # fmt: skip


def test_hamlets_that_nominations_bring_above_the_limit_are_named():
    assert crowded_hamlets(ENTRIES, 2).to_dicts() == [
        {"commune_code": "17329", "hamlet": "Bản A", "households": 3, "nominated": 1}
    ]


@pytest.mark.parametrize("most", [0, 3])
def test_without_a_limit_or_within_it_nothing_is_said(most):
    assert crowded_hamlets(ENTRIES, most).is_empty()


def test_the_limit_is_that_of_the_lists_own_policy():
    assert most_of_a_hamlet("[visits]\nmost_per_hamlet = 4\n") == 4
    assert most_of_a_hamlet(None) == 0
