"""The province at a glance: need, coverage, who is managed and what isn't recorded, commune by commune."""

from .drawing import province_map, steps_of, told_value
from .service import MEASURES, Measure, Place, places_of
from .shapes import read_shapes

__all__ = [
    "MEASURES",
    "Measure",
    "Place",
    "places_of",
    "province_map",
    "read_shapes",
    "steps_of",
    "told_value",
]
