"""`sommai synth` and `sommai demo`: an invented province, and all of it in one go."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from data.vocabulary.language import Text
from service.cli import options as o
from service.cli.options import example, say

SYNTH_HELP = example(
    "Tạo dữ liệu giả lập của một tỉnh theo đúng định dạng đầu vào.",
    "Writes an invented province in the input format.",
    "sommai synth tables/ --households 20000 --seed 1",
)
DEMO_HELP = example(
    "Một tỉnh giả lập từ đầu đến cuối, danh sách được công bố thử, rồi mở trang web trên máy này.",
    "An invented province through all of it, its list published for trying, then served on this machine.",
    "sommai demo --no-serve",
)
DEMO_HOUSEHOLDS = 20_000
WAIT_FOR_WORKER_S = 30
ACCOUNTS = say(
    "Tài khoản dùng thử (mật khẩu một lần, chỉ hiện lần này):",
    "Accounts to try (one-time passwords, shown this once):",
)
DEMO_REASON = Text("Dữ liệu giả, để xem thử", "Made-up data, for trying").both()
Households = Annotated[int, typer.Option("--households", min=1, help=say("Số hộ", "Number of households"))]
Years = Annotated[int, typer.Option("--years", min=1, max=20, help=say("Số năm của sổ", "Years of the register"))]
Truth = Annotated[
    Path | None, typer.Option("--truth", help=say("Tệp ghi xác suất thật", "File for the true probabilities"))
]
Serving = Annotated[
    bool, typer.Option("--serve/--no-serve", help=say("Mở trang web khi xong", "Serve the pages when done"))
]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help=say("Cổng", "Port"))]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help=say("Thư mục để ghi", "Folder to write"))]


def synth(
    folder: Folder,
    households: Households = DEMO_HOUSEHOLDS,
    seed: o.Seed = 0,
    years: Years = 6,
    truth: Truth = None,
    home: o.Home = None,
    as_json: o.AsJson = False,
    lang: o.Lang = None,
    debug: o.Debug = False,
) -> None:
    from data.synthetic import make_province
    from data.synthetic.write import write_province, write_truth
    from service.cli import terminal
    from service.outputs import notation

    province = make_province(households, seed, years)
    write_province(province, folder, "vi" if lang and lang.value == "vi" else "en")
    if truth:
        write_truth(province, truth)
    if as_json:
        rows = {name: table.height for name, table in province.tables.items()}
        terminal.as_json({"folder": str(folder), "rows": rows, "truth": str(truth) if truth else None})
        return
    written = notation.number(households, o.LANGUAGE)
    print(say(f"Đã tạo {written} hộ ở {folder}", f"{written} households written to {folder}"))


def demo(
    households: Households = DEMO_HOUSEHOLDS,
    home: o.Home = None,
    serve: Serving = True,
    port: Port = 8000,
    as_json: o.AsJson = False,
    lang: o.Lang = None,
    debug: o.Debug = False,
) -> None:
    from data.synthetic import World, make_province
    from data.synthetic.write import write_province
    from service.cli import terminal
    from service.cli.telling import tell_run
    from service.runs.options import RunOptions
    from service.runs.province import run_province
    from service.settings import DEFAULT_LANGUAGE, home_folder

    place = home_folder(home)
    tables, out = place / "demo" / "tables", place / "demo" / "out"
    today = dt.date.today()
    world = World(last_day=demo_last_day(today))
    write_province(make_province(households, seed=1, world=world), tables, "en")
    asked = RunOptions(home=place, today=today, language=lang.value if lang else DEFAULT_LANGUAGE)
    with terminal.progress(o.LANGUAGE, quiet=as_json) as shown:
        result = run_province(tables, out, asked, shown)
    accounts = demo_accounts(place)
    publish_demo_list(place, result.run_id)
    if as_json:
        terminal.as_json({"run": result.run_id, "out": str(result.out), "accounts": accounts, **result.summary})
    else:
        tell_run(result, o.LANGUAGE)
        if accounts:
            print(ACCOUNTS)
            terminal.as_table([say("Tên", "Name"), say("Mật khẩu", "Password")], sorted(accounts.items()))
        if not serve:
            later = f"{sys.argv[0]} serve --home {place}"
            print(say(f"Xem trên trang web: {later}", f"See it on the pages: {later}"))
    if serve:
        from service.web.serving import serve as serve_home

        file = place / "demo" / "server.log"
        if not as_json:
            print(
                say(f"Mở http://127.0.0.1:{port} (Ctrl-C để dừng)", f"Open http://127.0.0.1:{port} (Ctrl-C stops it)")
            )
            print(say(f"Nhật ký của máy chủ: {file}", f"The server's log: {file}"))
        with file.open("ab") as log, worker_beside(place):
            serve_home(place, port=port, workers=1, log=log)


def demo_last_day(today: dt.date) -> dt.date:
    """Return the day on which the demo's register ends: the last one of the month before: so its risks and its
    list are in force when it is tried, and a demo made again in the same month is the same."""
    return today.replace(day=1) - dt.timedelta(days=1)


@contextmanager
def worker_beside(home: Path) -> Iterator[None]:
    """Do the jobs that people ask for while the demo is served; on a server `sommai worker` does."""
    from threading import Thread

    from service.jobs.worker import Worker
    from service.store.database import engine_for
    from service.store.preparing import prepared

    worker = Worker(prepared(engine_for(home)), home)
    thread = Thread(target=worker.run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        worker.stop()
        thread.join(timeout=WAIT_FOR_WORKER_S)


def demo_accounts(home: Path) -> dict[str, str]:
    """Return the one-time passwords of one account per role, made now; of those that are there already, nothing."""
    from service.access import ROLES
    from service.cli.people import changing
    from service.people import repository, service
    from service.scores import Runs

    listed = Runs(home).get().entries["commune_code"]
    commune = listed.value_counts().sort("count", "commune_code", descending=[True, False])["commune_code"][0]
    made = {}
    with changing(home, None) as (connection, settings, who):
        for role in ROLES.values():
            if repository.account_named(connection, role.name) is None:
                communes = [commune] if role.reach == "communes" else []
                _, made[role.name] = service.add(
                    connection, role.name, role.name, communes=communes, whole_province=role.reach == "province",
                    days=settings.one_time_password_days, by=who,
                )  # fmt: skip
    return made


def publish_demo_list(home: Path, run_id: str) -> None:
    """Draft, approve and publish the list of a run, as two people would, so that an officer finds it; steps that are
    done already are left alone."""
    from service.runs import listing

    made = listing.draft(home, run_id, "planner", DEMO_REASON)
    steps: tuple[tuple[str, listing.Step, str], ...] = (
        ("draft", "approve", "planner"),
        ("approved", "publish", "demo"),
    )
    for state, step, by in steps:
        if made["state"] == state:
            made = listing.step(home, step, made["id"], by, DEMO_REASON, None, None)
