"""A seeded synthetic province in the input format, with known truth, and a museum of mistakes."""

from .province import SyntheticProvince, make_province
from .world import World

__all__ = ["SyntheticProvince", "World", "make_province"]
