"""The same faults are found in CSV, XLSX and Parquet, under either language's headers; so are their reports."""

import csv
import datetime as dt
import html
import io
import json

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from data.contract import TABLES
from data.intake import read_folder
from data.intake.lines import cut
from data.intake.problems import MissingColumns, UnreadableFile
from data.intake.report import write_report
from data.intake.sources import ROW, find, read
from data.synthetic.exhibits import CLEAN
from data.synthetic.mistakes import TODAY, museum
from data.vocabulary.errors import WrongUse

OF_LINES = {"cell_count", "quoting", "encoding"}
DAY = dt.date(2026, 11, 24)


def write_as(form, frame, file, header):
    """Write a frame of text as it would be exported in one of the three forms."""
    if form == "parquet":
        frame.rename(dict(zip(frame.columns, header, strict=True))).write_parquet(file)
    elif form == "csv":
        with file.open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
            writer.writerows([header, *frame.iter_rows()])
    else:
        with xlsxwriter.Workbook(str(file), {"strings_to_formulas": False}) as book:
            sheet = book.add_worksheet()
            for at, cells in enumerate([header, *frame.iter_rows()]):
                for place, cell in enumerate(cells):
                    if cell:
                        sheet.write_string(at, place, cell)


@pytest.fixture(scope="module")
def hung(tmp_path_factory):
    """The museum: its folder, its exhibits, and each table's rows as text."""
    folder = tmp_path_factory.mktemp("museum") / "in"
    exhibits = museum(folder)
    return folder, exhibits, {name: read(TABLES[name], file) for name, file in find(folder).items()}


@pytest.mark.parametrize("form", ["csv", pytest.param("xlsx", marks=pytest.mark.slow), "parquet"])
def test_each_rule_holds_in_each_form_under_vietnamese_headers(form, hung, tmp_path):
    _, exhibits, rows = hung
    places = {}
    for name, raw in rows.items():
        frame = raw.frame.drop(ROW)
        header = [f" {TABLES[name].columns[c].vi.upper()}" for c in frame.columns]
        write_as(form, frame, tmp_path / f"{name}.{form}", header)
        places[name] = {row: place for place, row in enumerate(raw.frame[ROW].to_list(), 2)}
    wanted = {(e.rule, e.table, places[e.table][e.row], e.column) for e in exhibits if e.rule not in OF_LINES}
    found = read_folder(tmp_path, today=TODAY).faults
    assert set(found.select("rule", "table", "row", "column").rows()) == wanted


def small(**changed):
    """A province of one household as text by table; ``changed`` replaces a table's rows."""
    whole = {
        name: [cells] for name, cells in CLEAN.items() if name in ("communes", "households", "children", "guardians")
    }
    return whole | changed


def written(folder, tables):
    for name, rows in tables.items():
        text = io.StringIO()
        writer = csv.DictWriter(text, list(TABLES[name].columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        (folder / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8")
    return folder


def faults_of(folder):
    return read_folder(folder, today=DAY, max_rejects=1.0).faults.select("table", "row", "column", "rule").rows()


def workbook(file, rows, first_row):
    with xlsxwriter.Workbook(str(file)) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "Sổ hộ gia đình")
        for at, cells in enumerate(rows, first_row - 1):
            for place, cell in enumerate(cells):
                if isinstance(cell, str) and cell.startswith("#"):
                    sheet.write_formula(at, place, "=1/0", None, cell)
                elif isinstance(cell, dt.date):
                    sheet.write_datetime(at, place, dt.datetime.combine(cell, dt.time()), day)
                else:
                    sheet.write(at, place, cell)


HEADS = ("household_id", "commune_code", "registered_on", "travel_min_school")


@pytest.mark.parametrize("first_row", [1, 2, 10])
def test_a_workbook_s_header_may_stand_in_its_first_ten_rows(first_row, tmp_path):
    workbook(tmp_path / "households.xlsx", [HEADS, ("H1", "04139", dt.date(2020, 1, 2), 12.5)], first_row)
    raw = read(TABLES["households"], tmp_path / "households.xlsx")
    assert raw.frame.select(*HEADS, ROW).rows() == [("H1", "04139", "2020-01-02", "12.5", first_row + 1)]


def test_a_workbook_s_header_isn_t_looked_for_below_its_tenth_row(tmp_path):
    workbook(tmp_path / "households.xlsx", [HEADS, ("H1", "04139", dt.date(2020, 1, 2), 12.5)], 11)
    with pytest.raises(MissingColumns):
        read(TABLES["households"], tmp_path / "households.xlsx")


def test_errors_of_a_spreadsheet_and_serial_numbers_are_faults_not_gaps(tmp_path):
    written(tmp_path, small())
    (tmp_path / "households.csv").unlink()
    rows = [
        HEADS, ("HM9999", "04139", dt.date(2016, 1, 1), 10), ("H1", "04139", 43831, 10),
        ("H2", "04139", dt.date(2020, 1, 2), "#DIV/0!"), ("#REF!", "04139", dt.date(2020, 1, 2), 10),
        ("H4", "#N/A", dt.date(2020, 1, 2), "#NAME?"),
    ]  # fmt: skip
    workbook(tmp_path / "households.xlsx", rows, 3)
    assert faults_of(tmp_path) == [
        ("households", 5, "registered_on", "bad_date"),
        ("households", 6, "travel_min_school", "bad_number"),
        ("households", 8, "commune_code", "orphan"),
        ("households", 8, "travel_min_school", "bad_number"),
    ]


def test_a_record_over_several_lines_is_one_row_as_in_a_spreadsheet():
    raw = b'a,b\n1,"two\nlines"\n2,x,y\n\n3,\xff\n4,"bad\xff\nbytes"\n5,z\n'
    records = cut(raw, b",", 2)
    assert records.rows.tolist() == [2, 7]
    assert [(line.row, line.rule) for line in records.bad] == [(3, "cell_count"), (5, "encoding"), (6, "encoding")]


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00", exclude_categories=["Cs"]), max_size=8)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=6), st.sampled_from([",", ";", "\t"]))
def test_whatever_a_spreadsheet_writes_is_read_back(tmp_path_factory, rows, separator):
    file = tmp_path_factory.getbasetemp() / "visits.csv"
    names = ["visit_id", "household_id", "services"]
    others = ["visited_on", "recorded_on", "reason", "outcome"]
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, delimiter=separator, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
        writer.writerows([[*names, *others], *([*row, "", "", "", ""] for row in rows)])
    raw = read(TABLES["visits"], file)
    assert raw.bad_lines == []
    assert raw.frame.select(names).fill_null("").rows() == rows


def test_former_codes_belong_to_the_unit_that_replaced_them(tmp_path):
    homes = [
        CLEAN["households"] | {"household_id": f"H{i}", "commune_code": c} for i, c in enumerate(("04140", "4141", "x"))
    ]
    written(tmp_path, small(households=[CLEAN["households"], *homes]))
    intake = read_folder(tmp_path, today=DAY)
    assert intake.tables["households"].select("household_id", "commune_code").rows() == [
        ("H0", "04139"), ("HM9999", "04139"),
    ]  # fmt: skip
    told = dict(intake.faults.select("value", "message").rows())
    assert "leading zeros" in told["4141"]
    assert "leading zeros" not in told["x"]


def test_cells_that_refer_to_a_table_that_isn_t_there_are_no_faults(tmp_path):
    optional = {name: [CLEAN[name]] for name in ("team_communes", "visits")}
    written(tmp_path, small(**optional))
    intake = read_folder(tmp_path, today=DAY)
    assert intake.faults.is_empty()
    assert intake.tables["visits"]["team_id"].to_list() == [CLEAN["visits"]["team_id"]]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("households.csv", "household_id,commune_code\n".encode("utf-16")),
        ("households.xlsx", b"not a workbook"),
        ("households.parquet", b"PAR1"),
    ],
)
def test_a_file_that_can_t_be_read_says_why_in_words(name, content, tmp_path):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"can't be read: (its header|it) isn't"):
        read(TABLES["households"], tmp_path / name)


