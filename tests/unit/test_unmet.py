"""What a list can't keep of the policy's promises: each is said, with the reason that holds."""

import numpy as np
import pytest

from data.vocabulary.language import LANGUAGES, Text
from outreach.policy_file import BadPolicy, read_policy
from outreach.problem import Floor, Problem
from outreach.unmet import WHY, check_against, unmet
from service.outputs.unmet_words import why_unmet

FIVE = Text("năm hộ", "five households")


def a_problem(**more):
    """Eight households, the last without a team; one team with the hours of eight visits."""
    told = {
        "household": np.arange(7), "team": np.zeros(7, np.int64), "minutes": np.full(7, 60.0),
        "value": np.linspace(0.8, 0.1, 8), "budget": np.array([480.0]), "rank": np.arange(8),
        "mandatory": np.zeros(8, bool),
    }  # fmt: skip
    return Problem(**(told | more))


def floor_for(*members, number=5.0, share=0.0):
    return (Floor(FIVE, np.array(members, np.int64), number, share),)


@pytest.mark.parametrize(
    ("more", "why", "there"),
    [
        ({"floors": floor_for()}, "nobody", None),
        ({"floors": floor_for(0, 1, 2)}, "few", 3),
        ({"floors": floor_for(3, 4, 5, 6, 7)}, "no_team", 4),
        (
            {"floors": floor_for(0, 1, 2, 3, 4, 5), "hamlet": np.array([0, 0, 0, 1, 1, -1, 0, 0]), "hamlet_cap": 1},
            "hamlets", 3,
        ),
        ({"floors": floor_for(0, 1, 2, 3, 4), "budget": np.array([200.0])}, "hours", None),
        ({"floors": floor_for(0, 1, 2, 3, 4)}, "others", None),
        ({"mandatory": np.arange(8) < 5, "budget": np.array([200.0])}, "hours", None),
        ({"mandatory": np.arange(8) > 2}, "no_team", 4),
    ],
)  # fmt: skip
def test_each_reason_is_found_and_told_in_both_languages(more, why, there):
    [found] = unmet(a_problem(**more), np.array([], np.int64), by_count=False)
    assert (found.why, found.there) == (why, there)
    assert (found.asked, found.got) == (5, 0)
    for language in LANGUAGES:
        told = why_unmet(vars(found), language)
        assert "{" not in told
        assert told.startswith(WHY[why].in_(language).split("{")[0])


def test_a_list_by_count_has_places_and_no_hours():
    crowded = a_problem(floors=floor_for(0, 1, 2, 3, 4), minutes=np.ones(7), budget=np.array([3.0]))
    [found] = unmet(crowded, np.array([0, 1, 2]), by_count=True)
    assert (found.why, found.got, found.there) == ("places", 3, 3)


def test_a_share_is_held_against_every_visit_of_the_list():
    half = a_problem(floors=floor_for(0, 1, number=0.0, share=0.5))
    assert unmet(half, np.array([0, 1, 2, 3]), by_count=False) == ()
    [found] = unmet(half, np.array([1, 2, 3, 4]), by_count=False)
    assert (found.asked, found.got) == (2, 1)


def test_few_households_are_told_as_a_few_and_old_accounts_give_no_reason():
    row = {"why": "few", "there": 3, "needed": None, "has": None}
    assert "< 5" in why_unmet(row, "en")
    assert why_unmet({"asked": 5, "got": 1}, "vi") == ""


@pytest.mark.parametrize("kind", ["[[mandatory]]", "[[floor]]\nnumber = 3"])
def test_a_rule_for_a_commune_that_is_not_there_is_refused_by_name(kind):
    policy = read_policy(f'{kind}\ncommunes = ["17329", "99999"]\n')
    check_against(policy, ["17329", "99999"], [])
    with pytest.raises(BadPolicy) as refused:
        check_against(policy, ["17329"], ["17329"])
    for language, rule in (("vi", "xã 17329, 99999"), ("en", "communes 17329, 99999")):
        said = refused.value.message(language)
        assert rule in said
        assert said.count("99999") == 2


def test_a_share_for_each_commune_is_held_against_the_communes_that_have_households():
    policy = read_policy('[[floor]]\nper = "commune"\nshare = 0.2\n')
    communes = [f"{code:05d}" for code in range(9)]
    check_against(policy, communes, communes[:5])
    with pytest.raises(BadPolicy) as refused:
        check_against(policy, communes, communes[:6])
    assert "floor of 20 % of each commune" in refused.value.message("en")
    assert "6 xã có hộ" in refused.value.message("vi")
    of_the_poor = read_policy('[[floor]]\nfact = "poor"\nper = "commune"\nshare = 0.2\n')
    check_against(of_the_poor, communes, communes)
