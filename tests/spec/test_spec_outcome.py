"""The outcome of a day: which children count, which cases, and what a visit in between means for learning."""

from datetime import date

import pytest

from models.outcome import matures_on, outcome, recording_delay

DAY, KNOWN = date(2024, 6, 30), date(2025, 12, 31)


@pytest.fixture
def told(draw_tables):
    """Return a function that gives a column of the outcome by household, for drawn tables."""

    def column(name, ids, known=KNOWN, **drawn):
        frame = outcome(draw_tables(ids, **drawn), DAY, known)
        return dict(zip(frame["household_id"], frame[name], strict=True))

    return column


def test_a_case_counts_from_the_day_after_to_a_year_later(told):
    cases = """
        child_id | category | onset_on
        T1       | 8        | 2024-06-30
        T2       | 8        | 2024-07-01
        T3       | 8        | 2025-06-30
        T4       | 8        | 2025-07-01
    """
    # T1's case was open on the day: the only child was in care, and its household has no outcome.
    ids = ["H1", "H2", "H3", "H4"]
    assert told("positive", ids, circumstances=cases) == {"H2": True, "H3": True, "H4": False}


def test_a_case_must_have_been_recorded_by_the_day_of_the_run(told):
    cases = """
        child_id | category | onset_on   | recorded_on
        T1       | 8        | 2024-09-01 | 2025-12-31
        T2       | 8        | 2024-09-01 | 2026-01-01
    """
    assert told("positive", ["H1", "H2"], circumstances=cases) == {"H1": True, "H2": False}


def test_a_child_whose_case_had_begun_but_was_recorded_later_is_left_out(told):
    children = """
        child_id | household_id | birth_date | sex
        T1       | H1           | 2017-05-05 | male
        T2       | H2           | 2017-05-05 | male
        T3       | H2           | 2015-05-05 | male
    """
    cases = """
        child_id | category | onset_on   | recorded_on
        T1       | 8        | 2024-06-30 | 2024-07-15
        T2       | 8        | 2024-03-01 | 2024-09-01
        T3       | 8        | 2024-09-01 | 2024-10-01
    """
    # Nobody of H1 is left; H2 counts for its other child.
    assert told("positive_children", ["H1", "H2"], children=children, circumstances=cases) == {"H2": 1}


def test_a_closed_case_leaves_a_child_eligible(told):
    cases = """
        child_id | category | onset_on   | closed_on
        T1       | 8        | 2022-01-01 | 2024-06-30
        T1       | 9        | 2024-10-01 | -
        T2       | 8        | 2022-01-01 | 2024-07-01
    """
    # Closed on the day is closed; closed a day later is open, and H2's only child is in care.
    assert told("positive", ["H1", "H2"], circumstances=cases) == {"H1": True}


@pytest.mark.parametrize(
    ("birth", "onset", "counts"),
    [
        ("2008-12-15", "2024-12-14", True),
        ("2008-12-15", "2024-12-15", False),
        ("2009-02-28", "2025-02-28", False),
    ],
)
def test_a_case_counts_before_the_sixteenth_birthday(told, birth, onset, counts):
    children = f"child_id | household_id | birth_date | sex\nT1 | H1 | {birth} | male"
    cases = f"child_id | category | onset_on\nT1 | 8 | {onset}"
    assert told("positive", ["H1"], children=children, circumstances=cases) == {"H1": counts}


def test_who_was_born_on_29_february_turns_sixteen_on_1_march_in_any_year(draw_tables):
    children = "child_id | household_id | birth_date | sex\nT1 | H1 | 2004-02-29 | male"
    for onset, day, counts in (("2020-02-28", "2019-12-31", True), ("2020-02-29", "2019-12-31", True),
                               ("2020-03-01", "2019-12-31", False)):  # fmt: skip
        cases = f"child_id | category | onset_on\nT1 | 8 | {onset}"
        tables = draw_tables(["H1"], children=children, circumstances=cases)
        assert outcome(tables, date.fromisoformat(day), KNOWN)["positive"].to_list() == [counts]


def test_families_and_what_a_visit_could_prevent(told):
    cases = """
        child_id | category | onset_on
        T1       | 4        | 2024-09-01
        T2       | 9        | 2024-09-01
        T3       | 1        | 2024-09-01
        T3       | 8        | 2024-10-01
    """
    ids = ["H1", "H2", "H3"]
    assert told("health", ids, circumstances=cases) == {"H1": True, "H2": False, "H3": False}
    assert told("harm", ids, circumstances=cases) == {"H1": False, "H2": True, "H3": False}
    assert told("loss_of_care", ids, circumstances=cases) == {"H1": False, "H2": False, "H3": True}
    assert told("preventable", ids, circumstances=cases) == {"H1": False, "H2": True, "H3": True}


def test_a_reached_visit_ends_the_exposure_and_not_the_metric(told):
    cases = """
        child_id | category | onset_on
        T1       | 8        | 2024-08-01
        T2       | 8        | 2025-03-01
    """
    visits = """
        household_id | visited_on | reason  | outcome
        H1           | 2024-12-29 | routine | reached
        H2           | 2024-12-29 | routine | reached
        H3           | 2024-12-29 | routine | refused
        H4           | 2024-06-30 | routine | reached
    """
    ids = ["H1", "H2", "H3", "H4"]
    drawn = {"circumstances": cases, "visits": visits}
    assert told("positive", ids, **drawn) == {"H1": True, "H2": True, "H3": False, "H4": False}
    assert told("before_visit", ids, **drawn) == {"H1": True, "H2": False, "H3": False, "H4": False}
    half = 182 / 365
    assert told("exposure", ids, **drawn) == pytest.approx({"H1": half, "H2": half, "H3": 1.0, "H4": 1.0})


def test_who_left_or_moved_before_the_day_has_no_outcome(told):
    children = """
        child_id | household_id | birth_date | sex    | left_on    | registered_on
        T1       | H1           | 2017-05-05 | female | 2024-06-30 | 2018-01-01
        T2       | H2           | 2017-05-05 | female | 2024-07-01 | 2018-01-01
        T3       | H3           | 2017-05-05 | female | -          | 2024-07-01
        T4       | H4           | 2008-06-30 | female | -          | 2018-01-01
    """
    assert told("positive", ["H1", "H2", "H3", "H4"], children=children) == {"H2": False}


def test_outcomes_are_mature_when_most_cases_have_been_entered(draw_tables):
    cases = "child_id | category | onset_on | recorded_on\n" + "\n".join(
        f"T1 | 8 | 2024-01-01 | 2024-01-{1 + 3 * k:02d}" for k in range(1, 10)
    )
    # Nine delays of 3 to 27 days: nine in ten are entered within 27.
    assert recording_delay(draw_tables(["H1"], circumstances=cases), KNOWN) == 27
    assert matures_on(date(2024, 6, 30), 27) == date(2025, 7, 27)
    assert recording_delay(draw_tables(["H1"]), KNOWN) == 180
    late = "child_id | category | onset_on | recorded_on\nT1 | 8 | 2023-01-01 | 2024-01-01"
    assert recording_delay(draw_tables(["H1"], circumstances=late), KNOWN) == 180
