"""Days in what commands print for people: 31/12/2025. What machines read keeps 2025-12-31."""

import json
import re

import pytest

from service.cli import options
from service.outputs import notation

pytestmark = pytest.mark.slow

FOR_MACHINES = re.compile(r"\d{4}-\d{2}-\d{2}")
FOR_PEOPLE = re.compile(r"\d{2}/\d{2}/\d{4}")


RUN = "run {tables} --out out --model scorecard"


@pytest.fixture
def said(command, small_province, tmp_path, monkeypatch):
    """Let a command speak Vietnamese; return what it printed."""
    monkeypatch.setattr(options, "LANGUAGE", "vi")
    monkeypatch.chdir(tmp_path)

    def say(line):
        code, out, err = command(*line.format(tables=small_province).split())
        assert code == 0, err
        return out

    return say


def test_what_people_read_has_days_as_they_write_them(said, finished_run):
    household = finished_run.top[0]["household_id"]
    before_it_is_published = (
        "lists draft --by An --reason Thu",
        f"lists put-off newest {household} --by An --reason Thu",
        "lists approve newest --by An --reason Thu",
        "jobs add export list=newest",
    )
    have_none = ("check {tables}", "plan", "models list", "corrections list")
    have_a_day = (
        RUN,
        "score --model scorecard",
        f"explain {household}",
        "lists publish newest --by Ba --reason Thu",
        "lists list",
        "lists show newest",
        "disputes list",
        "rounds order newest --by An --reason Thu --starts 2026-01-05",
        "jobs list",
        "doctor",
    )
    printed = {line: said(line) for line in (*have_a_day[:3], *before_it_is_published, *have_a_day[3:], *have_none)}
    assert {line: found for line, out in printed.items() if (found := FOR_MACHINES.findall(out))} == {}
    assert [line for line in have_a_day if not FOR_PEOPLE.search(printed[line])] == []
    assert f"Ngày tính: {notation.day(finished_run.summary['as_of'])}" in printed[RUN]


def test_what_machines_read_keeps_theirs(said, finished_run):
    assert json.loads(said(f"{RUN} --json"))["as_of"] == finished_run.summary["as_of"]
    assert json.loads(said("lists draft --by An --reason Thu --json"))["as_of"] == finished_run.summary["as_of"]
    assert FOR_MACHINES.match(json.loads(said("jobs add export list=newest --json"))["asked_at"])
