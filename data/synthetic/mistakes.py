"""A museum of mistakes: a small clean province, plus one exhibit for every form of every fault rule.

Each exhibit knows where it must be found, so that a test can say: these faults, and no others. ``unusual`` writes the
opposite: forms that only look wrong and must all be accepted.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Protocol
from unicodedata import normalize

import polars as pl
import xlsxwriter

from data.contract import TABLES

from .exhibits import CLEAN, OWN_KEY, UNUSUAL_CELLS, WRONG_CELLS
from .province import make_province
from .write import write_province

TODAY = date(2026, 1, 1)
"""The day of import for which the exhibits are right."""
CLEAN_HOUSEHOLDS = 420
SHEET_HEADER_ROW = 3
_SHEET_TABLE = "visits"
_DATED = {"visits": ("visited_on", "recorded_on")}


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One fault and where it must be found; ``column`` is None where the whole row is at fault."""

    rule: str
    table: str
    file: str
    row: int
    column: str | None
    value: str


@dataclass(frozen=True, slots=True)
class Oddity:
    """One unusual form that must be accepted: where it stands, and what it must be read as (dates as ISO text).

    ``key`` names the row by its own key, in tables that have one.
    """

    table: str
    file: str
    row: int
    column: str
    value: str
    read_as: object
    key: str | None


class _Show(Protocol):
    """How an exhibit is announced: rule, table, column, value, row."""

    def __call__(self, rule: str, table: str, column: str | None, value: str, row: int) -> None: ...


@dataclass
class _Hall:
    """The rows added to one table, as text, and the row that the next one will have."""

    table: str
    next_row: int
    lines: list[bytes] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)

    @property
    def file(self) -> str:
        return f"{self.table}.xlsx" if self.table == _SHEET_TABLE else f"{self.table}.csv"

    def add(self, cells: dict[str, str]) -> int:
        """Add a row; return the number that a spreadsheet shows for it."""
        values = [cells.get(name, "") for name in TABLES[self.table].columns]
        self.cells.append(values)
        return self.add_line(_csv_line(values))

    def add_line(self, line: bytes) -> int:
        self.lines.append(line)
        self.next_row += 1
        return self.next_row - 1


class _Building:
    """All tables of a clean province with room for exhibits at the end of each."""

    def __init__(self, seed: int) -> None:
        self.province = make_province(CLEAN_HOUSEHOLDS, seed, years=3)
        self.halls = {name: _Hall(name, table.height + 2) for name, table in self.province.tables.items()}
        self.halls[_SHEET_TABLE].next_row += SHEET_HEADER_ROW - 1
        self.count = 0
        for name, cells in CLEAN.items():
            self.halls[name].add(cells)

    def row(self, table: str, **changed: str) -> dict[str, str]:
        """Return the table's clean row under a key of its own, with cells changed."""
        self.count += 1
        cells = dict(CLEAN[table])
        if table == "guardians":
            cells |= {"relation": "father", "sex": "male"}
        if table == "communes":
            cells["replaces"] = ""
        if table == "poverty_assessments":
            day = date.fromordinal(date(2020, 1, 1).toordinal() + self.count)
            cells |= {"assessed_on": day.isoformat(), "recorded_on": "2023-12-01"}
        if table == "school_records":
            begins = 2020 - self.count % 3
            cells |= {"school_year": f"{begins}-{begins + 1}", "child_id": self.child()}
        key = OWN_KEY.get(table)
        if key:
            cells[key] = f"{cells[key][:2]}X{self.count:04d}"
        return cells | changed

    def child(self) -> str:
        """Add a clean child, for tables where a child can have one row only; return its id."""
        self.count += 1
        name = f"TMY{self.count:04d}"
        self.halls["children"].add(CLEAN["children"] | {"child_id": name})
        return name

    def write(self, folder: Path) -> None:
        write_province(self.province, folder)
        for name, hall in self.halls.items():
            path = folder / f"{name}.csv"
            if name == _SHEET_TABLE:
                _write_visits(self.province.tables[name], hall, folder / hall.file)
                path.unlink()
            else:
                path.write_bytes(path.read_bytes() + b"".join(hall.lines))


