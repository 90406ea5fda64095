"""People who asked to be taken out: remembered by hashed id alone, and left out of every later import."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path

import polars as pl

from .identity_keys import keyring, written_privately

FILE = Path("keys") / "erased.json"
ID_COLUMNS = ("household_id", "child_id", "guardian_id", "subject_id")
GONE = "(erased)"


def remember_erased(home: Path, ids: Collection[str]) -> None:
    """Add ids to those that later imports leave out."""
    ring = keyring(home)
    known = _known(home) | {ring.place(subject_id).hex() for subject_id in ids}
    (home / FILE).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    written_privately((home / FILE).parent, json.dumps(sorted(known)).encode()).replace(home / FILE)


def without_erased(tables: Mapping[str, pl.DataFrame], home: Path) -> dict[str, pl.DataFrame]:
    """Return the tables without rows of people who were erased here."""
    known = _known(home)
    if not known:
        return dict(tables)
    ring = keyring(home)
    kept = {}
    for name, table in tables.items():
        frame = table
        for column in ID_COLUMNS:
            if column in frame.columns:
                ids = frame[column].unique().drop_nulls().to_list()
                gone = [i for i in ids if ring.place(i).hex() in known]
                if gone:
                    frame = frame.filter(~pl.col(column).is_in(gone).fill_null(False))
        kept[name] = frame
    return kept


def faults_without_erased(faults: pl.DataFrame, home: Path) -> pl.DataFrame:
    """Return quarantined cells with the ids of people who were erased here replaced."""
    known = _known(home)
    if not known or "value" not in faults.columns:
        return faults
    ring = keyring(home)
    gone = [v for v in faults["value"].unique().drop_nulls().to_list() if ring.place(v).hex() in known]
    return faults.with_columns(
        pl.when(pl.col("value").is_in(gone)).then(pl.lit(GONE)).otherwise(pl.col("value")).alias("value")
    )


def _known(home: Path) -> set[str]:
    file = home / FILE
    return set(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else set()
