"""Starting the service: on this machine, and beyond it only where the settings say so."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Language, Text

from .texts import ONLY_HERE

if TYPE_CHECKING:
    from service.configuration import Settings

LOOPBACK = ("127.0.0.1", "::1", "localhost")
PORT = 8000
STOP_SECONDS = 5


class NotLoopback(SommaiError):
    """The service was asked to answer other machines."""

    code = "not-loopback"
    exit_code = 2
    http_status = 422
    text = ONLY_HERE
    next_step = Text(
        "Hãy dùng --host 127.0.0.1; hoặc đặt SOMMAI_BEYOND_LOOPBACK=true và SOMMAI_PUBLIC_URL=https://… (sau máy chủ "
        "trung gian có TLS).",
        "Use --host 127.0.0.1; or set SOMMAI_BEYOND_LOOPBACK=true and SOMMAI_PUBLIC_URL=https://… (behind a proxy with "
        "TLS).",
    )


class PortTaken(SommaiError):
    """Something else answers on the port already, or it may not be used."""

    code = "port-taken"
    text = Text("Không mở được cổng {port}: {why}.", "Port {port} can't be opened: {why}.")
    next_step = Text("Hãy chọn cổng khác bằng --port.", "Choose another one with --port.")


def check_host(host: str, settings: Settings | None = None) -> None:
    """Raise ``NotLoopback`` for any host but this machine's own, unless settings allow it and people come by TLS."""
    allowed = settings is not None and settings.beyond_loopback and settings.secure
    if host not in LOOPBACK and not allowed:
        raise NotLoopback(host=host)


def serve(home: Path, host: str = "127.0.0.1", port: int = PORT, language: Language = "vi") -> None:
    """Serve the runs of ``home`` until stopped; raises ``NotLoopback`` (exit code 2) or ``PortTaken``."""
    import socket

    import uvicorn

    from service.configuration import settings_of

    from .app import create_app

    settings = settings_of(home)
    check_host(host, settings)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
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
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    with listening:
        uvicorn.Server(config).run(sockets=[listening])
