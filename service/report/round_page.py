"""A round's report: from what was found to one self-contained HTML file, and to JSON; a few are told as "< 5"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from data.vocabulary.language import Language
from outreach.rounds import Interval, Part, Recall, RoundFound
from service.outputs import notation

from . import round_drawings as drawings
from .round_words import KINDS, NAMES, OUTCOMES, WORDS

if TYPE_CHECKING:
    from models.recording import ClassRecording

HERE = Path(__file__).parent
ENOUGH = 10
"""Households reached from which on a share with its interval is told."""
BAND_ORDER = ("high", "raised", "moderate", "low")


@dataclass(frozen=True, kw_only=True)
class RoundFacts:
    """Everything a round's report tells."""

    list_id: str
    version: int
    as_of: dt.date
    found: RoundFound
    teams: Mapping[str, str]
    overrides: Mapping[str, int]
    """How many: ``nomination``, ``put_off``, ``dispute``, ``open``."""
    conflicts: int
    order: Mapping[str, Any] | None = None
    """``steps`` and ``days_each`` of a stepped order."""
    recording: Sequence[ClassRecording] | None = None
    """How complete the case register is, by class of remoteness; None where the list's snapshot is gone."""


def render(facts: RoundFacts, language: Language) -> str:
    """Return the page as HTML: self-contained, the same text for the same facts, no clock."""
    words = {name: text.in_(language) for name, text in WORDS.items()}
    css = (HERE / "report.css").read_text(encoding="utf-8")
    return template().render(lang=language, w=words, css=css, **content(facts, language)) + "\n"


@cache
def template() -> Template:
    """Return the page's template."""
    place = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return place.get_template("round.html")


def content(facts: RoundFacts, language: Language) -> dict[str, Any]:
    """Return what the template places."""
    found, whole = facts.found, facts.found.whole
    return {
        "head": head(facts, language),
        "key": [
            (notation.count(whole.listed, language), "k_listed"),
            (notation.count(whole.reached, language), "k_reached"),
            (notation.count(whole.found, language), "k_found"),
            (notation.count(whole.accepted, language), "k_accepted"),
        ],
        "outcomes": outcomes(found, language),
        "bands": bands(found, language),
        "expected": expected(whole, language),
        "tables": [table(kind, found.parts[kind], facts.teams, language) for kind in KINDS if kind in found.parts],
        "hours": hours(facts, language),
        "missed": missed(found, language),
        "recording": [each.text().in_(language) for each in facts.recording or ()],
        "overrides": WORDS["overrides_say"].in_(language).format(
            nominated=notation.count(facts.overrides["nomination"], language),
            put_off=notation.count(facts.overrides["put_off"], language),
            disputes=notation.count(facts.overrides["dispute"], language),
            open=notation.count(facts.overrides["open"], language),
        ),
        "conflicts": WORDS["conflicts"].in_(language).format(n=facts.conflicts) if facts.conflicts else "",
        "steps": WORDS["steps_say"].in_(language).format(steps=facts.order["steps"], days=facts.order["days_each"])
        if facts.order
        else "",
    }  # fmt: skip


def head(facts: RoundFacts, language: Language) -> str:
    """Return which list, and from when to when it was walked."""
    first, last = facts.found.first_on, facts.found.last_on
    if not (isinstance(first, dt.date) and isinstance(last, dt.date)):
        return WORDS["no_visits"].in_(language).format(list_id=facts.list_id)
    days = {"as_of": notation.day(facts.as_of), "first": notation.day(first), "last": notation.day(last)}
    return WORDS["of_list"].in_(language).format(list_id=facts.list_id, version=facts.version, **days)


def outcomes(found: RoundFound, language: Language) -> dict[str, Any]:
    """Return the bar of outcomes and its legend; a lone few takes the next smallest along."""
    rows = [(OUTCOMES[name].in_(language), n) for name, n in found.outcomes.items()]
    told = notation.counts([n for _, n in rows], language)
    return {
        "drawing": drawings.stacked(rows, WORDS["outcomes"].in_(language)),
        "legend": [(shade, name, n) for shade, (name, _), n in zip(drawings.SHADES, rows, told, strict=True)],
    }


