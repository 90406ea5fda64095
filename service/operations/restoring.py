"""A backup's way back: checked whole first, then put in place in one step, so that a failure changes nothing."""

from __future__ import annotations

import gzip
import os
import shutil
import tempfile
from pathlib import Path
from typing import IO, Any

from sqlalchemy import DDL, Connection, MetaData, func, select, text

from service.alive import anyone_alive
from service.store.columns import now
from service.store.database import FILE_NAME, engine_for, is_sqlite
from service.store.preparing import changing_form, known_revisions, migrated_to, newest_revision

from . import archive, rows
from .backing_up import DATABASE, FILES
from .problems import DamagedBackup, HomeInUse, NewerBackup, ServiceRunning

CHUNK = 1 << 20
OWN_FUNCTIONS = """
SELECT proname FROM pg_proc
WHERE pronamespace = current_schema()::regnamespace AND prorettype = 'trigger'::regtype
"""
"""The functions of triggers in PostgreSQL; they don't go with their tables."""


def restore(home: Path, file: Path, *, url: str | None = None, force: bool = False) -> dict[str, Any]:
    """Restore a backup into a home and its database, brought to the present form; return what was in it.

    ``url`` is the address of a database elsewhere; else the database is SQLite in the home. With ``force``, what is in
    the home is moved aside (``HOME.before-restore-…``), and the tables of a database elsewhere are replaced. Raises
    ``DamagedBackup``, ``NewerBackup``, ``HomeInUse`` or ``ServiceRunning``; then nothing is changed.
    """
    manifest = archive.checked(file)
    if manifest["revision"] not in {None, *known_revisions()}:
        raise NewerBackup(theirs=manifest["revision"], ours=newest_revision())
    if anyone_alive(home):
        raise ServiceRunning()
    if in_use(home) and not force:
        raise HomeInUse(place=home)
    home.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix=f".{home.name}.restoring-", dir=home.parent))
    engine = engine_for(home, url) if url else engine_for(staged, f"sqlite:///{staged / FILE_NAME}")
    try:
        with changing_form(engine) as connection:
            if url:
                make_room(connection, force)
            unpack(file, manifest, staged, connection)
        engine.dispose()
        aside = take_place(staged, home)
    finally:
        engine.dispose()
        shutil.rmtree(staged, ignore_errors=True)
    return {
        "made_at": manifest["made_at"], "revision": manifest["revision"], "rows": sum(manifest["rows"].values()),
        "files": sum(name.startswith(f"{FILES}/") for name in manifest["members"]), "with_keys": manifest["with_keys"],
        "moved_aside": str(aside) if aside else None,
    }  # fmt: skip


def make_room(connection: Connection, force: bool) -> None:
    """Take away the tables of a database elsewhere, in the transaction at hand; raises ``HomeInUse``.

    A database that was made and never used holds nothing: what its migrations put there doesn't count.
    """
    found = MetaData()
    found.reflect(connection)
    people = found.tables.get("people")
    used = found.tables and (people is None or connection.execute(select(func.count()).select_from(people)).scalar())
    if used and not force:
        raise HomeInUse(place=connection.engine.url.database)
    found.drop_all(connection)
    if not is_sqlite(connection):
        for name in connection.execute(text(OWN_FUNCTIONS)).scalars().all():
            connection.execute(DDL(f'DROP FUNCTION "{name}"()'))


def in_use(home: Path) -> bool:
    """Say whether a home holds anything that a restore would hide: more than an empty database."""
    return home.exists() and any(entry.name not in {"workers", "cache"} for entry in home.iterdir())


def unpack(file: Path, manifest: dict[str, Any], staged: Path, connection: Connection) -> None:
    """Make the tables in the form that the backup has, fill them, put the files in place, then migrate.

    Raises ``DamagedBackup`` where it holds a table that its own form of the database doesn't have.
    """
    if manifest["revision"] is not None:
        migrated_to(connection, manifest["revision"])
    with tempfile.TemporaryDirectory(dir=staged.parent, prefix=f"{staged.name}.rows-") as held:
        for name, content in archive.members(file):
            kind, _, rest = name.partition("/")
            target = (Path(held) if kind == DATABASE else staged) / rest
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write(content, target)
        tables = rows.tables_of(connection)
        foreign = set(manifest["rows"]) - {table.name for table in tables}
        if foreign:
            raise DamagedBackup(file=file.name, part=min(foreign))
        for table in tables:
            packed = Path(held) / f"{table.name}.jsonl.gz"
            if packed.exists():
                with gzip.open(packed, "rb") as lines:
                    rows.load(connection, table, lines)
                rows.go_on_counting(connection, table)
    migrated_to(connection, "head")


def write(content: IO[bytes], target: Path) -> None:
    """Write a member's content to the disk, for its owner alone."""
    with os.fdopen(os.open(target, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "wb") as made:
        shutil.copyfileobj(content, made, CHUNK)
        made.flush()
        os.fsync(made.fileno())


def take_place(staged: Path, home: Path) -> Path | None:
    """Put the restored home where the other is; return where that one went, where there was one."""
    aside = None
    if home.exists():
        aside = home.with_name(f"{home.name}.before-restore-{now():%Y%m%dT%H%M%S}")
        home.rename(aside)
        if not any(entry.name not in {"workers", "cache"} for entry in aside.iterdir()):
            shutil.rmtree(aside)
            aside = None
    staged.rename(home)
    return aside
