"""Guardians: who cares for the children, who is gone, and whether support was asked for."""

import pytest

FAMILIES = """
    guardian_id | household_id | relation    | birth_date | education       | occupation     | disability | left_on
    G1          | H1           | mother      | 1990-01-01 | upper_secondary | wage_casual    | no         | -
    G2          | H1           | father      | 1985-01-01 | primary         | farming        | no         | -
    G3          | H2           | grandparent | 1950-01-01 | none            | unable_to_work | yes        | -
    G4          | H3           | mother      | 2007-06-01 | -               | unemployed     | -          | -
    G5          | H3           | father      | -          | -               | -              | -          | 2024-06-01
"""


def test_guardians_present_have_not_left(expect):
    expect("guardians_present", {"H1": 2, "H2": 1, "H3": 1}, guardians=FAMILIES)


def test_a_household_without_any_guardian_recorded_is_not_recorded(expect):
    expect("guardians_present", {"H1": 2, "H2": 1, "H3": 1, "H4": None}, guardians=FAMILIES)


def test_who_died_is_not_present(expect):
    died = "guardian_id | event | event_date\nG1 | died | 2015-01-01"
    expect("guardians_present", {"H1": 1, "H2": 1, "H3": 1}, guardians=FAMILIES, guardian_events=died)


def test_no_mother(expect):
    expect("no_mother", {"H1": 0, "H2": 1, "H3": 0}, guardians=FAMILIES)


def test_no_father(expect):
    expect("no_father", {"H1": 0, "H2": 1, "H3": 1}, guardians=FAMILIES)


def test_an_unknown_relation_may_be_the_mother(expect):
    changed = """
        guardian_id | household_id | relation    | updated_on
        G1          | H1           | grandparent | 2026-02-01
    """
    expect("no_mother", {"H1": None}, guardians=changed)


AWAY = """
    guardian_id | event             | event_date
    G1          | migrated_for_work | 2024-10-01
    G2          | migrated_for_work | 2020-01-01
    G2          | returned          | 2021-01-01
    G3          | migrated_for_work | 2018-01-01
"""


def test_one_carer_at_home(expect):
    expect("one_carer", {"H1": 1, "H2": 0, "H3": 1}, guardians=FAMILIES, guardian_events=AWAY)


def test_no_carer_at_home(expect):
    expect("no_carer_at_home", {"H1": 0, "H2": 1, "H3": 0}, guardians=FAMILIES, guardian_events=AWAY)


def test_grandparents_alone(expect):
    expect("grandparents_alone", {"H1": 0, "H2": 1, "H3": 0}, guardians=FAMILIES)


def test_a_very_young_carer(expect):
    expect("youngest_carer_under_20", {"H1": 0, "H2": 0, "H3": 1}, guardians=FAMILIES)


def test_every_carer_old(expect):
    expect("every_carer_over_65", {"H1": 0, "H2": 1, "H3": 0}, guardians=FAMILIES)


def test_age_of_the_youngest_carer(expect):
    expect("youngest_carer_age", {"H1": 35, "H2": 75, "H3": 18}, guardians=FAMILIES)


def test_guardians_who_left_within_two_years(expect):
    expect("guardians_left", {"H1": 0, "H2": 0, "H3": 1}, guardians=FAMILIES)
    expect("guardians_left", {"H1": 0, "H2": 0, "H3": 0}, on="2026-12-31", guardians=FAMILIES)


def test_a_departure_is_not_known_before_its_day(expect):
    expect("guardians_left", {"H1": 0, "H2": 0, "H3": 0}, on="2024-05-31", guardians=FAMILIES)


def test_parents_who_died_for_good(expect):
    died = """
        guardian_id | event | event_date
        G2          | died  | 2012-01-01
        G3          | died  | 2024-01-01
    """
    expect("parents_died", {"H1": 1, "H2": 0, "H3": 0}, guardians=FAMILIES, guardian_events=died)


def test_parents_away_until_they_return(expect):
    expect("parents_away", {"H1": 1, "H2": 0, "H3": 0}, guardians=FAMILIES, guardian_events=AWAY)


def test_guardians_away_however_long_ago_they_went(expect):
    expect("guardians_away", {"H1": 1, "H2": 1, "H3": 0}, guardians=FAMILIES, guardian_events=AWAY)