COUNTED = ("listed", "visited", "reached", "needs", "circumstances", "found", "offered", "accepted")
NOTHING = Interval(value=None, low=None, high=None)


@dataclass(frozen=True, kw_only=True)
class ToldPart:
    """A part of a round as it may be told: counts as texts ("< 5", "–" where one is kept back), a share or none."""

    name: str | None
    counts: Mapping[str, str]
    share: Interval


def told_parts(kind: str, parts: Sequence[Part], language: Language) -> list[ToldPart]:
    """Return the parts of a whole, none of which gives a few away: neither by itself, nor by subtraction, nor by its
    share."""
    ordered = sorted(parts, key=lambda p: BAND_ORDER.index(p.name or "")) if kind == "band" else list(parts)
    columns = {name: notation.counts([getattr(part, name) for part in ordered], language) for name in COUNTED}
    found = []
    for i, part in enumerate(ordered):
        counts = {name: values[i] for name, values in columns.items()}
        hidden = any(counts[name].startswith(("<", "–")) for name in ("found", "reached"))
        share = NOTHING if hidden else told_share(part.found, part.reached, part.found_share)
        found.append(ToldPart(name=part.name, counts=counts, share=share))
    return found


def told_share(count: int, of: int, interval: Interval) -> Interval:
    """Return a share where enough stand behind it and it tells of no few; else nothing."""
    tells_few = 0 < count < notation.FEW or 0 < of - count < notation.FEW
    return NOTHING if of < ENOUGH or tells_few else interval


def bands(found: RoundFound, language: Language) -> str:
    """Return the shares found by band, the highest first."""
    rows = [
        (notation.BANDS[part.name or ""].in_(language), part.share)
        for part in told_parts("band", found.parts["band"], language)
    ]
    return drawings.whiskers(rows, WORDS["bands"].in_(language), language) if rows else ""


def expected(whole: Part, language: Language) -> str:
    """Return circumstances found against those expected within a year."""
    ratio = whole.ratio
    if whole.reached < ENOUGH or whole.circumstances < notation.FEW or ratio.value is None:
        return WORDS["expected_few"].in_(language)
    return WORDS["expected_say"].in_(language).format(
        found=notation.count(whole.circumstances, language),
        expected=notation.number(whole.expected, language, 1),
        **{
            name: notation.number(value, language, 2)
            for name, value in (("ratio", ratio.value), ("low", ratio.low), ("high", ratio.high))
        },
    )  # fmt: skip


def named(kind: str, name: str | None, teams: Mapping[str, str], language: Language) -> str:
    """Return a group's name in words."""
    if name is None:
        return WORDS["none_recorded"].in_(language)
    if kind == "band":
        return notation.BANDS[name].in_(language)
    if kind == "chosen_for":
        return notation.CHOSEN_FOR[name].in_(language)
    if kind == "team_id":
        return teams.get(name, name)
    known = NAMES.get((kind, name))
    return known.in_(language) if known else name


def table(kind: str, parts: Sequence[Part], teams: Mapping[str, str], language: Language) -> dict[str, Any]:
    """Return one kind of group as a table."""
    rows = []
    for part in told_parts(kind, parts, language):
        low, high = (notation.percent(v or 0.0, language) for v in (part.share.low, part.share.high))
        rows.append(
            {
                "name": named(kind, part.name, teams, language),
                **{name: part.counts[name] for name in ("listed", "reached", "found", "accepted")},
                "share": "" if part.share.value is None else notation.percent(part.share.value, language),
                "interval": "" if part.share.value is None else f"{low} – {high}",
            }
        )
    return {"kind": KINDS[kind].in_(language), "rows": rows}


def hours(facts: RoundFacts, language: Language) -> dict[str, Any]:
    """Return hours by team, drawn and as a table."""
    rows = facts.found.hours
    names = [
        WORDS["all_teams"].in_(language) if h.team_id is None else facts.teams.get(h.team_id, h.team_id) for h in rows
    ]
    teams = [(name, h.has, h.planned, h.of_visits_made) for name, h in zip(names, rows, strict=True) if h.team_id]
    return {
        "say": WORDS["hours_say"].in_(language).format(timed=notation.count(rows[-1].timed, language)),
        "drawing": drawings.hour_bars(teams, WORDS["hours"].in_(language), language) if teams else "",
        "rows": [
            (name, *(notation.number(v, language, 1) for v in (h.has, h.planned, h.of_visits_made, h.at_households)))
            for name, h in zip(names, rows, strict=True)
        ],
    }  # fmt: skip


