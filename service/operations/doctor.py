"""What is set up, what is missing, and the next step: quick looks that change nothing and import no engine."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import shutil
import stat
import threading
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Text
from service.outputs import notation

from .findings import Finding, good, missing, refused, wrong

PATIENCE_S = 1.0
LEAST_FREE = 5 << 30
OLD_BACKUP_DAYS = 8
LAST_BACKUP = Path("backups") / "last.json"
FIRST_SERVE = Text(
    "Chạy `sommai serve`: lần đầu sẽ tạo người quản trị.", "Run `sommai serve`: it makes an administrator."
)


def examined(home: Path) -> list[Finding]:
    """Return every finding about a home, in the order in which an installation is set up; it changes nothing."""
    found = [good("program", *program())]
    for look in (disk, settings, keys, database, snapshots, models, runs, backups):
        name = look.__name__
        try:
            found.extend(look(home))
        except SommaiError as why:
            found.append(refused(name, why))
        except (OSError, ValueError) as why:
            told = getattr(why, "strerror", None) or type(why).__name__
            step = Text("Kiểm tra quyền của thư mục dữ liệu.", "Check the permissions of the home.")
            found.append(wrong(name, Text(f"Không đọc được: {told}.", f"Can't be read: {told}."), step))
    return found


def next_step(found: list[Finding]) -> Finding | None:
    """Return the finding to deal with first: what is wrong before what is missing."""
    for standing in ("wrong", "missing"):
        for finding in found:
            if finding.standing == standing:
                return finding
    return None


def program() -> tuple[str, str]:
    """Return this program's version, and what it runs on."""
    told = f"Sớm Mai {version('sommai')}, Python {platform.python_version()}"
    return told, told


def disk(home: Path) -> Iterator[Finding]:
    """Where data lie: there, writable, private, with room."""
    if not home.is_dir():
        step = Text("Chạy `sommai run` hoặc `sommai import`.", "Run `sommai run` or `sommai import`.")
        yield missing("home", Text(f"Chưa có thư mục dữ liệu {home}.", f"There is no home {home} yet."), step)
        return
    if not os.access(home, os.W_OK | os.X_OK):
        step = Text(f"Đổi chủ của {home} cho người chạy dịch vụ.", f"Let whoever runs the service own {home}.")
        yield wrong("home", Text(f"Không ghi được vào {home}.", f"{home} can't be written to."), step)
    elif stat.S_IMODE(home.stat().st_mode) & 0o007:
        told = Text(f"Mọi người trên máy đọc được {home}.", f"Everybody on this machine can read {home}.")
        yield missing("home", told, Text(f"Hãy chạy: chmod 750 {home}", f"Run: chmod 750 {home}"))
    else:
        yield good("home", f"Dữ liệu ở {home}", f"Data lie in {home}")
    free = shutil.disk_usage(home).free
    gib = free / 2**30
    if free < LEAST_FREE:
        step = Text("Giải phóng đĩa, ít nhất 5 GiB.", "Free some disk, at least 5 GiB.")
        yield wrong("disk", Text(f"Đĩa còn trống {gib:.1f} GiB.", f"The disk has {gib:.1f} GiB left."), step)
    else:
        yield good("disk", f"Đĩa còn trống {gib:.0f} GiB", f"The disk has {gib:.0f} GiB left")


def settings(home: Path) -> Iterator[Finding]:
    """Settings can be read, and none opens the service without what it needs."""
    from service.configuration import settings_of

    read = settings_of(home)
    if read.beyond_loopback and not read.secure:
        told = Text("Mở ra mạng mà không có TLS.", "Answers other machines without TLS.")
        step = Text(
            "Đặt SOMMAI_PUBLIC_URL=https://… và một proxy có TLS: docs/how-to/install-on-debian.md",
            "Set SOMMAI_PUBLIC_URL=https://… and a proxy with TLS: docs/how-to/install-on-debian.md",
        )
        yield wrong("settings", told, step)
    else:
        yield good("settings", "Cài đặt đọc được", "Settings can be read")


