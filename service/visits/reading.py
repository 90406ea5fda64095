"""A filled workbook as rows of text, whatever program saved it, with the stamp that says which one it is."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.intake.problems import MissingColumns
from data.intake.sources import normal
from data.vocabulary.errors import InputRefused
from data.vocabulary.language import LANGUAGES, Text
from service.outputs.visit_workbook import COLUMNS, STAMP, TO_FILL, WHAT

LARGEST_BYTES = 20 << 20
MOST_ROWS = 50_000
HEADER_WITHIN = 15
ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods")
NEEDED = ("household_id", "visited_on", "outcome")
READ = ("household_id", "attempt", *TO_FILL)
PLAIN_INTEGERS = 1e15


class NotAVisitWorkbook(InputRefused):
    """The file doesn't say which list it belongs to."""

    code = "not-a-visit-workbook"
    text = Text(
        "Tệp {file} không phải là phiếu thăm hỏi do Sớm Mai phát, hoặc dòng «Danh sách …, bản …» đã mất.",
        "{file} isn't a workbook of visits that Sớm Mai handed out, or its line “List …, version …” is gone.",
    )
    next_step = Text(
        "Hãy chép các hàng đã điền vào một phiếu mới (`sommai lists workbook`) rồi nhập lại; chưa có gì thay đổi.",
        "Copy the filled rows into a new one (`sommai lists workbook`) and import that; nothing has changed.",
    )


class UnreadableWorkbook(InputRefused):
    """The file isn't there, or isn't a workbook that opens."""

    code = "unreadable-workbook"
    text = Text("Không mở được phiếu {file}.", "The workbook {file} can't be opened.")
    next_step = Text(
        "Hãy mở tệp trong bảng tính, lưu lại dạng XLSX rồi nhập lại; chưa có gì thay đổi.",
        "Open it in a spreadsheet, save it as XLSX and import that; nothing has changed.",
    )


class WorkbookTooLarge(InputRefused):
    """The file is far larger than any workbook that was handed out."""

    code = "workbook-too-large"
    text = Text("Tệp {file} quá lớn (giới hạn {limit}).", "{file} is too large (the limit is {limit}).")
    next_step = Text("Hãy kiểm tra lại tệp.", "Check the file.")


@dataclass(frozen=True)
class Stamp:
    """Which workbook a file is: the list, its version, and the hand-out."""

    list_id: str
    version: int
    handout: int


@dataclass(frozen=True)
class FilledRow:
    """One row: the number that a spreadsheet shows, and the text of the cells in ``READ`` (None where empty)."""

    row: int
    cells: dict[str, str | None]

    @property
    def blank(self) -> bool:
        """Whether nothing was filled in."""
        return not any(self.cells.get(name) for name in TO_FILL)


@dataclass(frozen=True)
class FilledWorkbook:
    """What an officer sent back."""

    file: str
    stamp: Stamp
    rows: tuple[FilledRow, ...]


def read_workbook(path: Path) -> FilledWorkbook:
    """Return a filled workbook.

    Raises ``UnreadableWorkbook``, ``WorkbookTooLarge``, ``NotAVisitWorkbook`` or ``MissingColumns``.
    """
    from python_calamine import CalamineError, load_workbook

    if not path.is_file() or path.suffix.lower() not in ENDINGS:
        raise UnreadableWorkbook(file=path.name)
    if path.stat().st_size > LARGEST_BYTES:
        raise WorkbookTooLarge(file=path.name, limit=f"{LARGEST_BYTES >> 20} MB")
    try:
        book = load_workbook(str(path))
        sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
    except (CalamineError, OSError, ValueError) as why:
        raise UnreadableWorkbook(file=path.name) from why
    found = _stamp(sheets) or _stamp([[[_subject(path)]]])
    if found is None:
        raise NotAVisitWorkbook(file=path.name)
    grid, at, places = _table(sheets, path.name)
    if len(grid) - at > MOST_ROWS:
        raise WorkbookTooLarge(file=path.name, limit=f"{MOST_ROWS}")
    rows = []
    for i, row in enumerate(grid[at + 1 :], start=at + 2):
        cells = {name: cell_text(row[j]) if j < len(row) else None for name, j in places.items()}
        if any(cells.values()):
            rows.append(FilledRow(i, cells))
    return FilledWorkbook(path.name, found, tuple(rows))


def _stamp(sheets: list[list[list[Any]]]) -> Stamp | None:
    """Return the stamp: from the hidden sheet, else from the line that people read."""
    patterns = [STAMP, *_visible_patterns()]
    for pattern in patterns:
        for grid in sheets:
            for row in grid[:HEADER_WITHIN]:
                for cell in row:
                    match = pattern.search(cell) if isinstance(cell, str) else None
                    if match:
                        return Stamp(match["list_id"], int(match["version"]), int(match["handout"]))
    return None


def _visible_patterns() -> list[re.Pattern[str]]:
    """Return how the line above the table reads in each language, with places for what it names."""
    made = []
    for language in LANGUAGES:
        line = re.escape(WHAT.in_(language).split(". ")[0])
        for name, shape in (("list_id", r"[0-9A-Za-z._-]+"), ("version", r"\d+"), ("handout", r"\d+")):
            line = line.replace(re.escape("{" + name + "}"), f"(?P<{name}>{shape})")
        made.append(re.compile(line))
    return made


def _subject(path: Path) -> str:
    """Return the workbook's subject, where it has one: some programs drop hidden sheets."""
    try:
        with zipfile.ZipFile(path) as parts:
            return parts.read("docProps/core.xml").decode("utf-8", "replace")
    except (OSError, KeyError, zipfile.BadZipFile):
        return ""


def _table(sheets: list[list[list[Any]]], file: str) -> tuple[list[list[Any]], int, dict[str, int]]:
    """Return the sheet with the table, the row of its header, and the place of each column that is read."""
    names = {normal(text): name for name in READ for text in (name, COLUMNS[name].text.vi, COLUMNS[name].text.en)}
    best: dict[str, int] = {}
    for grid in sheets:
        for at, row in enumerate(grid[:HEADER_WITHIN]):
            places: dict[str, int] = {}
            for j, cell in enumerate(row):
                name = names.get(normal(cell))
                if name and name not in places:
                    places[name] = j
            if all(name in places for name in NEEDED):
                return grid, at, places
            best = max(best, places, key=len)
    missing = [COLUMNS[name].text.both() for name in NEEDED if name not in best]
    raise MissingColumns(file=file, columns=", ".join(missing))


def cell_text(value: Any) -> str | None:
    """Return a cell as the text that the input rules read: days as YYYY-MM-DD, whole numbers without a point."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < PLAIN_INTEGERS else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return unicodedata.normalize("NFC", str(value)).strip() or None
