"""The feature catalogue for people: what each feature is, how well it is recorded, and what the model makes of it."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import quote

import numpy as np
from fastapi import Request
from markupsafe import Markup
from starlette.responses import Response

from data.vocabulary.language import Language, Text
from features.catalogue import CATALOGUE
from features.declaration import Feature
from models.tables import Shape
from service.access import Permission, needs
from service.catalogue import Bin, bins_of, not_recorded
from service.households import model_of
from service.outputs import notation
from service.problems import NoFeature
from service.scores import Run

from . import asking, drawings
from .entrance import guarded_router
from .pages import chosen_run, language_of, page
from .views import say

THEMES = {
    "poverty": Text("Nghèo", "Poverty"),
    "remoteness": Text("Xa xôi, cách trở", "Remoteness"),
    "guardians": Text("Người chăm sóc", "Guardians"),
    "children": Text("Trẻ em", "Children"),
    "schooling": Text("Việc học", "Schooling"),
    "events": Text("Sự việc đã ghi nhận", "Recorded events"),
    "history": Text("Các lượt thăm và hồ sơ trước", "Earlier visits and cases"),
    "commune": Text("Bối cảnh của xã", "Context of the commune"),
}
DIRECTIONS = {
    1: Text("giá trị càng cao, nguy cơ chỉ có thể cao hơn", "a higher value can only raise the risk"),
    -1: Text("giá trị càng cao, nguy cơ chỉ có thể thấp hơn", "a higher value can only lower the risk"),
    0: Text("không ràng buộc chiều", "no direction is promised"),
}
router = guarded_router()


@router.get("/features")
@needs(Permission.FEATURES_READ)
def catalogue(request: Request) -> Response:
    """Show every feature, theme by theme."""
    asking.read(request, (asking.RUN,))
    language = language_of(request)
    run = chosen_run(request)
    missing, model = not_recorded(run), model_of(run)
    spread = dict(zip(model.features, model.spread().tolist(), strict=True))
    themes = [
        (THEMES[theme].in_(language), [_row(f, missing, spread, language) for f in features])
        for theme, features in groupby(CATALOGUE.values(), key=lambda f: f.theme)
    ]
    return page(request, "features.html", here="features", themes=themes, n=len(CATALOGUE))


@router.get("/features/{name}")
@needs(Permission.FEATURES_READ)
def one_feature(request: Request, name: str) -> Response:
    """Show one feature: what it says of itself, and its table in the model of the run."""
    asking.read(request, (asking.RUN,))
    feature = CATALOGUE.get(name)
    if feature is None:
        raise NoFeature()
    language = language_of(request)
    run = chosen_run(request)
    shape = next(s for s in model_of(run).shapes if s.feature == name)
    return page(
        request,
        "feature.html",
        here="features",
        label=feature.label.in_(language),
        name=name,
        facts=_facts(feature, language),
        bins=_bins(run, feature, shape, language),
        model=run.summary["model"],
        used=bool(np.any(shape.scores)),
    )


def _row(f: Feature, missing: dict[str, float], spread: dict[str, float], language: Language) -> dict[str, Any]:
    """Return a feature's line in the catalogue."""
    largest = max(spread.values(), default=0.0) or 1.0
    return {
        "label": f.label.in_(language),
        "name": f.name,
        "address": f"/features/{quote(f.name)}",
        "source": f.source.in_(language),
        "private": f.private,
        "missing": notation.percent(missing[f.name], language) if f.name in missing else "–",
        "bar": Markup(drawings.bar(spread[f.name] / largest, "raises")) if spread.get(f.name) else "",  # noqa: S704
    }


def _facts(f: Feature, language: Language) -> list[tuple[str, str]]:
    """Return what a feature says of itself: names of texts, each with its value in words."""
    look_back = "f_always" if f.look_back_days is None else "f_days"
    told = [
        ("f_unit", f.unit),
        ("f_tables", ", ".join(f.tables)),
        ("f_look_back", say(look_back, language, n=notation.number(f.look_back_days, language))),
        ("f_direction", DIRECTIONS[f.monotone].in_(language)),
        ("f_reason", f.reason.in_(language).replace("{value}", "…")),
        ("f_missing", f.missing.in_(language)),
        ("f_ask", f.ask.in_(language) if f.ask else ""),
        ("f_source", f.source.in_(language)),
        ("f_export", say("f_yes" if f.state_at_export else "f_no", language)),
        ("f_private", say("f_yes" if f.private else "f_no", language)),
    ]
    return [(name, value) for name, value in told if value]


def _bins(run: Run, feature: Feature, shape: Shape, language: Language) -> list[dict[str, Any]]:
    """Return the rows of a feature's table; what rests on a few households isn't told."""
    found = bins_of(run, feature, shape)
    largest = max((abs(b.score) for b in found), default=0.0) or 1.0

    def told(b: Bin) -> dict[str, Any]:
        few = b.households < notation.FEW
        bar = drawings.bar(abs(b.score) / largest, "raises" if b.score > 0 else "lowers") if b.score else ""
        return {
            "label": b.label.in_(language),
            "share": f"< {notation.FEW}" if few else notation.percent(b.share, language),
            "score": notation.number(b.score, language, 2),
            "bar": Markup(bar),  # noqa: S704 - our own drawing
        }

    return [told(b) for b in found]
