"""The officers' workbook: whom to visit and why, and cells to fill in that can be read back.

Neither a risk nor a private reason is on it, since paper is seen by others; names and addresses only in one that the
service made for an officer, marked with person and day, and they are never read back. The stamp says which list, which
of its versions and which hand-out it is, so that what comes back is held against what was known when it went out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from data.contract import TABLES
from data.reference.circumstances import read_groups
from data.reference.support import read_support
from data.vocabulary.language import Language, Text

from . import notation
from .workbook import ALARM, HEAD, INK, LINE, PAGE, SOFT, VOLUNTARY, Heading

STAMP = re.compile(r"SOMMAI-VISITS/(?P<list_id>[0-9A-Za-z._-]{1,64})/v(?P<version>\d{1,6})/h(?P<handout>\d{1,9})")
STAMP_SHEET = "sommai"
CHOICES_SHEET = "_"
HEADER_ROW = 4
"""The fifth row of the sheet; what stands above says what the sheet is and how to fill it."""
LAST_NOTE_ROW = 3
FILLED = "#FFF9E8"
FAULTY = "#FFD7C9"
CHARACTERS_A_LINE, POINTS_A_LINE = 52, 14.5
"""Of the column with reasons: spreadsheets don't fit the height of a row by themselves."""

COLUMNS: dict[str, Heading] = {
    "position": Heading(text=Text("STT", "No."), width=5),
    "household_id": Heading(text=Text("Mã hộ", "Household"), width=13),
    "who": Heading(text=Text("Tên, địa chỉ, điện thoại", "Name, address, phone"), width=30),
    "place": Heading(text=Text("Xã, thôn", "Commune, hamlet"), width=16),
    "children": Heading(text=Text("Số trẻ", "Children"), width=7),
    "why": Heading(text=Text("Vì sao nên thăm, có thể đề nghị gì", "Why to visit, what may be offered"), width=45),
    "not_before": Heading(text=Text("Thăm từ ngày", "Visit from"), width=11),
    "attempt": Heading(text=Text("Lượt", "Visit no."), width=6),
    "visited_on": Heading(text=Text("Ngày thăm", "Visited on"), width=11),
    "outcome": Heading(text=Text("Kết quả", "Outcome"), width=11),
    "finding": Heading(text=Text("Phát hiện", "Finding"), width=13),
    "finding_category": Heading(text=Text("Nhóm phát hiện", "Group found"), width=15),
    "services": Heading(text=Text("Dịch vụ", "Services"), width=19),
    "minutes": Heading(text=Text("Số phút", "Minutes"), width=7),
    "help_accepted": Heading(text=Text("Nhận hỗ trợ", "Help accepted"), width=8),
}
TO_FILL = ("visited_on", "outcome", "finding", "finding_category", "services", "minutes", "help_accepted")
"""What the visitor fills in, by the names of the contract."""

TITLE = Text("Phiếu thăm hỏi", "Visits to make")
SHEET = Text("Phiếu thăm", "Visits")
WHAT = Text(
    "Danh sách {list_id}, bản {version}, phiếu số {handout}. {scope}. Dùng đến {until}.",
    "List {list_id}, version {version}, hand-out {handout}. {scope}. In use until {until}.",
)
HOW = Text(
    "Điền các ô màu vàng; chọn trong danh sách ở ô có mũi tên. Hộ chưa thăm thì để trống cả hàng. Thăm thêm lần nữa: "
    "chép hàng xuống dưới và ghi Lượt là 2.",
    "Fill in the yellow cells; choose from the list where there is an arrow. Leave a row empty until the visit. For a "
    "second visit copy the row below and write 2 under Visit no.",
)
EMERGENCY = Text(
    "Thấy trẻ bị hại: gọi 111 (miễn phí, 24/7) hoặc 113 ngay, không chờ nộp phiếu.",
    "A child is being harmed: call 111 (free, day and night) or 113 at once; don't wait for this sheet.",
)
DAY_HELP = Text("Ngày/tháng/năm, ví dụ 05/01/2026", "Day/month/year, such as 05/01/2026")
MINUTES_HELP = Text("Số phút ở nhà, 0 đến 1440", "Minutes at the household, 0 to 1440")
SERVICES_HELP = Text(
    "Chọn hoặc gõ; nhiều dịch vụ thì cách nhau bằng dấu chấm phẩy.", "Choose or type; part several with semicolons."
)
OFFER = Text("Có thể đề nghị: {what}", "May be offered: {what}")


