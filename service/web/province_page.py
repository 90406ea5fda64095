"""The planner's first look: the province as a map and a table, one measure at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from markupsafe import Markup
from starlette.responses import Response

from data.vocabulary.language import Language
from service.access import Permission, needs
from service.outputs import notation
from service.province import (
    MEASURES,
    Measure,
    Place,
    places_of,
    province_map,
    read_shapes,
    steps_of,
    told_value,
)

from . import asking
from .entrance import caller, guarded_router
from .pages import chosen_run, language_of, page

MEASURE = asking.Parameter(name="show", says="What the map shows.", example="need", choices=tuple(MEASURES))
router = guarded_router()


@router.get("/province")
@needs(Permission.COVERAGE_READ)
def province(request: Request) -> Response:
    """Show need, coverage, managed children and recording gaps by commune."""
    query = asking.read(request, (MEASURE, asking.RUN))
    language = language_of(request)
    run = chosen_run(request)
    who = caller(request)
    places = [place for place in places_of(run) if who.sees(place.code)]
    measure = MEASURES[query.get(MEASURE.name, "need")]
    drawn = province_map(places, measure, read_shapes(request.app.state.home), list_address, language)
    return page(
        request,
        "province.html",
        here="province",
        as_of=notation.day(run.as_of),
        measures=[
            (m.label.in_(language), f"?{urlencode({MEASURE.name: m.name})}", m is measure) for m in MEASURES.values()
        ],
        says=measure.says.in_(language),
        map=Markup(drawn),  # noqa: S704 - our own drawing, every name in it escaped
        legend=legend(measure, places, language),
        totals=totals(places, language),
        rows=[row_of(place, language) for place in by_value(measure, places)],
        shown=measure.name,
    )


def list_address_of(commune_code: str) -> str:
    """Return the address of a commune's list."""
    return f"/?{urlencode({asking.COMMUNE.name: commune_code})}"


def list_address(place: Place) -> str:
    """Return the address of a commune's list."""
    return list_address_of(place.code)


def by_value(measure: Measure, places: Sequence[Place]) -> list[Place]:
    """Return the communes where there is most to do first: least coverage or managed, most need or gaps."""
    sign = 1 if measure.name in {"coverage", "managed"} else -1

    def order(place: Place) -> tuple[bool, float]:
        value = told_value(measure, place)
        return value is None, sign * (value or 0.0)

    return sorted(places, key=order)


def legend(measure: Measure, places: Sequence[Place], language: Language) -> list[tuple[str, str]]:
    """Return each shade's class with the values it stands for."""
    edges = [written(measure, step, language) for step in steps_of(measure, places)]
    texts = [f"< {edges[0]}", f"{edges[0]} – {edges[1]}", f"{edges[1]} – {edges[2]}", f"≥ {edges[2]}"]
    return [(f"m{i}", text) for i, text in enumerate(texts)]


def written(measure: Measure, value: float, language: Language) -> str:
    """Return a value as its measure is read: in 1,000 households, or per cent."""
    if measure.name == "need":
        return f"{notation.number(1000 * value, language, 0)}‰"
    return notation.percent(value, language)


def row_of(place: Place, language: Language) -> dict[str, Any]:
    """Return a commune's row; what rests on a few isn't told."""
    told = {name: told_value(measure, place) for name, measure in MEASURES.items()}
    return {
        "name": place.name,
        "address": list_address(place),
        "scored": notation.count(place.scored, language),
        "listed": notation.count(place.listed, language),
        "not_scored": notation.count(place.not_scored, language) if place.not_scored else "",
        **{name: "–" if value is None else written(MEASURES[name], value, language) for name, value in told.items()},
    }


def totals(places: Sequence[Place], language: Language) -> list[tuple[str, str]]:
    """Return the province's figures by the name of their text."""
    scored, expected = sum(p.scored for p in places), sum(p.expected for p in places)
    open_cases = sum(p.open_cases for p in places)
    managed = None if any(p.managed is None for p in places) else sum(p.managed or 0 for p in places)
    reached = sum(p.expected_listed for p in places)
    return [
        ("p_scored", notation.count(scored, language)),
        ("p_need", notation.per_thousand(expected / scored if scored else 0.0, language)),
        ("p_reached", notation.percent(reached / expected, language) if expected else "–"),
        ("p_managed", notation.percent(managed / open_cases, language) if open_cases and managed is not None else "–"),
        ("p_aside", notation.count(sum(p.not_scored for p in places), language)),
    ]
