"""`sommai subject export / erase` and `sommai keys rotate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.cli import options as o
from service.cli.options import example, say

SUBJECT = say("Dữ liệu về một hộ hoặc một người", "What is kept about a household or person")
KEYS = say("Khóa của kho danh tính", "Keys of the identity vault")
EXPORT_HELP = example(
    "Xuất mọi dữ liệu về một hộ, trẻ hoặc người chăm sóc.",
    "Gives out everything that is kept about a household, child or guardian.",
    "sommai subject export H00017 --out H00017.json",
)
ERASE_HELP = example(
    "Xóa một hộ hoặc một người khỏi mọi nơi lưu trữ; các lần nhập sau cũng bỏ qua.",
    "Takes a household or person out of every store; later imports leave them out too.",
    'sommai subject erase H00017 --by "Nguyễn Thị Mai"',
)
ROTATE_HELP = example(
    "Tạo khóa mới và niêm phong lại mọi danh tính.",
    "Makes a new key and seals every identity anew.",
    "sommai keys rotate",
)
SubjectId = Annotated[str, typer.Argument(metavar="ID", help=say("Mã hộ, trẻ hoặc người chăm sóc", "An id"))]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help=say("Tệp để ghi (chế độ 600)", "File to write (mode 600)"))]  # fmt: skip # noqa: E501
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help=say("Ai làm (mặc định: người dùng máy)", "Who does it (the system's user)"))]  # fmt: skip # noqa: E501


def family() -> typer.Typer:
    """Return the family of commands for data subjects."""
    app = typer.Typer(help=SUBJECT, no_args_is_help=True)
    app.command("export", help=EXPORT_HELP)(export)
    app.command("erase", help=ERASE_HELP)(erase)
    return app


def keys() -> typer.Typer:
    """Return the family of commands for keys."""
    app = typer.Typer(help=KEYS, no_args_is_help=True)
    app.command("rotate", help=ROTATE_HELP)(rotate)

    @app.callback()
    def _only_family() -> None:
        """Keep `rotate` a command of its own, though it is the only one."""

    return app


def export(
    subject_id: SubjectId,
    out: Out = None,
    by: By = None,
    home: o.Home = None,
    as_json: o.AsJson = False,
    debug: o.Debug = False,
) -> None:
    import json

    from data.identity_keys import written_privately
    from service.cli.people import acting
    from service.subjects import service

    with acting(home, by) as (place, engine, who):
        told = json.dumps(service.export(place, engine, subject_id, who), ensure_ascii=False, indent=1, default=str)
    if out is None:
        print(told)
        return
    written_privately(out.resolve().parent, told.encode()).replace(out)
    print(say(f"Đã ghi {out}", f"{out} is written"))


def erase(
    subject_id: SubjectId, by: By = None, home: o.Home = None, as_json: o.AsJson = False, debug: o.Debug = False
) -> None:
    from service.cli import terminal
    from service.cli.people import acting
    from service.subjects import service

    with acting(home, by) as (place, engine, who):
        gone = service.erase(place, engine, subject_id, who)
    if as_json:
        terminal.as_json(gone)
        return
    print(
        say(
            "Đã xóa: {identities} danh tính, {rows} dòng trong cơ sở dữ liệu, {files} tệp được sửa. Bản sao lưu cũ và "
            "tệp đã xuất ra ngoài không với tới được từ đây.",
            "Erased: {identities} identities, {rows} rows of the database, {files} files mended. Earlier backups and "
            "files that were written elsewhere can't be reached from here.",
        ).format(**gone)
    )


def rotate(by: By = None, home: o.Home = None, as_json: o.AsJson = False, debug: o.Debug = False) -> None:
    from service.audit import Event, append
    from service.cli import terminal
    from service.cli.people import acting
    from service.vault.opening import Vault

    with acting(home, by) as (place, engine, who):
        count = Vault(place).rotate()
        with engine.begin() as connection:
            append(connection, Event("keys.rotated", who.person_id, who.via, who.role, facts={"records": count}))
    if as_json:
        terminal.as_json({"records": count})
        return
    print(say(f"Đã niêm phong lại {count} bản ghi với khóa mới", f"{count} records are sealed with a new key"))