@dataclass(frozen=True, kw_only=True)
class VisitRow:
    """One visit to make, or one that is recorded already.

    ``filled`` has what stands in the cells of ``TO_FILL`` (a value of the contract, or the text that an officer wrote);
    ``faults`` has what is wrong, by column.
    """

    position: int | None
    household_id: str
    who: str = ""
    place: str = ""
    children: int | None = None
    reasons: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    not_before: dt.date | None = None
    attempt: int | str = 1
    filled: Mapping[str, Any] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class VisitWorkbook:
    """A workbook for one team or commune: whose it is (``scope``), until when, and its rows."""

    list_id: str
    version: int
    handout: int
    scope: str
    until: dt.date
    made_on: dt.date
    rows: Sequence[VisitRow]
    language: Language = "vi"
    mark: str = ""
    """For whom and when it was made, where it holds names."""

    def for_person(self, mark: str, who: Mapping[str, str]) -> VisitWorkbook:
        """Return it with names and addresses by household, marked with person and day."""
        named = [replace(row, who=who.get(row.household_id, "")) for row in self.rows]
        return replace(self, rows=named, mark=mark)


def stamp(list_id: str, version: int, handout: int) -> str:
    """Return what marks a workbook, as it stands on its hidden sheet and in its properties."""
    return f"SOMMAI-VISITS/{list_id}/v{version}/h{handout}"


def write_visit_workbook(content: VisitWorkbook, file: Path | BinaryIO) -> None:
    """Write the workbook; the same content gives the same bytes. Text that looks like a formula stays text."""
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(file) if isinstance(file, Path) else file, safe)
    told = stamp(content.list_id, content.version, content.handout)
    book.set_properties({
        "title": TITLE.in_(content.language), "subject": told, "comments": "",
        "created": dt.datetime.combine(content.made_on, dt.time()),
    })  # fmt: skip
    forms = _formats(book)
    sheet = book.add_worksheet(SHEET.in_(content.language))
    ranges = _choices(book, content.language)
    marker = book.add_worksheet(STAMP_SHEET)
    marker.write_string(0, 0, told)
    marker.hide()
    _set_up(sheet, content, forms)
    shown = _shown_columns(content)
    for i, row in enumerate(content.rows, start=HEADER_ROW + 1):
        _row(sheet, i, row, shown, content.language, forms)
    _validate(sheet, shown, HEADER_ROW + 1, HEADER_ROW + max(len(content.rows), 1) + 50, ranges, content.language)
    book.close()


def _shown_columns(content: VisitWorkbook) -> list[str]:
    """Return the columns; the earliest day only where some row has one, names where it is made for somebody."""
    dated = any(row.not_before for row in content.rows)
    unseen = {"not_before": not dated, "who": not content.mark}
    return [name for name in COLUMNS if not unseen.get(name)]