def missed(found: RoundFound, language: Language) -> str:
    """Return what visits drawn at random say of what the list misses, or how many more it takes to say."""
    recall = found.recall
    if recall is None:
        return WORDS["no_exploration"].in_(language)
    told = recall.missed
    if recall.share.value is None or told.rate is None:
        return WORDS["missed_not_enough"].in_(language).format(
            reached=notation.count(told.reached, language), needed=notation.number(told.needed, language)
        )  # fmt: skip
    per_cent = {
        name: notation.percent(value or 0.0, language)
        for name, value in (("share", recall.share.value), ("low", recall.share.low), ("high", recall.share.high))
    }
    return WORDS["missed_say"].in_(language).format(
        rate=notation.per_thousand(told.rate, language), reached=notation.count(told.reached, language),
        rate_low=notation.number(1000 * told.low, language), rate_high=notation.number(1000 * told.high, language),
        **per_cent,
    )  # fmt: skip


def record(facts: RoundFacts) -> dict[str, Any]:
    """Return the report for machines; a count of a few reads "< 5", one kept back beside a few "–"."""
    found, whole = facts.found, facts.found.whole
    enough = whole.reached >= ENOUGH and whole.circumstances >= notation.FEW
    return {
        "list": facts.list_id,
        "version": facts.version,
        "as_of": facts.as_of,
        "first_visit_on": found.first_on,
        "last_visit_on": found.last_on,
        "whole": {
            **{name: _count(getattr(whole, name)) for name in COUNTED},
            "expected": whole.expected if whole.reached >= ENOUGH else None,
            "found_share": _interval(told_share(whole.found, whole.reached, whole.found_share)),
            "found_to_expected": _interval(whole.ratio) if enough else None,
        },
        "outcomes": dict(zip(found.outcomes, notation.counts(list(found.outcomes.values()), "en"), strict=True)),
        "parts": {
            kind: [
                {"name": part.name, **part.counts, "found_share": _interval(part.share)}
                for part in told_parts(kind, parts, "en")
            ]
            for kind, parts in found.parts.items()
        },
        "hours": [
            {"team_id": h.team_id, "has": h.has, "planned": h.planned, "used": h.of_visits_made,
             "at_households": h.at_households, "timed": _count(h.timed)}
            for h in found.hours
        ],
        "overrides": {name: _count(n) for name, n in facts.overrides.items()},
        "conflicts": facts.conflicts,
        "stepped_order": dict(facts.order) if facts.order else None,
        "missed": _recall(found.recall) if found.recall else None,
        "recording": None if facts.recording is None else [_recording(each) for each in facts.recording],
    }  # fmt: skip


def _recording(told: ClassRecording) -> dict[str, Any]:
    share = told.completeness
    return {
        "remoteness": told.remoteness,
        "visits": _count(told.visits),
        "findings": _count(told.findings),
        "enough": told.enough,
        "more_visits_needed": told.visits_needed,
        "completeness": {"value": share.value, "low": share.low, "high": share.high} if told.enough else None,
    }


def _recall(told: Recall) -> dict[str, Any]:
    enough = told.share.value is not None
    return {
        "drawn": _count(told.missed.drawn),
        "reached": _count(told.missed.reached),
        "enough": enough,
        "more_visits_needed": told.missed.needed,
        "rate": {"value": told.missed.rate, "low": told.missed.low, "high": told.missed.high} if enough else None,
        "recall": _interval(told.share) if enough else None,
    }


def _count(n: int) -> int | str:
    return n if n == 0 or n >= notation.FEW else f"< {notation.FEW}"


def _interval(told: Interval) -> dict[str, float | None]:
    return {"value": told.value, "low": told.low, "high": told.high}
