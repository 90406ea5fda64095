"""What refuses a whole import, and what a line may cost."""

import datetime as dt

import pytest

from data.intake import read_folder
from data.intake.cached import import_folder
from data.intake.lines import cut
from data.intake.problems import MissingColumns, MissingTables, TooManyFaults, TwoFilesForOneTable
from data.synthetic import make_province
from data.synthetic.mistakes import TODAY
from data.synthetic.write import write_province

TODAY_OF_PROVINCE = dt.date(2026, 11, 24)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_clean_province_has_no_faults(tmp_path, language):
    write_province(make_province(200, seed=5), tmp_path / "tables", language)
    assert read_folder(tmp_path / "tables", today=dt.date(2026, 11, 24)).faults.is_empty()


def test_an_open_quote_costs_its_own_line_alone():
    raw = b'a,b,c\n1,"x,2\n3,y,4\n5,"two\nlines",6\n7,8\n'
    records = cut(raw, b",", 3)
    assert records.rows.tolist() == [3, 4]
    assert [(line.row, line.rule) for line in records.bad] == [(2, "quoting"), (5, "cell_count")]


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


def everything_below(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_refused_import_changes_nothing(tmp_path, small_province):
    home, bad = tmp_path / "home", tmp_path / "bad"
    import_folder(small_province, home, today=TODAY_OF_PROVINCE)
    before = everything_below(home)
    bad.mkdir()
    for file in small_province.iterdir():
        (bad / file.name).write_bytes(file.read_bytes())
    (bad / "children.csv").write_text("child_id\n1\n")
    with pytest.raises(MissingColumns):
        import_folder(bad, home, today=TODAY_OF_PROVINCE)
    assert everything_below(home) == before


def test_the_share_that_refuses_counts_rows_of_a_table_by_their_own_faults(tmp_path, small_province):
    for file in small_province.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    header, *lines = (tmp_path / "households.csv").read_text(encoding="utf-8").splitlines()
    wrong = [line.replace(line.split(",")[1], "nowhere", 1) for line in lines[:24]]
    (tmp_path / "households.csv").write_text("\n".join([header, *wrong, *lines[24:]]), encoding="utf-8")
    asked = {"folder": tmp_path, "today": TODAY_OF_PROVINCE}
    with pytest.raises(TooManyFaults, match=rf"households.csv: 24/{len(lines)}"):
        read_folder(**asked, max_rejects=23 / len(lines))
    intake = read_folder(**asked, max_rejects=24 / len(lines))
    assert set(intake.faults["rule"]) == {"orphan", "follows"}
