"""Children: how many, how old, with what papers, living with whom."""

CHILDREN = """
    child_id | household_id | birth_date | sex    | birth_registered | health_insured | living_with  | left_on
    T1       | H1           | 2011-03-01 | female | yes              | yes            | both_parents | -
    T2       | H1           | 2014-03-01 | male   | no               | -              | grandparents | -
    T3       | H1           | 2021-03-01 | male   | no               | no             | alone        | -
    T4       | H2           | 2020-02-29 | female | -                | yes            | -            | -
    T5       | H2           | 2015-05-05 | female | -                | yes            | -            | 2025-01-01
"""


def test_number_of_children_present(expect):
    expect("child_number", {"H1": 3, "H2": 1}, children=CHILDREN)


def test_who_is_sixteen_is_no_child_any_more(expect):
    expect("child_number", {"H1": 3, "H2": 1}, on="2027-02-28", children=CHILDREN)
    expect("child_number", {"H1": 2, "H2": 1}, on="2027-03-01", children=CHILDREN)


def test_who_is_born_on_29_february_turns_older_on_1_march(expect):
    expect("youngest_child_age", {"H1": 4, "H2": 5}, on="2026-02-28", children=CHILDREN)
    expect("youngest_child_age", {"H1": 5, "H2": 6}, on="2026-03-01", children=CHILDREN)


def test_age_of_the_oldest(expect):
    expect("oldest_child_age", {"H1": 14, "H2": 5}, children=CHILDREN)


def test_children_under_six(expect):
    expect("children_under_six", {"H1": 1, "H2": 1}, children=CHILDREN)


def test_adolescents(expect):
    expect("adolescents", {"H1": 1, "H2": 0}, children=CHILDREN)


def test_closest_spacing_needs_two_children(expect):
    expect("closest_spacing", {"H1": 1096 / 365.25, "H2": -1}, children=CHILDREN)


def test_without_birth_registration(expect):
    expect("without_birth_registration", {"H1": 2, "H2": None}, children=CHILDREN)


def test_without_insurance(expect):
    expect("without_insurance_card", {"H1": 1, "H2": 0}, children=CHILDREN)


def test_with_neither_parent(expect):
    expect("with_neither_parent", {"H1": 2, "H2": None}, children=CHILDREN)


def test_alone_or_with_unrelated_people(expect):
    expect("on_their_own", {"H1": 1, "H2": None}, children=CHILDREN)


def test_children_who_left_within_two_years(expect):
    expect("children_left", {"H1": 0, "H2": 1}, children=CHILDREN)
    expect("children_left", {"H1": 0, "H2": 0}, on="2024-12-31", children=CHILDREN)
    expect("children_left", {"H1": 0, "H2": 0}, on="2027-01-01", children=CHILDREN)
