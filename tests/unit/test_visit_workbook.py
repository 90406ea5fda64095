"""The officers' workbook, out and back: what is on it, what isn't, and what a filled one tells."""

import datetime as dt
import zipfile

import pytest
from officers import fill, opened, table_of

from data.intake.problems import MissingColumns
from service.outputs.visit_workbook import VisitRow, VisitWorkbook, choices, write_visit_workbook
from service.visits.checking import ListedVisit, check, visit_id_of
from service.visits.reading import NotAVisitWorkbook, Stamp, UnreadableWorkbook, read_workbook

AS_OF, TODAY = dt.date(2025, 12, 31), dt.date(2026, 2, 1)
HOMES = ("H1", "H2", "H3", "H4", "H5", "H6")
LISTED = {home: ListedVisit(home, "T1", "exploration" if home == "H2" else "risk", None) for home in HOMES}


def workbook(path, language="vi", **more):
    rows = [
        VisitRow(position=i, household_id=home, place="Mường Xén, =1+1", children=2,
                 reasons=("hộ nghèo", "một vấn đề riêng: xem trang của hộ"), actions=("làm thẻ bảo hiểm y tế",))
        for i, home in enumerate(HOMES, 1)
    ]  # fmt: skip
    facts = {"list_id": "L20251231-ab12cd34", "version": 3, "handout": 7, "scope": "Tổ M01",
             "until": dt.date(2026, 3, 31), "made_on": TODAY, "rows": rows, "language": language}  # fmt: skip
    write_visit_workbook(VisitWorkbook(**{**facts, **more}), path)
    return path


@pytest.fixture
def blank(tmp_path):
    return workbook(tmp_path / "blank.xlsx")


def checked(path):
    return check(read_workbook(path), LISTED, AS_OF, TODAY)


def faults_of(found):
    return {(row["row"], row["column"]): row["rule"] for row in found.faults.iter_rows(named=True)}


def test_the_same_content_gives_the_same_bytes(tmp_path):
    assert workbook(tmp_path / "a.xlsx").read_bytes() == workbook(tmp_path / "b.xlsx").read_bytes()


def test_it_shows_no_risk_and_runs_no_formula(blank):
    with zipfile.ZipFile(blank) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        texts = parts.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "Mường Xén, =1+1" in texts
    for never in ("Nguy cơ", "risk", "rất cao"):
        assert never not in texts


def test_choices_are_offered_in_words_of_the_language():
    assert choices("vi")["outcome"] == ["gặp được", "vắng nhà", "từ chối", "đã chuyển đi"]
    assert choices("en")["finding_category"][0].startswith("1 - ")
    assert len(choices("vi")["finding_category"]) == 14


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_blank_one_offers_nothing(tmp_path, language):
    found = read_workbook(workbook(tmp_path / "b.xlsx", language))
    assert found.stamp == Stamp("L20251231-ab12cd34", 3, 7)
    assert check(found, LISTED, AS_OF, TODAY).offered == ()
    assert check(found, LISTED, AS_OF, TODAY).blank_rows == len(HOMES)


def test_filled_cells_come_back_as_values_of_the_contract(blank, tmp_path):
    cells = {
        "H1": {"visited_on": dt.date(2026, 1, 5), "outcome": "gặp được", "finding": "hoàn cảnh đặc biệt",
               "finding_category": "h - bỏ học kiếm sống", "services": "sách vở; thăm nhà", "minutes": 45,
               "help_accepted": "có"},
        "H2": {"visited_on": "06/01/2026", "outcome": "Vắng nhà"},
    }  # fmt: skip
    found = checked(fill(blank, tmp_path / "filled.xlsx", cells))
    assert faults_of(found) == {}
    one, two = found.offered
    assert one.visit_id == visit_id_of("L20251231-ab12cd34", "H1", 1)
    assert one.content == {
        "visited_on": dt.date(2026, 1, 5), "outcome": "reached", "finding": "circumstance", "finding_category": "8",
        "services": "sách vở; thăm nhà", "minutes": 45, "help_accepted": True,
    }  # fmt: skip
    assert (two.content["visited_on"], two.content["outcome"]) == (dt.date(2026, 1, 6), "absent")


