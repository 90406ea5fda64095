"""Learning on a whole province: every candidate, three test years, calibration and intervals."""

from __future__ import annotations

import sys

from benchmarks.measure import Row, process

SIZES = (5_000, 50_000, 550_000)
QUICK_SIZES = (5_000,)
LEARN = """
import sys
from data.synthetic import make_province
from data.synthetic.world import World
from models.learning import learn
learn(make_province(int(sys.argv[1]), 1).tables, World().last_day, seed=0)
"""
MAKE = """
import sys
from data.synthetic import make_province
make_province(int(sys.argv[1]), 1)
"""


def measure(quick: bool) -> list[Row]:
    """Measure a process that makes a province in memory and learns from it, beside one that makes it alone."""
    rows = []
    for households in QUICK_SIZES if quick else SIZES:
        learning = process([sys.executable, "-c", LEARN, str(households)])
        making = process([sys.executable, "-c", MAKE, str(households)])
        rows.append(
            Row(
                f"learn, {households:,} households, all candidates",
                learning.seconds - making.seconds,
                memory_gib=learning.memory_gib,
                cpu_seconds=learning.cpu_seconds - making.cpu_seconds,
                must="600 s, 12 GiB at 550,000",
            )  # fmt: skip
        )
    return rows
