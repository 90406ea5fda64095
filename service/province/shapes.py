"""The operator's own boundaries of the communes, from a GeoJSON file (RFC 7946); points do where there is none."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Text

FILE = "communes.geojson"
CODE_KEYS = ("commune_code", "ma_xa", "Mã xã")
LARGEST_BYTES = 32 << 20
FINEST = 0.0005
"""Degrees between two drawn points at least, about 50 metres: finer lines can't be seen on a map of a province."""

Ring = tuple[tuple[float, float], ...]


class BadShapes(SommaiError):
    """The operator's GeoJSON can't be used."""

    code = "bad-shapes"
    http_status = 503
    text = Text("Tệp ranh giới {file} không dùng được: {why_vi}.", "The boundaries in {file} can't be used: {why_en}.")
    next_step = Text(
        "Hãy sửa hoặc bỏ tệp; khi không có tệp, bản đồ vẽ các xã thành điểm.",
        "Mend or remove the file; without it the map draws communes as points.",
    )


@dataclass(frozen=True)
class Shapes:
    """The rings of each commune by its code, longitude before latitude."""

    rings: dict[str, tuple[Ring, ...]]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east and north of all rings."""
        points = [point for rings in self.rings.values() for ring in rings for point in ring]
        return (
            min(x for x, _ in points), min(y for _, y in points),
            max(x for x, _ in points), max(y for _, y in points),
        )  # fmt: skip


def read_shapes(folder: Path) -> Shapes | None:
    """Return the boundaries in ``folder/communes.geojson``, None where there is no such file.

    Features are polygons or multipolygons whose properties name the commune's code. Raises ``BadShapes``.
    """
    file = folder / FILE
    if not file.exists():
        return None
    if file.stat().st_size > LARGEST_BYTES:
        raise BadShapes(file=FILE, why_vi="tệp lớn hơn 32 MB", why_en="it is larger than 32 MB")
    try:
        told = json.loads(file.read_text(encoding="utf-8-sig"))
        features = told["features"]
        rings = {_code(feature["properties"]): _rings(feature["geometry"]) for feature in features}
    except (ValueError, KeyError, TypeError, IndexError) as why:
        raise BadShapes(
            file=FILE, why_vi="không phải GeoJSON gồm các đa giác có mã xã (commune_code)",
            why_en="it isn't GeoJSON of polygons with a commune_code each",
        ) from why  # fmt: skip
    if not any(rings.values()):
        raise BadShapes(file=FILE, why_vi="không có đa giác nào", why_en="it holds no polygon")
    return Shapes(rings)


def _code(properties: dict[str, Any]) -> str:
    named = [properties[key] for key in CODE_KEYS if key in properties]
    return str(named[0])


def _rings(geometry: dict[str, Any]) -> tuple[Ring, ...]:
    parts = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}[geometry["type"]]
    return tuple(_thinned(ring) for polygon in parts for ring in polygon)


def _thinned(ring: list[list[float]]) -> Ring:
    """Return a ring without the points that lie too near to the last one kept; its ends stay."""
    kept: list[tuple[float, float]] = []
    for x, y, *_ in ring:
        point = (float(x), float(y))
        if not all(map(math.isfinite, point)):
            raise ValueError("a coordinate isn't a number")
        if not kept or math.dist(point, kept[-1]) >= FINEST:
            kept.append(point)
    if len(kept) < 3:
        raise ValueError("a ring has fewer than three points")
    return tuple(kept)
