"""Tables as CSV and XLSX: text stays text, whatever it looks like."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import polars as pl
import xlsxwriter

from data.vocabulary.language import Language
from service.outputs import workbook
from service.outputs.safe_text import harmless_frame

from .answers import Answer
from .aside import Aside
from .asking import CSV, XLSX


def _attached(name: str) -> tuple[bytes, bytes]:
    return (b"content-disposition", f'attachment; filename="{name}"'.encode())


def csv_answer(
    frame: pl.DataFrame, columns: Sequence[str], name: str, headers: tuple[tuple[bytes, bytes], ...] = ()
) -> Answer:
    """Return the named columns as UTF-8 CSV with English headers, as the output files have them."""
    body = harmless_frame(frame.select(columns)).write_csv(line_terminator="\n")
    return Answer(body.encode(), f"{CSV}; charset=utf-8".encode(), (_attached(f"{name}.csv"), *headers))


def xlsx_answer(
    aside: Aside,
    frame: pl.DataFrame,
    headings: Sequence[tuple[str, workbook.Heading]],
    name: str,
    title: str,
    as_of: dt.date,
    language: Language,
    headers: tuple[tuple[bytes, bytes], ...] = (),
) -> Answer:
    """Return a workbook of one sheet, headings in the language, written aside; the same frame gives the same bytes."""
    packed = io.BytesIO()
    frame.write_ipc(packed)
    body = aside.run(workbook_bytes, packed.getvalue(), headings, title, as_of, language)
    return Answer(body, XLSX.encode(), (_attached(f"{name}.xlsx"), *headers))


def workbook_bytes(
    packed: bytes, headings: Sequence[tuple[str, workbook.Heading]], title: str, as_of: dt.date, language: Language
) -> bytes:
    """Return the workbook of a frame, which comes as Arrow's bytes."""
    frame = pl.read_ipc(packed)
    target = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": title, "created": dt.datetime.combine(as_of, dt.time()), "comments": ""})
    forms = workbook.formats(book)
    sheet = book.add_worksheet(title[:31])
    sheet.freeze_panes(1, 0)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    workbook.head(sheet, 0, [heading for _, heading in headings], forms, language)
    for j, (column, heading) in enumerate(headings):
        form = forms["day" if frame.schema[column] == pl.Date else "wrap" if heading.width > 16 else "cell"]
        for i, value in enumerate(frame[column].to_list(), start=1):
            workbook.put(sheet, i, j, workbook.shown(column, value, language), form)
    sheet.autofilter(0, 0, max(frame.height, 1), len(headings) - 1)
    book.close()
    return target.getvalue()
