"""A policy's file: written and read back, every fault named, contradictions refused with the rules that conflict."""

import polars as pl
import pytest

from data.reference.named_facts import read_named_facts
from features.catalogue import CATALOGUE
from models.release_limits import Limits, meanings
from outreach.policy import Policy
from outreach.policy_file import BadPolicy, notices, read_policy
from outreach.policy_rules import Condition, met
from outreach.policy_settings import SETTINGS
from outreach.policy_writing import write_policy

RULES = """
[about]
owner = "Sở Y tế"
decided_on = 2026-01-15
[visits]
cool_down_days = 60
[value.families]
harm = 2.0
[exploration]
share = 0.05
[[mandatory]]
sign = "any"
[[floor]]
fact = "region_3"
share = 0.3
[[floor]]
per = "commune"
number = 2
[[floor]]
communes = ["04402", "04405"]
number = 4
[[floor]]
feature = "youngest_child_age"
at_most = 2
share = 0.1
"""


def test_what_is_written_is_read_back():
    assert read_policy(write_policy()) == Policy()
    policy = read_policy(RULES)
    assert read_policy(write_policy(policy)) == policy
    assert (policy.owner, policy.decided_on) == ("Sở Y tế", "2026-01-15")
    assert policy.family_weights["harm"] == 2 * policy.family_weights["health"]


def test_the_default_is_plain_risk_and_nothing_else():
    policy = Policy()
    assert policy.plain_value
    assert (policy.mandatory, policy.floors, policy.exploration_share, policy.cool_down_days) == ((), (), 0.0, 90)


def test_every_setting_is_explained_in_both_languages():
    text = write_policy()
    for setting in SETTINGS:
        assert setting.meaning.vi in text
        assert setting.meaning.en in text


def test_named_facts_stand_on_features_that_exist():
    for fact in read_named_facts().values():
        assert fact.feature in CATALOGUE


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (
            '[[floor]]\nfact = "region_3"\nshare = 0.7\n[[floor]]\nfact = "region_1"\nshare = 0.4',
            ("region III", "region I]"),
        ),
        ('[[floor]]\nfact = "poor"\nshare = 0.2\n[[floor]]\nfact = "poor"\nnumber = 5', ("20 %", "floor of 5")),
        ('[[floor]]\nper = "commune"\nshare = 0.6', ("floor of 60 % of each commune", "two communes")),
        ('[[mandatory]]\nfeature = "child_number"\nat_least = 4\nat_most = 2', ("mandatory: child_number",)),
        ("[validity]\nscore_days = 30", ("list_days", "score_days")),
        ("[bands]\nraised = 9", ("bands.raised",)),
        ("[exploration]\nshare = 0.9", ("exploration.share", "0.5")),
        ("[value]\nper_child = 1", ("value.per_child",)),
        ("[value.families]\nhappiness = 1", ("value.families.happiness",)),
        ('[[floor]]\nfact = "rich"\nshare = 0.1', ("rich", "poor")),
        ('[[floor]]\nfact = "poor"', ("number or share",)),
        ('[[mandatory]]\nsign = "rumour"', ("rumour", "domestic_violence")),
        ("[visit]\n", ("visit",)),
        ("not toml", ("TOML",)),
    ],
)
def test_what_cannot_be_is_refused_by_name(text, named):
    with pytest.raises(BadPolicy) as refused:
        read_policy(text)
    for name in named:
        assert name in refused.value.message("en")
    assert refused.value.message("vi")


def test_rules_that_conflict_are_named_in_the_reader_s_language():
    floor = '[[floor]]\nfact = "{}"\nshare = 0.6\n'
    with pytest.raises(BadPolicy) as refused:
        read_policy(floor.format("region_3") + floor.format("region_2"))
    assert "[mức sàn 60 %: xã khu vực III] + [mức sàn 60 %: xã khu vực II]" in refused.value.message("vi")
    assert "floor of" not in refused.value.message("vi")


def test_floors_over_a_hundred_per_cent_that_can_overlap_are_told_not_refused():
    policy = read_policy('[[floor]]\nfact = "poor"\nshare = 0.7\n[[floor]]\nfact = "region_3"\nshare = 0.6')
    assert any("130" in notice.en for notice in notices(policy))


def test_a_condition_is_met_by_recorded_values_alone():
    homes = pl.DataFrame({"household_id": ["a", "b", "c", "d"], "commune_code": ["1", "1", "2", "2"]})
    matrix = pl.DataFrame({"household_id": ["a", "b", "c", "d"], "youngest_child_age": [1.0, 5.0, None, -1.0]})
    urgent = pl.DataFrame({"household_id": ["d"], "sign": ["left_home"]})
    young = Condition("youngest_child_age", at_most=2)
    assert met(young, homes, matrix, urgent).to_list() == [True, False, False, False]
    assert met(Condition(sign="any"), homes, matrix, urgent).to_list() == [False, False, False, True]
    assert met(Condition(communes=("2",)), homes, matrix, urgent).to_list() == [False, False, True, True]
    assert met(Condition(), homes, matrix, urgent).all()


def test_limits_of_the_release_checks_stand_in_the_file_and_are_held_to_their_range():
    text = write_policy()
    for name, meaning in meanings().items():
        assert f"{name} = " in text
        assert meaning.vi in text
        assert meaning.en in text
    strict = read_policy("[release_checks]\nleast_kept = 0.9\n")
    assert strict.check_limits == Limits(least_kept=0.9)
    assert read_policy(write_policy(strict)) == strict
    for wrong in ("least_kept = 1.5", 'least_kept = "much"', "nonsense = 1", "least_ratio = true"):
        with pytest.raises(BadPolicy, match=wrong.split()[0]):
            read_policy(f"[release_checks]\n{wrong}\n")
