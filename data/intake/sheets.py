"""The cells of a workbook's first sheet, those that show an error included."""

from __future__ import annotations

import html
import re
import zipfile
from pathlib import Path
from typing import Any

Grid = list[list[Any]]
ERROR_MARK = b't="e"'
CHUNK_BYTES = 1 << 20
ERROR_CELL = re.compile(
    rb'<c\b(?=[^>]*\br="([A-Z]+)(\d+)")(?=[^>]*\bt="e")[^>]*>(?:(?!</c>).)*?<v>([^<]*)</v>', re.DOTALL
)
FIRST_SHEET = re.compile(r'<(?:\w+:)?sheet\b[^>]*\b\w+:id="([^"]+)"')
RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")


def read_first_sheet(path: Path) -> Grid:
    """Return the first sheet's rows from row 1 on: text, numbers, days, flags, and ``""`` for an empty cell.

    The reader of workbooks gives a cell with an error (``#REF!``) as an empty one; such cells are put back as the
    text that a spreadsheet shows, since an empty cell would say that nothing was recorded. Raises ``ValueError``
    where the file isn't a workbook.
    """
    from python_calamine import CalamineError, load_workbook

    try:
        grid = load_workbook(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError as why:
        raise ValueError("not a workbook") from why
    for row, column, text in _error_cells(path):
        while len(grid) <= row:
            grid.append([])
        grid[row] += [""] * (column + 1 - len(grid[row]))
        grid[row][column] = text
    return grid


def _error_cells(path: Path) -> list[tuple[int, int, str]]:
    """Return row and column, both from 0, and text of the first sheet's cells that show an error."""
    if not zipfile.is_zipfile(path):
        return []
    with zipfile.ZipFile(path) as book:
        part = _first_sheet(book)
        if part is None or not _holds(book, part, ERROR_MARK):
            return []
        found = ERROR_CELL.findall(book.read(part))
    return [(int(row) - 1, _place(letters), html.unescape(text.decode())) for letters, row, text in found]


def _first_sheet(book: zipfile.ZipFile) -> str | None:
    """Return the name of the first sheet's part, None where the workbook doesn't say it in the usual place."""
    try:
        sheets = book.read("xl/workbook.xml").decode("utf-8", "replace")
        relations = book.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        return None
    first = FIRST_SHEET.search(sheets)
    for relation in RELATION.findall(relations) if first else ():
        told = dict(re.findall(r'(\w+)="([^"]*)"', relation))
        if first and told.get("Id") == first.group(1):
            target = told.get("Target", "").removeprefix("/")
            part = target if target.startswith("xl/") else f"xl/{target}"
            return part if part in book.namelist() else None
    return None


def _holds(book: zipfile.ZipFile, part: str, mark: bytes) -> bool:
    """Say whether a part holds some bytes, without having all of it in memory."""
    with book.open(part) as source:
        before = b""
        while chunk := source.read(CHUNK_BYTES):
            if mark in before + chunk:
                return True
            before = chunk[-len(mark) :]
    return False


def _place(letters: bytes) -> int:
    """Return a column's place from 0: A is 0, AA is 26."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1
