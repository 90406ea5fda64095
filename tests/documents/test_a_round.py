"""The tutorial of a round on both samples: its commands as they stand, with officers who really fill in the workbooks."""

import datetime as dt
import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from officers import fill, table_of

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs" / "tutorials" / "a-round.md"
SHELL = re.compile(r"^ *```sh\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
MAKES_A_PROVINCE, COPIES = "sommai synth", "cp -r workbooks filled"
YESTERDAY = dt.date.today() - dt.timedelta(days=1)


def commands():
    blocks = SHELL.findall(TUTORIAL.read_text(encoding="utf-8"))
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


def top_of(out):
    """Return the household at the top of a list."""
    return pl.read_csv(out / "priority_list.csv", infer_schema_length=0)["household_id"][0]


def visit(draw):
    """Return what an officer writes down of one visit."""
    outcome = draw.choice(["gặp được"] * 4 + ["vắng nhà", "từ chối"])
    cells = {"visited_on": YESTERDAY, "outcome": outcome}
    if outcome == "gặp được":
        finding = draw.choice(["không", "không", "có nhu cầu", "hoàn cảnh đặc biệt"])
        cells |= {"finding": finding, "minutes": draw.randint(20, 90), "help_accepted": draw.choice(["có", "không"])}
        if finding == "hoàn cảnh đặc biệt":
            cells["finding_category"] = "h - bỏ học kiếm sống"
    return cells


def officers_fill_in(folder):
    """Fill in four of five rows of every workbook; return how many."""
    draw, filled = random.Random(1), 0
    for file in sorted(folder.glob("*.xlsx")):
        homes = [row["household_id"] for row in table_of(file)]
        cells = {home: visit(draw) for home in homes if draw.random() < 0.8}
        fill(file, file, cells)
        filled += len(cells)
    return filled


@pytest.mark.slow
@pytest.mark.parametrize("name", ["province", "province_vi"])
def test_a_round_on_a_sample_from_list_to_report(name, sample_folders, tmp_path):
    (tmp_path / "province").symlink_to(sample_folders[name])
    beside = str(Path(sys.executable).parent)
    environment = os.environ | {"PATH": f"{beside}:{os.environ['PATH']}", "SOMMAI_HOME": str(tmp_path / "home")}

    def told(command):
        done = subprocess.run(command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        return done.stdout

    filled = 0
    for line in commands():
        if line.startswith(MAKES_A_PROVINCE):
            continue
        told(line.replace("HOUSEHOLD_ID", top_of(tmp_path / "out")) if "HOUSEHOLD_ID" in line else line)
        if line == COPIES:
            filled = officers_fill_in(tmp_path / "filled")
    recorded = json.loads(told("sommai visits list newest --json"))["items"]
    assert len(recorded) == filled > 0, "read back twice, recorded once"
    report = json.loads(told("sommai rounds report newest --json"))
    assert report["whole"]["visited"] == filled
    assert report["whole"]["listed"] == pl.read_csv(tmp_path / "list.csv").height
    assert "<svg" in (tmp_path / "round.html").read_text(encoding="utf-8")
    assert json.loads(told("sommai lists show newest --json"))["state"] == "closed"
    reached = {row["household_id"] for row in recorded if row["outcome"] == "reached"}
    told(f"sommai run province --out next --model scorecard --as-of {dt.date.today()}")
    again = set(pl.read_csv(tmp_path / "next" / "priority_list.csv", infer_schema_length=0)["household_id"])
    assert not reached & again, "who was reached rests before the next visit"
