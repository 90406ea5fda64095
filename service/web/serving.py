"""Starting the service: on this machine, and beyond it only where the settings say so."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Language, Text
from service.settings import HOME_VARIABLE

from .texts import ONLY_HERE

if TYPE_CHECKING:
    from fastapi import FastAPI

    from service.configuration import Settings

LOOPBACK = ("127.0.0.1", "::1", "localhost")
PORT = 8000
STOP_SECONDS = 5
SWITCH_SECONDS = 0.001
"""How long one thread may hold the others up: a fifth of what Python does, so that looks are written soon."""
HEALTHY_SECONDS = 60
"""How long a server process may be silent, as while it starts on a busy machine, before it is replaced."""
COUNTING = "PROMETHEUS_MULTIPROC_DIR"
"""Where several server processes count together; Prometheus reads it when it is imported."""
SERVED_LANGUAGE = "SOMMAI_SERVED_LANGUAGE"
"""How the parent tells its server processes the language of readers who ask for none."""


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


def serve(
    home: Path,
    host: str = "127.0.0.1",
    port: int = PORT,
    language: Language = "vi",
    workers: int | None = None,
    log: BinaryIO | None = None,
) -> None:
    """Serve the runs of ``home`` until stopped; raises ``NotLoopback`` (exit code 2) or ``PortTaken``.

    ``workers`` is the number of server processes, the setting where nothing is said. One that dies is replaced. A
    single one writes its log lines to ``log``, standard error where nothing is said.
    """
    from service import logs
    from service.alive import SERVING, Alive
    from service.configuration import settings_of

    settings = settings_of(home)
    check_host(host, settings)
    logs.configure(log, settings.log_level)
    with opened(host, port) as listening, Alive(home, f"{SERVING}{os.getpid()}"):
        if (workers or settings.server_workers) == 1:
            _one(home, language, settings, listening)
        else:
            _several(home, language, settings, listening, workers or settings.server_workers)


def opened(host: str, port: int) -> socket.socket:
    """Return the socket to listen on; raises ``PortTaken``."""
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as why:
        listening.close()
        raise PortTaken(port=port, why=why.strerror or type(why).__name__) from why
    return listening


def _one(home: Path, language: Language, settings: Settings, listening: socket.socket) -> None:
    import uvicorn

    config = uvicorn.Config(begun(home, language), **_how(settings))
    uvicorn.Server(config).run(sockets=[listening])


def _several(home: Path, language: Language, settings: Settings, listening: socket.socket, workers: int) -> None:
    """Start server processes that share the socket; they count requests together in a folder of their own."""
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    counting = home / "cache" / "meters"
    shutil.rmtree(counting, ignore_errors=True)
    counting.mkdir(parents=True)
    os.environ |= {COUNTING: str(counting), HOME_VARIABLE: str(home), SERVED_LANGUAGE: language}
    config = uvicorn.Config("service.web.serving:application", factory=True, workers=workers, **_how(settings))
    Multiprocess(config, sockets=[listening]).run()


def application() -> FastAPI:
    """Return the application of one of several server processes; home and language come by the environment."""
    from service import logs
    from service.configuration import settings_of
    from service.jobs.child import die_with_parent

    die_with_parent()
    home = Path(os.environ[HOME_VARIABLE])
    logs.configure(level=settings_of(home).log_level)
    language: Language = "en" if os.environ[SERVED_LANGUAGE] == "en" else "vi"
    return begun(home, language)


def begun(home: Path, language: Language) -> FastAPI:
    """Return an application with what only a process that goes on serving has: helpers beside it, the newest run made
    ready, and answers counted and logged together."""
    from . import warming
    from .app import create_app

    sys.setswitchinterval(SWITCH_SECONDS)
    app = create_app(home, language)
    app.state.aside.start()
    if app.front is not None:
        app.front.together = True
    warming.begin(app)
    return app


def _how(settings: Settings) -> dict[str, Any]:
    """Return how requests are taken; a stop waits a little for those that are being answered."""
    return {
        "log_config": None, "access_log": False, "server_header": False, "proxy_headers": True,
        "forwarded_allow_ips": settings.trusted_proxies, "timeout_graceful_shutdown": STOP_SECONDS,
        "timeout_worker_healthcheck": HEALTHY_SECONDS,
    }  # fmt: skip
