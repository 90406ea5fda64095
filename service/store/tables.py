"""The tables of people. Other families of tables stand in ``*_tables.py`` beside this and join the same metadata."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table

from .columns import ID_LENGTH, METADATA, NAME_LENGTH, Instant, Json

people = Table(
    "people",
    METADATA,
    Column("person_id", String(ID_LENGTH), primary_key=True),
    Column("name", String(NAME_LENGTH), nullable=False),
    Column("name_key", String(NAME_LENGTH), nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
)
"""Whoever does something here, with or without an account; ``name_key`` is the name without case or doubled blanks."""

accounts = Table(
    "accounts",
    METADATA,
    Column("person_id", ForeignKey("people.person_id", ondelete="CASCADE"), primary_key=True),
    Column("role", String(20), nullable=False),
    Column("whole_province", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("password_hash", String(200)),
    Column("one_time_until", Instant),
    Column("version", Integer, nullable=False),
    Column("changed_at", Instant, nullable=False),
)
"""Who may sign in, as what. A one-time password holds until ``one_time_until`` and must be changed at first use;
without ``password_hash`` only the identity provider lets a person in. ``version`` grows with each change."""

account_communes = Table(
    "account_communes",
    METADATA,
    Column("person_id", ForeignKey("accounts.person_id", ondelete="CASCADE"), primary_key=True),
    Column("commune_code", String(64), primary_key=True),
)
"""The communes of an account that doesn't reach the whole province."""

sessions = Table(
    "sessions",
    METADATA,
    Column("session_hash", String(64), primary_key=True),
    Column("person_id", ForeignKey("accounts.person_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("made_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
)
"""Who is signed in. The cookie's value is known to the browser alone; here stands its SHA-256."""

tokens = Table(
    "tokens",
    METADATA,
    Column("token_id", String(ID_LENGTH), primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("person_id", ForeignKey("accounts.person_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("label", String(NAME_LENGTH), nullable=False),
    Column("permissions", Json),
    Column("communes", Json),
    Column("made_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)
"""Tokens for programs. ``permissions`` and ``communes`` narrow what the account may; null narrows nothing."""

sign_in_failures = Table(
    "sign_in_failures",
    METADATA,
    Column("failure_key", String(64), primary_key=True),
    Column("attempts", Integer, nullable=False),
    Column("last_at", Instant, nullable=False),
)
"""Failed attempts by what was tried (a hash of name, address or both), so that waiting holds over all workers."""

provider_subjects = Table(
    "provider_subjects",
    METADATA,
    Column("issuer", String(NAME_LENGTH), primary_key=True),
    Column("subject", String(255), primary_key=True),
    Column("person_id", ForeignKey("accounts.person_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("bound_at", Instant, nullable=False),
)
"""Which person of an identity provider an account belongs to: bound at the first sign-in by name, and only the same
person's ever after, whoever is given the name later."""
