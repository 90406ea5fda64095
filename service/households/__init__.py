"""Households: where each stands, and exactly why."""

from .changes import Change, changed_facts
from .repository import listed_reasons, model_of
from .service import Standing, place_of, standing, told_of, within_reach
from .telling import Told, make_ready

__all__ = [
    "Change",
    "changed_facts",
    "Standing",
    "Told",
    "listed_reasons",
    "make_ready",
    "model_of",
    "place_of",
    "standing",
    "told_of",
    "within_reach",
]
