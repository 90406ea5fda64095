"""The report for the person who has to mend the tables: JSON, HTML, or their own tables with the bad cells marked."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import xlsxwriter

from data.contract import TABLES
from data.vocabulary.errors import WrongUse
from data.vocabulary.language import Text

from .folder import Intake
from .sources import ROW, find, read

LONGEST_SHEET = 50_000
HIDDEN = "(hidden)"
TITLE = Text("Các ô cần sửa", "What to mend")
SUMMARY = Text("Tóm tắt", "Summary")
ROW_NUMBER = Text("dòng", "row")
NONE = Text("Không có", "None")
TOTAL = Text(
    "{total} lỗi. Dòng là số dòng mà bảng tính hiện.", "{total} faults. A row is the number that a spreadsheet shows."
)
UNSCORED = Text("Hộ chưa được tính do lỗi dữ liệu", "Households not scored because of quarantine")
FAULTS = Text("Lỗi", "Faults")
REPEATED = Text("dòng có khóa lặp lại, cạnh nhau", "rows whose key comes again, side by side")
MENDED = Text("Đã tự sửa", "Mended without asking")
PAGE = """<!doctype html>
<html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1d2b33}}
table{{border-collapse:collapse;width:100%;margin:1rem 0}}th,td{{text-align:left;padding:.35rem .6rem;
border-bottom:1px solid #d8e0e4;vertical-align:top;overflow-wrap:anywhere}}th{{background:#eef3f5}}
@media print{{body{{margin:0;font-size:10pt}}}}</style>
<h1>{title}</h1>
<p>{total}</p>
<h2>{unscored}</h2>{communes}
<h2>{faults_title}</h2>{faults}
{repeated}<h2>{mended}</h2>{notices}
</html>
"""


def write_report(intake: Intake, folder: Path, file: Path) -> None:
    """Write the report in the form that the file's ending names; raises ``WrongUse`` for another ending."""
    writers = {".json": _json, ".html": _html, ".xlsx": _xlsx}
    if file.suffix.lower() not in writers:
        raise WrongUse(
            what_vi=f"Không ghi được báo cáo dạng {file.suffix}: hãy dùng .html, .xlsx hoặc .json.",
            what_en=f"A report can't be written as {file.suffix}: use .html, .xlsx or .json.",
        )
    writers[file.suffix.lower()](intake, folder, file)


def _notices(intake: Intake) -> list[dict[str, object]]:
    return [
        {"table": n.table, "column": n.column, "kind": n.kind, "count": n.count, "text": n.text.both()}
        for n in intake.notices
    ]


def _json(intake: Intake, folder: Path, file: Path) -> None:
    told = {
        "rows": {name: frame.height for name, frame in intake.tables.items()},
        "missing_tables": sorted(set(TABLES) - intake.present),
        "not_scored_by_commune": intake.not_scored_by_commune.to_dicts(),
        "faults": intake.faults.to_dicts(),
        "repeated_keys": {name: rows.to_dicts() for name, rows in repeated_rows(intake, folder).items()},
        "notices": _notices(intake),
    }
    file.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _html(intake: Intake, folder: Path, file: Path) -> None:
    page = PAGE.format(
        title=TITLE.both(),
        total=TOTAL.both(total=intake.faults.height),
        unscored=UNSCORED.both(),
        faults_title=FAULTS.both(),
        mended=MENDED.both(),
        communes=_table(intake.not_scored_by_commune),
        faults=_table(intake.faults.drop("table")),
        repeated="".join(_repeated_section(name, rows) for name, rows in repeated_rows(intake, folder).items()),
        notices=_table(pl.DataFrame(_notices(intake)).drop("kind")) if intake.notices else "<p>–</p>",
    )
    file.write_text(page, encoding="utf-8")


def repeated_rows(intake: Intake, folder: Path) -> dict[str, pl.DataFrame]:
    """Return, by table, the rows whose key comes more than once, the kept one too, beside one another.

    ``row`` is the number that a spreadsheet shows; cells are as the file has them; those of identities are hidden.
    """
    files, found = find(folder), {}
    for name in intake.faults.filter(pl.col("rule") == "duplicate_key")["table"].unique(maintain_order=True):
        faulty = intake.faults.filter((pl.col("table") == name) & (pl.col("rule") == "duplicate_key"))
        rows = _with_their_like(read(TABLES[name], files[name]).frame, TABLES[name].key(), faulty["row"])
        shown = rows.rename({ROW: "row"})
        if name == "identities":
            shown = shown.select("row", pl.exclude("row").replace_strict({}, default=pl.lit(HIDDEN)))
        found[name] = shown
    return found


def _with_their_like(frame: pl.DataFrame, key: list[str], rows: pl.Series) -> pl.DataFrame:
    """Return these rows and the others with the same keys, like beside like, the row number first."""
    keyed = frame.with_columns(pl.col(name).str.strip_chars().alias(f"__{name}") for name in key)
    keys = [f"__{name}" for name in key]
    wanted = keyed.filter(pl.col(ROW).is_in(rows.implode())).select(keys).unique()
    alike = keyed.join(wanted, on=keys, how="semi").sort(*keys, ROW)
    return alike.select(ROW, *(name for name in frame.columns if name != ROW))


def _repeated_section(name: str, rows: pl.DataFrame) -> str:
    return f"<h2>{html.escape(name)}: {REPEATED.both()}</h2>{_table(rows)}"


def _table(frame: pl.DataFrame) -> str:
    if frame.is_empty():
        return f"<p>{NONE.both()}</p>"
    head = "".join(f"<th scope=col>{html.escape(name)}</th>" for name in frame.columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape('' if cell is None else str(cell))}</td>" for cell in row) + "</tr>"
        for row in frame.iter_rows()
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _xlsx(intake: Intake, folder: Path, file: Path) -> None:
    """Write a sheet per table with faults: their own cells, the bad ones marked, a note in each."""
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(file), safe) as book:
        bad, bold = book.add_format({"bg_color": "#ffd7c9"}), book.add_format({"bold": True, "bg_color": "#eef3f5"})
        _summary(book, intake, bold)
        files = find(folder)
        for name in intake.faults["table"].unique(maintain_order=True):
            _sheet(book, name, files[name], intake.faults.filter(pl.col("table") == name), {"bad": bad, "bold": bold})


def _summary(book: xlsxwriter.Workbook, intake: Intake, bold: object) -> None:
    sheet = book.add_worksheet(f"{SUMMARY.vi} - {SUMMARY.en}")
    sheet.set_column(0, 6, 22)
    sheet.write(0, 0, TITLE.both(), bold)
    sheet.write_row(1, 0, ["table", "file", "row", "column", "value", "rule", "message"], bold)
    for place, row in enumerate(intake.faults.head(LONGEST_SHEET).iter_rows(), 2):
        sheet.write_row(place, 0, ["" if cell is None else cell for cell in row])
    sheet.freeze_panes(2, 0)


def _sheet(book: xlsxwriter.Workbook, name: str, path: Path, faults: pl.DataFrame, forms: Mapping[str, object]) -> None:
    """Write one table, lines that couldn't be read included; of a long one the rows in question alone."""
    raw = read(TABLES[name], path)
    frame = raw.frame
    if frame.height > LONGEST_SHEET:
        repeated = faults.filter(pl.col("rule") == "duplicate_key")["row"]
        alike = _with_their_like(frame, TABLES[name].key(), repeated)[ROW]
        frame = frame.filter(pl.col(ROW).is_in(pl.concat([faults["row"], alike]).implode()))
    columns = [column for column in frame.columns if column != ROW]
    notes: dict[tuple[int, str | None], str] = {
        (row, column): text for row, column, text in faults.select("row", "column", "message").iter_rows()
    }
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(columns), 18)
    sheet.write_row(0, 0, [ROW_NUMBER.both(), *(f"{c} ({TABLES[name].columns[c].vi})" for c in columns)], forms["bold"])
    rows = [(row, [*cells]) for row, *cells in frame.select(ROW, *columns).iter_rows()]
    rows += [(row, [text]) for row, _, text in raw.bad_lines]
    for place, (row, cells) in enumerate(sorted(rows, key=lambda line: line[0]), 1):
        whole = notes.get((row, None))
        _cell(sheet, (place, 0), row, whole, forms)
        for column, (title, cell) in enumerate(zip(columns, cells, strict=False), 1):
            shown = HIDDEN if name == "identities" else (cell or "")
            _cell(sheet, (place, column), shown, notes.get((row, title)), forms)


def _cell(
    sheet: xlsxwriter.worksheet.Worksheet, at: tuple[int, int], shown: object, note: str | None,
    forms: Mapping[str, object],
) -> None:  # fmt: skip
    """Write one cell, marked and with a note where it is at fault."""
    if shown != "" or note:
        sheet.write(*at, shown, forms["bad"] if note else None)
    if note:
        sheet.write_comment(*at, note, {"x_scale": 2})
