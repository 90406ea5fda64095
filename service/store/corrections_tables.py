"""The table of corrections. Rows are added and never changed: what stands follows from them in their order."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from .columns import ABOUT_A_PERSON, ID_LENGTH, METADATA, Instant, Json

WORD = 16
REGISTER_ID = 64

correction_events = Table(
    "correction_events",
    METADATA,
    Column("sequence", Integer, primary_key=True),
    Column("correction_id", String(ID_LENGTH), nullable=False),
    Column("kind", String(WORD), nullable=False),
    Column("change", String(WORD), nullable=False, server_default="cell"),
    Column("table_name", String(ID_LENGTH), nullable=False),
    Column("row_key", Json, nullable=False),
    Column("column_name", String(ID_LENGTH)),
    Column("value", Text),
    Column("was", Text),
    Column("row_cells", Text, info={ABOUT_A_PERSON: True}),
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

``change`` is what it does: put a ``cell`` right, or have a whole row count as withdrawn or added. ``value`` and ``was``
are a cell's, as the input contract writes them, null where nothing is recorded. ``row_cells`` is what a row reads that
was withdrawn or added: JSON, kept as text, so that it goes whole when somebody in it is erased. ``snapshot_id`` is the
snapshot that the row was looked at in.
"""
