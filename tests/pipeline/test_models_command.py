"""An analyst's quarter on the command line: train, look, promote, run, roll back; the tutorial's order."""

import datetime as dt
import json
import re
import shlex
from pathlib import Path

import pytest

from data.intake.cached import import_folder
from models.shelf import Shelf
from tests.planted import write_planted

pytestmark = pytest.mark.slow
TODAY = dt.date(2026, 11, 24)
TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorials" / "retrain.md"
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
WHO = ("--by", "Nguyễn Thị An", "--reason", "tốt hơn bảng điểm trên năm chưa thấy")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A home with the planted province imported."""
    place = tmp_path_factory.mktemp("office")
    folder = write_planted(place / "province")
    import_folder(folder, place / "home", today=TODAY)
    return place


def test_train_look_promote_run_and_roll_back(office, command):
    home, tables = office / "home", office / "province"

    def say(*words):
        code, out, err = command(*words, "--home", home, "--json")
        return code, json.loads(out or err)

    code, taught = say("train")
    assert code == 0
    identity = taught["model"]
    assert taught["skill"] and not [c for c in taught["checks"] if c["verdict"] == "failed"]

    code, listed = say("models", "list")
    assert [(m["model"], m["aliases"]) for m in listed] == [(identity, ["challenger"])]
    code, shown = say("models", "show", identity[:6])
    assert shown["facts"]["lineage"]["snapshot"] == taught["snapshot"]

    waiting = [c["number"] for c in taught["checks"] if c["verdict"] == "not_enough_evidence"]
    assert waiting, "a province this small leaves questions open"
    code, refused = say("models", "promote", identity, *WHO)
    assert (code, refused["error"]) == (4, "promotion-not-allowed")
    assert Shelf(home).champion() is None

    accepts = [word for number in waiting for word in ("--accept", f"{number:02d}=tỉnh nhỏ, sẽ xem lại sau một năm")]
    code, decided = say("models", "promote", identity, *WHO, *accepts)
    assert (code, decided["model"], decided["by"]) == (0, identity, "Nguyễn Thị An")

    ran = ("run", tables, "--out", office / "out", "--today", TODAY)
    code, summary = say(*ran)
    assert (code, summary["model"], summary["approved"], summary["calibrated"]) == (0, identity, True, True)
    assert "Nguyễn Thị An" in (office / "out" / "report.html").read_text(encoding="utf-8")

    code, refused = say("models", "rollback", *WHO)
    assert (code, refused["error"]) == (4, "nothing-before")
    code, refused = say("models", "promote", identity, "--reason", "quên tên")
    assert (code, refused["error"]) == (2, "wrong-use")


def test_the_tutorial_runs_as_it_stands(office, command, monkeypatch):
    monkeypatch.chdir(office)
    [identity] = Shelf(office / "home").ids()
    listed = (office / "out" / "priority_list.csv").read_text(encoding="utf-8").splitlines()[1:3]
    first, second = (line.split(",")[1] for line in listed)
    stand_ins = {"MODEL_ID": identity, "HOUSEHOLD_ID": first, "OTHER_ID": second}
    blocks = SHELL.findall(TUTORIAL.read_text(encoding="utf-8"))
    lines = [line.strip() for block in blocks for line in block.splitlines() if line.strip()]
    assert len(lines) > 8
    for line in lines:
        words = [stand_ins.get(word, word) for word in shlex.split(line)[1:]]
        code, _, err = command(*words, home=office / "home")
        stands = words[:2] in (["models", "promote"], ["models", "rollback"])  # the test before this one has decided
        assert code == (4 if stands else 0), f"{line}\n{err}"
