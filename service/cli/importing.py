"""`sommai check` and `sommai import`: a folder of tables, validated or stored."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from service.cli import options as o
from service.cli.options import example, say

CHECK_HELP = example(
    "Kiểm tra một thư mục bảng; không ghi gì ngoài báo cáo.",
    "Validates a folder of tables; writes nothing but the report.",
    "sommai check tables/ --report faults.html",
)
IMPORT_HELP = example(
    "Kiểm tra và lưu một bản chụp dữ liệu.",
    "Validates a folder and stores a snapshot.",
    "sommai import tables/",
)
Folder = Annotated[Path, typer.Argument(metavar="DIR", help=say("Thư mục chứa các bảng", "Folder of tables"))]
Report = Annotated[
    Path | None,
    typer.Option(
        "--report", metavar="FILE", help=say("Báo cáo .html, .xlsx hoặc .json", "A report: .html, .xlsx or .json")
    ),
]


def check(
    folder: Folder,
    report: Report = None,
    today: o.Today = None,
    max_rejects: o.MaxRejects = 0.05,
    as_json: o.AsJson = False,
    lang: o.Lang = None,
    debug: o.Debug = False,
) -> None:
    from data.intake import read_folder
    from data.intake.report import write_report
    from service.cli import terminal

    intake = read_folder(folder, today=today or dt.date.today(), max_rejects=max_rejects)
    if report:
        write_report(intake, folder, report)
    counted = intake.faults.group_by("table", "rule").len().sort("table", "rule")
    if as_json:
        rows = {name: frame.height for name, frame in intake.tables.items()}
        terminal.as_json({"rows": rows, "quarantined": intake.faults.height, "faults": counted.to_dicts()})
        return
    terminal.as_table([say("Bảng", "Table"), say("Quy tắc", "Rule"), say("Số lỗi", "Faults")], counted.rows())
    for notice in intake.notices:
        print(f"{notice.table}.{notice.column or '*'}: {notice.text.in_(o.LANGUAGE)} ({notice.count})")


def import_tables(
    folder: Folder,
    today: o.Today = None,
    max_rejects: o.MaxRejects = 0.05,
    home: o.Home = None,
    as_json: o.AsJson = False,
    lang: o.Lang = None,
    debug: o.Debug = False,
) -> None:
    from data.intake.cached import import_folder
    from service.cli import terminal
    from service.settings import home_folder

    made = import_folder(folder, home_folder(home), today=today or dt.date.today(), max_rejects=max_rejects)
    if as_json:
        terminal.as_json({"snapshot": made.snapshot.id, "rows": made.rows, "quarantined": made.faults.height})
        return
    print(say(f"Bản chụp {made.snapshot.id}", f"Snapshot {made.snapshot.id}"))
    terminal.as_table([say("Bảng", "Table"), say("Số dòng", "Rows")], sorted(made.rows.items()))
    print(say(f"{made.faults.height} lỗi tách riêng", f"{made.faults.height} faults in quarantine"))
