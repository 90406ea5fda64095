"""The service at full size, accounts on, one worker: its throughput beside a bare FastAPI route giving as many bytes,
its slowest answers at a fixed rate with an import beside, 200 officers at once, and a workbook that holds nobody up."""

from __future__ import annotations

import itertools
import json
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import uvloop

from benchmarks import load
from benchmarks.measure import RUNS, Row, sommai
from benchmarks.served_home import API, ServedHome, finished, importing, serving, tokens

HOUSEHOLDS, QUICK_HOUSEHOLDS = 550_000, 5_000
ENTRIES, QUICK_ENTRIES = 20_000, 400
SECONDS, QUICK_SECONDS = 6.0, 2.0
AT_A_RATE_S, QUICK_AT_A_RATE_S = 30.0, 5.0
OFFICERS, OFFICERS_S, QUICK_OFFICERS_S = 200, 60.0, 5.0
RATE = 100
FEW, MANY = 8, 64
"""Connections. A look is on the disk before its answer goes, so that few connections wait for the disk most of all."""
AGAIN = 500
"""Households whose explanations are asked for again and again."""
XLSX = "Accept: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def measure(quick: bool) -> list[Row]:
    """Measure everything on one home."""
    households, entries = (QUICK_HOUSEHOLDS, QUICK_ENTRIES) if quick else (HOUSEHOLDS, ENTRIES)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        home = finished(scratch, households, entries)
        (planner,) = tokens(home.place, "planner", [[]])
        listed_in = sorted(home.listed)
        officer, *officers = tokens(
            home.place, "officer",
            [home.communes, *([listed_in[i % len(listed_in)]] for i in range(OFFICERS))],
        )  # fmt: skip
        with serving([sommai(), "serve", "--home", str(home.place), "--port"]) as port:
            rows = [
                *throughput(home, port, planner, officer, QUICK_SECONDS if quick else SECONDS),
                *slowest(home, port, officer, scratch, quick),
                at_once(home, port, officers, QUICK_OFFICERS_S if quick else OFFICERS_S),
                *workbook(home, port, planner, officer),
            ]
    return rows


def throughput(
    home: ServedHome, port: int, planner: Sequence[str], officer: Sequence[str], seconds: float
) -> list[Row]:
    """Return each kind of reading beside its peer."""
    fresh = (load.request(f"{API}/households/{i}/explanation", officer) for i in itertools.cycle(home.households))
    again = [load.request(f"{API}/households/{i}/explanation", officer) for i in home.households[-AGAIN:]]
    beside = beside_its_peer
    return [
        beside("list page (50 entries), planner", port, cycle(pages(port, planner, 50)), seconds, FEW),
        beside("list page (100 entries), planner", port, cycle(pages(port, planner, 100)), seconds, FEW),
        beside("list page (50 entries), published list, officer", port, cycle(pages(port, officer, 50)), seconds, FEW),
        beside(f"explanation, of {AGAIN:,} households again and again", port, cycle(again), seconds, FEW),
        beside("explanation, each for the first time, its look synced", port, fresh, seconds, MANY),
    ]


def cycle(paths: Sequence[bytes]) -> Iterator[bytes]:
    """Return requests in turn without end."""
    return itertools.cycle(paths)


def pages(port: int, headers: Sequence[str], limit: int) -> list[bytes]:
    """Return requests for the first pages of the newest list."""
    first = f"{API}/lists/newest/entries?limit={limit}"
    found, following = [first], json.loads(load.body(port, load.request(first, headers)))["next"]
    while following and len(found) < 20:
        found.append(f"{first}&cursor={following}")
        following = json.loads(load.body(port, load.request(found[-1], headers)))["next"]
    return [load.request(path, headers) for path in found]


