"""Timing of whole processes and of functions, and the table that is printed."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

RUNS = 3


@dataclass(frozen=True)
class Row:
    """One measured thing: seconds (median of the runs), what it is compared with, and what must be reached."""

    what: str
    seconds: float
    peer: str = ""
    peer_seconds: float | None = None
    memory_gib: float | None = None
    cpu_seconds: float | None = None
    must: str = ""


def median_seconds(run: Callable[[], object], times: int = RUNS) -> float:
    """Return the median duration of several runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


class Spent(NamedTuple):
    """What a process took: seconds by the clock, seconds of all cores, peak memory in GiB."""

    seconds: float
    cpu_seconds: float
    memory_gib: float


def process(command: list[str], **environment: str) -> Spent:
    """Run a command and return what it took; its failure is ours."""
    start = time.perf_counter()
    quiet = subprocess.DEVNULL
    child = subprocess.Popen(command, env={**os.environ, **environment}, stdout=quiet, stderr=quiet)
    _, status, usage = os.wait4(child.pid, 0)
    taken = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {child.returncode}")
    return Spent(taken, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 2**20)


def sommai() -> str:
    """Return the path of the installed command."""
    return str(Path(sys.executable).with_name("sommai"))


def machine() -> str:
    """Return what this was measured on, without naming the machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in ("polars", "numpy", "pyarrow"))
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {versions}"


def table(rows: list[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = ["| what | seconds | CPU seconds | memory | peer | peer's seconds | ratio | must |", "|---" * 8 + "|"]
    for row in rows:
        memory = f"{row.memory_gib:.1f} GiB" if row.memory_gib else ""
        peer = f"{row.peer_seconds:.3g}" if row.peer_seconds else ""
        cpu = f"{row.cpu_seconds:.3g}" if row.cpu_seconds else ""
        ratio = f"{row.peer_seconds / row.seconds:.3g}" if row.peer_seconds else ""
        lines.append(
            f"| {row.what} | {row.seconds:.3g} | {cpu} | {memory} | {row.peer} | {peer} | {ratio} | {row.must} |"
        )
    return "\n".join(lines)