FAULTY = [
    ("no outcome", {"visited_on": "05/01/2026"}, {"outcome": "required_empty"}, False),
    ("no day", {"outcome": "gặp được"}, {"visited_on": "required_empty"}, False),
    ("month first", {"visited_on": "12/31/2025", "outcome": "gặp được"}, {"visited_on": "bad_date"}, False),
    ("a day to come", {"visited_on": "05/03/2026", "outcome": "gặp được"}, {"visited_on": "future_date"}, False),
    ("before the list", {"visited_on": "05/01/2025", "outcome": "gặp được"}, {"visited_on": "date_order"}, False),
    ("no such outcome", {"visited_on": "05/01/2026", "outcome": "ok"}, {"outcome": "unknown_choice"}, False),
    ("a word for minutes", {"visited_on": "05/01/2026", "outcome": "gặp được", "minutes": "lâu"},
     {"minutes": "bad_number"}, True),
    ("over a day", {"visited_on": "05/01/2026", "outcome": "gặp được", "minutes": 2000},
     {"minutes": "out_of_range"}, True),
    ("x isn't yes", {"visited_on": "05/01/2026", "outcome": "gặp được", "help_accepted": "x"},
     {"help_accepted": "bad_boolean"}, True),
    ("nobody was reached", {"visited_on": "05/01/2026", "outcome": "vắng nhà", "finding": "có nhu cầu"},
     {"finding": "not_reached"}, True),
    ("a group of nothing", {"visited_on": "05/01/2026", "outcome": "gặp được", "finding": "không",
                            "finding_category": "a"}, {"finding_category": "no_circumstance"}, True),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "rules", "taken"), [pytest.param(*c[1:], id=c[0]) for c in FAULTY])
def test_a_faulty_cell_is_named_and_the_row_stays_where_it_can(blank, tmp_path, cells, rules, taken):
    found = checked(fill(blank, tmp_path / "filled.xlsx", {"H3": cells}))
    row = next(r["row"] for r in table_of(blank) if r["household_id"] == "H3")
    assert faults_of(found) == {(row, column): rule for column, rule in rules.items()}
    assert len(found.offered) == int(taken)
    assert found.rows_aside == (() if taken else (row,))
    if taken:
        assert found.offered[0].set_aside == set(rules)


def test_a_second_visit_is_a_row_of_its_own_and_a_stranger_is_told(blank, tmp_path):
    gone = {"visited_on": "05/01/2026", "outcome": "vắng nhà"}
    extra = [
        {"household_id": "H1", "attempt": 2, "visited_on": "09/01/2026", "outcome": "gặp được", "finding": "không"},
        {"household_id": "H1", "attempt": 2, "visited_on": "10/01/2026", "outcome": "gặp được", "finding": "không"},
        {"household_id": "H99", **gone},
        {"household_id": "H2", "attempt": "hai", **gone},
    ]
    found = checked(fill(blank, tmp_path / "filled.xlsx", {"H1": gone}, extra))
    assert [(o.household_id, o.attempt, o.content["outcome"]) for o in found.offered] == [
        ("H1", 1, "absent"), ("H1", 2, "reached"),
    ]  # fmt: skip
    assert sorted(rule for rule in faults_of(found).values()) == ["bad_number", "duplicate_key", "orphan"]


def test_it_is_known_by_its_visible_line_where_the_hidden_sheet_is_lost(blank, tmp_path):
    first = next(iter(opened(blank)))
    copied = fill(blank, tmp_path / "copied.xlsx", {}, sheets=[first])
    assert read_workbook(copied).stamp == Stamp("L20251231-ab12cd34", 3, 7)


def test_what_is_no_workbook_of_visits_is_refused(blank, tmp_path):
    import xlsxwriter

    (tmp_path / "text.xlsx").write_text("no workbook")
    with pytest.raises(UnreadableWorkbook):
        read_workbook(tmp_path / "text.xlsx")
    with xlsxwriter.Workbook(str(tmp_path / "other.xlsx")) as book:
        book.add_worksheet().write(0, 0, "anything")
    with pytest.raises(NotAVisitWorkbook):
        read_workbook(tmp_path / "other.xlsx")
    with pytest.raises(MissingColumns):
        read_workbook(fill(blank, tmp_path / "bare.xlsx", {}, sheets=["sommai"]))


def test_marks_stand_on_the_cells_and_their_text_stays(tmp_path):
    row = VisitRow(position=1, household_id="H1", filled={"outcome": "ok", "visited_on": dt.date(2026, 1, 5)},
                   faults={"outcome": "Không có trong các giá trị cho phép"})  # fmt: skip
    path = workbook(tmp_path / "marked.xlsx", rows=[row])
    assert table_of(path)[0]["outcome"] == "ok"
    with zipfile.ZipFile(path) as parts:
        assert "Không có trong các giá trị cho phép" in parts.read("xl/comments1.xml").decode()
