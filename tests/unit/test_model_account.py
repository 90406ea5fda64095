"""What a model says of itself beyond its ranking, in words that a planner reads."""

from dataclasses import replace

import pytest

from models.account import account
from models.account_words import PARTS
from models.card import model_card


def parts_of(told, language="en"):
    return {part.name: part for part in account(told.backtest, told.remote, told.drift, language)}


def text_of(part):
    return " ".join([part.title, *part.lines, *part.head, *(cell for row in part.rows for cell in row)])


def test_every_part_is_there_in_both_languages_with_its_table(told):
    for language in ("vi", "en"):
        found = parts_of(told, language)
        assert list(found) == ["lengths", "worth", "remote", "register", "detection", "levels", "drift"]
        assert set(found) == set(PARTS)
        for part in found.values():
            assert all(len(row) == len(part.head) for row in part.rows)
            assert "{" not in text_of(part)
            assert all(line in model_card(told, language) for line in (part.title, *part.lines))


def test_the_teams_hours_are_a_length_of_list_like_the_others(told):
    part = parts_of(told)["lengths"]
    assert "reach about 3.4 % of the households" in part.lines[0]
    assert "reaches 41 % of those with a case (31 % to 52 %)" in part.lines[0]
    assert part.lines[1].endswith("a list of 2 % reaches 41 % of the households with a case.")
    assert part.rows[-1][0] == "the teams' hours (3.4 %)"
    without = replace(told, backtest=told.backtest | {"capacity_share": None})
    assert "no table of teams" in parts_of(without)["lengths"].lines[0]
    assert len(parts_of(without)["lengths"].rows) == 4


def test_remote_households_stand_by_themselves_and_too_few_are_no_evidence(told):
    part = parts_of(told)["remote"]
    assert "rests on 41 households with a case" in part.lines[0]
    assert "reaches 35 % (this model: 40 %)" in part.lines[1]
    few = told.remote | {"left_out": told.remote["left_out"] | {"enough": False, "positives": 3}}
    assert "not enough evidence, with < 5 households" in parts_of(replace(told, remote=few))["remote"].lines[1]
    nobody = told.remote | {"left_out": None, "recall": told.remote["recall"] | {"positives": 29}}
    lines = parts_of(replace(told, remote=nobody))["remote"].lines
    assert "not enough evidence, with 29 households" in lines[0]
    assert "too few cases are left" in lines[1]


def test_both_levels_are_told_and_where_visits_are_few_how_many_are_needed(told):
    rows = parts_of(told)["register"].rows
    assert rows[0][-1] == "not enough visits to say; about 310 more needed"
    assert rows[2][2:] == ("12", "18", "21.5")


def test_the_list_under_other_completeness_says_who_enters(told):
    part = parts_of(told)["detection"]
    assert "0.5 to 2 times as complete" in part.lines[0]
    assert part.rows[1][:2] == ("× 1", "100 %")
    assert part.rows[0][-1] == "1 % · 1 % · 1 %"


def test_drift_says_whether_it_was_held_against_the_same_season(told):
    assert "same season" in parts_of(told)["drift"].lines[1]
    assert "23/12/2022, 22/12/2023" in parts_of(told)["drift"].lines[0]
    summer = told.drift | {"from": ["2024-06-21"]}
    assert "may be the season alone" in parts_of(replace(told, drift=summer))["drift"].lines[1]


def test_drift_counts_features_and_puts_the_score_first(told):
    part = parts_of(told)["drift"]
    assert part.lines[2] == "Of 1 features 0 are as before, 0 are worth watching, 1 have shifted."
    assert part.rows[0][0] == "the model's score"
    assert part.rows[1][-1] == "has shifted: train again"
    assert parts_of(told)["levels"].rows == (("04/07/2024", "49", "61", "0.8"),)


@pytest.mark.parametrize(("language", "benefit"), [("vi", "4 (3–5)"), ("en", "4 (3–5)")])
def test_the_decision_curve_stands_beside_everybody_and_the_best_simple_order(told, language, benefit):
    [row] = parts_of(told, language)["worth"].rows
    assert row[2:] == (benefit, "-1", "2")
