"""`sommai serve`: the pages and the API of what has been run, on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli import options as o
from service.cli.options import example, say

SERVE_HELP = example(
    "Mở trang web và API trên máy này (chỉ loopback cho đến khi có tài khoản).",
    "Serves the pages and the API on this machine (loopback only until there are accounts).",
    "sommai serve --port 8000",
)
Host = Annotated[str, typer.Option("--host", help=say("Địa chỉ của máy này", "This machine's own address"))]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help=say("Cổng", "Port"))]


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    home: o.Home = None,
    as_json: o.AsJson = False,
    lang: o.Lang = None,
    debug: o.Debug = False,
) -> None:
    from service.cli import terminal
    from service.settings import DEFAULT_LANGUAGE, home_folder
    from service.web.serving import check_host
    from service.web.serving import serve as serve_home

    check_host(host)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    if as_json:
        terminal.as_json({"address": address})
    else:
        print(say(f"Mở {address} (Ctrl-C để dừng)", f"Open {address} (Ctrl-C stops it)"), flush=True)
    serve_home(home_folder(home), host, port, lang.value if lang else DEFAULT_LANGUAGE)
