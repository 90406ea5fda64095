"""Immutable snapshots of what was accepted, addressed by their content.

``HOME/snapshots/<id>/`` holds a Parquet file per open table and ``manifest.json``; it appears whole or not at all, and
is never changed. ``HOME/snapshots/order`` names them in the order of their import, the newest last. What belongs to an
import rather than to its content (faults, file names) stands elsewhere. Names and addresses are never here.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from .contract import CONTRACT_VERSION, TABLES
from .vocabulary.errors import SommaiError
from .vocabulary.frames import Tables, ascends
from .vocabulary.language import Text
from .whole_file import file_sum
from .whole_folder import clear_all_leftovers, flush, whole_folder

OPEN_TABLES = tuple(name for name in TABLES if name != "identities")
PEOPLE_OF = ("households", "children", "guardians")
"""The tables from which every row of a household is found: its own, and its people's."""
ID_LENGTH = 16


class NoSnapshot(SommaiError):
    """There is no snapshot of that id, or none at all."""

    code = "no-snapshot"
    http_status = 404
    text = Text("Không có bản chụp dữ liệu {wanted}.", "There is no snapshot {wanted}.")
    next_step = Text("Hãy chạy `sommai import` trước.", "Run `sommai import` first.")


class DamagedSnapshot(SommaiError):
    """A snapshot's files aren't what its manifest says."""

    code = "damaged-snapshot"
    text = Text("Bản chụp dữ liệu {snapshot} đã bị thay đổi: {file}.", "Snapshot {snapshot} has been changed: {file}.")
    next_step = Text(
        "Hãy xóa thư mục của nó và nhập lại từ bảng gốc.",
        "Delete its folder and import again from the tables.",
    )


class ForeignContract(SommaiError):
    """A snapshot was made under another version of the input contract."""

    code = "foreign-contract"
    text = Text(
        "Bản chụp dữ liệu {snapshot} theo hợp đồng phiên bản {theirs}, chương trình dùng {ours}.",
        "Snapshot {snapshot} is under contract version {theirs}; this program uses {ours}.",
    )
    next_step = Text("Hãy nhập lại từ bảng gốc.", "Import again from the tables.")


@dataclass(frozen=True)
class Snapshot:
    """One snapshot on disk."""

    id: str
    folder: Path
    manifest: dict[str, object]

    @property
    def present(self) -> frozenset[str]:
        """The tables that the import had."""
        return frozenset(self.manifest["present"])  # type: ignore[call-overload]

    def tables(self) -> Tables:
        """Return the open tables in the contract's schema, sorted by key.

        Raises ``DamagedSnapshot`` where a file isn't what the manifest says.
        """
        sums: Mapping[str, str] = self.manifest["files"]  # type: ignore[assignment]
        found = {}
        for name in OPEN_TABLES:
            file = self.folder / f"{name}.parquet"
            if not file.exists() or file_sum(file) != sums[name]:
                raise DamagedSnapshot(snapshot=self.id, file=file.name)
            found[name] = pl.read_parquet(file).cast(TABLES[name].schema())
        return found

    def around(self, household_ids: Collection[str]) -> Tables:
        """Return the open tables with the rows of these households and their people alone, in the contract's schema.

        Quick at any size, since nothing else is read; so the files aren't held against the manifest here. Tables that
        don't hang from a household are empty. Raises ``DamagedSnapshot`` where a file can't be read.
        """
        ids: dict[str, Collection[str]] = {"household_id": household_ids}
        found = {}
        for name in (*PEOPLE_OF, *(n for n in OPEN_TABLES if n not in PEOPLE_OF)):
            by = next((column for column in ids if column in TABLES[name].columns), None)
            found[name] = TABLES[name].empty() if by is None else self._rows_of(name, by, ids[by])
            if name in PEOPLE_OF[1:]:
                [key] = TABLES[name].key()
                ids[key] = found[name][key].to_list()
        return found

    def row(self, name: str, key: Sequence[str]) -> pl.DataFrame:
        """Return the row of a key, as a frame of one row or none, as quickly as ``around`` and as unchecked."""
        names = TABLES[name].key()
        found = self._rows_of(name, names[0], [key[0]])
        return found.filter(pl.col(part).cast(pl.String) == value for part, value in zip(names, key, strict=True))

    def _rows_of(self, name: str, by: str, wanted: Collection[str]) -> pl.DataFrame:
        file = self.folder / f"{name}.parquet"
        try:
            rows = pl.scan_parquet(file).filter(pl.col(by).is_in(list(wanted))).collect()
        except (OSError, pl.exceptions.PolarsError) as why:
            raise DamagedSnapshot(snapshot=self.id, file=file.name) from why
        return rows.cast(TABLES[name].schema())


