"""Jobs and their steps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.columns import Instant, Json

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "jobs",
        sa.Column("job_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("asked", Json, nullable=False),
        sa.Column("asked_by", sa.String(32), nullable=True),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("asked_key", sa.String(200), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("fence", sa.BigInteger, nullable=False),
        sa.Column("worker", sa.String(200), nullable=True),
        sa.Column("lease_until_s", sa.Double, nullable=True),
        sa.Column("not_before_s", sa.Double, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("losses", sa.Integer, nullable=False),
        sa.Column("cancel_asked", sa.Boolean, nullable=False),
        sa.Column("stage", sa.String(32), nullable=True),
        sa.Column("share_done", sa.Double, nullable=False),
        sa.Column("started_at", Instant, nullable=True),
        sa.Column("ended_at", Instant, nullable=True),
        sa.Column("result", Json, nullable=True),
        sa.Column("error", Json, nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["people.person_id"], name="fk_jobs_asked_by"),
        sa.PrimaryKeyConstraint("job_id", name="pk_jobs"),
        sa.UniqueConstraint("asked_by", "asked_key", name="uq_jobs_asked_by_asked_key"),
    )
    op.create_index("ix_jobs_state_not_before_s", "jobs", ["state", "not_before_s"])
    op.create_table(
        "job_steps",
        sa.Column("job_id", sa.String(32), nullable=False),
        sa.Column("step", sa.String(32), nullable=False),
        sa.Column("result", Json, nullable=False),
        sa.Column("fence", sa.BigInteger, nullable=False),
        sa.Column("done_at", Instant, nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.job_id"], name="fk_job_steps_job_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job_id", "step", name="pk_job_steps"),
    )
