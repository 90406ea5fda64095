"""From facts to one HTML file: every number is written out here, so that the template only places it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from data.vocabulary.language import Language
from service.outputs import notation
from service.outputs.workbook import SHEETS

from . import drawings
from .evidence import evidence_content
from .facts import Commune, Group, ReportFacts
from .list_section import list_section
from .words import LIMITS, TABLES, WITHOUT, WORDS

HERE = Path(__file__).parent
HOTLINE = "111"
SHOWN_URGENT = 25
SHOWN_COMMUNES_NOT_SCORED = 15
ENOUGH = 30
"""Households in a group from which on its share is told."""
STRONG, CALM = "#0F5C63", "#7C97A0"


def render(facts: ReportFacts, language: Language) -> str:
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
    return place.get_template("report.html")


def content(facts: ReportFacts, language: Language) -> dict[str, Any]:
    """Return what the template places."""
    summary = facts.summary
    return {
        "first_line": facts.model.first_line.in_(language),
        "as_of": notation.day(facts.as_of),
        "scores_until": notation.day(facts.scores_until),
        "list_until": notation.day(facts.list_until),
        "hotline": HOTLINE,
        "key": [
            (notation.count(summary["scored"], language), "k_scored", ""),
            (notation.count(summary["listed"], language), "k_listed", ""),
            (notation.count(summary["urgent"], language), "k_urgent", "alarm" if summary["urgent"] else ""),
            (notation.number(summary["quarantined"], language), "k_repair", ""),
        ],
        "urgent": urgent(facts, language),
        "entries": entries(facts, language),
        "listed": notation.count(summary["listed"], language),
        "bands": bands(facts, language),
        "mean": notation.per_thousand(facts.mean_risk, language),
        "reach": reach(facts, language),
        "calibrated": facts.model.calibrated,
        "itself": list_section(facts.list_facts, {c.code: c.name for c in facts.communes}, language),
        "cover": cover(facts.communes, language),
        "read": read(facts, language),
        "evidence": evidence_content(facts.evidence, facts.register, language),
        "groups": groups(facts.groups, language),
        "model": WORDS["scorecard" if facts.model.id == "scorecard" else "a_model"]
        .in_(language)
        .format(id=facts.model.id),
        "limits": [limit.in_(language) for limit in LIMITS],
        "snapshot": summary["snapshot"],
        "model_id": facts.model.id,
    }


def urgent(facts: ReportFacts, language: Language) -> dict[str, Any]:
    """Return the newest urgent signs, and how many more there are."""
    rows = [
        (notation.day(u.recorded_on), u.household_id, u.commune, u.sign.in_(language))
        for u in facts.urgent[:SHOWN_URGENT]
    ]
    more = max(facts.summary["urgent"] - len(rows), 0)
    return {
        "rows": rows,
        "more": notation.number(more, language) if more else "",
        "sheet": SHEETS["urgent"].in_(language),
    }


def entries(facts: ReportFacts, language: Language) -> list[dict[str, Any]]:
    """Return the first households of the list in words."""
    child, children = WORDS["child"].in_(language), WORDS["children"].in_(language)
    return [
        {
            "position": e.position,
            "household_id": e.household_id,
            "place": e.place,
            "band": notation.BANDS[e.band].in_(language),
            "band_class": e.band,
            "risk": notation.per_thousand(e.risk, language),
            "children": child if e.children == 1 else children.format(n=e.children),
            "reasons": e.reasons,
            "actions": e.actions,
        }
        for e in facts.entries
    ]


def bands(facts: ReportFacts, language: Language) -> list[tuple[str, str, str, str]]:
    """Return each band with how many households are in it and their mean risk."""
    told = notation.counts([n for n, _ in facts.bands.values()], language)
    return [
        (band, notation.BANDS[band].in_(language), n, notation.per_thousand(risk, language) if households else "")
        for (band, (households, risk)), n in zip(facts.bands.items(), told, strict=True)
    ]


def reach(facts: ReportFacts, language: Language) -> dict[str, Any]:
    """Return what the list does: out of a thousand here and there, hours, and the distance to the best plan."""
    allocation, listed = facts.summary["allocation"], facts.summary["listed"]
    hours = allocation["hours"]
    expected = allocation["expected_reached"] or 0.0
    return {
        "all": drawings.out_of_a_thousand(facts.mean_risk, CALM, language),
        "all_says": notation.per_thousand(facts.mean_risk, language),
        "list": drawings.out_of_a_thousand(facts.listed_risk, STRONG, language) if listed else "",
        "list_says": notation.per_thousand(facts.listed_risk, language),
        "expected": notation.number(round(expected), language) if round(expected) >= notation.FEW else "< 5",
        "hours": None if hours is None else notation.number(hours, language),
        "used": notation.number(allocation["hours_used"], language),
        "months": f"{allocation['months']:g}".replace(".", "," if language == "vi" else "."),
        "best": best(allocation, language),
    }


def best(allocation: dict[str, Any], language: Language) -> str:
    """Return how much more than this plan the best one could reach, such as 100,4 %."""
    value, bound = allocation["value"], allocation["bound"]
    return f"{notation.number(100 * bound / value, language, 1)} %" if value and bound else "100 %"


def cover(communes: Sequence[Commune], language: Language) -> dict[str, Any]:
    """Return the map, its legend, and a bar per commune, least reached first."""
    known = [c for c in communes if c.scored]
    spots, _ = drawings.placed(known)
    edges = [round(100 * step) for step in drawings.STEPS]
    under, over = WORDS["under"].in_(language), WORDS["over"].in_(language)
    spans = [
        under.format(n=edges[0]),
        *(f"{a}–{b} %" for a, b in zip(edges, edges[1:], strict=False)),
        over.format(n=edges[-1]),
    ]
    ordered = sorted(known, key=lambda c: (drawings.safe_coverage(c) or 0.0, c.listed >= notation.FEW, c.code))
    return {
        "map": drawings.commune_map(known, language),
        "unplaced": len(known) - len(spots),
        "legend": list(zip(drawings.SHADES, spans, strict=True)),
        "bars": [bar(c, language) for c in ordered],
    }


def bar(commune: Commune, language: Language) -> dict[str, str]:
    """Return one commune's bar: no length where the few on the list could be told from it."""
    share = drawings.safe_coverage(commune)
    return {
        "name": commune.name,
        "width": f"{100 * (share or 0.0):.1f}",
        "share": "" if share is None else notation.percent(share, language),
        "listed": notation.count(commune.listed, language),
        "shade": drawings.shade(share) if share is not None else "none",
    }


