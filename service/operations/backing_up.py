"""A copy of an installation, made while it runs: the database as of one moment, then the files that it refers to.

Runs, models and snapshots appear whole and never change, and a row that refers to one is written after it: so files
copied after the database are all that the rows need. Pointers to the newest are copied before what they point to.
"""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Engine

from service import looks
from service.store.columns import now
from service.store.database import FILE_NAME, is_sqlite
from service.store.preparing import current_revision

from . import rows
from .archive import Writing, written
from .doctor import LAST_BACKUP
from .problems import NothingThere

LEFT_OUT = frozenset({"cache", "workers", "keys", "demo", "backups", "settings.toml", FILE_NAME})
"""What a copy leaves out: what can be made again, other copies, keys, and settings (they may hold secrets)."""
SECRET = ("keys", "settings.toml")
DATABASE = "database"
FILES = "home"


def back_up(home: Path, engine: Engine | None, file: Path, *, with_keys: bool = False) -> dict[str, Any]:
    """Write a backup and return what is in it: counts of tables, rows, files and bytes.

    ``engine`` is None where the home has no database yet. Raises ``NothingThere``, ``BackupExists`` or
    ``BackupFailed``; then nothing is left of it.
    """
    if not home.is_dir():
        raise NothingThere(home=home)
    if engine is not None:
        looks.join(home, engine)  # what comes after this is not in the backup
    with written(file) as writing:
        revision, counted = copy_database(engine, writing) if engine is not None else (None, {})
        paths = list(worth_keeping(home, with_keys))
        for path in paths:
            copy_file(path, f"{FILES}/{path.relative_to(home).as_posix()}", writing)
        writing.finish(
            {
                "made_at": now().isoformat(timespec="seconds"), "program": version("sommai"), "revision": revision,
                "rows": counted, "with_keys": with_keys,
            }
        )  # fmt: skip
    remember(home, file)
    return {
        "file": str(file), "bytes": file.stat().st_size, "tables": len(counted), "rows": sum(counted.values()),
        "files": len(paths), "with_keys": with_keys,
    }  # fmt: skip


def remember(home: Path, file: Path) -> None:
    """Note when the last backup was made and where it went, for `sommai doctor`."""
    note = home / LAST_BACKUP
    note.parent.mkdir(exist_ok=True, mode=0o700)
    made = note.with_name(f".{note.name}.{os.getpid()}")
    told = {"file": str(file.resolve()), "made_at": now().isoformat(timespec="seconds")}
    made.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    made.replace(note)


def copy_database(engine: Engine, writing: Writing) -> tuple[str | None, dict[str, int]]:
    """Copy every table as of one moment; return the form of the database and the rows of each table."""
    counted: dict[str, int] = {}
    options = {"sommai_reads": True} if is_sqlite(engine) else {"isolation_level": "REPEATABLE READ"}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        revision = current_revision(connection)
        for table in rows.tables_of(connection):
            with tempfile.TemporaryFile() as held:
                counted[table.name] = packed(rows.lines(connection, table), held)
                writing.add(f"{DATABASE}/{table.name}.jsonl.gz", held, rewound(held))
    return revision, counted


def packed(lines: Iterable[bytes], held: IO[bytes]) -> int:
    """Write lines compressed, with no clock in them; return how many."""
    count = 0
    with gzip.GzipFile(fileobj=held, mode="wb", mtime=0) as target:
        for count, line in enumerate(lines, start=1):  # noqa: B007 - the last number is the count
            target.write(line)
    return count


def rewound(held: IO[bytes]) -> int:
    """Go to the beginning of a file and return its size."""
    size = held.tell()
    held.seek(0)
    return size


def worth_keeping(home: Path, with_keys: bool) -> Iterator[Path]:
    """Yield the files of a home that a backup holds, those nearer the top first, pointers before what they point to."""
    found = [path for path in home.rglob("*") if kept(path.relative_to(home), with_keys)]
    for path in sorted(found, key=lambda each: (len(each.parts), each)):
        if path.is_file() and not path.is_symlink():
            yield path


def kept(path: Path, with_keys: bool) -> bool:
    """Say whether a file belongs into a backup: nothing unfinished, no lock, no journal of a database."""
    top = path.parts[0]
    unfinished = any(part.startswith(".") for part in path.parts)
    passing = path.name == "lock" or path.name.endswith(("-wal", "-shm", "-journal", looks.WRITTEN, looks.TAKEN))
    left_out = top in LEFT_OUT and not (with_keys and top in SECRET)
    return not (unfinished or passing or left_out)


def copy_file(path: Path, name: str, writing: Writing) -> None:
    """Copy one file; a database of somebody else's by SQLite's own means, so that it is whole."""
    if path.suffix in {".db", ".sqlite"}:
        with tempfile.TemporaryDirectory() as folder:
            whole = Path(folder) / path.name
            with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(whole)) as target:
                source.backup(target)
            with whole.open("rb") as content:
                writing.add(name, content, whole.stat().st_size)
        return
    with path.open("rb") as content:
        content.seek(0, 2)
        writing.add(name, content, rewound(content))