def museum(folder: Path, seed: int = 1) -> list[Exhibit]:
    """Write a province with every kind of fault into ``folder``; return each one that must be found, and no other.

    Right for an import on ``TODAY``. ``visits`` is a workbook with its header in the third row, the rest is CSV.
    """
    built = _Building(seed)
    found: list[Exhibit] = []

    def show(rule: str, table: str, column: str | None, value: str, row: int) -> None:
        found.append(Exhibit(rule, table, built.halls[table].file, row, column, value))

    for rule, places in WRONG_CELLS.items():
        for (table, column), values in places.items():
            for value in values:
                cells = built.row(table, **{column: value})
                # A review's day has to stay before its recording, but where that is the exhibit.
                if (table, column, rule) == ("poverty_assessments", "recorded_on", "date_order"):
                    cells["assessed_on"] = "2023-10-05"
                show(rule, table, column, value.strip(), built.halls[table].add(cells))
    _identity_without_subject(built, show)
    _repeated_keys(built, show)
    _broken_lines(built, show)
    _followers(built, show)
    _serial_days(built, show)
    built.write(folder)
    return found


def unusual(folder: Path, seed: int = 1) -> list[Oddity]:
    """Write a province of unusual but allowed forms into ``folder``; return what each must be read as.

    Beside the cells: a byte-order mark, headers in other cases and with blanks around them, a Vietnamese header in
    decomposed Unicode, a tab-separated file, and a row repeated with all cells the same (read once).
    """
    built = _Building(seed)
    found: list[Oddity] = []
    for (table, column), values in UNUSUAL_CELLS.items():
        for value, read_as in values:
            cells = built.row(table, **{column: value})
            if table == "children" and column == "birth_date":
                cells["registered_on"] = "2016-06-01"
            hall = built.halls[table]
            key = cells[OWN_KEY[table]] if table in OWN_KEY else None
            found.append(Oddity(table, hall.file, hall.add(cells), column, value, read_as, key))
    built.halls["child_events"].add(CLEAN["child_events"])
    built.write(folder)
    _reheaded(folder / "households.csv", lambda names: "\ufeff" + ",".join(names))
    _reheaded(folder / "guardians.csv", lambda names: ",".join(f"  {name.upper()} " for name in names))
    _reheaded(
        folder / "teams.csv", lambda _: ",".join(normalize("NFD", c.vi) for c in TABLES["teams"].columns.values())
    )
    _reseparated(folder / "team_communes.csv", "\t")
    return found


def _identity_without_subject(built: _Building, show: _Show) -> None:
    cells = CLEAN["identities"] | {"subject_id": ""}
    show("required_empty", "identities", "subject_id", "", built.halls["identities"].add(cells))


def _repeated_keys(built: _Building, show: _Show) -> None:
    """Show keys that come again: the later row is at fault, or the earlier one where it has a fault already."""
    for table, column, value in (
        ("households", "hamlet", "Bản Khác"),
        ("guardian_events", "event", "died"),
        ("poverty_assessments", "b1_score", "99"),
    ):
        show("duplicate_key", table, None, "", built.halls[table].add(CLEAN[table] | {column: value}))
    cells = built.row("guardians", education="tiến sĩ")
    row = built.halls["guardians"].add(cells)
    show("unknown_choice", "guardians", "education", "tiến sĩ", row)
    show("duplicate_key", "guardians", None, "", row)
    built.halls["guardians"].add(cells | {"education": "higher"})


def _broken_lines(built: _Building, show: _Show) -> None:
    """Show lines that no row can be made of, each followed by a good one."""
    hall = built.halls["child_events"]
    good = [built.row("child_events") for _ in range(5)]
    lines = [_csv_line([cells.get(name, "") for name in TABLES["child_events"].columns]) for cells in good]
    broken = (
        ("cell_count", lines[0].replace(b"\n", b",\n")),
        ("cell_count", lines[1].rsplit(b",", 1)[0] + b"\n"),
        ("quoting", lines[2].replace(b",injury", b',"injury', 1)),
        ("encoding", lines[3].replace(b"injury", "thương tích".encode("cp1258", "replace"), 1)),
    )
    for rule, line in broken:
        show(rule, "child_events", None, "", hall.add_line(line))
        hall.add(built.row("child_events"))
    identities = built.halls["identities"]
    broken_name = _csv_line(["HM9998", "Nguyen Van Mau", "Ban Mau", ""]).replace(b"Ban", b"B\xe3\xff\xfe")
    show("encoding", "identities", None, "", identities.add_line(broken_name))


