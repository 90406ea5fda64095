"""The main job from a folder of tables to every output file, by size of the province: by a champion, by the scorecard.

The champion learned from another, smaller province under the same contract. Where a release check forbids its
promotion, the same model is asked for by its id, and the rows say so. A run that ranks by anything else isn't measured:
one that found the champion wanting on the province at hand would train, or fall back to the scorecard.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from benchmarks.measure import Row, median_seconds, process, sommai

SIZES = (5_000, 50_000, 550_000)
QUICK_SIZES = (5_000, 50_000)
LEARNED_FROM = ("--households", "40000", "--seed", "7")
SCORECARD = "scorecard"
NOT_ALLOWED = 4


class Learned(NamedTuple):
    """A model's id, and whether it serves as champion."""

    id: str
    serves: bool

    @property
    def told(self) -> str:
        """What the rows call it."""
        return "champion" if self.serves else "learned model, not promoted"

    @property
    def asked(self) -> str:
        """What ``--model`` says."""
        return "champion" if self.serves else self.id


def read_all(folder: Path) -> None:
    """The peer: polars reads the same files and does nothing else."""
    for file in sorted(folder.glob("*.csv")):
        pl.read_csv(file, infer_schema_length=0, quote_char='"')


def measure(quick: bool) -> list[Row]:
    """Measure synth, the first run and the second one of each size, stage by stage, beside bare reading."""
    rows, sizes = [], QUICK_SIZES if quick else SIZES
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        champion = promoted(Path(place) / "province", home)
        for households in sizes:
            with tempfile.TemporaryDirectory() as scratch:
                rows += one_size(households, Path(scratch), home, champion)
    return [*rows, *(growth(rows, sizes[0], sizes[-1], by) for by in (champion.told, SCORECARD))]


def promoted(folder: Path, home: Path) -> Learned:
    """Return a model that a home now has, learned from a province of its own, the champion if that is allowed."""
    process([sommai(), "synth", str(folder), *LEARNED_FROM])
    process([sommai(), "import", str(folder), "--home", str(home)])
    process([sommai(), "train", "--home", str(home)])
    listed = subprocess.run(
        [sommai(), "models", "list", "--json", "--home", str(home)], check=True, capture_output=True, text=True
    )
    (learned,) = json.loads(listed.stdout)
    decided = ["--by", "Benchmark", "--reason", "measured, never used"]
    for check in learned["checks"]:
        if check["verdict"] == "not_enough_evidence":
            decided += ["--accept", f"{check['number']:02d}=a synthetic province, measured only"]
    promotion = [sommai(), "models", "promote", learned["model"], *decided, "--home", str(home)]
    ended = subprocess.run(promotion, check=False, capture_output=True).returncode
    if ended not in (0, NOT_ALLOWED):
        raise SystemExit(f"{' '.join(promotion)} ended with {ended}")
    return Learned(learned["model"], serves=ended == 0)


def growth(rows: list[Row], small: int, large: int, by: str) -> Row:
    """Return the first run's seconds per household in the largest province beside the smallest; 1 is in proportion."""
    whole = {row.what: row.seconds for row in rows}
    each = {households: whole[f"`run`, {by}, {told(households)}"] / households for households in (small, large)}
    what = f"`run` per household, {by}, of {large:,}"
    return Row(what, each[large], f"of {small:,}", each[small], must="ratio 1 or more")


def told(households: int) -> str:
    """Return a size in words."""
    return f"{households:,} households"


def one_size(households: int, scratch: Path, home: Path, champion: Learned) -> list[Row]:
    """Measure one province by the champion of a home and, in an empty home, by the scorecard."""
    folder, size = scratch / "province", told(households)
    synth = process([sommai(), "synth", str(folder), "--households", str(households), "--seed", "1"])
    reading: dict[str, Any] = {
        "peer": "polars reads the same CSV", "peer_seconds": median_seconds(lambda: read_all(folder)),
    }  # fmt: skip
    rows = [Row(f"`synth`, {size}", **synth._asdict(), must="120 s at 550,000")]
    ways = ((champion.told, champion.asked, champion.id, home), (SCORECARD, SCORECARD, SCORECARD, scratch / "home"))
    for by, asked, model, place in ways:
        out = scratch / model
        command = [sommai(), "run", str(folder), "--out", str(out), "--home", str(place), "--model", asked]
        first = process(command)
        summary = json.loads((out / "summary.json").read_text())
        if summary["model"] != model:
            raise SystemExit(f"{size}: asked for {model}, ranked by {summary['model']}")
        second = process(command)
        rows += [
            Row(f"`run`, {by}, {size}", **first._asdict(), **reading, must="40 s, 4 GiB at 550,000"),
            *(Row(f"– {stage}", max(seconds, 1e-3)) for stage, seconds in summary["seconds"].items()),
            Row(f"`run` again, {by}, {size}", **second._asdict(), **reading, must="15 s at 550,000"),
        ]
    return rows
