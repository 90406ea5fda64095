"""What the museum of mistakes shows: one bad cell each, and the clean row that it stands in.

Every entry follows from the table of faults in the interfaces page; nothing here looks at how the intake works.
"""

from __future__ import annotations

HOME, CHILD, MOTHER, TEAM, UNIT = "HM9999", "TM9999", "GM9999", "TM99", "04139"

CLEAN: dict[str, dict[str, str]] = {
    "communes": {
        "commune_code": UNIT, "commune_name": "Mẫu", "unit_type": "commune", "region": "2", "valid_from": "2025-07-01",
        "is_border": "false", "latitude": "19.2", "longitude": "104.9", "travel_min_centre": "90", "population": "4000",
        "replaces": "04140; 04141",
    },
    "households": {
        "household_id": HOME, "commune_code": UNIT, "hamlet": "Bản Mẫu", "hamlet_difficult": "false",
        "head_ethnicity": "Kinh", "head_sex": "female", "travel_min_school": "10", "travel_min_health": "12.5",
        "travel_min_office": "8", "all_season_road": "true", "registered_on": "2016-01-01",
    },
    "children": {
        "child_id": CHILD, "household_id": HOME, "birth_date": "2015-03-10", "sex": "female",
        "birth_registered": "true", "health_insured": "true", "disability": "none",
        "living_with": "mother", "registered_on": "2016-01-01",
    },
    "guardians": {
        "guardian_id": MOTHER, "household_id": HOME, "relation": "mother", "birth_date": "1985-01-01", "sex": "female",
        "education": "primary", "occupation": "farming", "disability": "false", "registered_on": "2016-01-01",
    },
    "teams": {
        "team_id": TEAM, "team_name": "Tổ mẫu", "base_commune_code": UNIT, "hours_per_month": "40", "visit_min": "60",
        "visits_per_trip": "4",
    },
    "team_communes": {"team_id": TEAM, "commune_code": UNIT},
    "poverty_assessments": {
        "household_id": HOME, "assessed_on": "2023-10-02", "recorded_on": "2023-10-20", "status": "poor",
        "standard": "ND07/2021", "b1_score": "120", "b2_score": "30", "dep_employment": "true",
        "dep_dependants": "true", "dep_nutrition": "true",
    },
    "guardian_events": {
        "event_id": "FM9999", "guardian_id": MOTHER, "event": "returned", "event_date": "2023-02-03",
        "recorded_on": "2023-02-10",
    },
    "school_records": {
        "child_id": CHILD, "school_year": "2022-2023", "enrolled": "true", "grade": "3", "absent_days": "4",
        "repeated": "false", "recorded_on": "2023-07-01",
    },
    "child_events": {
        "event_id": "EM9999", "child_id": CHILD, "event": "injury", "event_date": "2022-05-06",
        "recorded_on": "2022-05-09",
    },
    "circumstances": {
        "case_id": "CM9999", "child_id": CHILD, "category": "9", "onset_on": "2021-03-04", "recorded_on": "2021-03-30",
        "source": "officer", "closed_on": "2022-01-02", "managed_on": "2021-04-05",
    },
    "visits": {
        "visit_id": "VM9999", "household_id": HOME, "team_id": TEAM, "visited_on": "2024-05-06",
        "recorded_on": "2024-05-10", "reason": "routine", "outcome": "reached", "finding": "none", "minutes": "50",
    },
    "identities": {"subject_id": HOME, "full_name": "Nguyễn Thị Mẫu", "address": "Bản Mẫu", "phone": "0950000001"},
}  # fmt: skip
"""A clean row for each table; every other row of an exhibit is this one with a key of its own and one cell changed."""

OWN_KEY = {
    "communes": "commune_code", "households": "household_id", "children": "child_id", "guardians": "guardian_id",
    "teams": "team_id", "guardian_events": "event_id", "child_events": "event_id", "circumstances": "case_id",
    "visits": "visit_id", "identities": "subject_id",
}  # fmt: skip
"""The column that tells rows apart, in tables where it holds an id of their own."""

