"""Debian's Chromium over a served run and its report; every page that is opened is watched for what it loads and says.

With ``SOMMAI_SCREENSHOTS=docs/screenshots`` the pictures of the documents are taken anew (`make screenshots`).
"""

import datetime as dt
import io
import os
import shutil
import socket
import threading
from pathlib import Path

import pytest
import uvicorn
from signed_in import EVERYTHING, role_for_everything, session_for

from data.synthetic import make_province
from data.synthetic.write import write_province
from service.runs.options import RunOptions
from service.runs.province import run_province
from service.web.app import create_app

FLAGS = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
SIZES = {"desktop": (1280, 900), "phone": (360, 780), "paper": (794, 1123)}
"""Paper is A4 at 96 pixels an inch."""
PICTURES = "SOMMAI_SCREENSHOTS"
COLOURS = 64
PICTURED_HOUSEHOLDS = 4_000


@pytest.fixture(scope="module")
def chromium():
    """A browser without a window; module by module, since it keeps an event loop of its own."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium isn't installed; tests/install_system_packages.sh installs it")
    from playwright.sync_api import sync_playwright

    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=program, args=[*FLAGS, *root])
        yield started
        started.close()


@pytest.fixture(scope="module")
def shown_run(request, tmp_path_factory):
    """The run to look at: the one that tests share, or for pictures one of a larger province, in Vietnamese."""
    if not os.environ.get(PICTURES):
        return request.getfixturevalue("finished_run")
    place = tmp_path_factory.mktemp("pictures")
    write_province(make_province(PICTURED_HOUSEHOLDS, seed=4), place / "tables", "vi")
    return run_province(place / "tables", place / "out", RunOptions(home=place / "home", today=dt.date(2026, 1, 5)))


@pytest.fixture(scope="module")
def app(shown_run):
    """The application over the run."""
    return create_app(shown_run.kept.parents[1])


@pytest.fixture(scope="module")
def reader(app):
    """The cookie of somebody who may see every page."""
    with role_for_everything():
        yield {"name": app.state.entrance.cookie, "value": session_for(app, EVERYTHING)}


@pytest.fixture(scope="module")
def address(app):
    """The address at which the run is served."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=20)


@pytest.fixture(scope="module")
def places(address, shown_run):
    """The pages to look at, by name."""
    second = shown_run.top[1]["household_id"]
    return {
        "list": f"{address}/",
        "household": f"{address}/households/{second}",
        "report": (shown_run.out / "report.html").resolve().as_uri(),
    }


class Watched:
    """A page, and what it loaded from elsewhere, wrote to the console, or failed at."""

    def __init__(self, page, home):
        self.page, self.home, self.outside, self.said = page, home, [], []
        page.on("request", lambda request: self.outside.append(request.url) if self.is_foreign(request.url) else None)
        page.on("console", lambda line: self.said.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def is_foreign(self, url):
        return not url.startswith((self.home, "file:", "data:"))


@pytest.fixture
def opened(chromium, address, places, reader):
    """Open a page by name and size, in a language, printed or not."""
    contexts = []

    def open_page(name, size="desktop", language="vi-VN", media="screen"):
        width, height = SIZES[size]
        context = chromium.new_context(viewport={"width": width, "height": height}, locale=language)
        contexts.append(context)
        context.add_cookies([{**reader, "url": address}])
        watched = Watched(context.new_page(), address)
        watched.page.emulate_media(media=media)
        watched.page.goto(places[name])
        watched.page.evaluate("document.fonts.ready")
        return watched

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def picture():
    """Keep a picture of what is in view, in few colours, where pictures were asked for."""

    def keep(watched, name):
        folder = os.environ.get(PICTURES)
        if folder:
            from PIL import Image

            taken = Image.open(io.BytesIO(watched.page.screenshot())).convert("RGB")
            taken.quantize(COLOURS, dither=Image.Dither.NONE).save(Path(folder) / f"{name}.png", optimize=True)

    return keep
