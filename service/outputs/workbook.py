"""priority_list.xlsx: the list to work with, a sheet to take along, the urgent signs, and notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from data.contract import TABLES
from data.vocabulary.language import Language, Text

from . import names, notation

INK, LINE, HEAD, SOFT, ALARM = "#1F2A33", "#C9D3DA", "#0F5C63", "#F2F6F7", "#B3261E"


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A column of a sheet: its heading, width in characters, and whether it is folded away."""

    text: Text
    width: float
    folded: bool = False


LIST_HEADINGS = {
    "position": Heading(text=Text("STT", "No."), width=6),
    "household_id": Heading(text=Text("Mã hộ", "Household"), width=16),
    "commune_code": Heading(text=Text("Mã xã", "Commune code"), width=10),
    "hamlet": Heading(text=Text("Thôn, bản", "Hamlet"), width=18),
    "team_id": Heading(text=Text("Mã tổ", "Team"), width=11),
    "risk": Heading(text=Text("Nguy cơ", "Risk"), width=10, folded=True),
    "band": Heading(text=Text("Mức", "Band"), width=11),
    "children": Heading(text=Text("Số trẻ", "Children"), width=9),
    "chosen_for": Heading(text=Text("Chọn vì", "Chosen for"), width=12),
    "propensity": Heading(text=Text("Xác suất chọn", "Propensity"), width=10, folded=True),
    "cost_min": Heading(text=Text("Số phút", "Minutes"), width=9),
    "reason_1": Heading(text=Text("Lý do 1", "Reason 1"), width=30),
    "reason_2": Heading(text=Text("Lý do 2", "Reason 2"), width=30),
    "reason_3": Heading(text=Text("Lý do 3", "Reason 3"), width=30),
    "reason_4": Heading(text=Text("Lý do 4", "Reason 4"), width=30),
    "reason_5": Heading(text=Text("Lý do 5", "Reason 5"), width=30),
    "actions": Heading(text=Text("Có thể đề nghị hỗ trợ", "Support that may be offered"), width=36),
}
TAKE_ALONG = (
    Heading(text=Text("STT", "No."), width=5),
    Heading(text=Text("Mã hộ", "Household"), width=15),
    Heading(text=Text("Xã, thôn", "Commune, hamlet"), width=19),
    Heading(text=Text("Số trẻ", "Children"), width=7),
    Heading(text=Text("Vì sao nên thăm", "Why to visit"), width=46),
    Heading(text=Text("Có thể đề nghị hỗ trợ", "Support that may be offered"), width=28),
    Heading(text=Text("Ngày thăm", "Visited on"), width=11),
    Heading(text=Text("Kết quả", "Outcome"), width=11),
    Heading(text=Text("Ghi chú", "Notes"), width=18),
)
URGENT = (
    Heading(text=Text("Ngày ghi nhận", "Recorded on"), width=14),
    Heading(text=Text("Mã hộ", "Household"), width=16),
    Heading(text=Text("Xã", "Commune"), width=26),
    Heading(text=Text("Dấu hiệu", "Sign"), width=44),
)
SHEETS = {
    "list": Text("Danh sách", "List"),
    "along": Text("Phiếu mang theo", "To take along"),
    "urgent": Text("Dấu hiệu khẩn cấp", "Urgent signs"),
    "notes": Text("Ghi chú", "Notes"),
}
TITLE = Text("Danh sách hộ nên thăm trước", "Households to visit first")
URGENT_LINE = Text(
    "Cần người đến ngay, không xếp theo nguy cơ. Tổng đài bảo vệ trẻ em: 111 (miễn phí, 24/7).",
    "These ask for a person today, whatever the risk. Child protection hotline: 111 (free, day and night).",
)
NO_URGENT = Text(
    "Không có dấu hiệu khẩn cấp nào được ghi nhận trong 90 ngày qua.", "No urgent sign in the last 90 days."
)
PAGE = Text("Trang &P/&N", "Page &P of &N")
VOLUNTARY = Text(
    "Thăm hỏi là đề nghị hỗ trợ, gia đình có quyền từ chối. Không để danh sách ở nơi người khác đọc được.",
    "A visit is an offer; a family may decline. Don't leave this list where others can read it.",
)


