"""Groups for the audit: what is known of each household on the day, and "not recorded" where nothing is."""

from datetime import date

import pytest

from features.withheld import audit_groups

DAY = date(2024, 12, 31)
COMMUNES = """
    commune_code | commune_name | region | unit_type | is_border
    C1           | Một          | 3      | commune   | yes
    C2           | Hai          | -      | -         | -
"""
HOMES = """
    household_id | commune_code | head_ethnicity | head_sex | travel_min_office | hamlet_difficult
    H1           | C1           | Thái           | male     | 60                | yes
    H2           | C1           | Kinh           | -        | 59                | no
    H3           | C2           | -              | -        | -                 | -
"""
CHILDREN = """
    child_id | household_id | birth_date | sex    | disability | left_on
    T1       | H1           | 2017-05-05 | female | none       | -
    T2       | H1           | 2015-05-05 | male   | none       | 2024-06-01
    T3       | H2           | 2017-05-05 | female | severe     | -
    T4       | H2           | 2015-05-05 | male   | none       | -
    T5       | H3           | 2017-05-05 | male   | -          | -
"""
GUARDIANS = """
    guardian_id | household_id | relation    | sex    | birth_date
    G1          | H1           | mother      | female | 1990-01-01
    G2          | H2           | father      | male   | 1990-01-01
    G3          | H3           | grandparent | female | 1950-01-01
"""
REVIEWS = """
    household_id | assessed_on | recorded_on | status
    H1           | 2023-10-01  | 2023-11-01  | poor
    H1           | 2024-10-01  | 2025-01-15  | not_poor
    H2           | 2019-10-01  | 2019-11-01  | poor
"""


@pytest.fixture
def groups(draw_tables):
    choices = {"communes": COMMUNES, "households": HOMES, "children": CHILDREN, "guardians": GUARDIANS}
    frame = audit_groups(draw_tables(["H1", "H2", "H3"], **choices, poverty_assessments=REVIEWS), DAY)
    return {row["household_id"]: row for row in frame.iter_rows(named=True)}


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("ethnicity", ["Thái", "Kinh", None]),
        # Where the head's sex isn't recorded, a household with a man among its guardians counts as led by a man.
        ("head_sex", ["male", "male", "female"]),
        ("region", ["3", "3", None]),
        ("border", ["yes", "yes", None]),
        ("difficult_hamlet", ["yes", "no", None]),
        ("remote", ["remote", "near", None]),
        # The boy of H1 has left.
        ("child_sex", ["girls", "both", "boys"]),
        ("child_disability", ["no", "yes", None]),
        ("carer", ["parents", "parents", "others"]),
        # The review of October was entered in January; that of 2019 is past its five years.
        ("poverty", ["poor", None, None]),
    ],
)
def test_each_group_as_it_was_known_on_the_day(groups, column, expected):
    assert [groups[h][column] for h in ("H1", "H2", "H3")] == expected