def _formats(book: xlsxwriter.Workbook) -> dict[str, Any]:
    cell = {"font_name": "Arial", "font_size": 11, "font_color": INK, "valign": "top", "text_wrap": True,
            "border": 1, "border_color": LINE}  # fmt: skip
    middle = cell | {"align": "center"}
    fill = cell | {"bg_color": FILLED, "locked": False}
    bad = cell | {"bg_color": FAULTY, "locked": False}
    plain = {"font_name": "Arial", "font_color": INK, "font_size": 11}
    return {
        "cell": book.add_format(cell),
        "middle": book.add_format(middle),
        "day_cell": book.add_format(cell | {"num_format": notation.SPREADSHEET_DAY, "align": "left"}),
        "fill": book.add_format(fill),
        "day": book.add_format(fill | {"num_format": notation.SPREADSHEET_DAY, "align": "left"}),
        "bad": book.add_format(bad),
        "bad_day": book.add_format(bad | {"num_format": notation.SPREADSHEET_DAY, "align": "left"}),
        "head": book.add_format(cell | {"bold": True, "font_color": "#FFFFFF", "bg_color": HEAD, "valign": "vcenter"}),
        "head_fill": book.add_format(cell | {"bold": True, "bg_color": SOFT, "valign": "vcenter"}),
        "title": book.add_format(plain | {"bold": True, "font_size": 15}),
        "line": book.add_format(plain),
        "alarm": book.add_format(plain | {"bold": True, "font_color": ALARM}),
    }


def _set_up(sheet: Any, content: VisitWorkbook, forms: dict[str, Any]) -> None:
    """Set the sheet up for A4: one page wide, headings frozen and on every page, the lines above them."""
    language = content.language
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.5)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW)
    sheet.freeze_panes(HEADER_ROW + 1, 2)
    sheet.hide_gridlines(2)
    facts = {"list_id": content.list_id, "version": content.version, "handout": content.handout,
             "scope": content.scope, "until": notation.day(content.until)}  # fmt: skip
    what = WHAT.in_(language).format(**facts)
    sheet.write_string(0, 0, f"{TITLE.in_(language)}: {content.scope}", forms["title"])
    sheet.write_string(1, 0, f"{what} {content.mark}".strip(), forms["line"])
    sheet.write_string(2, 0, f"{VOLUNTARY.in_(language)} {EMERGENCY.in_(language)}", forms["alarm"])
    sheet.write_string(LAST_NOTE_ROW, 0, HOW.in_(language), forms["line"])
    footer = f"{content.list_id} · v{content.version} · h{content.handout}"
    sheet.set_footer(f"&L&8{footer}&C&8{content.mark.replace('&', '&&')}&R&8{PAGE.in_(language)}")
    for j, name in enumerate(_shown_columns(content)):
        heading = COLUMNS[name]
        sheet.set_column(j, j, heading.width)
        form = forms["head_fill" if name in TO_FILL or name == "attempt" else "head"]
        sheet.write_string(HEADER_ROW, j, heading.text.in_(language), form)
    sheet.set_row(HEADER_ROW, 32)


def _choices(book: xlsxwriter.Workbook, language: Language) -> dict[str, str]:
    """Write the drop-downs' values on a hidden sheet and return each column's range there."""
    sheet = book.add_worksheet(CHOICES_SHEET)
    sheet.hide()
    ranges = {}
    for j, (name, values) in enumerate(choices(language).items()):
        for i, value in enumerate(values):
            sheet.write_string(i, j, value)
        letter = chr(ord("A") + j)
        ranges[name] = f"='{CHOICES_SHEET}'!${letter}$1:${letter}${len(values)}"
    return ranges


def choices(language: Language) -> dict[str, list[str]]:
    """Return what may be chosen in each column that offers a choice, in words of the language."""
    visits = TABLES["visits"].columns
    return {
        "outcome": [choice_word("outcome", value, language) for value in visits["outcome"].choices],
        "finding": [choice_word("finding", value, language) for value in visits["finding"].choices],
        "finding_category": [group_word(group.category, language) for group in read_groups()],
        "services": [support.text.in_(language) for support in read_support().values()],
        "help_accepted": [yes_no(True, language), yes_no(False, language)],
    }


def choice_word(column: str, value: str, language: Language) -> str:
    """Return a choice of the visits' contract in the language."""
    return TABLES["visits"].columns[column].choices[value] if language == "vi" else value


