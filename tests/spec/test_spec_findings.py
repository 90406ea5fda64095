"""Findings of visits against the register: which were on record before, and which say nothing of it."""

from datetime import date

from models.findings import findings, reached_visits, remoteness

DAY = date(2025, 12, 31)
COMMUNES = """
    commune_code | commune_name | region | travel_min_centre
    C1           | Một          | 1      | 200
    C2           | Hai          | 2      | 20
    C3           | Ba           | 3      | 20
    C4           | Bốn          | -      | 130
    C5           | Năm          | -      | -
"""


def found(draw_tables, ids, **drawn):
    frame = findings(draw_tables(ids, **drawn), DAY)
    return dict(zip(frame["visit_id"], frame["on_record"], strict=True))


def test_remoteness_goes_by_region_and_by_travel_where_no_region_is_recorded(draw_tables):
    classes = dict(remoteness(draw_tables(["H1"], communes=COMMUNES)).iter_rows())
    assert classes == {"C1": "near", "C2": "middle", "C3": "remote", "C4": "remote", "C5": "near"}


CASES = """
    child_id | category | onset_on   | recorded_on | closed_on  | source
    T1       | 8        | 2023-01-01 | 2023-02-01  | -          | school
    T2       | 8        | 2023-01-01 | 2024-08-01  | -          | officer
    T3       | 8        | 2023-01-01 | 2023-02-01  | 2024-05-01 | school
    T4       | 8        | 2023-01-01 | 2023-02-01  | -          | visit
    T5       | 9        | 2023-01-01 | 2023-02-01  | -          | school
    T6       | 8        | 2024-05-25 | 2024-06-20  | -          | visit
"""
VISITS = """
    visit_id | household_id | visited_on | reason  | outcome | finding      | finding_category
    V1       | H1           | 2024-06-01 | routine | reached | circumstance | 8
    V2       | H2           | 2024-06-01 | routine | reached | circumstance | 8
    V3       | H3           | 2024-06-01 | routine | reached | circumstance | 8
    V4       | H4           | 2024-06-01 | routine | reached | circumstance | 8
    V5       | H5           | 2024-06-01 | routine | reached | circumstance | 8
    V6       | H6           | 2024-06-01 | routine | reached | circumstance | 8
    V7       | H7           | 2024-06-01 | routine | reached | needs        | -
    V8       | H1           | 2024-06-02 | routine | refused | -            | -
    V9       | H5           | 2024-06-02 | routine | reached | circumstance | -
"""


def test_on_record_is_an_open_case_of_the_group_entered_before_the_visit(draw_tables):
    told = found(draw_tables, [f"H{k}" for k in range(1, 8)], circumstances=CASES, visits=VISITS)
    # H3's case was closed, H5's is of another group; V9 names no group, and H5's case fits it. H4 stood on record
    # through a visit alone and says nothing, H6's case began a week before and could hardly have been entered.
    assert told == {"V1": True, "V2": False, "V3": False, "V5": False, "V9": True}


def test_where_cases_follow_findings_one_that_nothing_followed_was_a_mistake(draw_tables):
    cases = """
        child_id | category | onset_on   | recorded_on | source
        T1       | 8        | 2023-01-01 | 2024-06-20  | visit
        T2       | 8        | 2023-01-01 | 2024-06-20  | visit
        T4       | 8        | 2023-01-01 | 2023-02-01  | school
    """
    visits = """
        visit_id | household_id | visited_on | reason  | outcome | finding      | finding_category
        V1       | H1           | 2024-06-01 | routine | reached | circumstance | 8
        V2       | H2           | 2024-06-01 | routine | reached | circumstance | 8
        V3       | H3           | 2024-06-01 | routine | reached | circumstance | 8
        V4       | H4           | 2024-06-01 | routine | reached | circumstance | 8
        V5       | H3           | 2025-12-01 | routine | reached | circumstance | 8
    """
    told = found(draw_tables, ["H1", "H2", "H3", "H4"], circumstances=cases, visits=visits)
    assert told == {"V1": False, "V2": False, "V4": True, "V5": False}


def test_what_was_not_known_on_the_day_is_not_used(draw_tables):
    visits = """
        visit_id | household_id | visited_on | recorded_on | reason  | outcome | finding
        V1       | H1           | 2025-12-01 | 2026-01-05  | routine | reached | circumstance
        V2       | H1           | 2019-12-01 | 2019-12-05  | routine | reached | circumstance
    """
    assert found(draw_tables, ["H1"], visits=visits) == {}


def test_reached_visits_are_counted_by_class(draw_tables):
    homes = "household_id | commune_code\nH1 | C1\nH2 | C3"
    visits = """
        household_id | visited_on | reason  | outcome | finding
        H1           | 2025-11-01 | routine | reached | none
        H2           | 2025-11-01 | routine | reached | needs
        H2           | 2025-11-05 | routine | absent  | -
    """
    tables = draw_tables(["H1", "H2"], communes=COMMUNES, households=homes, visits=visits)
    assert dict(reached_visits(tables, DAY).iter_rows()) == {"near": 1, "remote": 1}