def test_months_away(expect):
    expect("months_away", {"H1": 14, "H2": 95, "H3": -2}, guardians=FAMILIES, guardian_events=AWAY)


def test_without_a_table_of_guardian_events_nothing_is_known_of_absences(expect):
    expect("guardians_away", {"H1": None, "H2": None, "H3": None}, guardians=FAMILIES)


def test_separation_counts_two_years_and_until_a_new_marriage(expect):
    parted = """
        guardian_id | event     | event_date
        G1          | divorced  | 2024-06-01
        G2          | separated | 2024-06-01
        G2          | remarried | 2025-06-01
        G3          | separated | 2023-06-01
        G4          | separated | 2025-01-01
        G4          | remarried | 2025-02-01
    """
    expect("guardians_parted", {"H1": 1, "H2": 0, "H3": 0}, guardians=FAMILIES, guardian_events=parted)


def test_prison_until_release(expect):
    prison = """
        guardian_id | event      | event_date
        G2          | imprisoned | 2015-01-01
        G3          | imprisoned | 2024-01-01
        G3          | released   | 2025-01-01
    """
    expect("guardian_in_prison", {"H1": 1, "H2": 0, "H3": 0}, guardians=FAMILIES, guardian_events=prison)


def test_missing_until_return(expect):
    gone = """
        guardian_id | event    | event_date
        G2          | missing  | 2024-01-01
        G3          | missing  | 2024-01-01
        G3          | returned | 2024-03-01
    """
    expect("guardian_missing", {"H1": 1, "H2": 0, "H3": 0}, guardians=FAMILIES, guardian_events=gone)


def test_best_education_of_those_present(expect):
    expect("best_education", {"H1": 3, "H2": 0, "H3": None}, guardians=FAMILIES)


def test_a_carer_out_of_work(expect):
    expect("carer_unemployed", {"H1": 0, "H2": 0, "H3": 1}, guardians=FAMILIES)


def test_nobody_with_steady_work(expect):
    expect("no_steady_work", {"H1": 0, "H2": None, "H3": 1}, guardians=FAMILIES)


def test_unable_to_work(expect):
    expect("carer_unable_to_work", {"H1": 0, "H2": 1, "H3": 0}, guardians=FAMILIES)


def test_disability_of_a_guardian(expect):
    expect("guardian_disability", {"H1": 0, "H2": 1, "H3": None}, guardians=FAMILIES)


def test_children_for_each_carer(expect):
    kids = """
        child_id | household_id | birth_date | sex
        T1       | H1           | 2015-01-01 | male
        T2       | H1           | 2016-01-01 | male
        T3       | H1           | 2017-01-01 | male
        T4       | H2           | 2017-01-01 | male
        T5       | H3           | 2017-01-01 | male
    """
    expect("children_per_carer", {"H1": 3, "H2": -1, "H3": 1}, guardians=FAMILIES, children=kids, guardian_events=AWAY)


SUPPORT = """
    guardian_id | event            | event_date
    G1          | support_applied  | 2025-03-01
    G2          | support_received | 2025-02-01
    G3          | support_applied  | 2023-03-01
    G4          | support_applied  | 2025-03-01
    G4          | support_received | 2025-04-01
"""


@pytest.mark.parametrize(
    ("feature", "expected"),
    [
        ("support_applied_for", {"H1": 1, "H2": 0, "H3": 1}),
        ("support_was_received", {"H1": 1, "H2": 0, "H3": 1}),
        ("support_awaited", {"H1": 1, "H2": 0, "H3": 0}),
    ],
)
def test_support_in_two_years(expect, feature, expected):
    expect(feature, expected, guardians=FAMILIES, guardian_events=SUPPORT)


def test_support_not_yet_asked_for_where_the_household_would_qualify(expect):
    reviews = """
        household_id | assessed_on | status
        H1           | 2025-01-01  | poor
        H2           | 2025-01-01  | near_poor
        H3           | 2025-01-01  | not_poor
    """
    expect(
        "support_not_yet_asked", {"H1": 0, "H2": 1, "H3": 0},
        guardians=FAMILIES, guardian_events=SUPPORT, poverty_assessments=reviews,
    )  # fmt: skip
