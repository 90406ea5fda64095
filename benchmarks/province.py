"""The main job from a folder of tables to every output file, by size of the province."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

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
    rows = []
    for households in QUICK_SIZES if quick else SIZES:
        with tempfile.TemporaryDirectory() as scratch:
            rows += one_size(households, Path(scratch))
    return rows


def one_size(households: int, scratch: Path) -> list[Row]:
    """Measure one province."""
    folder, home, out = scratch / "province", scratch / "home", scratch / "out"
    told = f"{households:,} households"
    synth = process([sommai(), "synth", str(folder), "--households", str(households), "--seed", "1"])
    command = [sommai(), "run", str(folder), "--out", str(out), "--home", str(home), "--model", "scorecard"]
    first = process(command)
    stages = json.loads((out / "summary.json").read_text())["seconds"]
    second = process(command)
    peer = median_seconds(lambda: read_all(folder))
    reading = "polars reads the same CSV"
    return [
        Row(f"`synth`, {told}", synth[0], memory_gib=synth[1], must="120 s at 550,000"),
        Row(f"`run`, {told}", first[0], reading, peer, first[1], "40 s, 4 GiB at 550,000"),
        *(Row(f"– {stage}", max(seconds, 1e-3)) for stage, seconds in stages.items()),
        Row(f"`run` again, {told}", second[0], reading, peer, second[1], "15 s at 550,000"),
    ]
