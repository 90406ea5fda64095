"""The input contract: one class per table, in the order in which tables hang from one another."""

from . import outreach, people, places, records
from .column import Column
from .table import TABLES, Table

CONTRACT_VERSION = 1
READING_ORDER = (
    "communes", "households", "children", "guardians", "teams", "team_communes", "poverty_assessments",
    "guardian_events", "school_records", "child_events", "circumstances", "visits", "identities",
)  # fmt: skip

__all__ = [
    "CONTRACT_VERSION",
    "READING_ORDER",
    "TABLES",
    "Column",
    "Table",
    "outreach",
    "people",
    "places",
    "records",
]
