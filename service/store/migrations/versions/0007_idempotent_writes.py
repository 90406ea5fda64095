"""Writes that came with an idempotency key, and what was answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.columns import Instant, Json

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "idempotent_writes",
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("idempotency_key", sa.String(200), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("headers", Json, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "idempotency_key", name="pk_idempotent_writes"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.person_id"], name="fk_idempotent_writes_person_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_idempotent_writes_made_at", "idempotent_writes", ["made_at"])
