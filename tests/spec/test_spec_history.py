"""History: earlier cases in the household and visits that reached it."""

import pytest

CHILDREN = """
    child_id | household_id | birth_date | sex    | left_on
    T1       | H1           | 2017-05-05 | male   | -
    T9       | H1           | 2006-05-05 | female | 2024-06-01
    T2       | H2           | 2017-05-05 | male   | -
    T3       | H3           | 2017-05-05 | male   | -
"""
CASES = """
    child_id | category | onset_on   | closed_on
    T1       | 8        | 2025-03-01 | -
    T9       | 9        | 2022-03-01 | 2023-03-01
    T2       | 8        | 2018-03-01 | 2019-03-01
    T3       | 5        | 2025-03-01 | -
    T3       | 11       | 2024-03-01 | 2024-09-01
"""


@pytest.mark.parametrize(
    ("feature", "expected"),
    [
        ("cases_in_household", {"H1": 2, "H2": 0, "H3": 0}),
        ("cases_closed", {"H1": 1, "H2": 0, "H3": 0}),
        ("case_open_in_household", {"H1": 1, "H2": 0, "H3": 0}),
    ],
)
def test_cases_of_five_years_but_never_of_groups_5_and_11(expect, feature, expected):
    expect(feature, expected, children=CHILDREN, circumstances=CASES)


def test_a_case_is_closed_on_its_own_day_and_not_before(expect):
    cases = "child_id | category | onset_on | closed_on\nT1 | 8 | 2025-03-01 | 2025-11-01"
    expect("case_open_in_household", {"H1": 1}, on="2025-10-31", circumstances=cases)
    expect("case_open_in_household", {"H1": 0}, on="2025-11-01", circumstances=cases)


VISITS = """
    household_id | visited_on | reason  | outcome | finding
    H1           | 2025-11-01 | routine | reached | none
    H1           | 2025-03-01 | routine | reached | needs
    H2           | 2025-12-21 | routine | reached | needs
    H2           | 2025-12-30 | risk    | refused | -
    H3           | 2023-12-01 | routine | reached | needs
    H3           | 2025-12-01 | routine | absent  | -
"""


@pytest.mark.parametrize(
    ("feature", "expected"),
    [
        ("visits_that_reached", {"H1": 2, "H2": 1, "H3": 0}),
        ("days_since_visit", {"H1": 60, "H2": 10, "H3": -2}),
        ("last_visit_found_needs", {"H1": 0, "H2": 1, "H3": 0}),
    ],
)
def test_only_visits_that_reached_somebody_count(expect, feature, expected):
    expect(feature, expected, visits=VISITS)


def test_where_nobody_was_ever_reached_visits_are_not_recorded(expect):
    refused = "household_id | visited_on | reason | outcome\nH1 | 2025-12-30 | risk | refused"
    expect("visits_that_reached", {"H1": None}, visits=refused)
