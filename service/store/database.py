"""Engines: SQLite under the home where nothing is said, PostgreSQL by one setting; the same code on both.

A transaction that may write begins with ``engine.begin()`` (on SQLite it takes the one writer's lock at once, so that
nothing it reads grows old before it writes); one that only reads begins with ``reading(engine)``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from .presence import FILE_NAME, configured
from .problems import UnknownDatabase

BUSY_SECONDS = 30
POOL_SIZE = 10
READS = "sommai_reads"
DISK_FULL = "53100"
"""PostgreSQL's own code for it."""


def engine_for(home: Path, url: str | None = None) -> Engine:
    """Return the engine of a home: ``url``, else the setting ``database_url``, else SQLite in ``home/sommai.db``.

    The file is made with mode 600. Raises ``UnknownDatabase`` for any other kind of database.
    """
    address = url or configured(home)
    if not address:
        return _sqlite(URL.create("sqlite+pysqlite", database=str(home / FILE_NAME)))
    try:
        named = make_url(address)
    except ArgumentError as why:
        raise UnknownDatabase() from why
    family = named.get_backend_name()
    if family == "sqlite" and named.database:
        return _sqlite(named.set(drivername="sqlite+pysqlite"))
    if family in {"postgresql", "postgres"}:
        return create_engine(
            named.set(drivername="postgresql+psycopg"), pool_size=POOL_SIZE, max_overflow=POOL_SIZE, pool_pre_ping=True
        )
    raise UnknownDatabase()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in a transaction that only reads, and so never waits for a writer on SQLite."""
    with (
        engine.connect().execution_options(**{READS: True, "postgresql_readonly": True}) as connection,
        connection.begin(),
    ):
        yield connection


def is_sqlite(connection: Connection | Engine) -> bool:
    """Say whether this is SQLite."""
    return connection.dialect.name == "sqlite"


def is_disk_full(error: DBAPIError) -> bool:
    """Say whether a database refused because the disk that it lies on is full."""
    told = (getattr(error.orig, "sqlite_errorname", None), getattr(error.orig, "sqlstate", None))
    return told[0] == "SQLITE_FULL" or told[1] == DISK_FULL


def _made(file: Path) -> None:
    """Make a database's file, readable by nobody else, where there is none.

    One that is there is never opened here: closing it would let go of every lock that SQLite holds on it in this
    process (POSIX locks belong to process and file), and another process could take the write-ahead log away.
    """
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _sqlite(url: URL) -> Engine:
    """Return an engine over one file: WAL, foreign keys, and waiting rather than failing while another writes."""
    file = Path(url.database or FILE_NAME)
    file.parent.mkdir(parents=True, exist_ok=True)
    _made(file)
    engine = create_engine(
        url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}, pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE,
    )  # fmt: skip

    @event.listens_for(engine, "connect")
    def _prepare(raw: Any, _record: Any) -> None:
        raw.isolation_level = None  # transactions are begun below, not by the driver
        cursor = raw.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get(READS)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine
