"""The tables of people. Other families of tables stand in ``*_tables.py`` beside this and join the same metadata."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from .columns import ID_LENGTH, METADATA, NAME_LENGTH, Instant

people = Table(
    "people",
    METADATA,
    Column("person_id", String(ID_LENGTH), primary_key=True),
    Column("name", String(NAME_LENGTH), nullable=False),
    Column("name_key", String(NAME_LENGTH), nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
)
"""Whoever does something here, with or without an account; ``name_key`` is the name without case or doubled blanks."""
