"""The tables of jobs: what was asked for, who holds it until when, and which of its steps are done."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Double, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from .columns import ID_LENGTH, METADATA, NAME_LENGTH, Instant, Json

QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"
STATES = (QUEUED, RUNNING, DONE, FAILED, CANCELLED)
ENDED = (DONE, FAILED, CANCELLED)

jobs = Table(
    "jobs",
    METADATA,
    Column("job_id", String(ID_LENGTH), primary_key=True),
    Column("kind", String(ID_LENGTH), nullable=False),
    Column("asked", Json, nullable=False),
    Column("asked_by", String(ID_LENGTH), ForeignKey("people.person_id"), nullable=True),
    Column("asked_at", Instant, nullable=False),
    Column("asked_key", String(NAME_LENGTH), nullable=True),
    Column("state", String(ID_LENGTH), nullable=False),
    Column("fence", BigInteger, nullable=False, default=0),
    Column("worker", String(NAME_LENGTH), nullable=True),
    Column("lease_until_s", Double, nullable=True),
    Column("not_before_s", Double, nullable=False, default=0.0),
    Column("failures", Integer, nullable=False, default=0),
    Column("losses", Integer, nullable=False, default=0),
    Column("cancel_asked", Boolean, nullable=False, default=False),
    Column("stage", String(ID_LENGTH), nullable=True),
    Column("share_done", Double, nullable=False, default=0.0),
    Column("started_at", Instant, nullable=True),
    Column("ended_at", Instant, nullable=True),
    Column("result", Json, nullable=True),
    Column("error", Json, nullable=True),
    UniqueConstraint("asked_by", "asked_key"),
    Index(None, "state", "not_before_s"),
)
"""``fence`` grows by one each time the job is taken: whoever writes with an older one is too late and changes nothing.

``lease_until_s`` and ``not_before_s`` are seconds since 1970 by the database's own clock, so that workers on machines
whose clocks differ agree. ``failures`` and ``losses`` count since the last step that was done. ``asked_key`` makes
asking twice for the same thing one job.
"""

job_steps = Table(
    "job_steps",
    METADATA,
    Column("job_id", String(ID_LENGTH), ForeignKey("jobs.job_id", ondelete="CASCADE"), primary_key=True),
    Column("step", String(ID_LENGTH), primary_key=True),
    Column("result", Json, nullable=False),
    Column("fence", BigInteger, nullable=False),
    Column("done_at", Instant, nullable=False),
)
"""A step that was done, with its result: it is never done again."""
