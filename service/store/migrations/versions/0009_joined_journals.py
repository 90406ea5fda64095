"""Journals of looks that were joined to the audit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.columns import Instant

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "joined_journals",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_joined_journals"),
    )
    op.create_index("ix_joined_journals_at", "joined_journals", ["at"])
