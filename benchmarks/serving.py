"""The list and explanations as JSON, beside a bare FastAPI route that gives as many bytes; one worker each."""

from __future__ import annotations

import contextlib
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import polars as pl
import uvloop

from benchmarks import load
from benchmarks.measure import RUNS, Row, process, sommai

HOUSEHOLDS, QUICK_HOUSEHOLDS = 50_000, 5_000
SECONDS, QUICK_SECONDS = 6.0, 2.0
RATE = 100
ASKED = 2_000
"""Different households that explanations are asked of."""
API = "/api/v1"


def measure(quick: bool) -> list[Row]:
    """Measure both by throughput in turns with their peers, then the slowest answers at a fixed rate."""
    seconds = QUICK_SECONDS if quick else SECONDS
    with tempfile.TemporaryDirectory() as scratch:
        home, tables = finished(Path(scratch), QUICK_HOUSEHOLDS if quick else HOUSEHOLDS)
        planner, officer = token(home, "planner"), token(home, "officer")
        with serving([sommai(), "serve", "--home", str(home), "--port"]) as port:
            kinds = {
                "list page (50 entries)": [load.request(path, planner) for path in pages(port, planner)],
                "explanation": [load.request(path, officer) for path in explanations(home)],
            }
            rows = [beside_its_peer(name, port, requests, seconds) for name, requests in kinds.items()]
            mixed = [request for requests in kinds.values() for request in requests[:50]]
            rows.append(at_a_rate("alone", port, mixed, 3 * seconds))
            importing = [sommai(), "import", str(tables), "--home", str(Path(scratch) / "beside")]
            with beside(importing):
                rows.append(at_a_rate("with an import beside", port, mixed, 3 * seconds))
    return rows


def finished(scratch: Path, households: int) -> tuple[Path, Path]:
    """Return a home with a finished run, and its tables."""
    tables, home = scratch / "tables", scratch / "home"
    process([sommai(), "synth", str(tables), "--households", str(households), "--seed", "2"])
    run = [sommai(), "run", str(tables), "--out", str(scratch / "out"), "--home", str(home), "--model", "scorecard"]
    process([*run, "--count", str(households // 50)])
    return home, tables


def token(home: Path, role: str) -> tuple[str, ...]:
    """Return the header of somebody of this role who may read of every commune."""
    from service.access import ROLES
    from service.audit import Event
    from service.people import passwords, repository, tokens
    from service.store.database import engine_for
    from service.store.persons import person_of
    from service.store.preparing import prepared

    newest = (home / "runs" / "newest").read_text().strip()
    communes = pl.read_parquet(home / "runs" / newest / "communes.parquet")["commune_code"].to_list()
    whole = ROLES[role].reach == "province"
    with prepared(engine_for(home)).begin() as connection:
        person = person_of(connection, role)
        repository.add_account(
            connection, person, role, whole_province=whole, password_hash=passwords.hashed("not used: a token is")
        )
        repository.set_communes(connection, person, [] if whole else communes)
        account = repository.account_of(connection, person)
        secret = tokens.create(connection, account, "bench", days=1, most_days=1, by=Event("", None, "system"))[1]
    return (f"Authorization: Bearer {secret}",)


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextlib.contextmanager
def serving(command: list[str]) -> Iterator[int]:
    """Start a server, wait until it answers, and yield its port."""
    port = free_port()
    child = subprocess.Popen([*command, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield port
    finally:
        child.terminate()
        child.wait()


@contextlib.contextmanager
def beside(command: list[str]) -> Iterator[None]:
    """Let a command run in the meantime."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        child.terminate()
        child.wait()


def pages(port: int, headers: Sequence[str]) -> list[str]:
    """Return the addresses of the list's pages."""
    first = f"{API}/lists/newest/entries"
    found, following = [first], json.loads(load.body(port, load.request(first, headers)))["next"]
    while following and len(found) < 20:
        found.append(f"{first}?cursor={following}")
        following = json.loads(load.body(port, load.request(found[-1], headers)))["next"]
    return found


def explanations(home: Path) -> list[str]:
    """Return the addresses of explanations of households from all over the province."""
    newest = (home / "runs" / "newest").read_text().strip()
    ids = pl.read_parquet(home / "runs" / newest / "scores.parquet")["household_id"]
    return [f"{API}/households/{i}/explanation" for i in ids.gather_every(max(len(ids) // ASKED, 1)).to_list()]


def beside_its_peer(name: str, port: int, requests: Sequence[bytes], seconds: float) -> Row:
    """Return seconds per request, ours and the peer's, in turns; the median of the runs."""
    size = round(statistics.mean(len(load.body(port, request)) for request in requests[:200]))
    bare = [load.request("/bare")]
    with serving([sys.executable, "-m", "benchmarks.bare_route", str(size)]) as peer:
        ours, theirs = [], []
        fastest(port, requests, 0.5)
        fastest(peer, bare, 0.5)
        for _ in range(RUNS):
            ours.append(1 / fastest(port, requests, seconds))
            theirs.append(1 / fastest(peer, bare, seconds))
    told = f"{name}, {size:,} bytes, per request"
    return Row(told, statistics.median(ours), "bare JSON route", statistics.median(theirs), must="ratio 0.6")


def fastest(port: int, requests: Sequence[bytes], seconds: float) -> float:
    """Return requests a second."""
    return uvloop.run(load.as_fast_as_it_goes(port, requests, seconds))


def at_a_rate(told: str, port: int, requests: Sequence[bytes], seconds: float) -> Row:
    """Return the 99th percentile of the answers' times at a fixed rate."""
    taken = uvloop.run(load.at_a_rate(port, requests, RATE, seconds))
    p99 = float(np.percentile(taken, 99))
    return Row(f"p99 at {RATE} requests/s, {told}", p99, must="50 ms")
