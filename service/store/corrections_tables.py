"""The table of corrections. Rows are added and never changed: what stands follows from them in their order."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from .columns import ID_LENGTH, METADATA, Instant, Json

WORD = 16
REGISTER_ID = 64

correction_events = Table(
    "correction_events",
    METADATA,
    Column("sequence", Integer, primary_key=True),
    Column("correction_id", String(ID_LENGTH), nullable=False),
    Column("kind", String(WORD), nullable=False),
    Column("table_name", String(ID_LENGTH), nullable=False),
    Column("row_key", Json, nullable=False),
    Column("column_name", String(ID_LENGTH), nullable=False),
    Column("value", Text),
    Column("was", Text),
    Column("household_id", String(REGISTER_ID), nullable=False),
    Column("snapshot_id", String(REGISTER_ID), nullable=False),
    Column("override_id", Integer, ForeignKey("overrides.override_id")),
    Column("reason", Text),
    Column("person_id", String(ID_LENGTH), ForeignKey("people.person_id")),
    Column("at", Instant, nullable=False),
    Index("ix_correction_events_household_id", "household_id"),
    Index("ix_correction_events_correction_id", "correction_id"),
)
"""What happened to a correction: ``made``, ``lifted`` by a person, or ``agreed`` when an export said the same.

``value`` and ``was`` are cells as the input contract writes them, null where nothing is recorded. ``snapshot_id`` is
the snapshot that the row was looked at in.
"""
