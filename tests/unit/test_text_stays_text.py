"""Whatever somebody types into any field of text, no spreadsheet runs it: each kind of file, each column, each lure."""

import csv
import datetime as dt
import io
import re
import zipfile
from dataclasses import replace

import polars as pl
import pytest
import xlsxwriter
from python_calamine import load_workbook

from data.intake.report import _cell
from data.vocabulary.language import Text
from service.outputs import names, tables
from service.outputs.list_content import as_csv
from service.outputs.visit_workbook import TO_FILL, VisitRow, VisitWorkbook, write_visit_workbook
from service.outputs.workbook import LIST_HEADINGS, Workbook, write_workbook
from service.web.sheets import csv_answer, workbook_bytes

LURES = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u00a0=1+1", "\u200b=1+1", "＝1+1",
    "a;=1+1", "a; =1+1", "a;\t@SUM(A1)", "a\t=1+1", "a\n=1+1", "a\r\n+1", "=1;=1", "a;＝1+1", 'a;"";=1+1',
    '=HYPERLINK("https://elsewhere.example")', "=cmd|' /C calc'!A0", "{=1+1}", "-2+3+cmd|' /C calc'!A0",
)  # fmt: skip
RUNS = re.compile(r"[\s\u00a0\u200b]*[=+\-@＝＋－＠]")
DAY = dt.date(2026, 1, 5)
NUMBERS = {"position": 1, "risk": 0.1, "children": 2, "propensity": 0.5, "cost_min": 75, "row": 7}


def rows_of(columns):
    """Return a row per lure, with the lure in every column of text."""
    told = {name: [NUMBERS.get(name, lure) for lure in LURES] for name in columns}
    return pl.DataFrame(told | ({"recorded_on": [DAY] * len(LURES)} if "recorded_on" in columns else {}))


def cells_of(written):
    return [cell for row in csv.reader(io.StringIO(written.decode())) for cell in row]


def file_of(write, frame, folder):
    write(frame, folder / "made.csv")
    return (folder / "made.csv").read_bytes()


CSV_FILES = {
    "priority_list.csv": (names.LIST, lambda frame, folder: file_of(tables.write_list, frame, folder)),
    "urgent.csv": (names.URGENT, lambda frame, folder: file_of(tables.write_urgent, frame, folder)),
    "quarantine.csv": (names.QUARANTINE, lambda frame, folder: file_of(tables.write_quarantine, frame, folder)),
    "exported list": (names.LIST, lambda frame, _: as_csv(frame)),
    "API": (names.LIST, lambda frame, _: csv_answer(frame, names.LIST, "list").body),
}


@pytest.mark.parametrize("kind", CSV_FILES)
def test_no_cell_of_a_csv_begins_a_formula(kind, tmp_path):
    columns, write = CSV_FILES[kind]
    cells = cells_of(write(rows_of(columns), tmp_path))
    assert len(cells) == len(columns) * (len(LURES) + 1)
    assert [cell for cell in cells if RUNS.match(cell)] == []


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("kind", CSV_FILES)
def test_nor_where_a_spreadsheet_of_another_locale_parts_the_cells(kind, separator, tmp_path):
    columns, write = CSV_FILES[kind]
    written = write(rows_of(columns), tmp_path).decode()
    cells = [cell for line in re.split("[\r\n]", written) for cell in line.split(separator)]
    assert len(cells) > len(columns)
    assert [cell for cell in cells if RUNS.match(cell)] == []


def list_workbook(lure, file):
    rows, urgent = rows_of(names.LIST), rows_of(names.URGENT)
    content = Workbook(
        rows=rows.filter(pl.col("hamlet") == lure), urgent=urgent.filter(pl.col("sign") == lure), communes={lure: lure},
        signs={lure: Text(lure, lure)}, notes=(Text(lure, lure),), as_of=DAY, valid_until=DAY, language="en",
    )  # fmt: skip
    write_workbook(content, file)


def api_workbook(lure, file):
    packed = io.BytesIO()
    rows_of(names.LIST).filter(pl.col("hamlet") == lure).write_ipc(packed)
    file.write_bytes(
        workbook_bytes(packed.getvalue(), [(name, LIST_HEADINGS[name]) for name in names.LIST], "List", DAY, "en")
    )


def visits_workbook(lure, file):
    row = VisitRow(
        position=1, household_id=lure, place=lure, reasons=(lure,), actions=(lure,), attempt=lure,
        filled=dict.fromkeys(TO_FILL, lure), faults={"services": lure, "": lure},
    )  # fmt: skip
    content = VisitWorkbook(
        list_id="L20251231-ab12cd34", version=1, handout=1, scope=lure, until=DAY, made_on=DAY, rows=[row]
    )
    write_visit_workbook(replace(content.for_person(lure, {lure: lure})), file)


def faults_workbook(lure, file):
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(file), safe) as book:
        _cell(book.add_worksheet("x"), (0, 0), lure, lure, {"bad": None})


@pytest.mark.parametrize("lure", LURES)
@pytest.mark.parametrize("write", [list_workbook, api_workbook, visits_workbook, faults_workbook])
def test_no_cell_of_a_workbook_is_a_formula_or_a_link(write, lure, tmp_path):
    file = tmp_path / "made.xlsx"
    write(lure, file)
    with zipfile.ZipFile(file) as parts:
        for name in parts.namelist():
            part = parts.read(name).decode()
            assert "<f>" not in part, name
            assert "<hyperlink" not in part
            assert "externalLink" not in part
    book = load_workbook(str(file))
    found = [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    assert any(lure.strip() in str(cell) for cell in found)