@pytest.fixture(scope="module")
def reports(hung, tmp_path_factory):
    folder, exhibits, _ = hung
    place = tmp_path_factory.mktemp("reports")
    intake = read_folder(folder, today=TODAY)
    for ending in ("json", "html", "xlsx"):
        write_report(intake, folder, place / f"faults.{ending}")
    return place, exhibits, intake


def test_the_report_as_json_has_every_fault_and_both_rows_of_a_repeated_key(reports):
    place, exhibits, _ = reports
    told = json.loads((place / "faults.json").read_text(encoding="utf-8"))
    assert len(told["faults"]) == len(exhibits)
    assert all(" / " in fault["message"] for fault in told["faults"])
    [twice] = [e.row for e in exhibits if e.rule == "duplicate_key" and e.table == "guardians"]
    assert [row["row"] for row in told["repeated_keys"]["guardians"]] == [twice, twice + 1]
    assert told["not_scored_by_commune"][0]["households"] >= told["not_scored_by_commune"][-1]["households"]


def test_the_report_as_a_page_lists_what_to_repair_first_and_runs_nothing(reports):
    place, exhibits, _ = reports
    page = (place / "faults.html").read_text(encoding="utf-8")
    assert page.index("Households not scored") < page.index("/ Faults<")
    assert all(html.escape(e.value) in page for e in exhibits if e.value and e.table != "identities")
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "<script" not in page


def test_the_report_as_a_workbook_is_one_s_own_table_with_marked_cells(reports, hung):
    place, exhibits, _ = reports
    _, _, rows = hung
    book = load_workbook(str(place / "faults.xlsx"))
    assert set(book.sheet_names[1:]) == {e.table for e in exhibits}
    children = book.get_sheet_by_name("children").to_python()
    assert [int(line[0]) for line in children[1:]] == rows["children"].frame[ROW].to_list()
    assert children[0][1] == "child_id (Mã trẻ)"
    unread = {e.row for e in exhibits if e.table == "child_events" and e.rule in OF_LINES}
    assert unread <= {int(line[0]) for line in book.get_sheet_by_name("child_events").to_python()[1:]}
    hidden = book.get_sheet_by_name("identities").to_python()
    assert {cell for line in hidden[1:] for cell in line[1:]} <= {"(hidden)", ""}


def test_each_bad_cell_of_the_workbook_has_a_note(reports):
    import zipfile

    place, exhibits, _ = reports
    with zipfile.ZipFile(place / "faults.xlsx") as book:
        notes = sum(book.read(part).count(b"<comment ") for part in book.namelist() if "/comments" in part)
        sheets = b"".join(book.read(part) for part in book.namelist() if "/worksheets/" in part)
    assert notes == len(exhibits)
    assert b"<f>" not in sheets


def test_a_report_in_another_form_is_wrong_use(hung, reports, tmp_path):
    with pytest.raises(WrongUse, match="xlsx"):
        write_report(reports[2], hung[0], tmp_path / "faults.pdf")


def test_accepted_rows_have_the_contract_s_types(hung):
    tables = read_folder(hung[0], today=TODAY).tables
    assert {name: frame.schema for name, frame in tables.items()} == {n: t.schema() for n, t in TABLES.items()}
    assert isinstance(tables["children"], pl.DataFrame)
