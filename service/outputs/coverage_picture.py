"""Coverage against hours as a picture: SVG, or one HTML file without scripts."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from data.vocabulary.errors import WrongUse
from data.vocabulary.language import Language, Text

TITLE = Text("Số hộ đến được theo số giờ", "Households reached against hours")
HOURS = Text("Số giờ của các tổ", "Hours of the teams")
REACHED = Text("Hộ có thể cần hỗ trợ mà các tổ đến được", "Households that may need support, reached")
NOW = Text("hiện nay", "now")
COLOUR = "#0F5C63"


def coverage_svg(told: dict[str, Any], language: Language) -> str:
    """Return the curve of a simulation as SVG text, with today's hours marked."""
    import altair as alt

    now = told["now"]
    curve = (
        alt.Chart(alt.Data(values=told["curve"]))
        .mark_line(color=COLOUR, strokeWidth=2.5)
        .encode(x=alt.X("hours:Q", title=HOURS.in_(language)), y=alt.Y("expected:Q", title=REACHED.in_(language)))
    )
    mark = alt.Chart(alt.Data(values=[{**now, "label": NOW.in_(language)}])).encode(x="hours:Q", y="expected:Q")
    drawn = (
        curve
        + mark.mark_point(color=COLOUR, filled=True, size=90)
        + mark.mark_text(align="left", dx=8, dy=12, fontSize=13).encode(text="label:N")
    )
    chart = drawn.properties(title=TITLE.in_(language), width=640, height=360)
    return svg_of(chart.to_dict())


def svg_of(spec: dict[str, Any]) -> str:
    """Return a Vega-Lite chart as SVG text."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(spec))


def write_coverage(told: dict[str, Any], file: Path, language: Language) -> None:
    """Write the curve to a file; raises ``WrongUse`` for an ending that isn't .svg or .html."""
    if file.suffix not in (".svg", ".html"):
        raise WrongUse(
            what_vi=f"{file.name}: chỉ vẽ được .svg hoặc .html.",
            what_en=f"{file.name}: only .svg or .html can be drawn.",
        )
    drawing = coverage_svg(told, language)
    if file.suffix == ".html":
        title = escape(TITLE.in_(language))
        drawing = (
            f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head>'
            f"<body>{drawing}</body></html>\n"
        )
    file.write_text(drawing, encoding="utf-8")
