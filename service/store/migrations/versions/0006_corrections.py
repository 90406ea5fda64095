"""Corrections of records, and which of them a list knew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.columns import Instant, Json

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table, and the column."""
    op.create_table(
        "correction_events",
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("correction_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("table_name", sa.String(32), nullable=False),
        sa.Column("row_key", Json, nullable=False),
        sa.Column("column_name", sa.String(32), nullable=False),
        sa.Column("value", sa.Text),
        sa.Column("was", sa.Text),
        sa.Column("household_id", sa.String(64), nullable=False),
        sa.Column("snapshot_id", sa.String(64), nullable=False),
        sa.Column("override_id", sa.Integer),
        sa.Column("reason", sa.Text),
        sa.Column("person_id", sa.String(32)),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_correction_events"),
        sa.ForeignKeyConstraint(["override_id"], ["overrides.override_id"], name="fk_correction_events_override_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.person_id"], name="fk_correction_events_person_id"),
    )
    op.create_index("ix_correction_events_household_id", "correction_events", ["household_id"])
    op.create_index("ix_correction_events_correction_id", "correction_events", ["correction_id"])
    with op.batch_alter_table("lists") as lists:
        lists.add_column(sa.Column("corrections_upto", sa.Integer, nullable=False, server_default="0"))
