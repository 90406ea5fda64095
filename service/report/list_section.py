"""The report's section in which the list speaks of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from data.vocabulary.language import Language, Text
from outreach.policy_file import ORDER
from service.outputs import notation
from service.outputs.unmet_words import why_unmet

from .list_words import ATTRIBUTES, LIST_WORDS, NAMES

ENOUGH = 30
"""Households in a group from which on its share is told."""
SHOWN_HASH = 12
WHERE_THEY_ARE = ("listed", "resting", "no_team", "hours")


def list_section(facts: Mapping[str, Any] | None, called: Mapping[str, str], language: Language) -> dict[str, Any]:
    """Return what the template places; empty where the list says nothing. ``called`` has the communes' names."""
    if not facts:
        return {}
    words = {name: text.in_(language) for name, text in {**LIST_WORDS, "order": ORDER}.items()}
    reach = {name: _whole(value, language) for name, value in facts["expected_reached"].items()}
    load = facts["burden"]
    made = facts["provenance"]
    return {
        "w": words,
        "reached": words["reached"].format(**reach),
        "burden": words["burden"].format(
            need=_thousand(load["of_1000_will_need"], language),
            other=_thousand(load["of_1000_will_not_need"], language),
        ),
        "below": [
            (row["household_id"], called.get(row["commune_code"], row["commune_code"]),
             notation.per_thousand(row["risk"], language))
            for row in facts["just_below"]
        ],
        "relaxed": [
            (row[f"rule_{language}"], notation.number(row["asked"], language),
             notation.count(round(row["got"]), language), why_unmet(row, language))
            for row in facts["relaxed"]
        ],
        "deciles": [
            (row["decile"], *notation.counts([row[name] for name in WHERE_THEY_ARE], language))
            for row in facts["by_decile"]
        ],
        "missed": [
            (NAMES[row["group"]].in_(language), _whole(row["expected"], language), _whole(row["missed"], language))
            for row in facts["missed_by_remoteness"]
            if row["group"] in NAMES
        ],
        "shares": _shares(facts["groups"], facts["listed"], language),
        "rests": words["rests"].format(
            snapshot=made["snapshot"], model=made["model"], policy=made["policy_hash"][:SHOWN_HASH], seed=made["seed"],
            hash=made["content_hash"][:SHOWN_HASH],
        ),
    }  # fmt: skip


def _whole(value: float, language: Language) -> str:
    return notation.number(round(value), language) if round(value) >= notation.FEW else "< 5"


def _thousand(of_1000: float, language: Language) -> str:
    """Return a number of a thousand, never 0 and never all of them."""
    return notation.number(min(max(round(of_1000), 1), 999), language)


def _shares(rows: Sequence[Mapping[str, Any]], listed: int, language: Language) -> list[dict[str, Any]]:
    """Return the groups that are large enough, by attribute."""
    told = []
    large = [row for row in rows if row["households"] >= ENOUGH and listed >= ENOUGH]
    for attribute, members in groupby(large, key=lambda row: str(row["attribute"])):
        told.append(
            {
                "kind": ATTRIBUTES[attribute].in_(language),
                "rows": [
                    (
                        NAMES.get(row["group"], Text(row["group"], row["group"])).in_(language),
                        notation.percent(row["need_share"], language),
                        notation.percent(row["list_share"], language),
                    )
                    for row in members
                ],
            }
        )
    return told
