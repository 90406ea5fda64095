"""Remoteness: where the household lives, as the register has it at export."""

PLACES = {
    "communes": """
        commune_code | commune_name | region | is_border | travel_min_centre | population | unit_type
        C1           | Xã Một       | 3      | yes       | 200               | 4000       | commune
        C2           | Phường Hai   | 0      | no        | 10                | 30000      | ward
        C3           | Xã Ba        | -      | -         | -                 | -          | -
    """,
    "households": """
        household_id | commune_code | hamlet_difficult | travel_min_school | travel_min_health | travel_min_office | all_season_road
        H1           | C1           | yes              | 50                | 45                | 40                | no
        H2           | C2           | no               | 5                 | 10                | 15                | yes
        H3           | C3           | -                | -                 | -                 | -                 | -
    """,
}


def test_region_of_the_commune(expect):
    expect("remoteness_region", {"H1": 3, "H2": 0, "H3": None}, **PLACES)


def test_difficult_hamlet(expect):
    expect("hard_hamlet", {"H1": 1, "H2": 0, "H3": None}, **PLACES)


def test_minutes_to_school(expect):
    expect("minutes_to_school", {"H1": 50, "H2": 5, "H3": None}, **PLACES)


def test_the_way_to_school_matters_where_a_child_is_of_school_age(expect):
    small = """
        child_id | household_id | birth_date | sex
        T1       | H1           | 2023-05-05 | male
        T2       | H2           | 2019-05-05 | male
        T3       | H3           | 2019-05-05 | male
    """
    expect("minutes_to_school", {"H1": -1, "H2": 5, "H3": None}, children=small, **PLACES)


def test_minutes_to_the_health_station(expect):
    expect("minutes_to_health", {"H1": 45, "H2": 10, "H3": None}, **PLACES)


def test_minutes_to_the_office(expect):
    expect("minutes_to_office", {"H1": 40, "H2": 15, "H3": None}, **PLACES)


def test_no_road_passable_all_year(expect):
    expect("no_all_season_road", {"H1": 1, "H2": 0, "H3": None}, **PLACES)


def test_border_commune(expect):
    expect("border_commune", {"H1": 1, "H2": 0, "H3": None}, **PLACES)


def test_minutes_to_the_provincial_centre(expect):
    expect("minutes_to_centre", {"H1": 200, "H2": 10, "H3": None}, **PLACES)


def test_population_of_the_commune(expect):
    expect("commune_population", {"H1": 4000, "H2": 30000, "H3": None}, **PLACES)


def test_commune_or_ward(expect):
    expect("lives_in_ward", {"H1": 0, "H2": 1, "H3": None}, **PLACES)


def test_a_household_with_a_former_code_lives_in_the_unit_that_replaced_it(expect):
    merged = {
        "communes": "commune_code | commune_name | region | replaces\nC9 | Xã Chín | 2 | C7; C8",
        "households": "household_id | commune_code\nH1 | C8\nH2 | C9",
    }
    expect("remoteness_region", {"H1": 2, "H2": 2}, **merged)


def test_before_the_row_was_last_changed_its_changeable_columns_are_unknown(expect):
    changed = {
        "households": """
            household_id | commune_code | travel_min_office | updated_on
            H1           | C1           | 40                | 2026-01-01
            H2           | C1           | 40                | 2025-12-31
        """
    }
    expect("minutes_to_office", {"H1": None, "H2": 40}, **changed)
