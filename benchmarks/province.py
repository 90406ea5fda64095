"""The main job from a folder of tables to every output file, by size of the province."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.measure import Row, median_seconds, process, sommai

SIZES = (5_000, 50_000, 550_000)
QUICK_SIZES = (5_000, 50_000)


def read_all(folder: Path) -> None:
    """The peer: polars reads the same files and does nothing else."""
    for file in sorted(folder.glob("*.csv")):
        pl.read_csv(file, infer_schema_length=0, quote_char='"')


def measure(quick: bool) -> list[Row]:
    """Measure synth, the first run and the second one of each size, stage by stage, beside bare reading."""
    rows, sizes = [], QUICK_SIZES if quick else SIZES
    for households in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            rows += one_size(households, Path(scratch))
    return [*rows, growth(rows, sizes[0], sizes[-1])]


def growth(rows: list[Row], small: int, large: int) -> Row:
    """Return the first run's seconds per household in the largest province beside the smallest; 1 is in proportion."""
    whole = {row.what: row.seconds for row in rows}
    each = {households: whole[f"`run`, {told(households)}"] / households for households in (small, large)}
    what = f"`run` per household, of {large:,}"
    return Row(what, each[large], f"of {small:,}", each[small], must="ratio 1 or more")


def told(households: int) -> str:
    """Return a size in words."""
    return f"{households:,} households"


def one_size(households: int, scratch: Path) -> list[Row]:
    """Measure one province."""
    folder, home, out = scratch / "province", scratch / "home", scratch / "out"
    size = told(households)
    synth = process([sommai(), "synth", str(folder), "--households", str(households), "--seed", "1"])
    command = [sommai(), "run", str(folder), "--out", str(out), "--home", str(home), "--model", "scorecard"]
    first = process(command)
    stages = json.loads((out / "summary.json").read_text())["seconds"]
    second = process(command)
    reading: dict[str, Any] = {
        "peer": "polars reads the same CSV", "peer_seconds": median_seconds(lambda: read_all(folder)),
    }  # fmt: skip
    return [
        Row(f"`synth`, {size}", **synth._asdict(), must="120 s at 550,000"),
        Row(f"`run`, {size}", **first._asdict(), **reading, must="40 s, 4 GiB at 550,000"),
        *(Row(f"– {stage}", max(seconds, 1e-3)) for stage, seconds in stages.items()),
        Row(f"`run` again, {size}", **second._asdict(), **reading, must="15 s at 550,000"),
    ]
