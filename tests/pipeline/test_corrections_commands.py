"""Corrections on the command line: a cell and whole rows, until they are lifted, and what an import says to them."""

import json
import shutil

import pytest

from data.snapshots import Snapshots

WHY = ("--by", "Lê Thị Hoa", "--reason", "Gia đình đưa giấy")


@pytest.fixture
def told(command, finished_run, tmp_path, monkeypatch):
    """Run a command over a home with a snapshot and return what it wrote as JSON; its exit code must be 0."""
    monkeypatch.delenv("SOMMAI_DATABASE_URL", raising=False)
    shutil.copytree(finished_run.kept.parents[1] / "snapshots", tmp_path / "snapshots")

    def run(*words):
        code, out, err = command(*words, "--home", tmp_path, "--json")
        assert code == 0, err
        return json.loads(out)

    run.home = tmp_path
    return run


def test_a_case_is_withdrawn_and_a_support_added_until_they_are_lifted(told, command, small_province):
    register = Snapshots(told.home).newest().tables()
    case, guardian = register["circumstances"]["case_id"][0], register["guardians"]["guardian_id"][0]
    withdrawn = told("corrections", "withdraw", "circumstances", case, *WHY)
    assert (withdrawn["change"], withdrawn["row"]["case_id"]) == ("row_withdrawn", case)
    cells = (f"guardian_id={guardian}", "event=support_received", "event_date=01/03/2025")
    added = told("corrections", "add-row", "guardian_events", *cells, *WHY)
    assert (added["change"], added["row"]["event_date"]) == ("row_added", "2025-03-01")
    asked = [told("jobs", "show", one["job"]) for one in (withdrawn, added)]
    assert [job["asked"]["as_of"] for job in asked] == [None, added["row"]["recorded_on"]]
    said = told("import", small_province, "--today", "2026-11-24")
    assert said["contradicted"] == [withdrawn["id"], added["id"]]
    listed = told("corrections", "list")["corrections"]
    assert [(one["change"], one["state"]) for one in listed] == [
        ("row_withdrawn", "contradicted"), ("row_added", "contradicted"),
    ]  # fmt: skip
    code, out, _ = command("corrections", "list", "--home", told.home, "--lang", "en")
    assert code == 0
    assert f"circumstances[{case}]" in out
    for one in (withdrawn, added):
        assert told("corrections", "lift", one["id"], *WHY)["state"] == "lifted"
    assert told("corrections", "list")["corrections"] == []


def test_a_row_that_can_not_be_taken_is_told_with_every_fault(told, command):
    wrong = ("guardian_id=G-9", "event=party")
    code, _, err = command("corrections", "add-row", "guardian_events", *wrong, *WHY, "--home", told.home)
    assert code == 2
    assert all(name in err for name in ("Mã người giám hộ: ", "Sự kiện: ", "Ngày xảy ra: "))
    assert told("corrections", "list")["corrections"] == []