def group_word(category: str, language: Language) -> str:
    """Return a group of children in special circumstances as the drop-down writes it: its letter or number, its name.

    A group that could hurt if seen is on the drop-down only; a filled sheet is handled like any case record."""
    group = next(g for g in read_groups() if g.category == category)
    return f"{group.letter} - {group.name.vi}" if language == "vi" else f"{group.number} - {group.name.en}"


def yes_no(value: bool, language: Language) -> str:
    """Return yes or no."""
    return Text("có" if value else "không", "true" if value else "false").in_(language)


def _validate(
    sheet: Any, shown: list[str], first: int, last: int, ranges: Mapping[str, str], language: Language
) -> None:
    """Put drop-downs and limits on the cells to fill; further rows for second visits have them too."""
    for j, name in enumerate(shown):
        if name in ranges:
            rule: dict[str, Any] = {"validate": "list", "source": ranges[name]}
            if name == "services":
                rule |= {"error_type": "information", "show_error": False, "input_message": SERVICES_HELP.in_(language)}
        elif name == "visited_on":
            rule = {"validate": "date", "criteria": "between", "minimum": dt.date(2000, 1, 1),
                    "maximum": dt.date(2100, 1, 1), "input_message": DAY_HELP.in_(language),
                    "error_type": "warning"}  # fmt: skip
        elif name == "minutes":
            low, high = TABLES["visits"].columns["minutes"].bounds or (0, 1440)
            rule = {"validate": "integer", "criteria": "between", "minimum": int(low), "maximum": int(high),
                    "input_message": MINUTES_HELP.in_(language), "error_type": "warning"}  # fmt: skip
        else:
            continue
        sheet.data_validation(first, j, last, j, rule)


def _row(sheet: Any, i: int, row: VisitRow, shown: list[str], language: Language, forms: dict[str, Any]) -> None:
    """Write one row: what is known, and the cells to fill; a faulty cell is marked and has a note."""
    why = [f"• {reason}" for reason in row.reasons]
    if row.actions:
        why.append("→ " + OFFER.in_(language).format(what="; ".join(row.actions)))
    known = {"position": row.position, "household_id": row.household_id, "who": row.who, "place": row.place,
             "children": row.children, "why": "\n".join(why) or None, "not_before": row.not_before,
             "attempt": row.attempt}  # fmt: skip
    for j, name in enumerate(shown):
        value = known[name] if name in known else cell_word(name, row.filled.get(name), language)
        fault = row.faults.get(name)
        is_day = name in ("visited_on", "not_before")
        kind = "fill" if name in TO_FILL or name == "attempt" else "cell"
        if name in ("position", "children"):
            kind = "middle"
        form = forms[
            ("bad_day" if is_day else "bad") if fault else {"fill": "day", "cell": "day_cell"}[kind] if is_day else kind
        ]
        _put(sheet, i, j, value, form)
        if fault:
            sheet.write_comment(i, j, fault, {"x_scale": 2, "y_scale": 1.5})
    if row.faults.get(""):
        sheet.write_comment(i, 0, row.faults[""], {"x_scale": 2, "y_scale": 1.5})
    lines = max(len(why) + sum(len(line) // CHARACTERS_A_LINE for line in why), 2, 2 * len(row.who.splitlines()))
    sheet.set_row(i, POINTS_A_LINE * lines + 3)


def cell_word(name: str, value: Any, language: Language) -> Any:
    """Return what stands in a cell for a value of the contract; a text that isn't one of its values stays."""
    if isinstance(value, bool):
        return yes_no(value, language)
    if isinstance(value, str):
        if name in ("outcome", "finding") and value in TABLES["visits"].columns[name].choices:
            return choice_word(name, value, language)
        if name == "finding_category" and value in TABLES["visits"].columns[name].choices:
            return group_word(value, language)
    return value


def _put(sheet: Any, row: int, column: int, value: Any, form: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, form)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, form)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), form)
    else:
        sheet.write_number(row, column, value, form)