def read(facts: ReportFacts, language: Language) -> dict[str, Any]:
    """Return what was read, which households quarantine keeps out, and the most frequent faults."""
    unknown = WORDS["unknown_commune"].in_(language)
    absent = WORDS["absent"].in_(language)
    return {
        "not_scored": [
            (name or unknown, notation.count(n, language)) for name, n in facts.not_scored[:SHOWN_COMMUNES_NOT_SCORED]
        ],
        "tables": [
            {
                "name": TABLES[t.name].in_(language),
                "rows": notation.number(t.rows, language)
                if t.present
                else absent.format(without=WITHOUT[t.name].in_(language)),
                "present": t.present,
                "aside": notation.number(t.quarantined, language) if t.quarantined else "",
            }
            for t in facts.tables
        ],
        "repairs": [
            (
                f"{TABLES[r.table].in_(language)}{f' · {r.column}' if r.column else ''}",
                r.message.in_(language),
                notation.number(r.lines, language),
            )
            for r in facts.repairs
        ],
    }


def groups(found: Sequence[Group], language: Language) -> list[dict[str, Any]]:
    """Return each kind of group with the shares of its groups among the households scored and listed."""
    told = []
    few = WORDS["too_few"].in_(language)
    for kind, members in groupby(found, key=lambda g: g.kind):
        rows = list(members)
        scored, listed = sum(g.scored for g in rows), sum(g.listed for g in rows)
        told.append(
            {
                "kind": kind.in_(language),
                "rows": [
                    (
                        g.name.in_(language),
                        notation.percent(g.scored / scored, language) if g.scored >= ENOUGH else few,
                        notation.percent(g.listed / listed, language)
                        if g.scored >= ENOUGH and listed >= ENOUGH
                        else few,
                    )
                    for g in rows
                ],
            }
        )
    return told
