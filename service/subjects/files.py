"""What files of a home hold of some ids, and taking it out of them.

Tables (Parquet, CSV) lose the rows, JSON the records in its lists; the manifest beside a file learns its new checksum.
Copies made for reading (workbooks, pages) that name an id are removed, and so is everything under ``cache``, which is
made again when needed.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import polars as pl

from data.identity_keys import written_privately

APART = ("vault", "keys")
"""Folders that have ways of their own: nothing in them is readable, or names an id."""
DATABASE = "sommai.db"
COPIES = (".xlsx", ".html", ".pdf", ".zip")


def files_of(home: Path) -> Iterator[Path]:
    """Yield every file of a home but the vault, its keys and the database."""
    for path in sorted(home.rglob("*")):
        inside = path.relative_to(home).parts
        if path.is_file() and inside[0] not in APART and not path.name.startswith(DATABASE):
            yield path


def rows_in(home: Path, ids: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """Return, by file, the rows of its tables, or the records of its lists, that name one of the ids."""
    found = {}
    for path in files_of(home):
        if "cache" in path.relative_to(home).parts[:1]:
            continue
        frame = _table(path)
        rows = _records(_json(path), ids) if frame is None else frame.filter(_names(frame, ids)).to_dicts()
        if rows:
            found[str(path.relative_to(home))] = rows
    return found


def take_out(home: Path, ids: Collection[str]) -> int:
    """Take rows that name one of the ids out of every table, and remove copies and caches; return how many files."""
    shutil.rmtree(home / "cache", ignore_errors=True)
    changed = 0
    for path in list(files_of(home)):
        frame = _table(path)
        if frame is not None:
            kept = frame.filter(~_names(frame, ids))
            if kept.height < frame.height:
                _rewrite(path, _as_bytes(path, kept), frame.height - kept.height)
                changed += 1
        elif _records(told := _json(path), ids):
            text = json.dumps(_without(told, ids), ensure_ascii=False, indent=1) + "\n"
            _rewrite(path, text.encode())
            changed += 1
        elif path.suffix in COPIES and holds(path, ids):
            path.unlink()
            changed += 1
    return changed


def still_holding(home: Path, ids: Collection[str]) -> list[str]:
    """Return the files of a home, database and all, in which one of the ids can be read."""
    return [str(path.relative_to(home)) for path in sorted(home.rglob("*")) if path.is_file() and holds(path, ids)]


def holds(path: Path, ids: Collection[str]) -> bool:
    """Say whether an id can be read in a file, inside compressed tables and workbooks too."""
    frame = _table(path)
    if frame is not None:
        return bool(frame.select(_names(frame, ids).any()).item()) if frame.height else False
    wanted = [subject_id.encode() for subject_id in ids]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            return any(_named(packed.read(name), wanted) for name in packed.namelist())
    return _named(path.read_bytes(), wanted)


def _named(content: bytes, wanted: list[bytes]) -> bool:
    """Say whether a word of the content is one of the ids: not a part of a longer one."""
    for word in wanted:
        start = content.find(word)
        while start >= 0:
            before, after = content[start - 1 : start], content[start + len(word) : start + len(word) + 1]
            if not (before.isalnum() or after.isalnum()):
                return True
            start = content.find(word, start + 1)
    return False


def _table(path: Path) -> pl.DataFrame | None:
    if path.suffix == ".parquet":
        return pl.read_parquet(path)
    if path.suffix == ".csv":
        lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig", errors="replace"))))
        if not lines:
            return None
        head, *cells = lines
        names = head if len(set(head)) == len(head) else [f"{name}_{i}" for i, name in enumerate(head)]
        rows = [(*row[: len(names)], *[""] * (len(names) - len(row))) for row in cells]
        return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    return None


def _names(frame: pl.DataFrame, ids: Collection[str]) -> pl.Expr:
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    if not texts:
        return pl.lit(False)
    return pl.any_horizontal(pl.col(name).is_in(list(ids)).fill_null(False) for name in texts)


def _json(path: Path) -> Any:
    """Return what a JSON file holds; None where it is another file, or can't be read."""
    if path.suffix != ".json":
        return None
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return None


def _is_about(value: Any, ids: Collection[str]) -> bool:
    """Say whether an item of a list is one of the ids, or a record that names one."""
    texts = value.values() if isinstance(value, dict) else (value,)
    return any(isinstance(text, str) and text in ids for text in texts)


def _records(value: Any, ids: Collection[str]) -> list[Any]:
    """Return the items of every list in a JSON value that are about one of the ids."""
    if isinstance(value, dict):
        return [found for inner in value.values() for found in _records(inner, ids)]
    if isinstance(value, list):
        return [found for item in value for found in ([item] if _is_about(item, ids) else _records(item, ids))]
    return []


def _without(value: Any, ids: Collection[str]) -> Any:
    """Return a JSON value without the items of ``_records``."""
    if isinstance(value, dict):
        return {name: _without(inner, ids) for name, inner in value.items()}
    if isinstance(value, list):
        return [_without(item, ids) for item in value if not _is_about(item, ids)]
    return value


def _as_bytes(path: Path, kept: pl.DataFrame) -> bytes:
    made = io.BytesIO()
    if path.suffix == ".parquet":
        kept.write_parquet(made, compression="lz4", statistics=False)
    else:
        kept.write_csv(made, line_terminator="\n")
    return made.getvalue()


def _rewrite(path: Path, content: bytes, gone: int = 0) -> None:
    """Replace a file in one step, and its checksum and number of rows in the manifest beside it."""
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    mode = path.stat().st_mode & 0o777
    written = written_privately(path.parent, content)
    written.chmod(mode)
    written.replace(path)
    after = hashlib.sha256(path.read_bytes()).hexdigest()
    for manifest in path.parent.glob("*.json"):
        text = manifest.read_text(encoding="utf-8")
        if before not in text:
            continue
        told = json.loads(text.replace(before, after))
        if isinstance(told.get("rows"), dict) and path.stem in told["rows"]:
            told["rows"][path.stem] -= gone
        new = written_privately(manifest.parent, (json.dumps(told, indent=1, sort_keys=True) + "\n").encode())
        new.chmod(manifest.stat().st_mode & 0o777)
        new.replace(manifest)
