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


EVERY_ROW = 1.0
"""A folder that an import would refuse for too many faults is checked to its end all the same."""


def check(
    folder: Folder,
    report: Report = None,
    today: o.Today = None,
    max_rejects: o.MaxRejects = 0.05,
    home: o.Home = None,
    as_json: o.AsJson = False,
    lang: o.Lang = None,
    debug: o.Debug = False,
) -> None:
    from data.intake import read_folder
    from data.intake.report import write_report
    from service.cli import telling, terminal
    from service.outputs import notation

    intake = read_folder(folder, today=today or dt.date.today(), max_rejects=EVERY_ROW)
    if report:
        write_report(intake, folder, report)
    rows = {name: frame.height for name, frame in intake.tables.items()}
    counted = intake.faults.group_by("table", "rule").len("faults").sort("table", "rule")
    if as_json:
        told = {"rows": rows, "quarantined": intake.faults.height, "faults": counted.to_dicts()}
        terminal.as_json(told | telling.intake_record(intake.present, intake.notices))
    else:
        if counted.height:
            terminal.as_table([say("Bảng", "Table"), say("Quy tắc", "Rule"), say("Số lỗi", "Faults")], counted.rows())
        telling.tell_intake(intake.present, intake.notices, o.LANGUAGE)
        faults = notation.number(intake.faults.height, o.LANGUAGE)
        print(say(f"{faults} lỗi chờ sửa", f"{faults} faults to mend"))
        if report:
            print(say(f"Báo cáo: {report}", f"The report: {report}"))
    intake.hold_against(max_rejects)


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
    from service.alive import give_way
    from service.cli import telling, terminal
    from service.runs.settling import settled
    from service.settings import home_folder

    place = home_folder(home)
    give_way(place)
    made = import_folder(folder, place, today=today or dt.date.today(), max_rejects=max_rejects)
    said = settled(place, made.snapshot)
    if as_json:
        told: dict[str, object] = {"snapshot": made.snapshot.id, "rows": made.rows, "quarantined": made.faults.height}
        told["contradicted"] = [one.correction_id for one in said.contradicted]
        told["agreed"] = [one.correction_id for one in said.agreed]
        terminal.as_json(told | telling.intake_record(made.present, made.notices))
        return
    print(say(f"Bản chụp {made.snapshot.id}", f"Snapshot {made.snapshot.id}"))
    terminal.as_table([say("Bảng", "Table"), say("Số dòng", "Rows")], sorted(made.rows.items()))
    telling.tell_intake(made.present, made.notices, o.LANGUAGE)
    print(say(f"{made.faults.height} lỗi tách riêng", f"{made.faults.height} faults in quarantine"))
    telling.tell_settled(said, o.LANGUAGE)
