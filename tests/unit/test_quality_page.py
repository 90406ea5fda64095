"""Data quality for people: what the import of the run's snapshot read, set aside and mended."""

from html import unescape

import pytest
from signed_in import client_for

from data.intake.cached import last_import
from data.synthetic.mistakes import TODAY, museum
from service.runs.options import RunOptions
from service.runs.province import run_province
from service.web.app import create_app


@pytest.fixture(scope="module")
def run_with_faults(tmp_path_factory):
    place = tmp_path_factory.mktemp("faulty")
    museum(place / "tables")
    asked = RunOptions(home=place / "home", today=TODAY, model="scorecard", max_rejects=1.0)
    return run_province(place / "tables", place / "out", asked)


def home_of(result):
    return result.kept.parents[1]


def test_the_last_import_is_remembered_without_making_it_the_newest(run_with_faults):
    home = home_of(run_with_faults)
    before = (home / "snapshots" / "order").read_bytes()
    found = last_import(home, run_with_faults.summary["snapshot"])
    assert found.faults.height == run_with_faults.summary["quarantined"]
    assert (home / "snapshots" / "order").read_bytes() == before
    assert last_import(home, "0000000000000000") is None


@pytest.mark.parametrize(("language", "word"), [("vi", "Nên sửa trước"), ("en", "What to mend first")])
def test_the_page_tells_what_to_mend(run_with_faults, language, word):
    page = client_for(create_app(home_of(run_with_faults)), "analyst").get(f"/quality?lang={language}")
    assert page.status_code == 200
    assert word in page.text
    assert "<code>" in page.text


def test_the_page_shows_no_cell_of_a_table(run_with_faults):
    text = unescape(client_for(create_app(home_of(run_with_faults)), "analyst").get("/quality").text)
    values = set(
        last_import(home_of(run_with_faults), run_with_faults.summary["snapshot"]).faults["value"].drop_nulls()
    )
    long_values = {value for value in values if len(value) > 12}
    assert long_values
    assert not {value for value in long_values if value in text}
