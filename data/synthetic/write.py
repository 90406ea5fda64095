"""Writes a synthetic province as an office would hand it over: whole or not at all."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path
from tempfile import mkdtemp

import polars as pl
import xlsxwriter

from data.contract import TABLES
from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Language, Text

from .province import SyntheticProvince

SHEET_ROWS = 20_000
# A workbook carries the day it was made; without a fixed one its bytes would change with the clock.
_MADE_ON = datetime(2000, 1, 1)  # noqa: DTZ001


class FolderInUse(SommaiError):
    """The folder holds something else than tables of a province."""

    code = "folder-in-use"
    exit_code = 2
    text = Text(
        "Thư mục {folder} có tệp không phải là bảng dữ liệu đầu vào.",
        "The folder {folder} holds files that are not input tables.",
    )
    next_step = Text("Hãy chọn một thư mục mới hoặc trống.", "Choose a new or empty folder.")


def write_province(province: SyntheticProvince, folder: Path, language: Language = "en") -> None:
    """Write all 13 tables into ``folder``, replacing a province that stands there.

    English: UTF-8 CSV, commas, ``YYYY-MM-DD``, decimal points, ``true/false``. Vietnamese: Vietnamese headers and
    choices, semicolons, ``DD/MM/YYYY``, decimal commas, ``có/không``, and households of a small province (up to
    20,000) as a workbook. The same province gives the same bytes. Raises ``FolderInUse``.
    """
    folder = Path(folder).absolute()
    _check_free(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for name, table in province.tables.items():
            if language == "en":
                table.write_csv(beside / f"{name}.csv")
            else:
                _write_vietnamese(name, table, beside)
        beside.chmod(0o755)
        _put_in_place(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def write_truth(province: SyntheticProvince, file: Path) -> None:
    """Write the truth as CSV (or Parquet, by the ending), in one step."""
    file = Path(file).absolute()
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.part")
    if file.suffix == ".parquet":
        province.truth.write_parquet(beside)
    else:
        province.truth.write_csv(beside)
    beside.replace(file)


def vietnamese(name: str, table: pl.DataFrame) -> pl.DataFrame:
    """Return a table with Vietnamese headers, choices and có/không; dates and numbers keep their types."""
    shown = []
    for column in TABLES[name].columns.values():
        if column.type == "choice":
            values = pl.col(column.name).cast(pl.String).replace_strict(column.choices, default=None)
        elif column.type == "boolean":
            values = pl.when(pl.col(column.name)).then(pl.lit("có")).when(~pl.col(column.name)).then(pl.lit("không"))
        else:
            values = pl.col(column.name)
        shown.append(values.alias(column.vi))
    return table.select(shown)


def _write_vietnamese(name: str, table: pl.DataFrame, folder: Path) -> None:
    shown = vietnamese(name, table)
    if name == "households" and table.height <= SHEET_ROWS:
        write_sheet(shown, folder / f"{name}.xlsx")
    else:
        shown.write_csv(folder / f"{name}.csv", separator=";", date_format="%d/%m/%Y", decimal_comma=True)


def write_sheet(table: pl.DataFrame, file: Path) -> None:
    """Write a table as the one sheet of a workbook: header in the first row, real dates and numbers."""
    with xlsxwriter.Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": _MADE_ON})
        sheet = book.add_worksheet()
        as_day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, table.columns)
        for row, cells in enumerate(table.iter_rows(), start=1):
            for place, value in enumerate(cells):
                if isinstance(value, date):
                    sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), as_day)  # noqa: DTZ001
                elif isinstance(value, str):
                    sheet.write_string(row, place, value)
                elif value is not None:
                    sheet.write(row, place, value)


def _check_free(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir() or any(found.stem not in TABLES or found.is_dir() for found in folder.iterdir()):
        raise FolderInUse(folder=folder.name)


def _put_in_place(new: Path, folder: Path) -> None:
    old = None
    if folder.exists():
        old = Path(mkdtemp(prefix=f".{folder.name}.old.", dir=folder.parent))
        folder.replace(old)
    try:
        new.replace(folder)
    except OSError:
        if old:
            old.replace(folder)
        raise
    if old:
        shutil.rmtree(old)