def beside_its_peer(name: str, port: int, turn: Iterator[bytes], seconds: float, connections: int) -> Row:
    """Return seconds per request, ours and the peer's, in turns; the median of the runs."""
    size = round(statistics.mean(len(load.body(port, next(turn))) for _ in range(50)))
    bare = cycle([load.request("/bare")])
    with serving([sys.executable, "-m", "benchmarks.bare_route", str(size)]) as peer:
        ours, theirs = [], []
        fastest(port, turn, 1.0, MANY)
        fastest(peer, bare, 0.5, connections)
        for _ in range(RUNS):
            ours.append(1 / fastest(port, turn, seconds, connections))
            theirs.append(1 / fastest(peer, bare, seconds, connections))
    told = f"{name}, {size:,} bytes, {connections} connections, per request"
    return Row(told, statistics.median(ours), "bare JSON route", statistics.median(theirs), must="ratio 0.6")


def fastest(port: int, turn: Iterator[bytes], seconds: float, connections: int) -> float:
    """Return requests a second."""
    return uvloop.run(load.as_fast_as_it_goes(port, turn, seconds, connections))


def slowest(home: ServedHome, port: int, officer: Sequence[str], scratch: Path, quick: bool) -> list[Row]:
    """Return the 99th percentile at a fixed rate, alone and with an import beside; half of it explanations that
    nobody has asked for yet, half of it pages of the list."""
    seconds = QUICK_AT_A_RATE_S if quick else AT_A_RATE_S
    explained = (load.request(f"{API}/households/{i}/explanation", officer) for i in reversed(home.households))
    listed = cycle(pages(port, officer, 50))
    mixed = (next(kind) for kind in itertools.cycle((explained, listed)))

    def p99(told: str) -> Row:
        taken = uvloop.run(load.at_a_rate(port, mixed, RATE, seconds))
        name = f"p99 at {RATE} requests/s, {told} (worst {1000 * max(taken):.0f} ms)"
        return Row(name, float(np.percentile(taken, 99)), must="50 ms")

    alone = p99("alone")
    with importing(home, scratch, QUICK_HOUSEHOLDS if quick else HOUSEHOLDS):
        return [alone, p99("with an import beside")]


def at_once(home: ServedHome, port: int, officers: Sequence[Sequence[str]], seconds: float) -> Row:
    """Return the 99th percentile of what officers wait who all ask as fast as they are answered: their list, then one
    household of it after the other. Any answer but 200 raises ``WrongAnswer``."""
    communes = sorted(home.listed)

    def asked(number: int) -> Iterator[bytes]:
        who = officers[number]
        own = home.listed[communes[number % len(communes)]]
        paths = [f"{API}/lists/newest/entries", *(f"{API}/households/{i}/explanation" for i in own)]
        return cycle([load.request(path, who) for path in paths])

    taken = uvloop.run(load.all_at_once(port, [asked(i) for i in range(len(officers))], seconds))
    name = f"{len(officers)} officers at once for {seconds:.0f} s, no error in {len(taken):,} answers, p99"
    return Row(name, float(np.percentile(taken, 99)), must="no error")


def workbook(home: ServedHome, port: int, planner: Sequence[str], officer: Sequence[str]) -> list[Row]:
    """Return the seconds of the whole list as XLSX, and the 99th percentile of others meanwhile."""
    path = f"{API}/lists/{home.list_id}/entries"
    others = cycle([load.request(f"{API}/households/{i}/explanation", officer) for i in home.households[:50]])
    spent: list[float] = []

    def ask() -> None:
        begun = time.perf_counter()
        load.body(port, load.request(path, (*planner, XLSX)))
        spent.append(time.perf_counter() - begun)

    meanwhile = until_done(ask, lambda: uvloop.run(load.at_a_rate(port, others, RATE, 1.0)))
    rows = sum(map(len, home.listed.values()))
    return [
        Row(f"XLSX of {rows:,} rows", spent[0], must="5 s at 20,000"),
        Row(f"– p99 of others at {RATE} requests/s meanwhile", float(np.percentile(meanwhile, 99)), must="50 ms"),
    ]


def until_done(work: Callable[[], None], beside: Callable[[], list[float]]) -> list[float]:
    """Do one thing in a thread, and the other again and again until it is done; return all that the other gave."""
    thread = threading.Thread(target=work)
    thread.start()
    found = beside()
    while thread.is_alive():
        found += beside()
    return found
