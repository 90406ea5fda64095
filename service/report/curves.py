"""The backtest in pictures, as SVG text: dots with their intervals, and what was expected against what came."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, ROW, LEFT, RIGHT = 640.0, 26.0, 282.0, 58.0
TOP, BOTTOM = 8.0, 30.0
STRONG, CALM, PALE, GRID = "#0F5C63", "#7C97A0", "#EAF2F3", "#D5DEE3"
TICKS = 5
SQUARE, PAD = 360.0, 54.0


@dataclass(frozen=True)
class Dot:
    """One row: a value with its interval, None where it can't be told."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    strong: bool = False


def dot_rows(
    dots: Sequence[Dot],
    written: Callable[[float], str],
    title: str,
    *,
    reference: float | None = None,
    fair: tuple[float, float] | None = None,
    least: float = 0.0,
    most: float | None = None,
) -> str:
    """Return rows of dots with whiskers on one scale from ``least``; ``fair`` is shaded, ``reference`` a line."""
    known = [x for d in dots for x in (d.value, d.high) if x is not None and math.isfinite(x)]
    top = nice(max([*known, *(x for x in (reference, *(fair or ())) if x is not None), 1e-9]) if most is None else most)
    height = TOP + ROW * len(dots) + BOTTOM
    span = WIDTH - LEFT - RIGHT

    def x(value: float) -> float:
        return LEFT + span * min(max((value - least) / (top - least), 0.0), 1.0)

    parts = [f'<svg viewBox="0 0 {WIDTH:.0f} {height:.0f}" role="img" aria-label="{escape(title)}" class="dots">']
    if fair:
        parts.append(
            f'<rect x="{x(fair[0]):.1f}" y="{TOP}" width="{x(fair[1]) - x(fair[0]):.1f}" '
            f'height="{ROW * len(dots):.0f}" fill="{PALE}"/>'
        )
    for k in range(TICKS + 1):
        at = least + (top - least) * k / TICKS
        parts.append(
            f'<line x1="{x(at):.1f}" y1="{TOP}" x2="{x(at):.1f}" y2="{height - BOTTOM:.1f}" stroke="{GRID}"/>'
            f'<text x="{x(at):.1f}" y="{height - 10:.1f}" text-anchor="middle">{escape(written(at))}</text>'
        )
    if reference is not None:
        parts.append(
            f'<line x1="{x(reference):.1f}" y1="{TOP}" x2="{x(reference):.1f}" y2="{height - BOTTOM:.1f}" '
            f'stroke="{CALM}" stroke-width="1.5" stroke-dasharray="4 3"/>'
        )
    for i, dot in enumerate(dots):
        parts.append(_row(dot, TOP + ROW * (i + 0.5), x, written))
    return "".join([*parts, "</svg>"])


def _row(dot: Dot, y: float, x: Callable[[float], float], written: Callable[[float], str]) -> str:
    colour = STRONG if dot.strong else CALM
    weight = ' font-weight="600"' if dot.strong else ""
    told = [f'<text x="{LEFT - 12}" y="{y + 4:.1f}" text-anchor="end"{weight}>{escape(dot.label)}</text>']
    if dot.value is None:
        told.append(f'<text x="{LEFT + 8}" y="{y + 4:.1f}" fill="#55646f">–</text>')
        return "".join(told)
    if dot.low is not None and dot.high is not None:
        told.append(
            f'<line x1="{x(dot.low):.1f}" y1="{y:.1f}" x2="{x(dot.high):.1f}" y2="{y:.1f}" stroke="{colour}" '
            f'stroke-width="2.4" stroke-linecap="round"/>'
        )
    told.append(f'<circle cx="{x(dot.value):.1f}" cy="{y:.1f}" r="{5.5 if dot.strong else 4.5}" fill="{colour}"/>')
    told.append(f'<text x="{WIDTH - 4}" y="{y + 4:.1f}" text-anchor="end"{weight}>{escape(written(dot.value))}</text>')
    return "".join(told)


def expected_and_came(
    bins: Sequence[tuple[float, float, float, float]],
    written: Callable[[float], str],
    words: tuple[str, str, str],
) -> str:
    """Return the calibration curve: (predicted, observed, low, high) per bin on equal square-root scales.

    Roots, because most households stand close to 0. ``words`` are the title and the names of the two axes.
    """
    top = nice(max([v for b in bins for v in b if math.isfinite(v)] + [1e-9]))
    side = SQUARE - 2 * PAD + 40

    def along(value: float) -> float:
        return side * math.sqrt(min(max(value / top, 0.0), 1.0))

    def x(value: float) -> float:
        return PAD + along(value)

    def y(value: float) -> float:
        return SQUARE - PAD - along(value)

    title, across, up = (escape(word) for word in words)
    parts = [f'<svg viewBox="0 0 {SQUARE:.0f} {SQUARE:.0f}" role="img" aria-label="{title}" class="curve">']
    for share in (0.0, 0.04, 0.16, 0.36, 0.64, 1.0):
        at = top * share
        parts.append(
            f'<line x1="{x(at):.1f}" y1="{y(0):.1f}" x2="{x(at):.1f}" y2="{y(top):.1f}" stroke="{GRID}"/>'
            f'<line x1="{x(0):.1f}" y1="{y(at):.1f}" x2="{x(top):.1f}" y2="{y(at):.1f}" stroke="{GRID}"/>'
            f'<text x="{x(at):.1f}" y="{y(0) + 18:.1f}" text-anchor="middle">{escape(written(at))}</text>'
            f'<text x="{x(0) - 7:.1f}" y="{y(at) + 4:.1f}" text-anchor="end">{escape(written(at))}</text>'
        )
    parts.append(
        f'<line x1="{x(0):.1f}" y1="{y(0):.1f}" x2="{x(top):.1f}" y2="{y(top):.1f}" stroke="{CALM}" '
        f'stroke-width="1.5" stroke-dasharray="4 3"/>'
    )
    for predicted, observed, low, high in bins:
        parts.append(
            f'<line x1="{x(predicted):.1f}" y1="{y(low):.1f}" x2="{x(predicted):.1f}" y2="{y(high):.1f}" '
            f'stroke="{STRONG}" stroke-width="2" stroke-linecap="round"/>'
            f'<circle cx="{x(predicted):.1f}" cy="{y(observed):.1f}" r="4.5" fill="{STRONG}"/>'
        )
    middle = PAD + side / 2
    parts.append(f'<text x="{middle:.1f}" y="{SQUARE - 12:.0f}" text-anchor="middle">{across}</text>')
    turned = SQUARE - PAD - side / 2
    parts.append(f'<text transform="translate(12 {turned:.1f}) rotate(-90)" text-anchor="middle">{up}</text>')
    return "".join([*parts, "</svg>"])


def nice(value: float) -> float:
    """Return the next round number at or above a value: 1, 2, 2.5, 5 or 10 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1.0, 2.0, 2.5, 5.0, 10.0) if value <= step * power * (1 + 1e-9))