@dataclass(frozen=True, kw_only=True)
class Workbook:
    """What goes into the workbook; ``rows`` as in priority_list.csv, ``signs`` the words of each urgent sign."""

    rows: pl.DataFrame
    urgent: pl.DataFrame
    communes: Mapping[str, str]
    signs: Mapping[str, Text]
    notes: Sequence[Text]
    as_of: dt.date
    valid_until: dt.date
    language: Language


def write_workbook(content: Workbook, file: Path) -> None:
    """Write the workbook; the same content gives the same bytes, since its dates are those of the run."""
    book = xlsxwriter.Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(
        {
            "title": TITLE.in_(content.language),
            "created": dt.datetime.combine(content.as_of, dt.time()),
            "comments": "",
        }
    )
    forms = formats(book)
    list_sheet(book, forms, content)
    along_sheet(book, forms, content)
    urgent_sheet(book, forms, content)
    notes_sheet(book, forms, content)
    book.close()


def formats(book: xlsxwriter.Workbook) -> dict[str, Any]:
    """Return the cell formats of all sheets."""
    cell = {
        "font_name": "Arial",
        "font_size": 10,
        "font_color": INK,
        "valign": "top",
        "bottom": 1,
        "bottom_color": LINE,
    }
    plain = {"font_name": "Arial", "font_color": INK, "valign": "top", "text_wrap": True}
    return {
        "cell": book.add_format(cell),
        "wrap": book.add_format(cell | {"text_wrap": True}),
        "whole": book.add_format(cell | {"num_format": "#,##0"}),
        "risk": book.add_format(cell | {"num_format": "0.0000"}),
        "day": book.add_format(cell | {"num_format": notation.SPREADSHEET_DAY, "align": "left"}),
        "head": book.add_format(
            cell | {"bold": True, "font_color": "#FFFFFF", "bg_color": HEAD, "text_wrap": True, "valign": "vcenter"}
        ),
        "title": book.add_format(plain | {"bold": True, "font_size": 14, "text_wrap": False}),
        "line": book.add_format(plain | {"font_size": 10, "text_wrap": False}),
        "alarm": book.add_format(plain | {"bold": True, "font_size": 11, "font_color": ALARM, "text_wrap": False}),
        "note": book.add_format(plain | {"font_size": 11}),
    }


def set_up(sheet: Any, content: Workbook, header_row: int, landscape: bool = True) -> None:
    """Set the sheet up for A4: margins, one page wide, the header on each page, page numbers."""
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header_row)
    sheet.freeze_panes(header_row + 1, 0)
    until = notation.day(content.valid_until)
    left = Text(f"Có giá trị đến {until}", f"Valid until {until}").in_(content.language)
    sheet.set_footer(f"&L&8{left}&R&8{PAGE.in_(content.language)}")
    sheet.hide_gridlines(2)


def head(sheet: Any, row: int, headings: Sequence[Heading], forms: dict[str, Any], language: Language) -> None:
    """Write the headings and set the widths; a folded column isn't printed until somebody opens it."""
    for j, heading in enumerate(headings):
        folded = {"level": 1, "hidden": True} if heading.folded else {}
        sheet.set_column(j, j, heading.width, None, folded)
        sheet.write_string(row, j, heading.text.in_(language), forms["head"])
    sheet.set_row(row, 30)


def shown(name: str, value: Any, language: Language) -> Any:
    """Return the value of one cell as a reader of the language expects it."""
    if name == "band" and value in notation.BANDS:
        return notation.BANDS[value].in_(language)
    if name == "chosen_for" and value in notation.CHOSEN_FOR:
        return notation.CHOSEN_FOR[value].in_(language)
    return value


