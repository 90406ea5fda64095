"""Drawings as SVG text: they need no script, scale to paper and phone, and are the same bytes each time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from data.vocabulary.language import Language, Text
from service.outputs import notation

from .facts import Commune

SHADES = ("#D7E3E6", "#9CC4C6", "#4E9A9E", "#0F5C63")
"""Light to dark, told apart in grey print too."""
STEPS = (0.05, 0.15, 0.30)
"""Where a darker shade begins: the share of the expected need that the list reaches."""
SIZES = ((0, 2.6), (5, 4.2), (20, 6.2), (50, 8.8))
"""From how many listed households on, the radius of a point."""
WIDTH, MARGIN = 640.0, 34.0
LABELS = 8
FULL = 1000
COLUMNS = 50


def shade(coverage: float | None) -> str:
    """Return the colour of a share reached."""
    return SHADES[sum(coverage is not None and coverage >= step for step in STEPS)]


def radius(listed: int) -> float:
    """Return the size class of a point: none or a few, then 5, 20 and 50 households on the list."""
    return [size for least, size in SIZES if listed >= least][-1]


def placed(communes: Sequence[Commune]) -> tuple[list[tuple[Commune, float, float]], float]:
    """Return the communes that have coordinates with their place on the drawing, and the drawing's height.

    Plain latitude and longitude, with longitude shrunk by the cosine of the middle latitude: true enough for one
    province.
    """
    found = [(c, c.latitude, c.longitude) for c in communes if c.latitude is not None and c.longitude is not None]
    if not found:
        return [], 0.0
    souths, wests = [lat for _, lat, _ in found], [lon for _, _, lon in found]
    shrink = math.cos(math.radians((min(souths) + max(souths)) / 2))
    wide = max((max(wests) - min(wests)) * shrink, 1e-6)
    high = max(max(souths) - min(souths), 1e-6)
    scale = min((WIDTH - 2 * MARGIN) / wide, (WIDTH - 2 * MARGIN) / high)
    left = (WIDTH - wide * scale) / 2
    spots = [
        (c, left + (lon - min(wests)) * shrink * scale, MARGIN + (max(souths) - lat) * scale) for c, lat, lon in found
    ]
    return spots, 2 * MARGIN + high * scale


def labelled(spots: Sequence[tuple[Commune, float, float]]) -> list[tuple[Commune, float, float]]:
    """Return the spots with most households on the list whose names don't run into one another."""
    chosen: list[tuple[Commune, float, float]] = []
    for spot in sorted(spots, key=lambda s: (-s[0].listed, s[0].code)):
        clear = all(abs(spot[2] - y) > 16 or abs(spot[1] - x) > 130 for _, x, y in chosen)
        if clear and len(chosen) < LABELS and spot[0].listed >= notation.FEW:
            chosen.append(spot)
    return chosen


def commune_map(communes: Sequence[Commune], language: Language) -> str:
    """Return the communes as points: darker where the list reaches more of the need, larger where more are listed."""
    spots, height = placed(communes)
    if not spots:
        return ""
    title = Text("Bản đồ các xã", "Map of the communes").in_(language)
    parts = [
        f'<svg viewBox="0 0 {WIDTH:.0f} {height:.0f}" role="img" aria-label="{title}" class="map">',
        f'<rect width="{WIDTH:.0f}" height="{height:.0f}" rx="10" fill="#F4F7F8"/>',
    ]
    for commune, x, y in sorted(spots, key=lambda s: (-radius(s[0].listed), s[0].code)):
        told = f"{commune.name}: {notation.count(commune.listed, language)}"
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius(commune.listed)}" fill="{shade(safe_coverage(commune))}" '
            f'stroke="#FFFFFF" stroke-width="0.8"><title>{escape(told)}</title></circle>'
        )
    for commune, x, y in labelled(spots):
        before = x > WIDTH - 150
        gap = radius(commune.listed) + 3
        parts.append(
            f'<text x="{x - gap if before else x + gap:.1f}" y="{y + 4:.1f}" '
            f'text-anchor="{"end" if before else "start"}">{escape(commune.name)}</text>'
        )
    return "".join([*parts, "</svg>"])


def safe_coverage(commune: Commune) -> float | None:
    """Return the coverage, or none at all where so few are listed that the share would tell them."""
    return commune.coverage if commune.listed >= notation.FEW else None


def out_of_a_thousand(risk: float, colour: str, language: Language) -> str:
    """Return a thousand small squares, as many of them filled as households are expected to come to need."""
    filled = min(max(round(risk * FULL), 1 if risk > 0 else 0), FULL - 1)
    label = notation.per_thousand(risk, language)
    step, side = 6, 4.6
    rows = FULL // COLUMNS

    def squares(first: int, last: int) -> str:
        return "".join(
            f"M{(i % COLUMNS) * step} {(i // COLUMNS) * step}h{side}v{side}h-{side}z" for i in range(first, last)
        )

    return (
        f'<svg viewBox="0 0 {COLUMNS * step} {rows * step}" role="img" aria-label="{escape(label)}" class="thousand">'
        f'<path d="{squares(filled, FULL)}" fill="#DDE5E8"/><path d="{squares(0, filled)}" fill="{colour}"/></svg>'
    )
