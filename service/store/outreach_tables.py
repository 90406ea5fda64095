"""The tables of outreach: lists and their life, hand-outs, recorded visits, overrides and their answers, rounds.

Rows are added and never changed. What a list, a visit or an override is *now* follows from its last row, so that every
earlier state can be shown, and rebuilt.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from .columns import ID_LENGTH, METADATA, Instant, Json

REGISTER_ID = 64
"""Longest id of the register (the input contract's limit)."""
HASH_LENGTH = 64
WORD = 16


def _person(name: str = "person_id", *, nullable: bool = False) -> Column[str]:
    return Column(name, String(ID_LENGTH), ForeignKey("people.person_id"), nullable=nullable)


def _list(*, primary_key: bool = False, nullable: bool = False) -> Column[str]:
    return Column(
        "list_id", String(ID_LENGTH), ForeignKey("lists.list_id"), primary_key=primary_key,
        nullable=nullable and not primary_key,
    )  # fmt: skip


lists = Table(
    "lists",
    METADATA,
    Column("list_id", String(ID_LENGTH), primary_key=True),
    Column("run_id", String(REGISTER_ID), nullable=False),
    Column("snapshot_id", String(REGISTER_ID), nullable=False),
    Column("model_id", String(REGISTER_ID), nullable=False),
    Column("policy_text", Text),
    Column("policy_hash", String(HASH_LENGTH), nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("months", Float, nullable=False),
    Column("hours", Float),
    Column("wanted", Integer),
    Column("language", String(2), nullable=False),
    Column("list_valid_days", Integer, nullable=False),
    Column("score_valid_days", Integer, nullable=False),
    Column("visits_upto", Integer, nullable=False),
    Column("corrections_upto", Integer, nullable=False, server_default="0"),
    Column("made_at", Instant, nullable=False),
)
"""What a list was made from. ``policy_text`` null: the default policy; ``wanted``: a number of households instead of
hours; ``visits_upto`` and ``corrections_upto``: the last recorded visit and correction that the run knew."""

list_budgets = Table(
    "list_budgets",
    METADATA,
    _list(primary_key=True),
    Column("team_id", String(REGISTER_ID), primary_key=True),
    Column("team_name", Text),
    Column("minutes", Float, nullable=False),
)
"""The time that each team has for the list."""

list_changes = Table(
    "list_changes",
    METADATA,
    _list(primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("kind", String(WORD), nullable=False),
    Column("from_state", String(WORD)),
    Column("to_state", String(WORD), nullable=False),
    Column("household_id", String(REGISTER_ID)),
    Column("reason", Text, nullable=False),
    _person(),
    Column("at", Instant, nullable=False),
    Column("on_day", Date, nullable=False),
    Column("content_hash", String(HASH_LENGTH), nullable=False),
    Column("entries", Integer, nullable=False),
    CheckConstraint("version >= 1", name="version"),
)
"""Every change of a list, one version each: made, nominated, put_off, approved, published, closed. The key is what
keeps two people from making the same next version."""

list_entries = Table(
    "list_entries",
    METADATA,
    _list(primary_key=True),
    Column("household_id", String(REGISTER_ID), primary_key=True),
    Column("added_in", Integer, primary_key=True),
    Column("rank", Integer, nullable=False),
    Column("commune_code", String(REGISTER_ID), nullable=False),
    Column("hamlet", Text),
    Column("team_id", String(REGISTER_ID)),
    Column("risk", Float, nullable=False),
    Column("band", String(WORD), nullable=False),
    Column("children", Integer, nullable=False),
    Column("chosen_for", String(WORD), nullable=False),
    Column("propensity", Float),
    Column("cost_min", Integer),
    *(Column(f"reason_{i}", Text) for i in range(1, 6)),
    Column("actions", Text),
)
"""The households of a list from the version that added them on; a later put-off in ``list_changes`` takes one off."""

overrides = Table(
    "overrides",
    METADATA,
    Column("override_id", Integer, primary_key=True),
    Column("kind", String(WORD), nullable=False),
    Column("household_id", String(REGISTER_ID), nullable=False),
    _list(nullable=True),
    Column("version", Integer),
    Column("run_id", String(REGISTER_ID)),
    Column("feature", String(REGISTER_ID)),
    Column("reason", Text, nullable=False),
    _person(),
    Column("at", Instant, nullable=False),
    Index("ix_overrides_household_id", "household_id"),
    UniqueConstraint("list_id", "version"),
)
"""The ledger of what people said against the machine: dispute, nomination, put_off."""

override_answers = Table(
    "override_answers",
    METADATA,
    Column("answer_id", Integer, primary_key=True),
    Column("override_id", Integer, ForeignKey("overrides.override_id"), nullable=False, index=True),
    Column("decision", String(WORD), nullable=False),
    Column("reason", Text, nullable=False),
    _person(),
    Column("at", Instant, nullable=False),
)

handouts = Table(
    "handouts",
    METADATA,
    Column("handout_id", Integer, primary_key=True),
    _list(),
    Column("version", Integer, nullable=False),
    Column("scope", String(WORD), nullable=False),
    Column("scope_id", String(REGISTER_ID)),
    Column("visits_upto", Integer, nullable=False),
    Column("visits", Integer, nullable=False),
    _person(nullable=True),
    Column("at", Instant, nullable=False),
)
"""Every workbook that went out: which version, for whom, and the last recorded visit that it knew."""

visit_imports = Table(
    "visit_imports",
    METADATA,
    Column("import_id", Integer, primary_key=True),
    Column("file_hash", String(HASH_LENGTH), nullable=False),
    Column("handout_id", Integer, ForeignKey("handouts.handout_id"), nullable=False),
    _person(nullable=True),
    Column("at", Instant, nullable=False),
    UniqueConstraint("handout_id", "file_hash"),
)

visit_records = Table(
    "visit_records",
    METADATA,
    Column("sequence", Integer, primary_key=True),
    Column("visit_id", String(ID_LENGTH), nullable=False),
    Column("revision", Integer, nullable=False),
    _list(),
    Column("household_id", String(REGISTER_ID), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("team_id", String(REGISTER_ID)),
    Column("reason", String(WORD), nullable=False),
    Column("propensity", Float),
    Column("visited_on", Date, nullable=False),
    Column("outcome", String(WORD), nullable=False),
    Column("finding", String(WORD)),
    Column("finding_category", String(WORD)),
    Column("services", Text),
    Column("minutes", Integer),
    Column("help_accepted", Boolean),
    Column("recorded_on", Date, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("import_id", Integer, ForeignKey("visit_imports.import_id")),
    _person(nullable=True),
    UniqueConstraint("visit_id", "revision"),
    Index("ix_visit_records_list_id", "list_id"),
)
"""Every revision of every recorded visit; the highest is what stands."""

visit_conflicts = Table(
    "visit_conflicts",
    METADATA,
    Column("conflict_id", Integer, primary_key=True),
    Column("visit_id", String(ID_LENGTH), nullable=False),
    Column("standing", Integer, ForeignKey("visit_records.sequence"), nullable=False),
    Column("import_id", Integer, ForeignKey("visit_imports.import_id"), nullable=False),
    Column("offered", Json, nullable=False),
    Column("offered_hash", String(HASH_LENGTH), nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("visit_id", "standing", "offered_hash"),
)
"""What an older workbook offered against what stands; nothing is overwritten until a person settles it."""

conflict_settlements = Table(
    "conflict_settlements",
    METADATA,
    Column("conflict_id", Integer, ForeignKey("visit_conflicts.conflict_id"), primary_key=True),
    Column("kept", String(WORD), nullable=False),
    Column("reason", Text, nullable=False),
    _person(),
    Column("at", Instant, nullable=False),
)

visit_rows_aside = Table(
    "visit_rows_aside",
    METADATA,
    Column("import_id", Integer, ForeignKey("visit_imports.import_id"), primary_key=True),
    Column("row", Integer, primary_key=True),
    Column("cells", Json, nullable=False),
    Column("faults", Json, nullable=False),
)
"""Rows that were filled in and couldn't be taken, as they were written: nothing that somebody wrote is lost."""

rounds = Table(
    "rounds",
    METADATA,
    _list(primary_key=True),
    Column("starts_on", Date, nullable=False),
    Column("steps", Integer, nullable=False),
    Column("days_each", Integer, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    _person(),
    Column("at", Instant, nullable=False),
)
"""The stepped order of communes that somebody decided for the round of a list."""

round_steps = Table(
    "round_steps",
    METADATA,
    _list(primary_key=True),
    Column("commune_code", String(REGISTER_ID), primary_key=True),
    Column("step", Integer, nullable=False),
)
