"""The map of the communes as SVG: the operator's boundaries where there are any, else points at their offices.

Colours come from the style sheet by class (``m0`` light … ``m3`` dark, ``none``), so that dark pages, print and the
strict content policy hold. Longitude is shrunk by the cosine of the middle latitude: true enough for one province.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape

import numpy as np

from data.vocabulary.language import Language
from service.outputs import notation

from .service import Measure, Place
from .shapes import Shapes

WIDTH, MARGIN = 640.0, 24.0
SMALLEST, LARGEST = 3.0, 13.0
LABELS = 9
LABEL_HEIGHT, LABEL_WIDTH = 16, 130

Spot = tuple[Place, float, float]


def steps_of(measure: Measure, places: Sequence[Place]) -> tuple[float, ...]:
    """Return where darker shades begin: the measure's own steps, else the quarters of what the communes have."""
    if measure.steps is not None:
        return measure.steps
    values = [v for place in places if (v := told_value(measure, place)) is not None]
    return tuple(np.quantile(values, (0.25, 0.5, 0.75)).tolist()) if values else (0.0, 0.0, 0.0)


def told_value(measure: Measure, place: Place) -> float | None:
    """Return the measure's value where it rests on enough to be told, else None."""
    return measure.value(place) if measure.over(place) >= notation.FEW else None


def shade(value: float | None, steps: Sequence[float]) -> str:
    """Return the class of a value's colour."""
    return "none" if value is None else f"m{sum(value >= step for step in steps)}"


def province_map(
    places: Sequence[Place],
    measure: Measure,
    shapes: Shapes | None,
    address: Callable[[Place], str],
    language: Language,
) -> str:
    """Return the map for a measure; every commune leads to ``address``. Empty where no place is known."""
    at = [(p.longitude, p.latitude) for p in places if p.longitude is not None and p.latitude is not None]
    box = shapes.box if shapes else _box(at)
    if box is None:
        return ""
    to_page, height = _projection(box)
    steps = steps_of(measure, places)
    spots = [
        (p, *to_page(p.longitude, p.latitude)) for p in places if p.longitude is not None and p.latitude is not None
    ]
    parts = [
        f'<svg class="map" viewBox="0 0 {WIDTH:.0f} {height:.0f}" role="group" '
        f'aria-label="{escape(measure.label.in_(language))}">'
    ]
    largest = max((p.expected for p in places), default=0.0) or 1.0
    for place in sorted(places, key=lambda p: (-p.expected, p.code)):
        value = told_value(measure, place)
        drawn = _outline(place, shapes, to_page) or _point(place, to_page, largest)
        if drawn:
            told = title(place, measure, language)
            parts.append(
                f'<a href="{escape(address(place))}" class="{shade(value, steps)}" aria-label="{escape(told)}">'
                f"{drawn}<title>{escape(told)}</title></a>"
            )
    for place, x, y in labelled(spots):
        before = x > WIDTH - LABEL_WIDTH
        gap = -10 if before else 10
        anchor = "end" if before else "start"
        parts.append(f'<text x="{x + gap:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}">{escape(place.name)}</text>')
    return "".join([*parts, "</svg>"])


def title(place: Place, measure: Measure, language: Language) -> str:
    """Return what is told of a commune: its name and the measure, or that too few stand behind it."""
    value = told_value(measure, place)
    if value is None:
        return f"{place.name}: –"
    if measure.written is not None:
        return f"{place.name}: {measure.written(value, language)}"
    told = notation.per_thousand(value, language) if measure.name == "need" else notation.percent(value, language)
    return f"{place.name}: {told}"


def labelled(spots: Sequence[Spot]) -> list[Spot]:
    """Return the spots with most need whose names don't run into one another."""
    chosen: list[Spot] = []
    for spot in sorted(spots, key=lambda s: (-s[0].expected, s[0].code)):
        clear = all(abs(spot[2] - y) > LABEL_HEIGHT or abs(spot[1] - x) > LABEL_WIDTH for _, x, y in chosen)
        if clear and len(chosen) < LABELS:
            chosen.append(spot)
    return chosen


def _box(at: Sequence[tuple[float, float]]) -> tuple[float, float, float, float] | None:
    if not at:
        return None
    return min(x for x, _ in at), min(y for _, y in at), max(x for x, _ in at), max(y for _, y in at)


def _projection(
    box: tuple[float, float, float, float],
) -> tuple[Callable[[float, float], tuple[float, float]], float]:
    west, south, east, north = box
    shrink = math.cos(math.radians((south + north) / 2))
    wide, high = max((east - west) * shrink, 1e-6), max(north - south, 1e-6)
    scale = min((WIDTH - 2 * MARGIN) / wide, (WIDTH - 2 * MARGIN) / high)
    left = (WIDTH - wide * scale) / 2

    def to_page(longitude: float, latitude: float) -> tuple[float, float]:
        return left + (longitude - west) * shrink * scale, MARGIN + (north - latitude) * scale

    return to_page, 2 * MARGIN + high * scale


def _outline(place: Place, shapes: Shapes | None, to_page: Callable[[float, float], tuple[float, float]]) -> str:
    rings = shapes.rings.get(place.code, ()) if shapes else ()
    path = "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (to_page(*point) for point in ring)) + "Z" for ring in rings
    )
    return f'<path d="{path}" fill-rule="evenodd"/>' if path else ""


def _point(place: Place, to_page: Callable[[float, float], tuple[float, float]], largest: float) -> str:
    if place.longitude is None or place.latitude is None:
        return ""
    x, y = to_page(place.longitude, place.latitude)
    radius = SMALLEST + (LARGEST - SMALLEST) * math.sqrt(place.expected / largest)
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
