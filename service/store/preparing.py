"""Bringing a database to the present form: migrations in order, one process at a time, all or nothing.

Most processes find the form they want; the library that migrates is loaded by those that don't.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, column, inspect, select, table, text

from .database import is_sqlite, reading
from .problems import NewerDatabase, OlderDatabase

MIGRATIONS = Path(__file__).parent / "migrations"
VERSIONS = table("alembic_version", column("version_num"))
POSTGRESQL_LOCK = 0x5033A1
"""The advisory lock that whoever migrates holds; any fixed number does."""


def prepared(engine: Engine) -> Engine:
    """Make the tables where the database has none yet, and return the engine.

    Raises ``OlderDatabase`` where an earlier version made them (only ``sommai upgrade`` changes those, after a
    backup), ``NewerDatabase`` where a later version has been here.
    """
    found = revision_of(engine)
    if found == newest_revision():
        return engine
    if found in known_revisions():
        raise OlderDatabase(revision=found)
    return migrated(engine)


def migrated(engine: Engine) -> Engine:
    """Migrate to the newest form and return the engine.

    Two processes never migrate at once: the second waits, then finds nothing to do. A migration that fails leaves the
    database as it was. Raises ``NewerDatabase`` where a later version has been here.
    """
    with changing_form(engine) as connection:
        _wait_for_others(connection)
        migrated_to(connection, "head")
    return engine


@contextmanager
def changing_form(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in a transaction in which tables may be rebuilt: on SQLite, references aren't checked."""
    with engine.connect() as connection:
        if is_sqlite(connection):
            _without_foreign_keys(connection)
        with connection.begin():
            yield connection
        connection.invalidate()  # a fresh connection has its foreign keys on again


def revision_of(engine: Engine) -> str | None:
    """Return the revision of a database, nothing for a new one."""
    with reading(engine) as connection:
        return current_revision(connection)


def newest_revision() -> str:
    """Return the revision that this version of the program works with."""
    return _revisions()[-1]


def known_revisions() -> frozenset[str]:
    """Return every revision that this version of the program knows."""
    return frozenset(_revisions())


def current_revision(connection: Connection) -> str | None:
    """Return the revision of the database, nothing for a new one."""
    if not inspect(connection).has_table(VERSIONS.name):
        return None
    found = connection.execute(select(VERSIONS.c.version_num)).scalars().all()
    return str(found[0]) if found else None


def _revisions() -> list[str]:
    """Return the revisions in order; a migration's file is named by its own: ``0007_idempotent_writes.py``."""
    return sorted(file.name.split("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def _without_foreign_keys(connection: Connection) -> None:
    """Turn checking off while tables are rebuilt, which SQLite allows outside a transaction only."""
    raw = connection.connection.driver_connection
    if raw is not None:
        raw.execute("PRAGMA foreign_keys=OFF")


def _wait_for_others(connection: Connection) -> None:
    """Hold the database's lock for as long as the transaction lasts; on SQLite beginning took it already."""
    if not is_sqlite(connection):
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": POSTGRESQL_LOCK})


def migrated_to(connection: Connection, revision: str) -> None:
    """Migrate up to a revision (``head`` is the newest) in the transaction at hand; raises ``NewerDatabase``."""
    found = current_revision(connection)
    if found is not None and found not in known_revisions():
        raise NewerDatabase(revision=found)
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    if is_sqlite(connection):
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise RuntimeError(f"a migration broke a reference of table {broken[0]}")
