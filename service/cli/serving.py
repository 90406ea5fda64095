"""`sommai serve`: the pages and the API of what has been run, on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.cli import options as o
from service.cli.options import example, say

SERVE_HELP = example(
    "Mở trang web và API trên máy này; lần đầu tạo một người quản trị và in mật khẩu một lần.",
    "Serves the pages and the API; its first start makes an administrator and prints a one-time password.",
    "sommai serve --port 8000",
)
Host = Annotated[str, typer.Option("--host", help=say("Địa chỉ của máy này", "This machine's own address"))]
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, max=64, help=say("Số tiến trình máy chủ", "Server processes"))
]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help=say("Cổng", "Port"))]


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Workers = None,
    home: o.Home = None,
    as_json: o.AsJson = False,
    lang: o.Lang = None,
    debug: o.Debug = False,
) -> None:
    from service.cli import terminal
    from service.configuration import settings_of
    from service.settings import DEFAULT_LANGUAGE, home_folder
    from service.web.serving import check_host
    from service.web.serving import serve as serve_home

    place = home_folder(home)
    check_host(host, settings_of(place))
    first_account(place, as_json)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    if as_json:
        terminal.as_json({"address": address})
    else:
        print(say(f"Mở {address} (Ctrl-C để dừng)", f"Open {address} (Ctrl-C stops it)"), flush=True)
    serve_home(place, host, port, lang.value if lang else DEFAULT_LANGUAGE, workers)


def first_account(home: Path, as_json: bool) -> None:
    """Make the first administrator where there is no account yet, and write the one-time password, this once."""
    from service.cli.people import tell_password
    from service.configuration import settings_of
    from service.people.service import first_administrator
    from service.store.database import engine_for
    from service.store.preparing import prepared

    engine = prepared(engine_for(home))
    made = first_administrator(engine, settings_of(home).one_time_password_days)
    engine.dispose()
    if made is not None:
        tell_password(*made, as_json)
