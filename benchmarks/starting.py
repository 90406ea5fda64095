"""How long a person waits before anything happens."""

from __future__ import annotations

import sys

from benchmarks.measure import Row, median_seconds, process, sommai


def measure(quick: bool) -> list[Row]:
    """Measure `sommai --help` beside a bare Python start."""
    help_seconds = median_seconds(lambda: process([sommai(), "--help"]))
    bare = median_seconds(lambda: process([sys.executable, "-c", "pass"]))
    return [Row("`sommai --help`", help_seconds, "python -c pass", bare, must="0.5 s")]
