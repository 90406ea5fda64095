"""`sommai lists …`: the life of a list, from draft to closed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.cli import options as o
from service.cli.options import example, say
from service.cli.people_named import By, ByIfAny, Reason, Seen

LISTS_HELP = say(
    "Danh sách ưu tiên: xem, duyệt, công bố, phát phiếu, kiểm tra.",
    "Priority lists: see, approve, publish, hand out, verify.",
)
LIST_HELP = example("Liệt kê các danh sách, mới nhất trước.", "All lists, the newest first.", "sommai lists list")
SHOW_HELP = example(
    "Một danh sách: trạng thái, mọi thay đổi, các hộ đầu, và điều danh sách tự nói về mình.",
    "One list: its state, every change, its first households, and what it says of itself.",
    "sommai lists show newest",
)
DRAFT_HELP = example(
    "Lập bản nháp từ lần tính mới nhất (hoặc --run).",
    "Makes a draft of the newest run (or of --run).",
    "sommai lists draft --by 'Nguyễn Thị Mai' --reason 'Kế hoạch tháng 1'",
)
APPROVE_HELP = example(
    "Duyệt một bản nháp.", "Approves a draft.", "sommai lists approve ID --by 'Trần Văn Bình' --reason 'Đã xem đủ xã'"
)
PUBLISH_HELP = example(
    "Công bố danh sách đã duyệt; phải là người khác với người duyệt.",
    "Publishes an approved list; by another person than who approved it.",
    "sommai lists publish ID --by 'Lê Thu Hà' --reason 'Bắt đầu đợt thăm tháng 1'",
)
CLOSE_HELP = example(
    "Đóng một danh sách.", "Closes a list.", "sommai lists close ID --by 'Lê Thu Hà' --reason 'Hết đợt'"
)
EXPORT_HELP = example(
    "Xuất danh sách: CSV ra màn hình, hoặc .csv, .xlsx theo tên tệp.",
    "Writes a list: CSV to the screen, or to a file, .csv or .xlsx.",
    "sommai lists export ID --out list.xlsx",
)
WORKBOOK_HELP = example(
    "Phát phiếu thăm để cán bộ điền: mỗi tổ (hoặc mỗi xã) một tệp Excel, không có tên và địa chỉ.",
    "Hands out workbooks for officers to fill in: an Excel file per team (or commune), without names or addresses.",
    "sommai lists workbook ID --out phieu/",
    "sommai lists workbook ID --per commune --out phieu/",
)
VERIFY_HELP = example(
    "Dựng lại danh sách từ dữ liệu, mô hình, chính sách và hạt giống; so từng byte.",
    "Rebuilds a list from snapshot, model, policy and seed, and compares it to the byte.",
    "sommai lists verify ID",
)
NOMINATE_HELP = example(
    "Đề cử một hộ vào danh sách.",
    "Nominates a household.",
    "sommai lists nominate ID H0001 --by An --reason 'Mới mồ côi'",
)
PUT_OFF_HELP = example(
    "Hoãn một hộ, kèm lý do.", "Puts a household off, with a reason.",
    "sommai lists put-off ID H0001 --by An --reason 'Gia đình đi vắng đến tháng 3'",
)  # fmt: skip
Id = Annotated[
    str,
    typer.Argument(
        metavar="ID", help=say("Mã danh sách, phần đầu của mã, hoặc newest", "A list's id, its beginning, or newest")
    ),
]
Household = Annotated[str, typer.Argument(metavar="HOUSEHOLD_ID", help=say("Mã hộ", "The household's id"))]
RunId = Annotated[
    str, typer.Option("--run", metavar="ID", help=say("Lần tính (mặc định: mới nhất)", "The run (the newest)"))
]
ToFile = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help=say("Tệp để ghi (.csv, .xlsx)", "File to write (.csv, .xlsx)")),
]
ToFolder = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help=say("Thư mục để ghi, hoặc một tệp .xlsx", "Folder to write into, or one .xlsx file"),
    ),
]
Per = Annotated[
    str,
    typer.Option(
        "--per",
        metavar="team|commune|list",
        help=say("Mỗi tệp cho một tổ, một xã, hay cả danh sách", "A file per team, per commune, or one for all"),
    ),
]
Team = Annotated[str | None, typer.Option("--team", metavar="ID", help=say("Chỉ tổ này", "This team only"))]
Commune = Annotated[str | None, typer.Option("--commune", metavar="CODE", help=say("Chỉ xã này", "This commune only"))]


def family() -> typer.Typer:
    """Return the family of commands."""
    app = typer.Typer(help=LISTS_HELP, no_args_is_help=True, rich_markup_mode=None)
    app.command("list", help=LIST_HELP)(list_lists)
    app.command("show", help=SHOW_HELP)(show)
    app.command("draft", help=DRAFT_HELP)(draft)
    app.command("approve", help=APPROVE_HELP)(approve)
    app.command("publish", help=PUBLISH_HELP)(publish)
    app.command("close", help=CLOSE_HELP)(close)
    app.command("export", help=EXPORT_HELP)(export)
    app.command("workbook", help=WORKBOOK_HELP)(workbook)
    app.command("verify", help=VERIFY_HELP)(verify)
    app.command("nominate", help=NOMINATE_HELP)(nominate)
    app.command("put-off", help=PUT_OFF_HELP)(put_off)
    return app


def list_lists(home: o.Home = None, as_json: o.AsJson = False, lang: o.Lang = None, debug: o.Debug = False) -> None:
    from service.cli import telling_lists as tell
    from service.runs import listing

    tell.lists(listing.all_lists(place(home)), as_json)


def show(
    list_id: Id, home: o.Home = None, today: o.Today = None, as_json: o.AsJson = False, lang: o.Lang = None,
    debug: o.Debug = False,
) -> None:  # fmt: skip
    from service.cli import telling_lists as tell
    from service.runs import listing

    tell.one(listing.one_list(place(home), list_id, today), as_json)


def draft(
    by: By, reason: Reason, run: RunId = "newest", home: o.Home = None, as_json: o.AsJson = False,
    lang: o.Lang = None, debug: o.Debug = False,
) -> None:  # fmt: skip
    from service.cli import telling_lists as tell
    from service.runs import listing

    tell.changed(listing.draft(place(home), run, by, reason), as_json)


def approve(
    list_id: Id, by: By, reason: Reason, version: Seen = None, home: o.Home = None, today: o.Today = None,
    as_json: o.AsJson = False, lang: o.Lang = None, debug: o.Debug = False,
) -> None:  # fmt: skip
    from service.cli import telling_lists as tell
    from service.runs import listing

    tell.changed(listing.step(place(home), "approve", list_id, by, reason, version, today), as_json)


def publish(
    list_id: Id, by: By, reason: Reason, version: Seen = None, home: o.Home = None, today: o.Today = None,
    as_json: o.AsJson = False, lang: o.Lang = None, debug: o.Debug = False,
) -> None:  # fmt: skip
    from service.cli import telling_lists as tell
    from service.runs import listing

    tell.changed(listing.step(place(home), "publish", list_id, by, reason, version, today), as_json)


def close(
    list_id: Id, by: By, reason: Reason, version: Seen = None, home: o.Home = None, today: o.Today = None,
    as_json: o.AsJson = False, lang: o.Lang = None, debug: o.Debug = False,
) -> None:  # fmt: skip
    from service.cli import telling_lists as tell
    from service.runs import listing

    tell.changed(listing.step(place(home), "close", list_id, by, reason, version, today), as_json)


def nominate(
    list_id: Id, household_id: Household, by: By, reason: Reason, version: Seen = None, home: o.Home = None,
    today: o.Today = None, as_json: o.AsJson = False, lang: o.Lang = None, debug: o.Debug = False,
) -> None:  # fmt: skip
    from service.cli import telling_lists as tell
    from service.runs import listing

    tell.changed(listing.nominate(place(home), list_id, household_id, by, reason, version, today), as_json)


def put_off(
    list_id: Id, household_id: Household, by: By, reason: Reason, version: Seen = None, home: o.Home = None,
    today: o.Today = None, as_json: o.AsJson = False, lang: o.Lang = None, debug: o.Debug = False,
) -> None:  # fmt: skip
    from service.cli import telling_lists as tell
    from service.runs import listing

    tell.changed(listing.put_off(place(home), list_id, household_id, by, reason, version, today), as_json)


def export(
    list_id: Id, out: ToFile = None, version: Seen = None, home: o.Home = None, as_json: o.AsJson = False,
    lang: o.Lang = None, debug: o.Debug = False,
) -> None:  # fmt: skip
    import sys

    from service.cli import terminal
    from service.runs import listing

    made = listing.export(place(home), list_id, version, out, lang.value if lang else None)
    if as_json and out is None:
        terminal.as_json(made.entries.to_dicts())
    elif as_json:
        terminal.as_json({"list": made.list_id, "version": made.version, "out": str(out), "rows": made.entries.height})
    elif out is None:
        sys.stdout.write(made.csv.decode())
    else:
        print(say(f"Đã ghi {made.entries.height} hộ vào {out}", f"{made.entries.height} households written to {out}"))


def workbook(
    list_id: Id, out: ToFolder = None, per: Per = "", team: Team = None, commune: Commune = None,
    by: ByIfAny = None, home: o.Home = None, today: o.Today = None, as_json: o.AsJson = False, lang: o.Lang = None,
    debug: o.Debug = False,
) -> None:  # fmt: skip
    from service.cli import terminal
    from service.runs import workbooks

    asked = workbooks.Asked(per=per, team=team, commune=commune, out=out, language=lang.value if lang else "vi")
    made = workbooks.hand_out_all(place(home), list_id, asked, by, today)
    if as_json:
        terminal.as_json([file.record() for file in made])
        return
    for file in made:
        print(say(f"Phiếu số {file.handout}: {file.path} ({file.rows} hàng)",
                  f"Hand-out {file.handout}: {file.path} ({file.rows} rows)"))  # fmt: skip


def verify(
    list_id: Id, home: o.Home = None, as_json: o.AsJson = False, lang: o.Lang = None, debug: o.Debug = False
) -> None:
    from dataclasses import asdict

    from service.cli import terminal
    from service.runs import listing

    found = listing.verify(place(home), list_id)
    if as_json:
        terminal.as_json(asdict(found))
        return
    print(
        say(
            f"Danh sách {found.list_id}: dựng lại đúng từng byte; {found.versions} bản khớp ({found.content_hash}).",
            f"List {found.list_id}: rebuilt to the byte; all {found.versions} versions agree ({found.content_hash}).",
        )
    )


def place(home: Path | None) -> Path:
    """Return where data lie."""
    from service.settings import home_folder

    return home_folder(home)
