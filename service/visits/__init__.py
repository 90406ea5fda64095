"""Visits: workbooks out and back, every revision kept, conflicts shown."""

from .repository import last_sequence, revisions, standing, visits_of

__all__ = ["last_sequence", "revisions", "standing", "visits_of"]
