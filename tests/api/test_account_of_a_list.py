"""What a list says of itself, over the API and on its page: of which version, of which communes, and to whom."""

import shutil
from html import unescape

import pytest
from jsonschema import Draft202012Validator
from listed import bring_to_publication, moment, person
from signed_in import browser_for, client_for

from service import lists
from service.lists import records
from service.outputs import notation
from service.report.list_words import LIST_WORDS, WHY_NOT_TOLD
from service.scores import Runs
from service.store.database import reading
from service.web.app import create_app

pytestmark = pytest.mark.slow

API = "/api/v1/lists"


@pytest.fixture
def app(listed_home, draft):
    return create_app(listed_home)


@pytest.fixture
def planner(app):
    return client_for(app, "planner")


@pytest.fixture
def kept(listed_home, finished_run):
    """What the run's own list said of itself when it was planned."""
    return Runs(listed_home).get(finished_run.run_id).account


def held(app, answer):
    """Hold an answer against what the API's description promises, and return it."""
    assert answer.status_code == 200, answer.text
    document = app.openapi()
    schema = {"$ref": "#/components/schemas/ListAccountRecord", "components": document["components"]}
    assert [error.message for error in Draft202012Validator(schema).iter_errors(answer.json())] == []
    return answer.json()


def test_a_list_as_it_was_planned_says_what_its_run_says(app, planner, draft, kept, finished_run):
    told = held(app, planner.get(f"{API}/{draft}/account"))
    assert (told["list"], told["version"], told["as_planned"], told["not_told"]) == (draft, 1, True, [])
    assert told["expected_reached"] == pytest.approx(kept["expected_reached"])
    assert told["burden"] == pytest.approx(kept["burden"])
    assert told["just_below"] == kept["just_below"]
    assert [row["part"] for row in told["by_decile"]] == list(range(1, 11))
    missed = {
        row["group"]: row["missed"] if row["households"] >= notation.FEW else None for row in kept["missed_by_commune"]
    }
    assert None in missed.values()
    assert {row["commune_code"]: row["missed"] for row in told["missed_by_commune"]} == pytest.approx(missed)
    shares = {(row["attribute"], row["group"]): row["list_share"] for row in kept["groups"]}
    assert told["groups"]
    assert all(row["list_share"] == shares[row["attribute"], row["group"]] for row in told["groups"])
    assert told["rests_on"] == kept["provenance"]
    own = held(app, planner.get(f"{API}/{finished_run.run_id}/account"))
    assert own | {"list": draft, "state": "draft"} == told


@pytest.mark.parametrize("language", ["vi", "en"])
def test_its_sentences_come_in_the_readers_language(planner, draft, language):
    told = planner.get(f"{API}/{draft}/account?lang={language}").json()
    reached, burden, rests = told["says"]
    for said, name in ((reached, "reached"), (burden, "burden"), (rests, "rests")):
        assert said.startswith(LIST_WORDS[name].in_(language).split("{")[0])
    page = unescape(browser_for(planner.app, "planner").get(f"/lists/{draft}/account?lang={language}").text)
    assert all(said in page for said in told["says"])
    assert all(row["household_id"] in page for row in told["just_below"])
    assert (
        planner.get(f"{API}/{draft}/account").json()["says"]
        == planner.get(f"{API}/{draft}/account?lang=vi").json()["says"]
    )


