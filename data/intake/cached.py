"""One import: read, check, store; or the record of it, where these very files have been imported before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import polars as pl

from data import identities
from data.contract import CONTRACT_VERSION, TABLES
from data.erasure import faults_without_erased, without_erased
from data.snapshots import OPEN_TABLES, Snapshot, Snapshots
from data.vocabulary.errors import SommaiError
from data.vocabulary.frames import Tables
from data.whole_file import file_sum
from data.whole_folder import clear_all_leftovers, whole_folder

from .folder import MAX_REJECTS, read_folder
from .mending import Notice
from .problems import NoFolder
from .sources import find

RULES_VERSION = 3
"""Raise it when the same files would be read differently."""


@dataclass(frozen=True)
class Import:
    """What an import left: the snapshot, and what was set aside or mended on the way.

    ``id`` is a hash of the files, the day and the rules by which they were read.
    """

    id: str
    snapshot: Snapshot
    present: frozenset[str]
    rows: dict[str, int]
    faults: pl.DataFrame
    notices: tuple[Notice, ...]
    not_scored_by_commune: pl.DataFrame
    at_hand: Tables | None = None
    """The snapshot's tables, where they have just been read."""

    def tables(self) -> Tables:
        """Return the snapshot's tables. Raises ``DamagedSnapshot`` where they have to be read and aren't whole."""
        return self.snapshot.tables() if self.at_hand is None else self.at_hand


def import_folder(folder: Path, home: Path, *, today: date, max_rejects: float = MAX_REJECTS) -> Import:
    """Import a folder of tables into the home and return what came of it.

    The same files on the same day are not read again. Raises ``InputRefused``; then nothing has been changed.
    """
    with importing(folder, home, today=today, max_rejects=max_rejects) as made:
        return made


@contextmanager
def importing(folder: Path, home: Path, *, today: date, max_rejects: float = MAX_REJECTS) -> Iterator[Import]:
    """Import a folder as ``import_folder`` does, and seal its identities beside whatever is done with it meanwhile.

    On leaving, whether by an error or not, they are sealed and the import is remembered.
    """
    if not folder.is_dir():
        raise NoFolder(folder=folder.name)
    kept = home / "imports" / _fingerprint(find(folder), today, max_rejects)
    known = _known(kept, home)
    if known is not None:
        yield known
        return
    intake = read_folder(folder, today=today, max_rejects=max_rejects)
    tables = without_erased(intake.tables, home)
    faults = faults_without_erased(intake.faults, home)
    with ThreadPoolExecutor() as pool:
        sealing = pool.submit(identities.keep, tables, home) if "identities" in intake.present else None
        snapshot = Snapshots(home).store(tables, intake.present)
        rows = {name: table.height for name, table in tables.items()}
        at_hand = {name: tables[name] for name in OPEN_TABLES}
        made = Import(
            kept.name, snapshot, intake.present, rows, faults, intake.notices, intake.not_scored_by_commune, at_hand
        )  # fmt: skip
        try:
            yield made
        finally:
            if sealing:
                sealing.result()
            _remember(made, kept)


def _fingerprint(files: dict[str, Path], today: date, max_rejects: float) -> str:
    def summed(item: tuple[str, Path]) -> str:
        return f"{item[1].name}:{file_sum(item[1])}"

    with ThreadPoolExecutor() as pool:
        sums = list(pool.map(summed, sorted(files.items())))
    told = json.dumps([CONTRACT_VERSION, RULES_VERSION, today.isoformat(), max_rejects, sums])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def last_import(home: Path, snapshot_id: str) -> Import | None:
    """Return what the last import left that led to a snapshot, None where none is remembered."""
    imports = home / "imports"
    found = sorted(imports.glob("*/import.json"), key=lambda file: file.stat().st_mtime_ns) if imports.is_dir() else []
    for file in reversed(found):
        if json.loads(file.read_text(encoding="utf-8"))["snapshot"] == snapshot_id:
            return _read(file.parent, Snapshots(home).get(snapshot_id))
    return None


def _known(kept: Path, home: Path) -> Import | None:
    if not (kept / "import.json").exists():
        return None
    told = json.loads((kept / "import.json").read_text(encoding="utf-8"))
    snapshots = Snapshots(home)
    try:
        return _read(kept, snapshots.touch(told["snapshot"]))
    except SommaiError:
        return None


def _read(kept: Path, snapshot: Snapshot) -> Import:
    told = json.loads((kept / "import.json").read_text(encoding="utf-8"))
    return Import(
        kept.name,
        snapshot,
        frozenset(told["present"]),
        told["rows"],
        pl.read_parquet(kept / "faults.parquet"),
        tuple(Notice(**notice) for notice in told["notices"]),
        pl.read_parquet(kept / "not_scored.parquet"),
    )


def _remember(made: Import, kept: Path) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    clear_all_leftovers(kept.parent)
    with whole_folder(kept, once=True) as folder:
        made.faults.write_parquet(folder / "faults.parquet")
        made.not_scored_by_commune.write_parquet(folder / "not_scored.parquet")
        told = {
            "snapshot": made.snapshot.id,
            "present": sorted(made.present),
            "rows": {name: made.rows[name] for name in TABLES},
            "notices": [asdict(notice) for notice in made.notices],
        }
        (folder / "import.json").write_text(json.dumps(told, indent=1, sort_keys=True) + "\n", encoding="utf-8")
