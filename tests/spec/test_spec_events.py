"""Events: within their look-back, newer facts weighing more (1 today, halved every year)."""

import pytest

CHILD_EVENTS = """
    child_id | event   | event_date
    T1       | {event} | 2024-12-31
    T1       | {event} | 2025-12-31
    T2       | {event} | {past}
"""


@pytest.mark.parametrize(
    ("feature", "event"),
    [
        ("child_injuries", "injury"),
        ("child_hospital_stays", "hospital_stay"),
        ("child_malnutrition", "malnutrition"),
        ("absence_alerts", "absence_alert"),
        ("child_bullied", "bullying"),
        ("child_harmed_online", "online_harm"),
        ("child_devices", "device_overuse"),
        ("child_left_home", "left_home"),
    ],
)
def test_two_years_of_what_happened_to_children(expect, feature, event):
    drawn = CHILD_EVENTS.format(event=event, past="2024-01-01")
    expect(feature, {"H1": 1.5, "H2": 0, "H3": 0}, child_events=drawn)


def test_three_years_of_contact_with_the_law(expect):
    drawn = CHILD_EVENTS.format(event="law_contact", past="2023-01-01")
    expect("child_met_the_law", {"H1": 1.5, "H2": 0, "H3": 0}, child_events=drawn)


@pytest.mark.parametrize(
    ("feature", "event"),
    [("work_was_reported", "work_report"), ("early_marriage_was_reported", "early_marriage_report")],
)
def test_a_report_was_made_within_a_year(expect, feature, event):
    expect(feature, {"H1": 1, "H2": 0}, child_events=CHILD_EVENTS.format(event=event, past="2024-12-31"))


def test_left_home_and_not_back_holds_until_the_return(expect):
    gone = """
        child_id | event         | event_date
        T1       | left_home     | 2021-05-01
        T2       | left_home     | 2025-05-01
        T2       | returned_home | 2025-05-09
    """
    expect("child_not_yet_back", {"H1": 1, "H2": 0, "H3": 0}, child_events=gone)


def test_an_event_recorded_later_is_not_known_yet(expect):
    late = """
        child_id | event  | event_date | recorded_on
        T1       | injury | 2025-12-01 | 2026-01-05
        T2       | injury | 2025-12-31 | 2025-12-31
    """
    expect("child_injuries", {"H1": 0, "H2": 1}, child_events=late)


def test_a_call_to_the_hotline_leaves_no_trace(expect):
    expect("child_injuries", {"H1": None}, child_events=CHILD_EVENTS.format(event="hotline_call", past="2025-01-01"))


GUARDIAN_EVENTS = """
    guardian_id | event   | event_date
    G1          | {event} | 2024-12-31
    G2          | {event} | {past}
"""


@pytest.mark.parametrize(
    ("feature", "event"),
    [
        ("violence_at_home", "domestic_violence"),
        ("guardian_drug_use", "drug_use"),
        ("guardian_alcohol", "alcohol_misuse"),
    ],
)
def test_three_years_of_violence_drugs_and_alcohol(expect, feature, event):
    drawn = GUARDIAN_EVENTS.format(event=event, past="2023-01-01")
    expect(feature, {"H1": 0.5, "H2": 0, "H3": 0}, guardian_events=drawn)


@pytest.mark.parametrize(
    ("feature", "event"), [("guardian_illness", "serious_illness"), ("guardian_newly_disabled", "disabled")]
)
def test_two_years_of_illness_and_disability_of_guardians(expect, feature, event):
    drawn = GUARDIAN_EVENTS.format(event=event, past="2024-01-01")
    expect(feature, {"H1": 0.5, "H2": 0, "H3": 0}, guardian_events=drawn)
