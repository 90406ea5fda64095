"""Households: where each stands, and exactly why."""

from .repository import listed_reasons
from .service import Standing, standing, told_of
from .telling import Told

__all__ = ["Standing", "Told", "listed_reasons", "standing", "told_of"]
