"""Visits: workbooks out and back, every revision kept, conflicts shown."""

from .handing_out import SCOPES, Scope, hand_out, handouts_of, scopes
from .marking import marked_copy
from .repository import last_sequence, revisions, standing, visits_of
from .service import ImportReport, import_workbook, open_conflicts, recorded_of, settle

__all__ = [
    "SCOPES",
    "ImportReport",
    "Scope",
    "hand_out",
    "handouts_of",
    "import_workbook",
    "last_sequence",
    "marked_copy",
    "open_conflicts",
    "recorded_of",
    "revisions",
    "scopes",
    "settle",
    "standing",
    "visits_of",
]
