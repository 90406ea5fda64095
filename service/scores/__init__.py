"""Scoring runs: the door to a finished run for the other nouns, and the runs' own endpoints."""

from .look_up import Rows
from .repository import LOOKED_EVERY_S, NEWEST, Run, Runs
from .validity import list_valid_until, score_valid_until

__all__ = ["LOOKED_EVERY_S", "NEWEST", "Rows", "Run", "Runs", "list_valid_until", "score_valid_until"]
