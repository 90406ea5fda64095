"""A run with everything in it that people have to be shown carefully: urgent signs, private reasons, faults."""

import csv
import datetime as dt
import shutil
import sys

import pytest

from data.synthetic.mistakes import TODAY, museum
from service.cli import main as entry
from service.runs.options import RunOptions
from service.runs.province import run_province
from tests.planted import write_planted


def rows_of(file):
    with file.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


@pytest.fixture(scope="session")
def busy_folder(tmp_path_factory):
    """The museum of mistakes with three urgent signs, one of them private, and a hamlet that tries to be a formula."""
    folder = tmp_path_factory.mktemp("busy") / "tables"
    museum(folder)
    children = [
        row for row in rows_of(folder / "children.csv")[:400] if row["birth_date"] > "2013" and not row["left_on"]
    ]
    homes = {child["household_id"] for child in children[:40]}
    with (folder / "child_events.csv").open("a", encoding="utf-8") as events:
        for i, (event, day) in enumerate([("left_home", "2025-12-20"), ("work_report", "2025-12-22")]):
            events.write(f"URGENT{i},{children[i]['child_id']},{event},2025-12-19,{day}\n")
    carer = next(
        row for row in rows_of(folder / "guardians.csv") if row["household_id"] in homes and not row["left_on"]
    )
    with (folder / "guardian_events.csv").open("a", encoding="utf-8") as events:
        events.write(f"URGENT9,{carer['guardian_id']},domestic_violence,2025-12-19,2025-12-24\n")
    homes_file = folder / "households.csv"
    text = homes_file.read_text(encoding="utf-8")
    hamlets = {row["hamlet"] for row in rows_of(homes_file)[:400] if row["hamlet"]}
    for hamlet in sorted(hamlets)[::2]:
        text = text.replace(f",{hamlet},", ',"=HYPERLINK(""http://example.org"")",')
    homes_file.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session", params=["vi", "en"])
def busy_run(request, busy_folder, tmp_path_factory):
    """A run over it in each language, with the scorecard."""
    place = tmp_path_factory.mktemp(f"busy-{request.param}")
    asked = RunOptions(
        home=place / "home", today=TODAY, language=request.param, max_rejects=1.0, count=60, model="scorecard"
    )
    return request.param, run_province(busy_folder, place / "out", asked)


@pytest.fixture(scope="session")
def planted(tmp_path_factory):
    """A province from which something can be learned, as CSV."""
    return write_planted(tmp_path_factory.mktemp("planted") / "tables")


@pytest.fixture(scope="session")
def learned_run(planted, tmp_path_factory):
    """A run that trained its own model, with its home."""
    place = tmp_path_factory.mktemp("learned")
    asked = RunOptions(home=place / "home", today=dt.date(2026, 11, 24), language="en")
    return run_province(planted, place / "out", asked)


@pytest.fixture
def learned_home(learned_run, tmp_path):
    """A copy of that home, for whoever trains, decides or breaks something in it."""
    return shutil.copytree(learned_run.kept.parents[1], tmp_path / "home")


@pytest.fixture
def command(monkeypatch, capsys, tmp_path):
    """Run a command in this process; return exit code, standard output and standard error."""

    def run(*words, home=tmp_path / "home"):
        monkeypatch.setattr(sys, "argv", ["sommai", *map(str, words)])
        monkeypatch.setenv("SOMMAI_HOME", str(home))
        try:
            code = entry.main()
        except SystemExit as end:
            code = end.code
        told = capsys.readouterr()
        return code, told.out, told.err

    return run