def keys(home: Path) -> Iterator[Finding]:
    """Keys are private."""
    found = sorted((home / "keys").glob("*")) if (home / "keys").is_dir() else []
    for file in found:
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            told = Text(f"Người khác đọc được {file.name}.", f"Others can read {file.name}.")
            yield wrong("keys", told, Text(f"Hãy chạy: chmod 600 {file}", f"Run: chmod 600 {file}"))
            return
    if found:
        yield good("keys", "Có khóa, chỉ chủ đọc được", "Keys are there, and private")
    elif (home / "identities").is_dir() and not os.environ.get("SOMMAI_IDENTITY_KEYS"):
        told = Text("Có danh tính đã mã hóa nhưng không có khóa.", "There are sealed identities and no keys.")
        yield wrong(
            "keys", told, Text("Chép lại thư mục keys đã cất riêng.", "Put back the folder keys that was kept apart.")
        )


def database(home: Path) -> Iterator[Finding]:
    """The database is there, answers, and has this version's form; then what it says of people and jobs."""
    from service.configuration import settings_of

    if not settings_of(home).database_url and not (home / "sommai.db").exists():
        yield missing("database", Text("Chưa có cơ sở dữ liệu.", "There is no database yet."), FIRST_SERVE)
        return
    from sqlalchemy.exc import SQLAlchemyError

    import service.people.repository  # imported here, so that the patience below is for the database alone
    import service.store.preparing  # noqa: F401
    from service.store.database import engine_for

    engine = engine_for(home)
    kind = "SQLite" if engine.dialect.name == "sqlite" else "PostgreSQL"
    try:
        told = within(PATIENCE_S, lambda: asked_of_database(engine))
    except (SQLAlchemyError, TimeoutError) as why:
        step = Text("Kiểm tra máy chủ và SOMMAI_DATABASE_URL.", "Check the server and SOMMAI_DATABASE_URL.")
        name = type(why).__name__
        yield wrong("database", Text(f"{kind} không trả lời ({name}).", f"{kind} doesn't answer ({name})."), step)
        return
    yield good("database", f"{kind}, phiên bản bảng {told['revision']}", f"{kind}, form {told['revision']}")
    if told["administrators"]:
        yield good("accounts", f"{told['accounts']} tài khoản", f"{told['accounts']} accounts")
    else:
        yield missing("accounts", Text("Chưa có người quản trị.", "There is no administrator yet."), FIRST_SERVE)
    yield from jobs(home, told)


def jobs(home: Path, told: dict[str, Any]) -> Iterator[Finding]:
    """Jobs that wait are done by somebody, and none has failed unseen."""
    from service.alive import working

    if told["failed"]:
        seen = Text(f"{told['failed']} công việc bị lỗi.", f"{told['failed']} jobs have failed.")
        yield wrong(
            "jobs", seen, Text("Xem `sommai jobs list --state failed`.", "See `sommai jobs list --state failed`.")
        )
    elif told["waiting"] and not working(home):
        seen = Text(
            f"{told['waiting']} công việc chờ mà không có ai làm.",
            f"{told['waiting']} jobs wait and nobody works.",
        )
        yield wrong("jobs", seen, Text("Chạy `sommai worker`.", "Run `sommai worker`."))
    else:
        yield good("jobs", f"{told['waiting']} công việc đang chờ", f"{told['waiting']} jobs wait")


def asked_of_database(engine: Any) -> dict[str, Any]:
    """Return the database's form and a few counts; raises ``OlderDatabase`` or ``NewerDatabase``."""
    from sqlalchemy import func, select

    from service.people.repository import active_administrators
    from service.store.database import reading
    from service.store.jobs_tables import jobs as table
    from service.store.preparing import known_revisions, newest_revision, revision_of
    from service.store.problems import NewerDatabase, OlderDatabase
    from service.store.tables import accounts

    revision = revision_of(engine)
    if revision != newest_revision():
        raise (OlderDatabase if revision in {None, *known_revisions()} else NewerDatabase)(revision=revision)
    with reading(engine) as connection:
        counted = connection.execute(select(table.c.state, func.count().label("jobs")).group_by(table.c.state))
        by_state = {row.state: int(row.jobs) for row in counted}
        return {
            "revision": revision,
            "administrators": active_administrators(connection),
            "accounts": connection.execute(select(func.count()).select_from(accounts)).scalar_one(),
            "waiting": by_state.get("queued", 0) + by_state.get("running", 0),
            "failed": by_state.get("failed", 0),
        }


