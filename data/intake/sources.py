"""From a file to rows of text under the contract's column names, whatever the format or language."""

from __future__ import annotations

import csv
import datetime as dt
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

from data.contract import TABLES, Table

from . import problems
from .lines import cut, is_regular
from .sheets import read_first_sheet

ENDINGS = (".csv", ".xlsx", ".parquet")
SEPARATORS = (",", ";", "\t")
HEADER_ROWS = 10
ROW = "__row"


@dataclass
class Raw:
    """A table as text: one String column per contract column that the file has, and ``__row``."""

    table: type[Table]
    file: str
    frame: pl.DataFrame
    header: list[str]
    unknown: list[str] = field(default_factory=list)
    bad_lines: list[tuple[int, str, str]] = field(default_factory=list)
    """(row, rule, text)"""


def find(folder: Path) -> dict[str, Path]:
    """Return the file of each table that the folder holds.

    Raises ``TwoFilesForOneTable`` where a table stands in two formats.
    """
    found: dict[str, Path] = {}
    for name in TABLES:
        files = [p for p in sorted(folder.iterdir()) if p.stem.lower() == name and p.suffix.lower() in ENDINGS]
        if len(files) > 1:
            raise problems.TwoFilesForOneTable(table=name, files=", ".join(p.name for p in files))
        if files:
            found[name] = files[0]
    return found


def read(table: type[Table], path: Path) -> Raw:
    """Return a table's rows as text.

    Raises ``UnreadableFile`` and ``MissingColumns``.
    """
    reader = {".csv": _csv, ".xlsx": _xlsx, ".parquet": _parquet}[path.suffix.lower()]
    try:
        return reader(table, path)
    except OSError as why:
        raise problems.UnreadableFile(file=path.name, **problems.CLOSED) from why
    except (pl.exceptions.PolarsError, ValueError, UnicodeError) as why:
        raise problems.UnreadableFile(file=path.name, **problems.UNREADABLE[path.suffix.lower()]) from why


def normal(header: object) -> str:
    """Return a header as it is compared: NFC, no blanks around, lower case."""
    return " ".join(unicodedata.normalize("NFC", str(header or "")).replace("\ufeff", "").split()).lower()


def _names(table: type[Table]) -> dict[str, str]:
    return {normal(text): name for name, column in table.columns.items() for text in (name, column.vi)}


def _matched(table: type[Table], header: list[str]) -> dict[int, str]:
    """Return the contract's name for each place in the header that has one; the first of two alike."""
    names = _names(table)
    places: dict[int, str] = {}
    for place, text in enumerate(header):
        name = names.get(normal(text))
        if name and name not in places.values():
            places[place] = name
    return places


def _raw(table: type[Table], path: Path, header: list[str], columns: list[pl.Series], rows: np.ndarray) -> Raw:
    places = _matched(table, header)
    missing = [n for n, c in table.columns.items() if (c.required or c.key) and n not in places.values()]
    if missing:
        raise problems.MissingColumns(
            file=path.name, columns=", ".join(f"{n} ({table.columns[n].vi})" for n in missing)
        )
    unknown = [text for place, text in enumerate(header) if place not in places and normal(text)]
    frame = pl.DataFrame([columns[place].alias(name) for place, name in places.items()])
    return Raw(table, path.name, frame.with_columns(pl.Series(ROW, rows, pl.Int64)), header, unknown)


def _csv(table: type[Table], path: Path) -> Raw:
    raw = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    try:
        first = raw.split(b"\n", 1)[0].rstrip(b"\r").decode("utf-8")
    except UnicodeDecodeError as why:
        raise problems.UnreadableFile(file=path.name, **problems.NOT_UTF8) from why
    separator = max(SEPARATORS, key=lambda s: (len(_matched(table, _split(first, s))), first.count(s)))
    header = _split(first, separator)
    frame = _regular(raw, separator, len(header))
    if frame is not None:
        return _raw(table, path, header, frame.get_columns(), np.arange(2, frame.height + 2))
    records = cut(raw, separator.encode(), len(header))
    frame = _records(records.good, separator, len(header))
    if frame.height != len(records.rows):
        raise ValueError(f"{frame.height} records in {len(records.rows)} lines")
    out = _raw(table, path, header, frame.get_columns(), records.rows)
    out.bad_lines = [(b.row, b.rule, b.text) for b in records.bad]
    return out


def _regular(raw: bytes, separator: str, cells: int) -> pl.DataFrame | None:
    """Return the records of a file that has one in each line, without looking for lines that have none.

    None where it isn't such a file, as most aren't that a person has touched.
    """
    if not is_regular(raw, separator.encode(), cells):
        return None
    try:
        frame = _records(raw, separator, cells, skip_lines=1)
    except pl.exceptions.PolarsError:  # a line with more cells, bytes that aren't UTF-8, nothing after the header
        return None
    lines = raw.count(b"\n") + (not raw.endswith(b"\n"))
    return frame if frame.height == lines - 1 else None


def _records(lines: bytes, separator: str, cells: int, skip_lines: int = 0) -> pl.DataFrame:
    schema = pl.Schema({f"c{i}": pl.String() for i in range(cells)})
    if not lines:
        return pl.DataFrame(schema=schema)
    return pl.read_csv(
        lines, has_header=False, separator=separator, schema=schema, quote_char='"', eol_char="\n",
        skip_rows=skip_lines,
    )  # fmt: skip


def _split(line: str, separator: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [])]


def _xlsx(table: type[Table], path: Path) -> Raw:
    grid = read_first_sheet(path)
    required = {n for n, c in table.columns.items() if c.required or c.key}
    heads = [_matched(table, [str(cell) for cell in row]) for row in grid[:HEADER_ROWS]]
    at = next((i for i, places in enumerate(heads) if required <= set(places.values())), 0)
    header = [str(cell) for cell in grid[at]] if grid else []
    body = [(i + 1, row) for i, row in enumerate(grid[at + 1 :], at + 1) if any(cell != "" for cell in row)]
    columns = [
        pl.Series(f"c{j}", [_cell(row[j]) if j < len(row) else None for _, row in body], pl.String)
        for j in range(len(header))
    ]
    return _raw(table, path, header, columns, np.array([i for i, _ in body], np.int64))


def _cell(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value) if value != "" else None


def _parquet(table: type[Table], path: Path) -> Raw:
    frame = pl.read_parquet(path)
    as_text = []
    for series in frame.get_columns():
        if series.dtype.is_float():
            whole = series.cast(pl.Int64, strict=False)
            text = pl.select(
                pl.when(whole.cast(pl.Float64) == series).then(whole.cast(pl.String)).otherwise(series.cast(pl.String))
            ).to_series()
        elif series.dtype == pl.Boolean:
            text = series.replace_strict([True, False], ["true", "false"], return_dtype=pl.String)
        elif isinstance(series.dtype, pl.Datetime):
            text = series.dt.date().cast(pl.String)
        else:
            text = series.cast(pl.String)
        as_text.append(text.alias(series.name))
    return _raw(table, path, list(frame.columns), as_text, np.arange(2, frame.height + 2))
