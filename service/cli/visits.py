"""`sommai visits …`: filled workbooks back, what is recorded, and conflicts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.cli import options as o
from service.cli.options import example, say
from service.cli.people_named import By, ByIfAny, Reason

VISITS_HELP = say(
    "Lượt thăm: nhập phiếu, xem, giải quyết xung đột.", "Visits: read workbooks back, see, settle conflicts."
)
IMPORT_HELP = example(
    "Nhập các phiếu thăm đã điền; ô sai được đánh dấu trong một bản sao.",
    "Reads filled workbooks back; cells that can't be taken are marked in a copy.",
    "sommai visits import phieu-da-dien.xlsx",
    "sommai visits import filled/*.xlsx --by 'Vi Thị Hoa'",
)
LIST_HELP = example(
    "Các lượt thăm đã ghi nhận của một danh sách.", "The recorded visits of a list.", "sommai visits list newest"
)
CONFLICTS_HELP = example(
    "Các xung đột đang chờ: điều đang ghi nhận và điều phiếu cũ ghi.",
    "Conflicts that wait: what stands, and what an older workbook offered.",
    "sommai visits conflicts",
)
SETTLE_HELP = example(
    "Giải quyết một xung đột: giữ điều đang ghi nhận, hoặc nhận điều phiếu ghi.",
    "Settles a conflict: keeps what stands, or takes what was offered.",
    "sommai visits settle 3 --keep offered --by 'Vi Thị Hoa' --reason 'Đã gọi lại gia đình'",
)
Files = Annotated[list[Path], typer.Argument(metavar="FILE…", help=say("Phiếu đã điền", "Filled workbooks"))]
Marked = Annotated[
    Path | None,
    typer.Option("--marked", metavar="FILE", help=say("Nơi ghi bản sao có đánh dấu", "Where the marked copy goes")),
]
ListId = Annotated[
    str, typer.Argument(metavar="LIST_ID", help=say("Mã danh sách, hoặc newest", "A list's id, or newest"))
]
IfList = Annotated[str | None, typer.Option("--list", metavar="ID", help=say("Chỉ danh sách này", "This list only"))]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help=say("Số của xung đột", "The conflict's number"))]
Keep = Annotated[str, typer.Option("--keep", metavar="standing|offered", help=say("Giữ bên nào", "Which one is kept"))]


def family() -> typer.Typer:
    """Return the family of commands."""
    app = typer.Typer(help=VISITS_HELP, no_args_is_help=True, rich_markup_mode=None)
    app.command("import", help=IMPORT_HELP)(import_files)
    app.command("list", help=LIST_HELP)(list_visits)
    app.command("conflicts", help=CONFLICTS_HELP)(conflicts)
    app.command("settle", help=SETTLE_HELP)(settle)
    return app


def import_files(
    files: Files, marked: Marked = None, by: ByIfAny = None, today: o.Today = None, home: o.Home = None,
    as_json: o.AsJson = False, lang: o.Lang = None, debug: o.Debug = False,
) -> None:  # fmt: skip
    from service.cli import telling_visits as tell
    from service.runs import workbooks
    from service.settings import DEFAULT_LANGUAGE, home_folder

    language = lang.value if lang else DEFAULT_LANGUAGE
    if marked is not None and len(files) > 1:
        raise typer.BadParameter(say("--marked chỉ dùng với một phiếu", "--marked goes with one workbook"))
    read = [workbooks.read_back(home_folder(home), file, marked, by, today, language) for file in files]
    tell.imported(read, as_json)


def list_visits(
    list_id: ListId, home: o.Home = None, as_json: o.AsJson = False, lang: o.Lang = None, debug: o.Debug = False
) -> None:
    from service.cli import telling_visits as tell
    from service.runs import listing
    from service.settings import home_folder
    from service.visits import recorded_of

    with listing.opened(home_folder(home)) as engine:
        tell.visits(recorded_of(engine, listing.found(engine, list_id)), as_json)


def conflicts(
    list_id: IfList = None, home: o.Home = None, as_json: o.AsJson = False, lang: o.Lang = None, debug: o.Debug = False
) -> None:
    from service.cli import telling_visits as tell
    from service.runs import listing
    from service.settings import home_folder
    from service.visits import open_conflicts

    with listing.opened(home_folder(home)) as engine:
        tell.conflicts(open_conflicts(engine, listing.found(engine, list_id) if list_id else None), as_json)


def settle(
    number: Number, keep: Keep, by: By, reason: Reason, today: o.Today = None, home: o.Home = None,
    as_json: o.AsJson = False, lang: o.Lang = None, debug: o.Debug = False,
) -> None:  # fmt: skip
    from service.cli import terminal
    from service.runs import listing
    from service.settings import home_folder
    from service.visits import settle as settle_one

    with listing.opened(home_folder(home)) as engine:
        settle_one(engine, number, keep, reason, listing.named(engine, by), listing.moment(today))
    if as_json:
        terminal.as_json({"conflict": number, "kept": keep})
    else:
        print(say(f"Xung đột {number} đã được giải quyết.", f"Conflict {number} is settled."))
