"""`sommai doctor`, `backup`, `restore`, `upgrade`: what is set up; copies, their way back; newer versions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.cli import options as o
from service.cli.options import example, say

BACKUP_HELP = example(
    "Sao lưu cơ sở dữ liệu và các tệp, ngay cả khi dịch vụ đang chạy. Không kèm khóa.",
    "Copies database and files, also while the service runs. Keys aren't in it.",
    "sommai backup /srv/backup/sommai-2026-11-25.tar",
)
RESTORE_HELP = example(
    "Khôi phục một bản sao lưu vào một thư mục trống.",
    "Restores a backup into an empty home.",
    "sommai restore /srv/backup/sommai-2026-11-25.tar --home /srv/sommai",
    "sommai restore /srv/backup/sommai-2026-11-25.tar --check",
)
UPGRADE_HELP = example(
    "Nâng cấp cơ sở dữ liệu cho phiên bản này; sao lưu trước, không bao giờ hạ cấp.",
    "Brings the database to this version; makes a backup first, never goes down.",
    "sommai upgrade",
)
DOCTOR_HELP = example(
    "Những gì đã cài đặt, còn thiếu gì, và bước tiếp theo. Không thay đổi gì.",
    "What is set up, what is missing, and the next step. Changes nothing.",
    "sommai doctor",
    "sommai doctor --json",
)
MARKS = {"good": "✓", "missing": "·", "wrong": "✗"}
File = Annotated[Path, typer.Argument(metavar="FILE", help=say("Tệp sao lưu (.tar)", "The backup (.tar)"))]
WithKeys = Annotated[
    bool,
    typer.Option(
        "--with-keys",
        help=say(
            "Kèm khóa và cài đặt: ai có tệp này đọc được mọi tên, địa chỉ",
            "Keys and settings too: whoever has the file can read every name and address",
        ),
    ),
]
Force = Annotated[
    bool,
    typer.Option(
        "--force",
        help=say("Thay dữ liệu đang có (thư mục cũ được chuyển sang một bên)", "Replace what is there (moved aside)"),
    ),
]
CheckOnly = Annotated[
    bool, typer.Option("--check", help=say("Chỉ kiểm tra bản sao lưu còn nguyên vẹn", "Only check that it is whole"))
]


def backup(
    file: File,
    with_keys: WithKeys = False,
    home: o.Home = None,
    as_json: o.AsJson = False,
    lang: o.Lang = None,
    debug: o.Debug = False,
) -> None:
    import sys

    from service.cli import terminal
    from service.operations.backing_up import back_up
    from service.settings import home_folder
    from service.store.database import engine_for
    from service.store.presence import has_database

    place = home_folder(home)
    made = back_up(place, engine_for(place) if has_database(place) else None, file, with_keys=with_keys)
    if as_json:
        terminal.as_json(made)
        return
    size = f"{made['bytes'] / 2**20:.1f} MiB"
    print(say(f"Đã sao lưu vào {file} ({size}): ", f"Backup written to {file} ({size}): "), end="")
    print(say(f"{made['rows']} dòng, {made['files']} tệp.", f"{made['rows']} rows, {made['files']} files."))
    warning = (
        say(
            "CẢNH BÁO: tệp này có khóa; ai có nó đọc được mọi tên và địa chỉ. Hãy cất ở nơi khóa kín.",
            "WARNING: keys are in this file; whoever has it can read every name and address. Lock it away.",
        )
        if with_keys
        else say(
            "Khóa không nằm trong bản sao lưu: hãy giữ riêng thư mục keys và tệp settings.toml.",
            "Keys aren't in it: keep the folder keys and the file settings.toml apart from it.",
        )
    )
    print(warning, file=sys.stderr)


def restore(
    file: File,
    check: CheckOnly = False,
    force: Force = False,
    home: o.Home = None,
    as_json: o.AsJson = False,
    lang: o.Lang = None,
    debug: o.Debug = False,
) -> None:
    from service.cli import terminal
    from service.configuration import settings_of
    from service.operations import archive, restoring
    from service.settings import home_folder

    place = home_folder(home)
    if check:
        manifest = archive.checked(file)
        told = {name: manifest[name] for name in ("made_at", "program", "revision", "with_keys")}
        if as_json:
            terminal.as_json({**told, "members": len(manifest["members"])})
        else:
            print(say(f"Bản sao lưu nguyên vẹn, làm lúc {told['made_at']}.", f"Whole; made at {told['made_at']}."))
        return
    secret = settings_of(place).database_url
    done = restoring.restore(place, file, url=secret.get_secret_value() if secret else None, force=force)
    if as_json:
        terminal.as_json(done)
        return
    print(
        say(
            f"Đã khôi phục vào {place}: {done['rows']} dòng, {done['files']} tệp, từ {done['made_at']}.",
            f"Restored into {place}: {done['rows']} rows, {done['files']} files, from {done['made_at']}.",
        )
    )
    if done["moved_aside"]:
        print(say(f"Dữ liệu cũ ở {done['moved_aside']}", f"What was there is in {done['moved_aside']}"))
    if not done["with_keys"]:
        print(say("Chép lại thư mục keys rồi chạy `sommai doctor`.", "Put the folder keys back, then `sommai doctor`."))


def upgrade(home: o.Home = None, as_json: o.AsJson = False, lang: o.Lang = None, debug: o.Debug = False) -> None:
    from service.cli import terminal
    from service.operations import upgrading
    from service.settings import home_folder
    from service.store.database import engine_for

    place = home_folder(home)
    done = upgrading.upgrade(place, engine_for(place))
    if as_json:
        terminal.as_json(done)
    elif done["before"] == done["after"]:
        print(say(f"Không cần nâng cấp ({done['after']}).", f"Nothing to upgrade ({done['after']})."))
    else:
        saved = done["backup"] or "-"
        print(
            say(
                f"Đã nâng cấp từ {done['before'] or '-'} lên {done['after']}; sao lưu trước đó: {saved}",
                f"Upgraded from {done['before'] or '-'} to {done['after']}; backup before it: {saved}",
            )
        )


def doctor(home: o.Home = None, as_json: o.AsJson = False, lang: o.Lang = None, debug: o.Debug = False) -> None:
    from service.cli import terminal
    from service.operations.doctor import examined, next_step
    from service.operations.shown_settings import SOURCES, shown_settings
    from service.settings import home_folder

    place = home_folder(home)
    found, settings = examined(place), shown_settings(place)
    first = next_step(found)
    if as_json:
        told = [
            {
                "name": finding.name, "standing": finding.standing, "text": finding.text.in_(o.LANGUAGE),
                "next_step": finding.next_step.in_(o.LANGUAGE) or None,
            }
            for finding in found
        ]  # fmt: skip
        rows = [{"name": s.name, "value": s.value, "source": s.source} for s in settings]
        step = first.next_step.in_(o.LANGUAGE) if first else None
        terminal.as_json({"home": str(place), "findings": told, "settings": rows, "next_step": step})
        return
    for finding in found:
        print(f"{MARKS[finding.standing]}  {finding.name:<10} {finding.text.in_(o.LANGUAGE)}")
        if finding.next_step.in_(o.LANGUAGE):
            print(f"              → {finding.next_step.in_(o.LANGUAGE)}")
    print()
    terminal.as_table(
        [say("Cài đặt", "Setting"), say("Giá trị", "Value"), say("Từ đâu", "From"), say("Để làm gì", "What for")],
        [(s.name, s.value, SOURCES[s.source].in_(o.LANGUAGE), s.meaning.in_(o.LANGUAGE)) for s in settings],
    )
    print()
    if first is None:
        print(say("Mọi thứ sẵn sàng.", "Everything is set up."))
    else:
        print(say(f"Bước tiếp theo: {first.next_step.vi}", f"Next step: {first.next_step.en}"))
