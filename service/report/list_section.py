"""The report's section in which the list speaks of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from data.vocabulary.language import Language, Text
from outreach.policy_file import ORDER
from service.outputs import notation
from service.outputs.unmet_words import why_unmet

from .list_words import ATTRIBUTES, LIST_WORDS, NAMES, UNKNOWN_OF

ENOUGH = 30
"""Households in a group from which on its share is told."""
SHOWN_HASH = 12
WHERE_THEY_ARE = ("listed", "resting", "no_team", "hours")


def list_section(facts: Mapping[str, Any] | None, called: Mapping[str, str], language: Language) -> dict[str, Any]:
    """Return what the template places; empty where the list says nothing. ``called`` has the communes' names.

    A part that is None can't be told, and is empty.
    """
    if not facts:
        return {}
    words = {name: text.in_(language) for name, text in {**LIST_WORDS, "order": ORDER}.items()}
    return {
        "w": words,
        "reached": reached_sentence(facts["expected_reached"], language),
        "burden": burden_sentence(facts["burden"], language),
        "below": [
            (row["household_id"], called.get(row["commune_code"], row["commune_code"]),
             notation.per_thousand(row["risk"], language))
            for row in facts["just_below"] or ()
        ],
        "relaxed": [
            (row[f"rule_{language}"], notation.number(row["asked"], language),
             notation.count(round(row["got"]), language), why_unmet(row, language))
            for row in facts["relaxed"] or ()
        ],
        "deciles": [
            (row["decile"], *notation.counts([row[name] for name in WHERE_THEY_ARE], language))
            for row in facts["by_decile"] or ()
        ],
        "missed": [
            (remoteness(row, language), _whole(row["expected"], language), _whole(row["missed"], language))
            for row in facts["missed_by_remoteness"] or ()
            if row["group"] in NAMES
        ],
        "communes": [
            (called.get(row["group"], row["group"]), notation.count(row["listed"], language),
             _whole(row["expected"], language), _whole(row["missed"], language))
            for row in facts["missed_by_commune"]
        ],
        "shares": _shares(facts["groups"] or (), facts["listed"], language),
        "rests": rests_sentence(facts["provenance"], language),
    }  # fmt: skip


def reached_sentence(reached: Mapping[str, float], language: Language) -> str:
    """Return how many listed households are expected to come to need, with the two ranges."""
    told = {name: _whole(value, language) for name, value in reached.items()}
    return LIST_WORDS["reached"].in_(language).format(**told)


def burden_sentence(burden: Mapping[str, float], language: Language) -> str:
    """Return, of 1,000 households visited, about how many will need it and how many won't."""
    need, other = (_thousand(burden[name], language) for name in ("of_1000_will_need", "of_1000_will_not_need"))
    return LIST_WORDS["burden"].in_(language).format(need=need, other=other)


def rests_sentence(made: Mapping[str, Any], language: Language) -> str:
    """Return what a list rests on; hashes by their beginnings."""
    policy, content = (str(made[name] or "–")[:SHOWN_HASH] for name in ("policy_hash", "content_hash"))
    return LIST_WORDS["rests"].in_(language).format(
        snapshot=made["snapshot"], model=made["model"], policy=policy, seed=made["seed"], hash=content
    )  # fmt: skip


def large_enough(rows: Sequence[Mapping[str, Any]], listed: int) -> list[Mapping[str, Any]]:
    """Return the groups whose shares can be told: of enough households, and of a list that is long enough."""
    return [row for row in rows if row["households"] >= ENOUGH and listed >= ENOUGH]


def remoteness(row: Mapping[str, Any], language: Language) -> str:
    """Return by what a row of the need that isn't reached is counted: a class, or that its fact isn't recorded."""
    if row["group"] == "not_recorded":
        return UNKNOWN_OF[row["by"]].in_(language)
    return group_name(row["group"], language)


def group_name(group: str, language: Language) -> str:
    """Return a group's name in words, as it is recorded where there are none for it."""
    return NAMES.get(group, Text(group, group)).in_(language)


def _whole(value: float, language: Language) -> str:
    return notation.number(round(value), language) if round(value) >= notation.FEW else "< 5"


def _thousand(of_1000: float, language: Language) -> str:
    """Return a number of a thousand, never 0 and never all of them."""
    return notation.number(min(max(round(of_1000), 1), 999), language)


def _shares(rows: Sequence[Mapping[str, Any]], listed: int, language: Language) -> list[dict[str, Any]]:
    """Return the groups that are large enough, by attribute."""
    told = []
    for attribute, members in groupby(large_enough(rows, listed), key=lambda row: str(row["attribute"])):
        told.append(
            {
                "kind": ATTRIBUTES[attribute].in_(language),
                "rows": [
                    (
                        group_name(row["group"], language),
                        notation.percent(row["need_share"], language),
                        notation.percent(row["list_share"], language),
                    )
                    for row in members
                ],
            }
        )
    return told
