"""Outreach: lists and their life, hand-outs, recorded visits, overrides and their answers, rounds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.store.columns import Instant, Json

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    _lists()
    _entries()
    _overrides()
    _handouts()
    _visits()
    _conflicts()
    _rounds()


def _of_list(*, nullable: bool = False) -> sa.Column[str]:
    return sa.Column("list_id", sa.String(32), sa.ForeignKey("lists.list_id"), nullable=nullable)


def _by(*, nullable: bool = False) -> sa.Column[str]:
    return sa.Column("person_id", sa.String(32), sa.ForeignKey("people.person_id"), nullable=nullable)


def _key(number: str) -> sa.Column[int]:
    return sa.Column(number, sa.Integer, nullable=False)


def _lists() -> None:
    op.create_table(
        "lists",
        sa.Column("list_id", sa.String(32), nullable=False),
        sa.Column("run_id", sa.String(64), nullable=False),
        sa.Column("snapshot_id", sa.String(64), nullable=False),
        sa.Column("model_id", sa.String(64), nullable=False),
        sa.Column("policy_text", sa.Text),
        sa.Column("policy_hash", sa.String(64), nullable=False),
        sa.Column("seed", sa.BigInteger, nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("months", sa.Float, nullable=False),
        sa.Column("hours", sa.Float),
        sa.Column("wanted", sa.Integer),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("list_valid_days", sa.Integer, nullable=False),
        sa.Column("score_valid_days", sa.Integer, nullable=False),
        sa.Column("visits_upto", sa.Integer, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("list_id", name="pk_lists"),
    )
    op.create_table(
        "list_budgets",
        _of_list(),
        sa.Column("team_id", sa.String(64), nullable=False),
        sa.Column("team_name", sa.Text),
        sa.Column("minutes", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("list_id", "team_id", name="pk_list_budgets"),
    )
    op.create_table(
        "list_changes",
        _of_list(),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("from_state", sa.String(16)),
        sa.Column("to_state", sa.String(16), nullable=False),
        sa.Column("household_id", sa.String(64)),
        sa.Column("reason", sa.Text, nullable=False),
        _by(),
        sa.Column("at", Instant, nullable=False),
        sa.Column("on_day", sa.Date, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.CheckConstraint("version >= 1", name="ck_list_changes_version"),
        sa.PrimaryKeyConstraint("list_id", "version", name="pk_list_changes"),
    )


def _entries() -> None:
    op.create_table(
        "list_entries",
        _of_list(),
        sa.Column("household_id", sa.String(64), nullable=False),
        sa.Column("added_in", sa.Integer, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("commune_code", sa.String(64), nullable=False),
        sa.Column("hamlet", sa.Text),
        sa.Column("team_id", sa.String(64)),
        sa.Column("risk", sa.Float, nullable=False),
        sa.Column("band", sa.String(16), nullable=False),
        sa.Column("children", sa.Integer, nullable=False),
        sa.Column("chosen_for", sa.String(16), nullable=False),
        sa.Column("propensity", sa.Float),
        sa.Column("cost_min", sa.Integer),
        *(sa.Column(f"reason_{i}", sa.Text) for i in range(1, 6)),
        sa.Column("actions", sa.Text),
        sa.PrimaryKeyConstraint("list_id", "household_id", "added_in", name="pk_list_entries"),
    )


def _overrides() -> None:
    op.create_table(
        "overrides",
        _key("override_id"),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("household_id", sa.String(64), nullable=False),
        _of_list(nullable=True),
        sa.Column("version", sa.Integer),
        sa.Column("run_id", sa.String(64)),
        sa.Column("feature", sa.String(64)),
        sa.Column("reason", sa.Text, nullable=False),
        _by(),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("override_id", name="pk_overrides"),
        sa.UniqueConstraint("list_id", "version", name="uq_overrides_list_id_version"),
    )
    op.create_index("ix_overrides_household_id", "overrides", ["household_id"])
    op.create_table(
        "override_answers",
        _key("answer_id"),
        sa.Column("override_id", sa.Integer, sa.ForeignKey("overrides.override_id"), nullable=False),
        sa.Column("decision", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        _by(),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("answer_id", name="pk_override_answers"),
    )
    op.create_index("ix_override_answers_override_id", "override_answers", ["override_id"])


def _handouts() -> None:
    op.create_table(
        "handouts",
        _key("handout_id"),
        _of_list(),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("scope", sa.String(16), nullable=False),
        sa.Column("scope_id", sa.String(64)),
        sa.Column("visits_upto", sa.Integer, nullable=False),
        sa.Column("visits", sa.Integer, nullable=False),
        _by(nullable=True),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("handout_id", name="pk_handouts"),
    )
    op.create_table(
        "visit_imports",
        _key("import_id"),
        sa.Column("file_hash", sa.String(64), nullable=False),
        sa.Column("handout_id", sa.Integer, sa.ForeignKey("handouts.handout_id"), nullable=False),
        _by(nullable=True),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("import_id", name="pk_visit_imports"),
        sa.UniqueConstraint("handout_id", "file_hash", name="uq_visit_imports_handout_id_file_hash"),
    )


def _visits() -> None:
    op.create_table(
        "visit_records",
        _key("sequence"),
        sa.Column("visit_id", sa.String(32), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        _of_list(),
        sa.Column("household_id", sa.String(64), nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("team_id", sa.String(64)),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("propensity", sa.Float),
        sa.Column("visited_on", sa.Date, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("finding", sa.String(16)),
        sa.Column("finding_category", sa.String(16)),
        sa.Column("services", sa.Text),
        sa.Column("minutes", sa.Integer),
        sa.Column("help_accepted", sa.Boolean),
        sa.Column("recorded_on", sa.Date, nullable=False),
        sa.Column("recorded_at", Instant, nullable=False),
        sa.Column("import_id", sa.Integer, sa.ForeignKey("visit_imports.import_id")),
        _by(nullable=True),
        sa.PrimaryKeyConstraint("sequence", name="pk_visit_records"),
        sa.UniqueConstraint("visit_id", "revision", name="uq_visit_records_visit_id_revision"),
    )
    op.create_index("ix_visit_records_list_id", "visit_records", ["list_id"])


def _of_import() -> sa.Column[int]:
    return sa.Column("import_id", sa.Integer, sa.ForeignKey("visit_imports.import_id"), nullable=False)


def _conflicts() -> None:
    op.create_table(
        "visit_conflicts",
        _key("conflict_id"),
        sa.Column("visit_id", sa.String(32), nullable=False),
        sa.Column("standing", sa.Integer, sa.ForeignKey("visit_records.sequence"), nullable=False),
        _of_import(),
        sa.Column("offered", Json, nullable=False),
        sa.Column("offered_hash", sa.String(64), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("conflict_id", name="pk_visit_conflicts"),
        sa.UniqueConstraint(
            "visit_id", "standing", "offered_hash", name="uq_visit_conflicts_visit_id_standing_offered_hash"
        ),
    )
    op.create_table(
        "conflict_settlements",
        sa.Column("conflict_id", sa.Integer, sa.ForeignKey("visit_conflicts.conflict_id"), nullable=False),
        sa.Column("kept", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        _by(),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("conflict_id", name="pk_conflict_settlements"),
    )
    op.create_table(
        "visit_rows_aside",
        _of_import(),
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("cells", Json, nullable=False),
        sa.Column("faults", Json, nullable=False),
        sa.PrimaryKeyConstraint("import_id", "row", name="pk_visit_rows_aside"),
    )


def _rounds() -> None:
    op.create_table(
        "rounds",
        _of_list(),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("steps", sa.Integer, nullable=False),
        sa.Column("days_each", sa.Integer, nullable=False),
        sa.Column("seed", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        _by(),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("list_id", name="pk_rounds"),
    )
    op.create_table(
        "round_steps",
        _of_list(),
        sa.Column("commune_code", sa.String(64), nullable=False),
        sa.Column("step", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("list_id", "commune_code", name="pk_round_steps"),
    )
