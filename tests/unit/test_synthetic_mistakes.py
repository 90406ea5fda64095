"""The museum of mistakes: each exhibit is found where it hangs, and nothing else is."""

import re

import pytest

from data.contract import TABLES
from data.intake import read_folder
from data.intake.rules import RULES
from data.synthetic.exhibits import OWN_KEY
from data.synthetic.mistakes import TODAY, museum, unusual

WHERE = ("rule", "table", "file", "row", "column")


@pytest.fixture(scope="module")
def visited(tmp_path_factory):
    """The exhibits, and the faults that a reader of the museum finds."""
    folder = tmp_path_factory.mktemp("museum") / "in"
    return museum(folder), read_folder(folder, today=TODAY).faults


def test_every_rule_has_an_exhibit(visited):
    shown = {exhibit.rule for exhibit in visited[0]}
    assert shown == set(RULES) - {"lost_zeros"}


def test_each_exhibit_is_found_and_nothing_else(visited):
    exhibits, faults = visited
    wanted = sorted((tuple(getattr(exhibit, name) for name in WHERE) for exhibit in exhibits), key=str)
    assert sorted(faults.select(WHERE).rows(), key=str) == wanted


def test_identities_stay_hidden(visited):
    _, faults = visited
    of_people = [row for row in faults.iter_rows(named=True) if row["table"] == "identities"]
    assert of_people
    assert {row["value"] for row in of_people} == {"(hidden)"}


def test_a_code_that_lost_its_zeros_is_told_so(visited):
    _, faults = visited
    [told] = [row["message"] for row in faults.iter_rows(named=True) if row["value"] == "4139"]
    assert re.search("leading zeros", told)


def test_unusual_forms_are_read_as_what_they_say(tmp_path):
    oddities = unusual(tmp_path / "in")
    read = read_folder(tmp_path / "in", today=TODAY)
    assert read.faults.is_empty()
    for oddity in oddities:
        if oddity.key is None:
            continue
        table = read.tables[oddity.table]
        [value] = table.filter(table[OWN_KEY[oddity.table]] == oddity.key)[oddity.column]
        shown = value.isoformat() if TABLES[oddity.table].columns[oddity.column].type == "date" and value else value
        assert shown == oddity.read_as, oddity
