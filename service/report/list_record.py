"""What a version of a list says of itself: what it holds, and how it is told to machines; a few are told as "< 5"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from data.vocabulary.language import Language
from service.outputs import notation
from service.outputs.unmet_words import why_unmet

from .list_section import (
    WHERE_THEY_ARE,
    burden_sentence,
    group_name,
    large_enough,
    reached_sentence,
    remoteness,
    rests_sentence,
)
from .list_words import ATTRIBUTES, CHANGED, LIST_WORDS, SOME_COMMUNES, TEXTS_OF_PARTS, WHY_NOT_TOLD

Why = Literal["changed", "elsewhere_too", "not_recorded", "no_snapshot"]
"""Why a part isn't told."""
Count = int | str


@dataclass(frozen=True, kw_only=True)
class ListAccount:
    """What a version of a list says of itself.

    ``facts`` are those of ``outreach.facts`` and ``provenance``; a part that can't be told is None, and ``not_told``
    has why. ``as_planned`` is False where the version holds other households than the plan chose; without
    ``whole_province`` it tells of the reader's communes.
    """

    list_id: str
    state: str
    version: int
    as_planned: bool
    whole_province: bool
    facts: Mapping[str, Any]
    not_told: Mapping[str, Why]


def account_record(account: ListAccount, called: Mapping[str, str], language: Language) -> dict[str, Any]:
    """Return the account for machines, its texts in a language; ``called`` has the communes' names."""
    facts = account.facts
    return {
        "list": account.list_id,
        "version": account.version,
        "state": account.state,
        "as_planned": account.as_planned,
        "whole_province": account.whole_province,
        "says": says(account, language),
        "listed": facts["listed"],
        "chosen_for": _named(facts["chosen_for"]),
        "expected_reached": facts["expected_reached"],
        "burden": facts["burden"],
        "just_below": facts["just_below"],
        "not_kept": None if facts["relaxed"] is None else [_unmet(row, language) for row in facts["relaxed"]],
        "by_decile": None if facts["by_decile"] is None else [_decile(row) for row in facts["by_decile"]],
        "missed_by_commune": [
            {"commune_code": row["group"], "commune": called.get(row["group"], row["group"]), **_missed(row)}
            for row in facts["missed_by_commune"]
        ],
        "missed_by_remoteness": None
        if facts["missed_by_remoteness"] is None
        else [
            {"by": row["by"], "group": row["group"], "text": remoteness(row, language), **_missed(row)}
            for row in facts["missed_by_remoteness"]
        ],
        "groups": None if facts["groups"] is None else _groups(facts["groups"], facts["listed"], language),
        "not_told": [{"part": part, "why": why, "text": text} for part, why, text in not_told(account, language)],
        "rests_on": facts["provenance"],
    }


def says(account: ListAccount, language: Language) -> list[str]:
    """Return the sentences in which the account says the most of itself."""
    return [
        *notices(account, language),
        reached_sentence(account.facts["expected_reached"], language),
        burden_sentence(account.facts["burden"], language),
        rests_sentence(account.facts["provenance"], language),
    ]


def notices(account: ListAccount, language: Language) -> list[str]:
    """Return what a reader has to know first: that the list was changed, that it is told of some communes."""
    changed = [] if account.as_planned else [CHANGED.in_(language).format(version=account.version)]
    return changed if account.whole_province else [*changed, SOME_COMMUNES.in_(language)]


def not_told(account: ListAccount, language: Language) -> list[tuple[str, Why, str]]:
    """Return the parts that are left out: what each is called by machines, why, and both in words."""
    found = []
    for name, why in account.not_told.items():
        part = "not_kept" if name == "relaxed" else name
        heading, reason = LIST_WORDS[TEXTS_OF_PARTS[part]].in_(language), WHY_NOT_TOLD[why].in_(language)
        found.append((part, why, f"{heading}: {reason}."))
    return found


def _told(values: Sequence[int]) -> list[Count]:
    """Return the parts of a whole as numbers; a few read "< 5", and one kept back beside a few "–"."""
    texts = notation.counts(values, "en")
    return [text if text.startswith(("<", "–")) else value for text, value in zip(texts, values, strict=True)]


def _named(counts: Mapping[str, int]) -> dict[str, Count]:
    return dict(zip(counts, _told(list(counts.values())), strict=True))


def _decile(row: Mapping[str, Any]) -> dict[str, Any]:
    told = dict(zip(WHERE_THEY_ARE, _told([row[name] for name in WHERE_THEY_ARE]), strict=True))
    expected = {name: row[name] for name in ("expected", "expected_listed")}
    return {"part": row["decile"], "households": row["households"], **told, **expected}


def _missed(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a place's households and need; nothing of the need of a few households."""
    households, listed = (_told([row[name]])[0] for name in ("households", "listed"))
    few = isinstance(households, str)
    expected, missed = (None if few else row[name] for name in ("expected", "missed"))
    return {"households": households, "listed": listed, "expected": expected, "missed": missed}


def _unmet(row: Mapping[str, Any], language: Language) -> dict[str, Any]:
    return {
        "rule": row[f"rule_{language}"], "asked": row["asked"], "got": _told([round(row["got"])])[0],
        "why": why_unmet(row, language),
    }  # fmt: skip


def _groups(rows: Sequence[Mapping[str, Any]], listed: int, language: Language) -> list[dict[str, Any]]:
    shares = ("household_share", "need_share", "list_share")
    return [
        {
            "attribute": row["attribute"], "group": row["group"],
            "text": f"{ATTRIBUTES[row['attribute']].in_(language)}: {group_name(row['group'], language)}",
            **{name: row[name] for name in shares},
        }
        for row in large_enough(rows, listed)
    ]  # fmt: skip
