"""Poverty: what the reviews of a household say of it as of a day."""

import pytest

COURSES = """
    household_id | assessed_on | status
    H1           | 2022-11-10  | poor
    H1           | 2023-11-10  | poor
    H1           | 2024-11-10  | poor
    H2           | 2022-11-10  | poor
    H2           | 2024-11-10  | near_poor
    H3           | 2023-11-10  | not_poor
    H3           | 2024-11-10  | poor
    H4           | 2019-11-10  | poor
"""


def test_the_last_review_of_five_years_gives_the_level(expect):
    expect("poverty_level", {"H1": 2, "H2": 1, "H3": 2, "H4": None}, poverty_assessments=COURSES)


def test_a_review_recorded_later_is_not_known_yet(expect):
    late = """
        household_id | assessed_on | recorded_on | status
        H1           | 2024-11-10  | 2024-12-01  | not_poor
        H1           | 2025-11-10  | 2026-01-15  | poor
    """
    expect("poverty_level", {"H1": 0}, poverty_assessments=late)
    expect("poverty_level", {"H1": 2}, on="2026-01-15", poverty_assessments=late)


def test_years_poor_in_a_row_are_begun_years_since_the_run_started(expect):
    expect("poor_years_running", {"H1": 4, "H2": 0, "H3": 2, "H4": None}, poverty_assessments=COURSES)


def test_fell_back_compares_the_last_two_reviews(expect):
    expect("fell_back", {"H1": 0, "H2": 0, "H3": 1, "H4": None}, poverty_assessments=COURSES)


def test_rose_out_compares_the_last_two_reviews(expect):
    expect("rose_out", {"H1": 0, "H2": 1, "H3": 0, "H4": None}, poverty_assessments=COURSES)


def test_changes_of_status_need_two_reviews(expect):
    moving = """
        household_id | assessed_on | status
        H1           | 2022-11-10  | poor
        H1           | 2023-11-10  | near_poor
        H1           | 2024-11-10  | poor
        H2           | 2023-11-10  | poor
        H2           | 2024-11-10  | poor
        H3           | 2024-11-10  | poor
    """
    expect("poverty_changes", {"H1": 2, "H2": 0, "H3": None}, poverty_assessments=moving)


def test_months_since_the_review(expect):
    expect("months_since_review", {"H1": 13, "H2": 13, "H3": 13, "H4": None}, poverty_assessments=COURSES)


SCORES = """
    household_id | assessed_on | status   | standard   | b1_score | b2_score
    H1           | 2024-11-10  | poor     | -          | 70       | 60
    H2           | 2024-11-10  | poor     | -          | 70       | 60
    H3           | 2024-11-10  | not_poor | ND07/2021  | -        | -
"""
TOWN_AND_COUNTRY = {
    "communes": """
        commune_code | commune_name | unit_type
        C1           | Xã Một       | commune
        C2           | Phường Hai   | ward
    """,
    "households": """
        household_id | commune_code
        H1           | C1
        H2           | C2
        H3           | C1
    """,
}


def test_b1_points_as_they_were_given(expect):
    expect("income_points", {"H1": 70, "H2": 70, "H3": None}, poverty_assessments=SCORES)


def test_b1_points_against_the_line_of_town_or_country(expect):
    expect("income_percent_of_line", {"H1": 50, "H2": 40, "H3": None}, poverty_assessments=SCORES, **TOWN_AND_COUNTRY)


def test_b2_points_as_they_were_given(expect):
    expect("deprivation_points", {"H1": 60, "H2": 60, "H3": None}, poverty_assessments=SCORES)


def test_b2_points_against_three_deprivations(expect):
    expect("deprivation_percent_of_line", {"H1": 200, "H2": 200, "H3": None}, poverty_assessments=SCORES)


def test_a_standard_without_known_lines_gives_no_distance(expect):
    newer = """
        household_id | assessed_on | status | b1_score
        H1           | 2027-03-01  | poor   | 70
    """
    expect(
        "income_percent_of_line",
        {"H1": None},
        on="2027-12-31",
        poverty_assessments=newer,
        **TOWN_AND_COUNTRY | {"households": "household_id | commune_code\nH1 | C1"},
    )


LACKING = """
    household_id | assessed_on | status | {column}
    H1           | 2024-11-10  | poor   | yes
    H2           | 2024-11-10  | poor   | no
    H3           | 2024-11-10  | poor   | -
"""


@pytest.mark.parametrize(
    ("feature", "column"),
    [
        ("lacks_employment", "dep_employment"),
        ("many_dependants", "dep_dependants"),
        ("lacks_nutrition", "dep_nutrition"),
        ("lacks_insurance", "dep_health_insurance"),
        ("lacks_adult_education", "dep_adult_education"),
        ("lacks_school_attendance", "dep_school_attendance"),
        ("lacks_housing_quality", "dep_housing_quality"),
        ("lacks_housing_area", "dep_housing_area"),
        ("lacks_safe_water", "dep_safe_water"),
        ("lacks_toilet", "dep_toilet"),
        ("lacks_telecom", "dep_telecom"),
        ("lacks_information", "dep_information"),
    ],
)
def test_each_deprivation_is_yes_no_or_not_recorded(expect, feature, column):
    expect(feature, {"H1": 1, "H2": 0, "H3": None}, poverty_assessments=LACKING.format(column=column))


def test_deprivations_are_counted_among_those_recorded(expect):
    lacks = """
        household_id | assessed_on | status | dep_employment | dep_toilet | dep_telecom
        H1           | 2024-11-10  | poor   | yes            | yes        | -
        H2           | 2024-11-10  | poor   | no             | -          | -
        H3           | 2024-11-10  | poor   | -              | -          | -
    """
    expect("deprivations", {"H1": 2, "H2": 0, "H3": None}, poverty_assessments=lacks)
