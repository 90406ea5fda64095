"""Schooling: what was known of the school years by the day, usually after each has ended."""

import pytest

PUPILS = """
    child_id | household_id | birth_date | sex
    T1       | H1           | 2013-03-01 | male
    T2       | H2           | 2013-11-01 | female
    T3       | H3           | 2022-03-01 | male
"""
YEARS = """
    child_id | school_year | enrolled | grade | absent_days | repeated | recorded_on
    T1       | 2023-2024   | yes      | 5     | 4           | no       | 2024-07-01
    T1       | 2024-2025   | no       | -     | 30          | -        | 2025-07-01
    T2       | 2023-2024   | yes      | 3     | 9           | no       | 2024-07-01
    T2       | 2024-2025   | yes      | 3     | 2           | yes      | 2025-07-01
"""


@pytest.mark.parametrize(
    ("feature", "expected"),
    [
        ("out_of_school", {"H1": 1, "H2": 0, "H3": -1}),
        ("stopped_school", {"H1": 1, "H2": 0, "H3": None}),
        ("most_absent_days", {"H1": 30, "H2": 2, "H3": None}),
        ("rise_in_absent_days", {"H1": 26, "H2": 0, "H3": None}),
        ("repeated_years", {"H1": None, "H2": 1, "H3": None}),
        ("years_behind_grade", {"H1": None, "H2": 2, "H3": None}),
        ("no_school_record", {"H1": 0, "H2": 0, "H3": -1}),
    ],
)
def test_the_last_known_school_year(expect, feature, expected):
    expect(feature, expected, children=PUPILS, school_records=YEARS)


def test_a_school_year_is_unseen_before_it_was_recorded(expect):
    expect("out_of_school", {"H1": 0, "H2": 0, "H3": -1}, on="2025-06-30", children=PUPILS, school_records=YEARS)


def test_a_record_is_due_for_the_year_that_ended_in_the_calendar_year_before(expect):
    first = "\n".join(YEARS.splitlines()[:3])
    expect("no_school_record", {"H1": 0, "H2": 1, "H3": -1}, children=PUPILS, school_records=first)
    expect("no_school_record", {"H1": 1, "H2": 1, "H3": -1}, on="2026-01-01", children=PUPILS, school_records=first)


def test_without_a_table_of_school_records_nothing_is_said(expect):
    expect("no_school_record", {"H1": None, "H2": None, "H3": None}, children=PUPILS)


STARTERS = """
    child_id | household_id | birth_date | sex
    T1       | H1           | 2020-12-31 | male
    T2       | H2           | 2015-01-01 | female
    T3       | H3           | 2011-06-01 | male
"""


@pytest.mark.parametrize(
    ("feature", "expected"),
    [
        ("starts_primary", {"H1": 1, "H2": 0, "H3": 0}),
        ("starts_lower_secondary", {"H1": 0, "H2": 1, "H3": 0}),
        ("ends_lower_secondary", {"H1": 0, "H2": 0, "H3": 1}),
    ],
)
def test_who_changes_school_next_september(expect, feature, expected):
    expect(feature, expected, children=STARTERS)
    expect(feature, expected, on="2026-08-31", children=STARTERS)
    expect(feature, dict.fromkeys(expected, 0), on="2026-09-01", children=STARTERS)
