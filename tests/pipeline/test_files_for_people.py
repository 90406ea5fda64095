"""The workbook and the report: in the reader's language, harmless, and quiet about what isn't for paper."""

import re
import zipfile
from html import unescape

import polars as pl
import pytest
from python_calamine import load_workbook

from features.catalogue import CATALOGUE
from service.outputs import names, notation, workbook
from service.report.words import WORDS


@pytest.fixture(scope="module")
def sheets(busy_run):
    language, run = busy_run
    book = load_workbook(str(run.out / "priority_list.xlsx"))
    return language, run, {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.fixture(scope="module")
def page(busy_run):
    language, run = busy_run
    return language, run, (run.out / "report.html").read_text(encoding="utf-8")


def listed(run):
    return pl.read_csv(run.out / "priority_list.csv", infer_schema_length=0)


def test_the_workbook_s_sheets_and_headings_are_in_the_language(sheets):
    language, _, found = sheets
    assert list(found) == [name.in_(language) for name in workbook.SHEETS.values()]
    assert found[workbook.SHEETS["list"].in_(language)][0] == [
        workbook.LIST_HEADINGS[name].text.in_(language) for name in names.LIST
    ]
    assert found[workbook.SHEETS["along"].in_(language)][2] == [h.text.in_(language) for h in workbook.TAKE_ALONG]


def test_the_workbook_lists_the_same_households_in_the_same_order(sheets):
    language, run, found = sheets
    ids = listed(run)["household_id"].to_list()
    assert [row[1] for row in found[workbook.SHEETS["list"].in_(language)][1:]] == ids
    assert [row[1] for row in found[workbook.SHEETS["along"].in_(language)][3:]] == ids


def test_no_cell_of_any_file_runs_as_a_formula(busy_run):
    _, run = busy_run
    with zipfile.ZipFile(run.out / "priority_list.xlsx") as book:
        parts = [book.read(part) for part in book.namelist() if part.startswith("xl/worksheets/")]
    assert not any(b"<f>" in part or b"<hyperlink" in part for part in parts)
    hamlets = listed(run)["hamlet"].drop_nulls().to_list()
    assert any(hamlet.startswith("'=HYPERLINK") for hamlet in hamlets)
    assert not any(hamlet.startswith("=") for hamlet in hamlets)


def test_what_is_printed_shows_no_risk_number(busy_run):
    language, run = busy_run
    place = names.LIST.index("risk") + 1
    with zipfile.ZipFile(run.out / "priority_list.xlsx") as book:
        columns = re.findall(rb"<col [^>]*>", book.read("xl/worksheets/sheet1.xml"))
        along = book.read("xl/worksheets/sheet2.xml")
    [risk] = [c for c in columns if b'min="%d"' % place in c]
    assert b'hidden="1"' in risk
    assert workbook.LIST_HEADINGS["risk"].text.in_(language) not in [h.text.in_(language) for h in workbook.TAKE_ALONG]
    assert b"0." not in b"".join(re.findall(rb"<v>[^<]*</v>", along))
    assert b'paperSize="9"' in along
    assert b"fitToPage" in along
    assert b"<pane " in along
    assert b"<autoFilter " in along


def test_private_reasons_are_written_out_nowhere(busy_run, page):
    language, run = busy_run
    private = notation.PRIVATE.in_(language)
    rows = listed(run)
    reasons = [text for name in names.REASONS for text in rows[name].drop_nulls()]
    assert private in reasons
    told = set(reasons) - {private}
    for feature in CATALOGUE.values():
        if feature.private:
            shape = re.compile(re.escape(feature.reason.in_(language)).replace(re.escape("{value}"), ".+"))
            assert not any(shape.fullmatch(text) for text in told), feature.name
    for row in rows.iter_rows(named=True):
        given = [row[name] for name in names.REASONS if row[name]]
        assert given
        assert private not in given[:-1], "a private matter comes after the other reasons"


def test_a_private_sign_is_named_for_machines_alone(sheets, page):
    language, run, found = sheets
    assert "domestic_violence" in (run.out / "urgent.csv").read_text(encoding="utf-8")
    signs = [row[3] for row in found[workbook.SHEETS["urgent"].in_(language)][2:]]
    assert notation.PRIVATE_SIGN.in_(language) in signs
    assert len(signs) == run.summary["urgent"]
    for word in ("bạo lực", "violence"):
        assert word not in " ".join(signs)
        assert word not in page[2].lower()


def test_the_report_is_one_page_that_loads_nothing(page):
    language, _, text = page
    assert f'<html lang="{language}">' in text
    assert not re.search(r"""(src|href)\s*=\s*["'](?!#)""", text)
    assert not re.search(r"url\(|@import|<script|<link|<iframe", text)
    assert not re.search(r"https?://(?!www\.w3\.org)", text.replace("http://example.org", ""))


def test_the_report_begins_with_what_is_urgent_and_with_111(page):
    language, run, text = page
    urgent, rows = text.index('id="urgent"'), text.index('id="list"')
    assert urgent < rows
    assert "111" in text[urgent:rows]
    newest = pl.read_csv(run.out / "urgent.csv", infer_schema_length=0)
    assert newest["recorded_on"].is_sorted(descending=True)
    for household in newest["household_id"]:
        assert household in text[urgent:rows]


def test_the_report_tells_few_as_fewer_than_five(page):
    _, run, text = page
    communes = text[text.index('id="communes"') : text.index('id="read"')]
    counts = [c.replace("&lt; ", "< ") for c in re.findall(r'class="listed">([^<]*(?:&lt; )?[^<]*)<', communes)]
    assert counts
    assert not {"1", "2", "3", "4"} & set(counts)
    assert "< 5" in counts
    assert 0 < run.summary["urgent"] < notation.FEW
    key = text[text.index('class="key"') : text.index("</dl>")]
    assert "&lt; 5" in key


def test_the_report_says_what_was_read_and_what_to_mend_first(page):
    language, run, text = page
    part = unescape(text[text.index('id="read"') :])
    assert part.index(WORDS["not_scored"].in_(language)) < part.index(WORDS["repairs"].in_(language))
    assert run.summary["quarantined"] == pl.read_csv(run.out / "quarantine.csv", infer_schema_length=0).height


def test_every_word_of_the_report_is_there_in_both_languages():
    for name, word in WORDS.items():
        assert word.vi.strip(), name
        assert word.en.strip(), name
