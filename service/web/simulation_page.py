"""What other hours would bring: a curve, a slider over it, the worth of another hour, and "what if" with more hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import numpy as np
from fastapi import Request
from markupsafe import Markup
from starlette.responses import Response

from data.vocabulary.errors import WrongUse
from data.vocabulary.language import Language
from service.access import Permission, Who, needs
from service.outputs import notation
from service.outputs.naming import told_apart
from service.plans.endpoints import MORE, TEAM, check_within_reach, seen_by
from service.province import Measure, Place, places_of, province_map, read_shapes, steps_of
from service.province.shapes import Shapes
from service.runs.planning import WarmStart, WhatIf

from . import asking
from .entrance import caller, guarded_router
from .pages import chosen_run, language_of, page
from .texts import PAGE

HOURS = asking.Parameter(name="hours", says="Hours at which the curve is read.", example=400, least=0, most=1_000_000)
PART = asking.Parameter(name="part", says="Only what the slider shows.", example="yes", choices=("yes",))
WIDTH, HEIGHT, LEFT, BOTTOM = 640, 260, 56, 34
SHOWN_COMMUNES = 15
ASKED_HOURS = 40
router = guarded_router()


@router.get("/simulate")
@needs(Permission.PLANS_SIMULATE)
def simulate(request: Request) -> Response:
    """Show coverage against hours; ``hours`` reads the curve, ``more`` asks what further hours would bring."""
    query = asking.read(request, (HOURS, MORE, TEAM, asking.COMMUNE, PART, asking.RUN))
    language = language_of(request)
    run = chosen_run(request)
    warm: WarmStart = request.app.state.simulations.of(run)
    told, who = warm.told, caller(request)
    communes = seen_by(warm, who)
    curve = told["curve"]
    hours = float(query.get(HOURS.name, round(told["now"]["hours"])))
    if query.get(PART.name):
        return page(request, "simulation_point.html", here="simulate", point=point(curve, hours, language))
    then, refused = _what_if(warm, who, query)
    teams = told_apart({row["team_id"]: row["team_name"] for row in told["teams"]})
    named = told_apart({row["commune_code"]: row["commune_name"] for row in communes})
    places = [place for place in places_of(run) if who.sees(place.code)]
    drawn_map, legend = worth_map(places, communes, read_shapes(request.app.state.home), language)
    return page(
        request,
        "simulation.html",
        422 if refused else 200,
        here="simulate",
        as_of=notation.day(run.as_of),
        point=point(curve, hours, language),
        drawn=Markup(drawing(curve, told["now"]["hours"], language)),  # noqa: S704 - numbers alone
        now=round(told["now"]["hours"]),
        most=round(max(row["hours"] for row in curve)),
        hours=round(hours),
        teams=[_team(row, teams, language) for row in told["teams"]],
        communes=[_commune(row, named, language) for row in communes[:SHOWN_COMMUNES]],
        map=Markup(drawn_map),  # noqa: S704 - our own drawing, every name in it escaped
        legend=legend,
        asked_hours=ASKED_HOURS,
        places=[(row["commune_code"], named[row["commune_code"]]) for row in communes],
        asked=query,
        then=_told(then, language) if then else None,
        refused=refused.web_message(language) if refused else "",
    )


def _what_if(warm: WarmStart, who: Who, query: dict[str, Any]) -> tuple[dict[str, float] | None, WrongUse | None]:
    """Return what the further hours that are asked for would bring, or what can't be taken of them."""
    more, team, commune = query.get(MORE.name), query.get(TEAM.name), query.get(asking.COMMUNE.name)
    if not more or not (team or commune):
        return None, None
    try:
        check_within_reach(warm, who, None if team else commune)
        return warm.what_if((WhatIf(float(more), team_id=team, commune=None if team else commune),)), None
    except WrongUse as refused:
        return None, refused


