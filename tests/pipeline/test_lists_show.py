"""`sommai lists show`: what a list says of itself, in the words of its page."""

import json
import shutil

import pytest
from listed import moment, person
from signed_in import client_for

from service import lists
from service.cli import options, telling_lists
from service.lists import records
from service.report.list_words import CHANGED, LIST_WORDS, WHY_NOT_TOLD
from service.store.database import reading
from service.web.app import create_app

pytestmark = pytest.mark.slow

HEADINGS = ("itself", "below", "deciles", "missed", "missed_communes", "shares")


@pytest.fixture
def show(command, listed_home, draft, monkeypatch):
    """Show the draft in a language."""

    def run(*words, language="vi"):
        monkeypatch.setattr(options, "LANGUAGE", language)
        code, told, err = command("lists", "show", draft, *words, home=listed_home)
        assert code == 0, err
        return told

    return run


def put_off_the_first(database, draft):
    with reading(database) as connection:
        first = records.entries(connection, draft)["household_id"][0]
    lists.put_off(database, draft, first, person(database, "An"), "Đi vắng", moment())


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_person_reads_what_the_page_says(show, listed_home, draft, language):
    told = show(language=language)
    page = client_for(create_app(listed_home), "planner").get(f"/api/v1/lists/{draft}/account?lang={language}").json()
    assert all(sentence in told for sentence in page["says"])
    assert all(LIST_WORDS[name].in_(language) in told for name in HEADINGS)
    assert all(row["household_id"] in told for row in page["just_below"])


def test_a_machine_reads_what_the_api_answers(show, listed_home, draft):
    answered = client_for(create_app(listed_home), "planner").get(f"/api/v1/lists/{draft}/account?lang=vi").json()
    assert json.loads(show("--json"))["account"] == answered


def test_a_list_that_was_changed_says_what_it_cannot_tell(show, database, draft):
    put_off_the_first(database, draft)
    told = show()
    assert CHANGED.vi.format(version=2) in told
    assert f"- {LIST_WORDS['below'].vi}: {WHY_NOT_TOLD['changed'].vi}." in told


def test_a_list_whose_run_is_gone_is_shown_all_the_same(show, listed_home):
    shutil.rmtree(listed_home / "runs")
    assert telling_lists.GONE.vi in show()
    assert json.loads(show("--json"))["account"] is None
