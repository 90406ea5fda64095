"""Run the benchmarks and append what was measured to docs/benchmarks.md.

    python -m benchmarks.run [--quick] [--only NAME]

Machines are shared and noisy: a ratio to a peer measured in the same run counts, a lone time doesn't.
"""

from __future__ import annotations

import argparse
import datetime as dt
import platform
from pathlib import Path

from benchmarks import allocation, province, ranking, scoring, serving, starting, training
from benchmarks.measure import Row, machine, table

BENCHMARKS = {
    "starting": starting.measure,
    "province": province.measure,
    "scoring": scoring.measure,
    "training": training.measure,
    "ranking": ranking.measure,
    "serving": serving.measure,
    "allocation": allocation.measure,
}
REPORT = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def main() -> None:
    """Measure, print and append."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller sizes, at most five minutes")
    parser.add_argument("--only", choices=BENCHMARKS, help="one benchmark alone")
    asked = parser.parse_args()
    rows: list[Row] = []
    for name, measure in BENCHMARKS.items():
        if asked.only in (None, name):
            rows += measure(quick=asked.quick)
    now = dt.datetime.now(dt.UTC).date()
    kind = "quick" if asked.quick else "whole"
    text = f"\n## {now}, {kind}\n\n{machine()}, Python {platform.python_version()}.\n\n{table(rows)}\n"
    print(text)
    with REPORT.open("a", encoding="utf-8") as report:
        report.write(text)


if __name__ == "__main__":
    main()
