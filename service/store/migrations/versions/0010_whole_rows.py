"""Corrections of whole rows: withdrawn, or added."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the columns; a whole row's correction names no column."""
    with op.batch_alter_table("correction_events") as events:
        events.add_column(sa.Column("change", sa.String(16), nullable=False, server_default="cell"))
        events.add_column(sa.Column("row_cells", sa.Text))
        events.alter_column("column_name", existing_type=sa.String(32), nullable=True)