def test_a_changed_list_tells_of_itself_and_says_what_it_cannot(app, database, planner, draft, kept):
    with reading(database) as connection:
        first = records.entries(connection, draft)["household_id"][0]
    before = planner.get(f"{API}/{draft}/account")
    lists.put_off(database, draft, first, person(database, "An"), "Đi vắng", moment())
    after = planner.get(f"{API}/{draft}/account?lang=en")
    assert before.headers["etag"] != after.headers["etag"]
    told = held(app, after)
    assert (told["version"], told["as_planned"], told["listed"]) == (2, False, kept["listed"] - 1)
    assert told["expected_reached"]["value"] < kept["expected_reached"]["value"]
    assert told["groups"] and told["missed_by_remoteness"]
    assert told["rests_on"]["content_hash"] != kept["provenance"]["content_hash"]
    for part in ("just_below", "by_decile", "not_kept"):
        assert told[part] is None
        assert [row["why"] for row in told["not_told"] if row["part"] == part] == ["changed"]
    assert held(app, planner.get(f"{API}/{draft}/account?version=1"))["just_below"] == kept["just_below"]
    page = browser_for(app, "planner").get(f"/lists/{draft}/account?lang=en").text
    assert WHY_NOT_TOLD["changed"].en in page
    assert f'href="/lists/{draft}/account?version=1"' in page
    refused = planner.get(f"{API}/{draft}/account?version=3&lang=en")
    assert (refused.status_code, refused.json()["detail"]) == (422, "The list's last version is 2.")


def test_approval_and_publication_leave_it_as_planned(database, planner, draft, kept):
    bring_to_publication(database, draft)
    told = planner.get(f"{API}/{draft}/account").json()
    assert (told["version"], told["state"], told["as_planned"]) == (3, "published", True)
    assert told["just_below"] == kept["just_below"]


def test_a_planner_of_some_communes_is_told_of_them_alone(app, database, draft, kept, communes):
    own = kept["just_below"][0]["commune_code"]
    planner = client_for(app, "planner", (own,))
    told = held(app, planner.get(f"{API}/{draft}/account?lang=en"))
    with reading(database) as connection:
        entries = records.entries(connection, draft)
    assert told["listed"] == (entries["commune_code"] == own).sum()
    assert [row["commune_code"] for row in told["missed_by_commune"]] == [own]
    assert {row["commune_code"] for row in told["just_below"]} == {own}
    assert {row["part"]: row["why"] for row in told["not_told"]} == {
        "by_decile": "elsewhere_too", "not_kept": "elsewhere_too",
    }  # fmt: skip
    elsewhere = [row["household_id"] for row in kept["just_below"] if row["commune_code"] != own]
    page = browser_for(app, "planner", (own,)).get(f"/lists/{draft}/account").text
    assert not any(home in page for home in elsewhere)


def test_officers_are_told_nothing_of_groups_or_of_others_households(app, database, draft, communes):
    bring_to_publication(database, draft)
    officer, browser = (made(app, "officer", (communes[0],)) for made in (client_for, browser_for))
    assert officer.get(f"{API}/{draft}").status_code == 200
    assert officer.get(f"{API}/{draft}/account").status_code == 403
    assert browser.get(f"/lists/{draft}/account").status_code == 403
    assert f"/lists/{draft}/account" not in browser.get(f"/lists/{draft}").text


def test_an_auditor_reads_it_from_the_lists_page_and_an_unknown_list_is_none(app, draft):
    auditor, browser = client_for(app, "auditor"), browser_for(app, "auditor")
    assert auditor.get(f"{API}/{draft}/account").status_code == 200
    assert f'href="/lists/{draft}/account"' in browser.get(f"/lists/{draft}").text
    assert browser.get(f"/lists/{draft}/account").status_code == 200
    for reader, path in ((auditor, f"{API}/L20250101-00000000/account"), (browser, "/lists/nothing/account")):
        assert reader.get(path).status_code == 404


def test_without_the_snapshot_a_changed_list_tells_of_no_groups(app, listed_home, database, planner, draft):
    with reading(database) as connection:
        first = records.entries(connection, draft)["household_id"][0]
    lists.put_off(database, draft, first, person(database, "An"), "Đi vắng", moment())
    shutil.rmtree(listed_home / "snapshots")
    told = held(app, planner.get(f"{API}/{draft}/account?lang=en"))
    assert told["groups"] is None
    assert {row["part"] for row in told["not_told"] if row["why"] == "no_snapshot"} == {
        "groups",
        "missed_by_remoteness",
    }
    assert told["expected_reached"]["value"] > 0
