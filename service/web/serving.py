"""Starting the service, on this machine only until there are accounts."""

from __future__ import annotations

from pathlib import Path

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Language, Text

from .texts import ONLY_HERE

LOOPBACK = ("127.0.0.1", "::1", "localhost")
PORT = 8000
STOP_SECONDS = 5


class NotLoopback(SommaiError):
    """The service was asked to answer other machines."""

    code = "not-loopback"
    exit_code = 2
    http_status = 422
    text = ONLY_HERE
    next_step = Text("Hãy dùng --host 127.0.0.1.", "Use --host 127.0.0.1.")


class PortTaken(SommaiError):
    """Something else answers on the port already, or it may not be used."""

    code = "port-taken"
    text = Text("Không mở được cổng {port}: {why}.", "Port {port} can't be opened: {why}.")
    next_step = Text("Hãy chọn cổng khác bằng --port.", "Choose another one with --port.")


def check_host(host: str) -> None:
    """Raise ``NotLoopback`` for any host but this machine's own."""
    if host not in LOOPBACK:
        raise NotLoopback(host=host)


def serve(home: Path, host: str = "127.0.0.1", port: int = PORT, language: Language = "vi") -> None:
    """Serve the runs of ``home`` until stopped; raises ``NotLoopback`` (exit code 2) or ``PortTaken``."""
    check_host(host)
    import socket

    import uvicorn

    from .app import create_app

    family = socket.AF_INET6 if host == "::1" else socket.AF_INET
    try:
        listening = socket.socket(family)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as why:
        raise PortTaken(port=port, why=why.strerror or type(why).__name__) from why
    config = uvicorn.Config(
        create_app(home, language),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    with listening:
        uvicorn.Server(config).run(sockets=[listening])
