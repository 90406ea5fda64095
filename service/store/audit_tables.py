"""The tables of the audit: a chain of events, its head, and which household an event's mark stands for."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from .columns import METADATA, Instant

audit_events = Table(
    "audit_events",
    METADATA,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("person_id", ForeignKey("people.person_id"), index=True),
    Column("via", String(20), nullable=False),
    Column("role", String(20), nullable=False),
    Column("action", String(60), nullable=False, index=True),
    Column("subject_kind", String(20)),
    Column("subject", String(64), index=True),
    Column("facts", Text, nullable=False),
    Column("hash", String(64), nullable=False),
)
"""One row per event, numbered without gaps; ``hash`` covers the row and the hash before it. A household stands here
under a mark that means nothing by itself, so that the chain stays whole when a household is erased."""

audit_head = Table(
    "audit_head",
    METADATA,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
)
"""The last event: whoever appends holds this row, so that there is one chain; and a cut tail shows."""

audit_subjects = Table(
    "audit_subjects",
    METADATA,
    Column("mark", String(32), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("subject_id", String(64), nullable=False),
    UniqueConstraint("kind", "subject_id"),
)
"""Which household a mark stands for; erasing a household deletes its row here and nothing else of the audit."""

joined_journals = Table(
    "joined_journals",
    METADATA,
    Column("name", String(64), primary_key=True),
    Column("at", Instant, nullable=False, index=True),
)
"""Journals of looks that are in the chain: written with their events, so that no journal is joined twice."""