def snapshots(home: Path) -> Iterator[Finding]:
    """There is a snapshot of the register."""
    pointer = home / "snapshots" / "order"
    order = pointer.read_text(encoding="utf-8").split() if pointer.exists() else []
    if order:
        yield good(
            "snapshots",
            f"{len(order)} bản chụp, mới nhất {order[-1]}",
            f"{len(order)} snapshots, the newest {order[-1]}",
        )
    else:
        step = Text(
            "Chạy `sommai import DIR`, hoặc `sommai demo` để thử.",
            "Run `sommai import DIR`, or `sommai demo` to try.",
        )
        yield missing("snapshots", Text("Chưa nhập dữ liệu.", "Nothing has been imported yet."), step)


def models(home: Path) -> Iterator[Finding]:
    """A model serves that somebody approved."""
    pointer = home / "models" / "champion"
    if pointer.exists():
        serving = json.loads(pointer.read_text(encoding="utf-8"))
        name = str(serving.get("model", "?"))[:16]
        yield good("model", f"Mô hình đang dùng: {name}", f"The champion is {name}")
        return
    told = Text(
        "Chưa có mô hình được duyệt; dùng bảng điểm chuyên gia.", "No approved model; the expert scorecard serves."
    )
    step = Text(
        "Chạy `sommai train`, rồi `sommai models promote ID`.",
        "Run `sommai train`, then `sommai models promote ID`.",
    )
    yield missing("model", told, step)


def runs(home: Path) -> Iterator[Finding]:
    """There is a run to show."""
    pointer = home / "runs" / "newest"
    if not pointer.exists():
        step = Text("Chạy `sommai run DIR --out OUT`.", "Run `sommai run DIR --out OUT`.")
        yield missing("runs", Text("Chưa có lần tính nào.", "There is no run yet."), step)
        return
    newest = pointer.read_text(encoding="utf-8").strip()
    summary = json.loads((home / "runs" / newest / "summary.json").read_text(encoding="utf-8"))
    day = notation.day(summary["as_of"])
    yield good("runs", f"Lần tính mới nhất: ngày {day}", f"The newest run is as of {day}")


def backups(home: Path) -> Iterator[Finding]:
    """A backup was made lately."""
    step = Text("Chạy `sommai backup FILE`, mỗi đêm.", "Run `sommai backup FILE`, every night.")
    file = home / LAST_BACKUP
    if not home.is_dir() or not file.exists():
        yield missing("backup", Text("Chưa có bản sao lưu nào.", "No backup has been made yet."), step)
        return
    made_at = dt.datetime.fromisoformat(json.loads(file.read_text(encoding="utf-8"))["made_at"])
    days = (dt.datetime.now(dt.UTC) - made_at).days
    if days > OLD_BACKUP_DAYS:
        told = Text(f"Bản sao lưu gần nhất đã {days} ngày.", f"The last backup is {days} days old.")
        yield wrong("backup", told, step)
    else:
        yield good("backup", f"Sao lưu cách đây {days} ngày", f"The last backup is {days} days old")


def within(seconds: float, look: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return what a look finds; raises ``TimeoutError`` where it takes longer, and what the look itself raises."""
    found: list[dict[str, Any]] = []
    failed: list[BaseException] = []

    def looking() -> None:
        try:
            found.append(look())
        except Exception as why:  # noqa: BLE001 - raised again below, where somebody waits for it
            failed.append(why)

    thread = threading.Thread(target=looking, daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not found:
        raise TimeoutError
    return found[0]
