"""Households: where each stands, and exactly why."""

from .repository import listed_reasons, model_of
from .service import Standing, place_of, standing, told_of
from .telling import Told

__all__ = ["Standing", "Told", "listed_reasons", "model_of", "place_of", "standing", "told_of"]
