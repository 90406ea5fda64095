"""Bringing a database to the present form: migrations in order, one process at a time, all or nothing."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from .database import is_sqlite, reading
from .problems import NewerDatabase

MIGRATIONS = Path(__file__).parent / "migrations"
POSTGRESQL_LOCK = 0x5033A1
"""The advisory lock that whoever migrates holds; any fixed number does."""


def prepared(engine: Engine) -> Engine:
    """Migrate to the newest form where the database isn't there yet, and return the engine.

    Two processes never migrate at once: the second waits, then finds nothing to do. A migration that fails leaves the
    database as it was. Raises ``NewerDatabase`` where a later version has been here.
    """
    with reading(engine) as connection:
        if _current(connection) == newest_revision():
            return engine
    with engine.connect() as connection:
        if is_sqlite(connection):
            _without_foreign_keys(connection)
        with connection.begin():
            _wait_for_others(connection)
            _migrate(connection)
        connection.invalidate()  # a fresh connection has its foreign keys on again
    return engine


def revision_of(engine: Engine) -> str | None:
    """Return the revision of a database, nothing for a new one."""
    with reading(engine) as connection:
        return _current(connection)


def newest_revision() -> str:
    """Return the revision that this version of the program works with."""
    return str(ScriptDirectory(str(MIGRATIONS)).get_current_head())


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _without_foreign_keys(connection: Connection) -> None:
    """Turn checking off while tables are rebuilt, which SQLite allows outside a transaction only."""
    raw = connection.connection.driver_connection
    if raw is not None:
        raw.execute("PRAGMA foreign_keys=OFF")


def _wait_for_others(connection: Connection) -> None:
    """Hold the database's lock for as long as the transaction lasts; on SQLite beginning took it already."""
    if not is_sqlite(connection):
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": POSTGRESQL_LOCK})


def _migrate(connection: Connection) -> None:
    found = _current(connection)
    known = {step.revision for step in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    if found is not None and found not in known:
        raise NewerDatabase(revision=found)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if is_sqlite(connection):
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise RuntimeError(f"a migration broke a reference of table {broken[0]}")
