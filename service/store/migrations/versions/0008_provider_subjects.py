"""Which person of an identity provider an account belongs to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.columns import Instant

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "provider_subjects",
        sa.Column("issuer", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("bound_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_provider_subjects"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person_id"], name="fk_provider_subjects_person_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_provider_subjects_person_id", "provider_subjects", ["person_id"])
