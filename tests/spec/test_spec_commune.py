"""Commune context: what is known of all scored households of the commune, from five of them on."""

HOMES = ["H1", "H2", "H3", "H4", "H5"]
PLACES = "household_id | commune_code\n" + "\n".join(f"{h} | C1" for h in HOMES) + "\nH6 | C2"
COMMUNES = "commune_code | commune_name\nC1 | Xã Một\nC2 | Xã Hai"
EVERYWHERE = {"communes": COMMUNES, "households": PLACES}


def test_share_of_poor_households(expect):
    statuses = ["poor", "poor", "near_poor", "not_poor", "not_poor"]
    rows = [f"{h} | 2025-01-01 | {s}" for h, s in zip([*HOMES, "H6"], [*statuses, "poor"], strict=True)]
    reviews = "household_id | assessed_on | status\n" + "\n".join(rows)
    expect("commune_poor_percent", dict.fromkeys(HOMES, 40) | {"H6": None}, poverty_assessments=reviews, **EVERYWHERE)


def test_share_of_children_out_of_school(expect):
    rows = [f"T{n} | 2024-2025 | {'no' if n == 1 else 'yes'} | 2025-07-01" for n in range(1, 7)]
    years = "child_id | school_year | enrolled | recorded_on\n" + "\n".join(rows)
    expected = dict.fromkeys(HOMES, 20) | {"H6": None}
    expect("commune_out_of_school_percent", expected, school_records=years, **EVERYWHERE)


def test_share_of_guardians_away(expect):
    away = "guardian_id | event | event_date\nG1 | migrated_for_work | 2019-01-01"
    expect("commune_away_percent", dict.fromkeys(HOMES, 20) | {"H6": None}, guardian_events=away, **EVERYWHERE)
