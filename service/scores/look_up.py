"""A table of numbers turned into rows on disk: one household's row is a few microseconds away, and costs no memory."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from service.problems import DamagedRun

BLOCK = 50_000
"""Rows converted at once, so that a province's table is never in memory twice."""

SMALL = 1 << 20
"""Files up to this size are read rather than mapped."""


@dataclass(frozen=True)
class Rows:
    """The numbers of a table, row by row: ``values`` (n, p) float64, NaN where null, and the p ``names``."""

    names: tuple[str, ...]
    values: np.ndarray


def rows_of(table: Path, cache: Path) -> Rows:
    """Return the number columns of a Parquet file as rows mapped from a file in ``cache``; made where it isn't there.

    Where nothing can be written the rows are held in memory instead. Raises ``DamagedRun``.
    """
    try:
        schema = pl.read_parquet_schema(table)
        names = tuple(name for name, dtype in schema.items() if dtype.is_numeric())
        stamp = table.stat()
        file = cache / f"{table.stem}-{stamp.st_size}-{stamp.st_mtime_ns}.npy"
        if not file.exists():
            frame = pl.read_parquet(table, columns=list(names), memory_map=False)
            try:
                _write(frame, file)
            except OSError:
                return Rows(names, _array(frame))
        large = file.stat().st_size > SMALL
        return Rows(names, np.load(file, mmap_mode="r" if large else None, allow_pickle=False))
    except (OSError, ValueError, pl.exceptions.PolarsError) as why:
        raise DamagedRun(file=table.name) from why


def _array(frame: pl.DataFrame) -> np.ndarray:
    return np.ascontiguousarray(frame.cast(pl.Float64).to_numpy(), dtype=np.float64)


def _write(frame: pl.DataFrame, file: Path) -> None:
    """Write the rows beside their place and move them there whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    made = file.with_suffix(f".{os.getpid()}.making")
    try:
        with made.open("wb") as target:
            head = {"descr": "<f8", "fortran_order": False, "shape": frame.shape}
            np.lib.format.write_array_header_1_0(target, head)
            for start in range(0, frame.height, BLOCK):
                _array(frame.slice(start, BLOCK)).tofile(target)
        made.replace(file)
    finally:
        made.unlink(missing_ok=True)