def list_sheet(book: xlsxwriter.Workbook, forms: dict[str, Any], content: Workbook) -> None:
    """The list, column by column as in priority_list.csv; the risk is folded away, so that paper doesn't show it."""
    sheet = book.add_worksheet(SHEETS["list"].in_(content.language))
    set_up(sheet, content, header_row=0)
    sheet.freeze_panes(1, 2)
    head(sheet, 0, [LIST_HEADINGS[name] for name in names.LIST], forms, content.language)
    kinds = {"risk": "risk", "propensity": "risk", "cost_min": "whole", "position": "whole", "children": "whole"}
    for j, name in enumerate(names.LIST):
        form = forms[kinds.get(name, "wrap" if name in {*names.REASONS, "actions", "hamlet"} else "cell")]
        for i, value in enumerate(content.rows[name], start=1):
            put(sheet, i, j, shown(name, value, content.language), form)
    sheet.autofilter(0, 0, max(content.rows.height, 1), len(names.LIST) - 1)


def put(sheet: Any, row: int, column: int, value: Any, form: Any) -> None:
    """Write one value: text as text, whatever it looks like."""
    if value is None:
        sheet.write_blank(row, column, None, form)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, form)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), form)
    else:
        sheet.write_number(row, column, value, form)


def along_sheet(book: xlsxwriter.Workbook, forms: dict[str, Any], content: Workbook) -> None:
    """What an officer takes along: no risk, reasons as lines, room to write."""
    language = content.language
    sheet = book.add_worksheet(SHEETS["along"].in_(language))
    set_up(sheet, content, header_row=2)
    sheet.write_string(0, 0, f"{TITLE.in_(language)}, {notation.day(content.as_of)}", forms["title"])
    sheet.write_string(1, 0, VOLUNTARY.in_(language), forms["line"])
    head(sheet, 2, TAKE_ALONG, forms, language)
    outcomes = TABLES["visits"].columns["outcome"].choices
    for i, row in enumerate(content.rows.iter_rows(named=True), start=3):
        reasons = [row[name] for name in names.REASONS if row[name]]
        place = content.communes.get(row["commune_code"], row["commune_code"])
        cells = (
            row["position"],
            row["household_id"],
            ", ".join(part for part in (place, row["hamlet"]) if part),
            row["children"],
            "\n".join(f"• {reason}" for reason in reasons),
            "\n".join(f"• {action.strip()}" for action in (row["actions"] or "").split(";") if action.strip()),
        )
        for j, value in enumerate(cells):
            put(sheet, i, j, value, forms["wrap"])
        for j in range(len(cells), len(TAKE_ALONG)):
            sheet.write_blank(i, j, None, forms["day" if j == len(cells) else "wrap"])
    if content.rows.height:
        said = list(outcomes.values() if language == "vi" else outcomes)
        column = len(TAKE_ALONG) - 2
        sheet.data_validation(3, column, 2 + content.rows.height, column, {"validate": "list", "source": said})
    sheet.autofilter(2, 0, 2 + max(content.rows.height, 1), len(TAKE_ALONG) - 1)


def urgent_sheet(book: xlsxwriter.Workbook, forms: dict[str, Any], content: Workbook) -> None:
    """The urgent signs, newest first; a private one isn't written out."""
    language = content.language
    sheet = book.add_worksheet(SHEETS["urgent"].in_(language))
    set_up(sheet, content, header_row=1, landscape=False)
    sheet.write_string(0, 0, URGENT_LINE.in_(language), forms["alarm"])
    head(sheet, 1, URGENT, forms, language)
    for i, row in enumerate(content.urgent.iter_rows(named=True), start=2):
        put(sheet, i, 0, row["recorded_on"], forms["day"])
        put(sheet, i, 1, row["household_id"], forms["cell"])
        put(sheet, i, 2, content.communes.get(row["commune_code"], row["commune_code"]), forms["wrap"])
        put(sheet, i, 3, content.signs[row["sign"]].in_(language), forms["wrap"])
    if content.urgent.is_empty():
        sheet.write_string(2, 0, NO_URGENT.in_(language), forms["line"])
    sheet.autofilter(1, 0, 1 + max(content.urgent.height, 1), len(URGENT) - 1)


def notes_sheet(book: xlsxwriter.Workbook, forms: dict[str, Any], content: Workbook) -> None:
    """How to read the list."""
    sheet = book.add_worksheet(SHEETS["notes"].in_(content.language))
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 95)
    sheet.write_string(0, 0, TITLE.in_(content.language), forms["title"])
    for i, note in enumerate(content.notes, start=2):
        sheet.write_string(i, 0, note.in_(content.language), forms["note"])
