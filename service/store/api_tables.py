"""The table of writes that came with an idempotency key, so that the same one again is answered and not done again."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table

from .columns import METADATA, NAME_LENGTH, Instant, Json

idempotent_writes = Table(
    "idempotent_writes",
    METADATA,
    Column("person_id", ForeignKey("people.person_id", ondelete="CASCADE"), primary_key=True),
    Column("idempotency_key", String(NAME_LENGTH), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", Json, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("made_at", Instant, nullable=False, index=True),
)
"""Each row is written in the same transaction as what it answers. Secrets that are shown once aren't in ``body``."""
