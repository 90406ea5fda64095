"""What other hours would bring, on the planner's page: curve, slider, more hours in one place."""

import re

import pytest
from signed_in import browser_for

from service.outputs.naming import told_apart
from service.web.app import create_app
from service.web.simulation_page import drawing, point

CURVE = [
    {"hours": h, "expected": e, "visits": v, "worth_of_hour": w}
    for h, e, v, w in ((0.0, 0.0, 0.0, 0.5), (100.0, 10.0, 60.0, 0.1), (200.0, 12.0, 120.0, 0.02))
]


@pytest.fixture(scope="module")
def planner(finished_run):
    return browser_for(create_app(finished_run.kept.parents[1]), "planner")


def test_between_its_steps_the_curve_is_a_straight_line():
    assert point(CURVE, 150.0, "en") == {"hours": "150", "visits": "90", "expected": "11.0", "worth": "0.060"}


def test_the_drawing_rises_and_stays_within_its_frame():
    path = re.search(r'class="line" d="M([^"]+)"', drawing(CURVE, 100.0, "en"))[1]
    heights = [float(spot.split()[1]) for spot in path.split("L")]
    assert heights == sorted(heights, reverse=True)
    assert min(heights) >= 0


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_shows_curve_teams_and_communes(planner, language):
    page = planner.get(f"/simulate?lang={language}").text
    assert 'class="line"' in page
    assert page.count("<tbody>") == 2


def test_the_slider_asks_for_its_sentence_alone(planner):
    part = planner.get("/simulate?part=yes&hours=0&lang=en").text
    assert part.lstrip().startswith('<p id="point"')
    assert "0 hours: about 0 visits" in part


def test_more_hours_of_a_team_reach_no_fewer(planner):
    team = re.search(
        r'<select id="team".*?<option value="([^"]+)"', planner.get("/simulate").text.replace('value=""', "")
    )[1]
    page = planner.get(f"/simulate?more=20&team={team}&lang=en").text
    gained = float(re.search(r"20 hours more: ([\d.]+) more", page)[1])
    assert gained >= 0


def test_an_unknown_team_is_told_on_the_page(planner):
    answer = planner.get("/simulate?more=20&team=nobody&lang=en")
    assert answer.status_code == 422
    assert "There is no team nobody." in answer.text


def test_the_map_shows_another_hour_in_each_commune_and_asks_for_a_new_team(planner):
    page = planner.get("/simulate?lang=en").text
    told = planner.get("/api/v1/plans/simulate").json()
    assert "Another hour in each commune" in page
    links = re.findall(r'<a href="(/simulate\?more=40&amp;commune=\d{5})#what-if" class="(m[0-3]|none)"', page)
    assert 0 < len(links) <= len(told["communes"])
    asked = planner.get(links[0][0].replace("&amp;", "&") + "&lang=en").text
    assert re.search(r"40 hours more: [\d.]+ more", asked)


def test_a_question_leaves_the_next_answers_as_they_were(planner):
    ask = "/api/v1/plans/simulate"
    now = planner.get(ask).json()
    team, commune = now["teams"][0]["team_id"], now["communes"][0]["commune_code"]
    first = planner.get(f"{ask}?more=30&team={team}").json()["what_if"]
    fresh = planner.get(f"{ask}?more=30&commune={commune}").json()["what_if"]
    assert fresh["more_expected"] >= -1e-9
    again = planner.get(f"{ask}?more=30&team={team}").json()["what_if"]
    assert again == pytest.approx(first, abs=1e-6)
    assert planner.get(ask).json()["now"] == now["now"]


def test_a_planner_of_some_communes_asks_of_them_alone(finished_run, planner):
    here, elsewhere = (row["commune_code"] for row in planner.get("/api/v1/plans/simulate").json()["communes"][:2])
    scoped = browser_for(create_app(finished_run.kept.parents[1]), "planner", (here,))
    told = scoped.get(f"/api/v1/plans/simulate?more=40&commune={here}").json()
    assert [row["commune_code"] for row in told["communes"]] == [here]
    assert told["what_if"]["more_hours"] == pytest.approx(40)
    refused = scoped.get(f"/simulate?more=40&commune={elsewhere}&lang=en")
    assert refused.status_code == 422
    assert f"There is no commune {elsewhere}." in refused.text
    assert f'value="{elsewhere}"' not in refused.text


def test_teams_and_places_of_one_name_are_told_apart():
    assert told_apart({"T1": "Hữu Lý", "T2": "Hữu Lý", "T3": "Bản Nam", "T4": ""}) == {
        "T1": "Hữu Lý (T1)", "T2": "Hữu Lý (T2)", "T3": "Bản Nam", "T4": "T4",
    }  # fmt: skip