WRONG_CELLS: dict[str, dict[tuple[str, str], tuple[str, ...]]] = {
    "required_empty": {
        ("communes", "commune_name"): ("",),
        ("households", "commune_code"): ("",),
        ("households", "registered_on"): ("  ",),
        ("children", "birth_date"): ("",),
        ("children", "sex"): ("", "   "),
        ("guardians", "relation"): ("",),
        ("guardians", "household_id"): ("",),
        ("teams", "hours_per_month"): ("",),
        ("poverty_assessments", "status"): ("",),
        ("school_records", "enrolled"): ("",),
        ("guardian_events", "event"): ("",),
        ("child_events", "recorded_on"): ("",),
        ("circumstances", "category"): ("",),
        ("visits", "outcome"): ("",),
    },
    "bad_date": {
        ("children", "birth_date"): (
            "31/02/2015", "2015-02-30", "10/03/15", "12/31/2015", "tháng ba", "42073", "10.03.2015",
        ),
        ("children", "left_on"): ("không rõ", "29/02/2019"),
        ("households", "closed_on"): ("2020-13-01", "00/00/0000"),
        ("guardians", "birth_date"): ("1985", "01/13/1985"),
        ("visits", "visited_on"): ("31/06/2024",),
    },
    "future_date": {
        ("households", "registered_on"): ("2031-01-01",),
        ("children", "birth_date"): ("01/01/2030",),
        ("circumstances", "closed_on"): ("2027-01-01",),
        ("visits", "recorded_on"): ("2027-01-01",),
    },
    "date_order": {
        ("households", "closed_on"): ("2015-12-31",),
        ("children", "left_on"): ("2015-12-31",),
        ("children", "birth_date"): ("2016-01-02",),
        ("guardians", "left_on"): ("31/12/2015",),
        ("guardians", "birth_date"): ("2016-02-01",),
        ("poverty_assessments", "recorded_on"): ("2023-09-30",),
        ("guardian_events", "recorded_on"): ("2023-02-02",),
        ("school_records", "recorded_on"): ("2020-08-31",),
        ("child_events", "recorded_on"): ("2022-05-05",),
        ("child_events", "event_date"): ("2015-03-09",),
        ("circumstances", "recorded_on"): ("2021-03-03",),
        ("circumstances", "onset_on"): ("2014-12-31",),
        ("circumstances", "closed_on"): ("2021-03-03",),
        ("visits", "recorded_on"): ("2024-05-05",),
    },
    "bad_age": {
        ("guardians", "birth_date"): ("1899-05-06",),
        ("children", "birth_date"): ("1985-01-01", "1984-12-31"),
    },
    "bad_number": {
        ("households", "travel_min_school"): ("mười", "N/A", "NULL", "#REF!", "1.234,5", "12 phút"),
        ("communes", "population"): ("4000.5",),
        ("teams", "hours_per_month"): ("NaN",),
        ("poverty_assessments", "b1_score"): ("-",),
        ("school_records", "grade"): ("5,5", "lớp 5"),
        ("visits", "minutes"): ("12.5",),
    },
    "out_of_range": {
        ("communes", "latitude"): ("104.9",),
        ("communes", "population"): ("-1",),
        ("households", "travel_min_health"): ("-5", "1441"),
        ("teams", "visit_min"): ("4",),
        ("teams", "visits_per_trip"): ("21",),
        ("poverty_assessments", "b2_score"): ("121",),
        ("school_records", "grade"): ("13",),
        ("school_records", "absent_days"): ("251",),
        ("visits", "propensity"): ("1.2",),
        ("visits", "minutes"): ("-3",),
    },
    "bad_boolean": {
        ("children", "birth_registered"): ("x", "yes", "2"),
        ("guardians", "disability"): ("khong",),
        ("households", "all_season_road"): ("X",),
        ("school_records", "enrolled"): ("x",),
        ("visits", "help_accepted"): ("ok",),
    },
    "unknown_choice": {
        ("communes", "region"): ("IV",),
        ("communes", "unit_type"): ("thị trấn",),
        ("children", "sex"): ("nu", "F"),
        ("guardians", "education"): ("đại học",),
        ("guardian_events", "event"): ("đi vắng",),
        ("circumstances", "category"): ("15", "p"),
        ("circumstances", "source"): ("canbo",),
        ("visits", "reason"): ("khác",),
    },
    "bad_school_year": {
        ("school_records", "school_year"): ("2021-2023", "2021", "2021/2022", "2022-2021", "21-22"),
    },
    "damaged_id": {
        ("households", "household_id"): ("1.2E+11", "1,2E+11", "H" * 65),
        ("children", "child_id"): ("T\x07M1",),
        ("children", "household_id"): ("2.5e+10",),
        ("visits", "team_id"): ("1.0E+02",),
    },
    "orphan": {
        ("households", "commune_code"): ("4139", "99999"),
        ("children", "household_id"): ("HM0000",),
        ("guardians", "household_id"): ("HM0000",),
        ("teams", "base_commune_code"): ("99999",),
        ("team_communes", "commune_code"): ("99999",),
        ("poverty_assessments", "household_id"): ("HM0000",),
        ("guardian_events", "guardian_id"): ("GM0000",),
        ("school_records", "child_id"): ("TM0000",),
        ("child_events", "child_id"): ("TM0000",),
        ("circumstances", "child_id"): ("TM0000",),
        ("visits", "household_id"): ("HM0000",),
        ("visits", "team_id"): ("TM00",),
    },
}  # fmt: skip
"""By rule, table and column: the values that break it."""

UNUSUAL_CELLS: dict[tuple[str, str], tuple[tuple[str, object], ...]] = {
    ("households", "travel_min_school"): (("12,5", 12.5), (" 40 ", 40.0), ("007", 7.0)),
    ("households", "hamlet"): (("Ba\u0309n Ma\u0302\u0303u", "Bản Mẫu"), ("  Bản Mẫu", "Bản Mẫu"), ("-", "-")),
    ("households", "head_sex"): (("NỮ", "female"), ("Male", "male"), ("nu\u031b\u0303", "female")),
    ("households", "commune_code"): (("04140", UNIT), ("04141", UNIT)),
    ("households", "all_season_road"): (("CÓ", True), ("Không", False), ("1", True), ("0", False), ("TRUE", True)),
    ("children", "birth_date"): (
        ("05/04/2015", "2015-04-05"), ("2015-04-05", "2015-04-05"), (" 29/02/2012 ", "2012-02-29"),
    ),
    ("children", "living_with"): (("Ông bà", "grandparents"), ("BOTH_PARENTS", "both_parents")),
    ("circumstances", "category"): (("đ", "5"), ("Đ", "5"), ("d", "4"), ("D", "4"), ("14", "14")),
    ("poverty_assessments", "b1_score"): (("120,5", 120.5), ("0", 0.0), ("400", 400.0)),
    ("poverty_assessments", "status"): (("Hộ nghèo", "poor"), ("near_poor", "near_poor")),
    ("communes", "valid_from"): (("2030-01-01", "2030-01-01"), ("", None)),
    ("guardians", "education"): (("Trung học cơ sở", "lower_secondary"),),
    ("visits", "propensity"): (("0,004", 0.004), ("1", 1.0)),
    ("visits", "services"): (("=tư vấn", "=tư vấn"),),
}  # fmt: skip
"""By table and column: a form that only looks unusual, and what it says (dates as ISO text)."""