def _followers(built: _Building, show: _Show) -> None:
    """Show rows that hang off quarantined ones, down to grandchildren, and a cell that does."""
    home, child, carer, team = "HMZ001", "TMZ001", "GMZ001", "TMZ1"
    row = built.halls["households"].add(CLEAN["households"] | {"household_id": home, "registered_on": "01/2016"})
    show("bad_date", "households", "registered_on", "01/2016", row)
    row = built.halls["teams"].add(CLEAN["teams"] | {"team_id": team, "hours_per_month": "nhiều"})
    show("bad_number", "teams", "hours_per_month", "nhiều", row)
    hanging: tuple[tuple[str, str, str, dict[str, str]], ...] = (
        ("children", "household_id", home, {"child_id": child}),
        ("guardians", "household_id", home, {"guardian_id": carer}),
        ("poverty_assessments", "household_id", home, {}),
        ("child_events", "child_id", child, {"event_id": "EMZ001"}),
        ("circumstances", "child_id", child, {"case_id": "CMZ001"}),
        ("school_records", "child_id", child, {}),
        ("guardian_events", "guardian_id", carer, {"event_id": "FMZ001"}),
        ("team_communes", "team_id", team, {}),
        ("visits", "household_id", home, {"visit_id": "VMZ001"}),
        ("visits", "team_id", team, {"visit_id": "VMZ002"}),
    )
    for table, column, parent, own in hanging:
        show("follows", table, column, parent, built.halls[table].add(CLEAN[table] | own | {column: parent}))


def _serial_days(built: _Building, show: _Show) -> None:
    """Show a number in a workbook cell that isn't formatted as a date."""
    row = built.halls[_SHEET_TABLE].add(built.row(_SHEET_TABLE, visited_on="#45418"))
    show("bad_date", _SHEET_TABLE, "visited_on", "45418", row)


def _csv_line(cells: Iterable[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue().encode()


def _reheaded(file: Path, header: Callable[[list[str]], str]) -> None:
    first, rest = file.read_text(encoding="utf-8").split("\n", 1)
    file.write_text(header(first.split(",")) + "\n" + rest, encoding="utf-8")


def _reseparated(file: Path, separator: str) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace(",", separator), encoding="utf-8")


def _write_visits(visits: pl.DataFrame, hall: _Hall, file: Path) -> None:
    """Write the workbook: a title above the header, real date cells in clean rows, text where an exhibit needs it."""
    rows = [*visits.cast(dict.fromkeys(_DATED[_SHEET_TABLE], pl.String)).iter_rows(), *hall.cells]
    with xlsxwriter.Workbook(str(file), {"strings_to_formulas": False}) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001
        as_day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "Danh sách lượt thăm")
        sheet.write_row(SHEET_HEADER_ROW - 1, 0, visits.columns)
        for at, cells in enumerate(rows, start=SHEET_HEADER_ROW):
            for place, (name, value) in enumerate(zip(visits.columns, cells, strict=True)):
                if value is None or value == "":
                    continue
                if isinstance(value, str) and name in _DATED[_SHEET_TABLE]:
                    _write_day(sheet, at, place, value, as_day)
                else:
                    sheet.write(at, place, value)


def _write_day(sheet: xlsxwriter.worksheet.Worksheet, row: int, place: int, value: str, as_day: object) -> None:
    if value.startswith("#"):
        sheet.write_number(row, place, int(value[1:]))
        return
    try:
        moment = datetime.strptime(value, "%Y-%m-%d")  # noqa: DTZ007
    except ValueError:
        sheet.write_string(row, place, value)
        return
    sheet.write_datetime(row, place, moment, as_day)
