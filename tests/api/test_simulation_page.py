"""What other hours would bring, on the planner's page: curve, slider, more hours in one place."""

import re

import pytest
from signed_in import browser_for

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
