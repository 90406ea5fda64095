"""Drawings of a round as SVG text: whiskers of shares, a bar of outcomes, bars of hours."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from data.vocabulary.language import Language
from outreach.rounds import Interval
from service.outputs import notation

WIDTH, LEFT, RIGHT, ROW = 640, 170, 70, 34
TEAM_LEFT, LONGEST_NAME = 260, 30
INK, DEEP, PALE, LINE = "#1F2A33", "#0F5C63", "#9CC4C6", "#D5DEE3"
SHADES = ("#0F5C63", "#9CC4C6", "#D99A2B", "#B8A5C8", "#E3EDEF")
"""Of outcomes: reached, absent, declined, moved, not visited; told apart in grey print too."""


def whiskers(rows: Sequence[tuple[str, Interval]], label: str, language: Language) -> str:
    """Return one row per share, from 0 to the next tenth above all intervals; a row without a share stays empty."""
    top = max([0.1, *(interval.high or 0.0 for _, interval in rows)])
    top = min(1.0, -(-top * 10 // 1) / 10)
    scale = (WIDTH - LEFT - RIGHT) / top
    height = ROW * len(rows) + 28
    parts = [f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(label)}" class="plot">']
    for tick in range(5):
        x, value = LEFT + scale * top * tick / 4, notation.percent(top * tick / 4, language)
        parts.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="4" y2="{height - 22}" stroke="{LINE}"/>'
            f'<text x="{x:.1f}" y="{height - 6}" text-anchor="middle">{value}</text>'
        )
    for i, (name, interval) in enumerate(rows):
        y = ROW * i + ROW / 2 + 4
        parts.append(f'<text x="{LEFT - 12}" y="{y + 4:.1f}" text-anchor="end">{escape(name)}</text>')
        if interval.value is None or interval.low is None or interval.high is None:
            continue
        low, middle, high = (LEFT + scale * v for v in (interval.low, interval.value, interval.high))
        parts.append(
            f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="{DEEP}" stroke-width="3"/>'
            f'<circle cx="{middle:.1f}" cy="{y:.1f}" r="6.5" fill="{DEEP}"/>'
            f'<text x="{high + 9:.1f}" y="{y + 4:.1f}">{notation.percent(interval.value, language)}</text>'
        )
    return "".join([*parts, "</svg>"])


def stacked(rows: Sequence[tuple[str, int]], label: str) -> str:
    """Return one bar parted by counts; parts of a few are drawn at the size of the smallest count that is told."""
    shown = [(name, n if n == 0 or n >= notation.FEW else notation.FEW) for name, n in rows]
    whole = sum(n for _, n in shown) or 1
    parts = [f'<svg viewBox="0 0 {WIDTH} 46" role="img" aria-label="{escape(label)}" class="plot">']
    x = 0.0
    for (name, n), shade in zip(shown, SHADES, strict=True):
        width = WIDTH * n / whole
        if n:
            title = f"<title>{escape(name)}</title>"
            parts.append(f'<rect x="{x:.1f}" y="4" width="{width:.1f}" height="38" fill="{shade}">{title}</rect>')
        x += width
    return "".join([*parts, "</svg>"])


def hour_bars(rows: Sequence[tuple[str, float | None, float, float]], label: str, language: Language) -> str:
    """Return for each team (name, hours there were, planned, used) two bars against a mark of what there was."""
    top = max([1.0, *(max(has or 0.0, planned, used) for _, has, planned, used in rows)])
    scale = (WIDTH - TEAM_LEFT - RIGHT) / top
    height = (ROW + 8) * len(rows) + 6
    parts = [f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(label)}" class="plot">']
    for i, (name, has, planned, used) in enumerate(rows):
        y = (ROW + 8) * i + 6
        parts.append(
            f'<text x="{TEAM_LEFT - 12}" y="{y + 19}" text-anchor="end">{escape(shortened(name))}</text>'
            f'<rect x="{TEAM_LEFT}" y="{y}" width="{scale * planned:.1f}" height="12" rx="3" fill="{PALE}"/>'
            f'<rect x="{TEAM_LEFT}" y="{y + 15}" width="{scale * used:.1f}" height="12" rx="3" fill="{DEEP}"/>'
        )
        if has is not None:
            x = TEAM_LEFT + scale * has
            parts.append(
                f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y - 3}" y2="{y + 30}" stroke="{INK}" stroke-width="2"/>'
            )
        end = TEAM_LEFT + scale * max(planned, used, has or 0.0)
        parts.append(f'<text x="{end + 8:.1f}" y="{y + 25}">{notation.number(used, language, 0)}</text>')
    return "".join([*parts, "</svg>"])


def shortened(name: str) -> str:
    """Return a name that fits beside the bars; the table below has it whole."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