class Snapshots:
    """The snapshots of one home."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "snapshots"

    def store(self, tables: Mapping[str, pl.DataFrame], present: frozenset[str]) -> Snapshot:
        """Store accepted tables (in the contract's schema, sorted by key) and return their snapshot, now the newest."""
        content = {name: table_sum(tables[name]) for name in OPEN_TABLES}
        told = json.dumps({"contract": CONTRACT_VERSION, "tables": content}, sort_keys=True)
        identity = hashlib.sha256(told.encode()).hexdigest()[:ID_LENGTH]
        target = self.folder / identity
        if not target.exists():
            self._write(target, identity, tables, present, content)
        return self._make_newest(identity)

    def touch(self, identity: str) -> Snapshot:
        """Make a snapshot that is there already the newest, as importing its content again does."""
        self.get(identity)
        return self._make_newest(identity)

    def _make_newest(self, identity: str) -> Snapshot:
        with self._locked():
            order = [known for known in self._order() if known != identity]
            _replace(self.folder / "order", "\n".join([*order, identity]) + "\n")
        return self._read(identity)

    def _write(
        self,
        target: Path,
        identity: str,
        tables: Mapping[str, pl.DataFrame],
        present: frozenset[str],
        content: dict[str, str],
    ) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        clear_all_leftovers(self.folder)
        with whole_folder(target, once=True) as made:
            for name in OPEN_TABLES:
                tables[name].write_parquet(made / f"{name}.parquet", compression="lz4", statistics=False)
            manifest = {
                "id": identity,
                "contract": CONTRACT_VERSION,
                "present": sorted(present),
                "rows": {name: tables[name].height for name in OPEN_TABLES},
                "content": content,
                "files": {name: file_sum(made / f"{name}.parquet") for name in OPEN_TABLES},
            }
            (made / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")

    def newest(self) -> Snapshot:
        """Return the snapshot that was imported last."""
        order = self._order()
        if not order:
            raise NoSnapshot(wanted="")
        return self._read(order[-1])

    def get(self, identity: str) -> Snapshot:
        """Return a snapshot by its id, or by the beginning of one."""
        found = [known for known in self._order() if known.startswith(identity)]
        if not identity or len(found) != 1:
            raise NoSnapshot(wanted=identity)
        return self._read(found[0])

    def all(self) -> list[Snapshot]:
        """Return every snapshot in the order of import."""
        return [self._read(identity) for identity in self._order()]

    def versions(self, table: str, key: tuple[str, ...]) -> pl.DataFrame:
        """Return the row of one key in each snapshot that has it, oldest first, with the snapshot's id before it."""
        shown = []
        for snapshot in self.all():
            rows = snapshot.tables()[table]
            at = pl.all_horizontal(
                pl.col(name).cast(pl.String) == value for name, value in zip(TABLES[table].key(), key, strict=True)
            )
            shown.append(rows.filter(at).select(pl.lit(snapshot.id).alias("snapshot"), pl.all()))
        return pl.concat(shown) if shown else TABLES[table].empty()

    def _order(self) -> list[str]:
        file = self.folder / "order"
        return file.read_text(encoding="utf-8").split() if file.exists() else []

    def _read(self, identity: str) -> Snapshot:
        folder = self.folder / identity
        try:
            manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as why:
            raise DamagedSnapshot(snapshot=identity, file="manifest.json") from why
        if manifest["contract"] != CONTRACT_VERSION:
            raise ForeignContract(snapshot=identity, theirs=manifest["contract"], ours=CONTRACT_VERSION)
        return Snapshot(identity, folder, manifest)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def table_sum(table: pl.DataFrame) -> str:
    """Return a hash of a table's content, whatever the order of its rows; it holds over versions of the libraries."""
    digest = hashlib.sha256()
    names = list(table.columns)
    ordered = table if ascends(table) else table.sort(names, nulls_last=False)
    for name in names:
        column = ordered[name]
        digest.update(f"{name}:{len(column)}:".encode())
        digest.update(column.is_null().to_numpy().tobytes())
        for part in _parts(column):
            digest.update(part)
    return digest.hexdigest()


def _parts(column: pl.Series) -> Iterator[Any]:
    """Yield a column's values in one fixed form: text with its lengths, days, numbers and flags as little-endian."""
    if column.dtype == pl.Date:
        yield np.ascontiguousarray(column.cast(pl.Int32).fill_null(0).to_numpy(), dtype="<i4")
    elif column.dtype == pl.Boolean:
        yield np.ascontiguousarray(column.fill_null(False).to_numpy())
    elif column.dtype.is_integer():
        yield np.ascontiguousarray(column.fill_null(0).to_numpy(), dtype="<i8")
    elif column.dtype.is_float():
        yield np.ascontiguousarray((column.fill_null(0.0) + 0.0).to_numpy(), dtype="<f8")
    else:
        text = column.cast(pl.String).fill_null("")
        yield np.ascontiguousarray(text.str.len_bytes().to_numpy(), dtype="<u4")
        yield text.str.join("").cast(pl.Binary).item()


def _replace(file: Path, text: str) -> None:
    """Put a new text in a file's place in one step; only whoever holds the lock does so."""
    made = file.with_name(f".{file.name}.new")
    made.write_text(text, encoding="utf-8")
    flush(made)
    made.replace(file)
