"""Each rule of the input, on the museum of mistakes and on small tables."""

import datetime as dt

import polars as pl
import pytest

from data.intake import read_folder
from data.intake.lines import cut
from data.intake.problems import MissingColumns, MissingTables, TooManyFaults, TwoFilesForOneTable
from data.synthetic import make_province
from data.synthetic.mistakes import TODAY, museum, unusual
from data.synthetic.write import write_province


def test_every_exhibit_of_the_museum_is_found_and_nothing_else(tmp_path):
    exhibits = museum(tmp_path)
    found = read_folder(tmp_path, today=TODAY, max_rejects=1.0).faults
    told = set(found.select("rule", "table", "row", "column").rows())
    assert told == {(e.rule, e.table, e.row, e.column) for e in exhibits}


def test_what_only_looks_unusual_is_accepted(tmp_path):
    unusual(tmp_path)
    assert read_folder(tmp_path, today=TODAY).faults.is_empty()


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_clean_province_has_no_faults(tmp_path, language):
    write_province(make_province(200, seed=5), tmp_path / "tables", language)
    assert read_folder(tmp_path / "tables", today=dt.date(2026, 11, 24)).faults.is_empty()


def test_identities_are_never_shown(tmp_path):
    museum(tmp_path)
    faults = read_folder(tmp_path, today=TODAY, max_rejects=1.0).faults.filter(pl.col("table") == "identities")
    assert set(faults["value"].drop_nulls()) <= {"(hidden)"}


def test_an_open_quote_costs_its_own_line_alone():
    raw = b'a,b,c\n1,"x,2\n3,y,4\n5,"two\nlines",6\n7,8\n'
    records = cut(raw, b",", 3)
    assert records.rows.tolist() == [3, 4]
    assert [(line.row, line.rule) for line in records.bad] == [(2, "quoting"), (6, "cell_count")]


def test_a_refusal_says_all_that_is_missing(tmp_path, small_province):
    with pytest.raises(MissingTables, match="communes"):
        read_folder(tmp_path, today=TODAY)
    for file in small_province.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "children.csv").write_text("child_id\n1\n")
    with pytest.raises(MissingColumns, match="birth_date"):
        read_folder(tmp_path, today=TODAY)
    (tmp_path / "children.xlsx").write_bytes(b"")
    with pytest.raises(TwoFilesForOneTable):
        read_folder(tmp_path, today=TODAY)


def test_too_many_faults_refuse_the_import(tmp_path, small_province):
    for file in small_province.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    text = (tmp_path / "households.csv").read_text(encoding="utf-8").split("\n")
    text[1:60] = [line.replace(line.split(",")[1], "nowhere", 1) for line in text[1:60]]
    (tmp_path / "households.csv").write_text("\n".join(text), encoding="utf-8")
    with pytest.raises(TooManyFaults, match="households"):
        read_folder(tmp_path, today=TODAY)
