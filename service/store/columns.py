"""Column types that mean the same on SQLite and on PostgreSQL, and the one metadata that every table joins."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""Every table's metadata; constraints have names that migrations can rely on."""

ID_LENGTH = 32
"""Longest id that we make ourselves."""
NAME_LENGTH = 200
"""Longest name of a person or thing."""

ABOUT_A_PERSON = "about_a_person"
"""Marks a text column (in its ``info``) that is about whoever it names: erasing one of them empties it."""

Json = JSON().with_variant(JSONB(), "postgresql")


class Instant(TypeDecorator[dt.datetime]):
    """A moment, kept in UTC; a value without a time zone is refused, so that no local time slips in."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Return the moment in UTC; raises ``ValueError`` for one without a time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> dt.datetime | None:
        """Return the moment with its time zone, UTC, which SQLite doesn't keep."""
        if value is None:
            return None
        moment: dt.datetime = value
        return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)


def now() -> dt.datetime:
    """Return this moment in UTC, to the microsecond, as ``Instant`` keeps it."""
    return dt.datetime.now(dt.UTC)
