"""One import: read, check, store; or the record of it, where these very files have been imported before."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from data import identities
from data.contract import CONTRACT_VERSION, TABLES
from data.erasure import faults_without_erased, without_erased
from data.snapshots import Snapshot, Snapshots
from data.vocabulary.errors import SommaiError
from data.whole_folder import clear_all_leftovers, whole_folder

from .folder import MAX_REJECTS, read_folder
from .mending import Notice
from .problems import NoFolder
from .sources import find

RULES_VERSION = 2
"""Raise it when the same files would be read differently."""


@dataclass(frozen=True)
class Import:
    """What an import left: the snapshot, and what was set aside or mended on the way."""

    snapshot: Snapshot
    present: frozenset[str]
    rows: dict[str, int]
    faults: pl.DataFrame
    notices: tuple[Notice, ...]
    not_scored_by_commune: pl.DataFrame


def import_folder(folder: Path, home: Path, *, today: date, max_rejects: float = MAX_REJECTS) -> Import:
    """Import a folder of tables into the home and return what came of it.

    The same files on the same day are not read again. Raises ``InputRefused``; then nothing has been changed.
    """
    if not folder.is_dir():
        raise NoFolder(folder=folder.name)
    kept = home / "imports" / _fingerprint(find(folder), today, max_rejects)
    known = _known(kept, home)
    if known is not None:
        return known
    intake = read_folder(folder, today=today, max_rejects=max_rejects)
    intake = replace(
        intake, tables=without_erased(intake.tables, home), faults=faults_without_erased(intake.faults, home)
    )
    with ThreadPoolExecutor() as pool:
        sealing = pool.submit(identities.keep, intake.tables, home) if "identities" in intake.present else None
        snapshot = Snapshots(home).store(intake.tables, intake.present)
        if sealing:
            sealing.result()
    rows = {name: table.height for name, table in intake.tables.items()}
    made = Import(snapshot, intake.present, rows, intake.faults, intake.notices, intake.not_scored_by_commune)
    _remember(made, kept)
    return made


def _fingerprint(files: dict[str, Path], today: date, max_rejects: float) -> str:
    def summed(item: tuple[str, Path]) -> str:
        with item[1].open("rb") as source:
            return f"{item[1].name}:{hashlib.file_digest(source, 'sha256').hexdigest()}"

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
