"""The museum of mistakes: each exhibit is found where it hangs, and nothing else is."""

import re

from data.contract import TABLES
from data.intake import read_folder
from data.intake.rules import RULES
from data.synthetic.exhibits import OWN_KEY
from data.synthetic.mistakes import TODAY, museum, unusual

WHERE = ("rule", "table", "file", "row", "column")


def test_every_rule_has_an_exhibit(tmp_path):
    shown = {exhibit.rule for exhibit in museum(tmp_path / "in")}
    assert shown == set(RULES) - {"lost_zeros"}


def test_each_exhibit_is_found_and_nothing_else(tmp_path):
    exhibits = museum(tmp_path / "in")
    read = read_folder(tmp_path / "in", today=TODAY)
    wanted = sorted((tuple(getattr(exhibit, name) for name in WHERE) for exhibit in exhibits), key=str)
    assert sorted(read.faults.select(WHERE).rows(), key=str) == wanted


def test_identities_stay_hidden(tmp_path):
    museum(tmp_path / "in")
    faults = read_folder(tmp_path / "in", today=TODAY).faults
    of_people = [row for row in faults.iter_rows(named=True) if row["table"] == "identities"]
    assert of_people
    assert {row["value"] for row in of_people} == {"(hidden)"}


def test_a_code_that_lost_its_zeros_is_told_so(tmp_path):
    museum(tmp_path / "in")
    faults = read_folder(tmp_path / "in", today=TODAY).faults
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