def worth_map(
    places: Sequence[Place], communes: Sequence[dict[str, Any]], shapes: Shapes | None, language: Language
) -> tuple[str, list[tuple[str, str]]]:
    """Return the communes shaded by what another hour there adds, as SVG, and what each shade stands for."""
    worth = {row["commune_code"]: row["worth_of_hour"] for row in communes}

    def written(value: float, language: Language) -> str:
        return notation.number(value, language, 3)

    measure = Measure(
        name="worth", label=PAGE["s_map"], says=PAGE["s_map_say"], value=lambda p: worth.get(p.code),
        over=lambda p: p.scored, written=written,
    )  # fmt: skip
    edges = [written(step, language) for step in steps_of(measure, places)]
    texts = [f"< {edges[0]}", f"{edges[0]} – {edges[1]}", f"{edges[1]} – {edges[2]}", f"≥ {edges[2]}"]
    drawn = province_map(places, measure, shapes, new_team_address, language)
    return drawn, [(f"m{i}", text) for i, text in enumerate(texts)]


def new_team_address(place: Place) -> str:
    """Return the address that asks what a new team in a commune would bring."""
    return f"/simulate?{urlencode({MORE.name: ASKED_HOURS, asking.COMMUNE.name: place.code})}#what-if"


def point(curve: Sequence[dict[str, Any]], hours: float, language: Language) -> dict[str, str]:
    """Return the curve at some hours, between its steps in a straight line, in words."""
    at = [row["hours"] for row in curve]

    def read(name: str) -> float:
        return float(np.interp(hours, at, [row[name] for row in curve]))

    return {
        "hours": notation.number(hours, language),
        "visits": notation.number(read("visits"), language),
        "expected": notation.number(read("expected"), language, 1),
        "worth": notation.number(read("worth_of_hour"), language, 3),
    }


def drawing(curve: Sequence[dict[str, Any]], now: float, language: Language) -> str:
    """Return the curve as SVG with classes; the table of the page says the same in numbers."""
    most_hours = max(row["hours"] for row in curve) or 1.0
    most = max(row["expected"] for row in curve) or 1.0

    def at(hours: float, expected: float) -> tuple[float, float]:
        x = LEFT + (WIDTH - LEFT - 26) * hours / most_hours
        return x, (HEIGHT - BOTTOM) * (1 - expected / (1.05 * most))

    line = "L".join(f"{x:.1f} {y:.1f}" for x, y in (at(row["hours"], row["expected"]) for row in curve))
    here = float(np.interp(now, [r["hours"] for r in curve], [r["expected"] for r in curve]))
    x, y = at(now, here)
    ticks = "".join(
        f'<text x="{at(h, 0)[0]:.1f}" y="{HEIGHT - 12}" text-anchor="middle">{notation.number(h, language)}</text>'
        for h in np.linspace(0, most_hours, 5)
    )
    levels = "".join(
        f'<text x="{LEFT - 8}" y="{at(0, e)[1] + 4:.1f}" text-anchor="end">{notation.number(e, language)}</text>'
        f'<path class="grid" d="M{LEFT} {at(0, e)[1]:.1f}H{WIDTH - 26}"/>'
        for e in np.linspace(0, most, 5)
    )
    return (
        f'<svg class="curve" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">{levels}{ticks}'
        f'<path class="line" d="M{line}"/><path class="now" d="M{x:.1f} {y:.1f}V{HEIGHT - BOTTOM}"/>'
        f'<circle class="now" cx="{x:.1f}" cy="{y:.1f}" r="5"/></svg>'
    )


def _team(row: dict[str, Any], teams: Mapping[str, str], language: Language) -> dict[str, str]:
    return {
        "id": row["team_id"],
        "name": teams[row["team_id"]],
        "hours": notation.number(row["hours"], language),
        "worth": notation.number(row["worth_of_hour"], language, 3),
    }


def _commune(row: dict[str, Any], named: Mapping[str, str], language: Language) -> dict[str, str]:
    return {
        "name": named[row["commune_code"]],
        "worth": notation.number(row["worth_of_hour"], language, 3),
        "left": notation.number(row["unlisted_expected"], language, 1),
    }


def _told(then: dict[str, Any], language: Language) -> dict[str, str]:
    """Return what further hours would bring, in words."""
    return {
        "more_hours": notation.number(then["more_hours"], language),
        "more_expected": notation.number(then["more_expected"], language, 2),
        "hours": notation.number(then["hours"], language),
        "expected": notation.number(then["expected"], language, 1),
        "visits": notation.number(then["visits"], language),
    }
