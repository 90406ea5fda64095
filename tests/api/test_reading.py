"""What the API reads out: every address, in each form and language, page by page, and how it says no."""

import csv
import io
import json

import pytest
from python_calamine import load_workbook

from features.catalogue import CATALOGUE
from service.outputs import names, notation, workbook
from service.problems import MEDIA_TYPE, TYPE_PREFIX
from service.web import asking

API = "/api/v1"
LISTED = 80
HOUSEHOLDS = 200
KNOWN = {"household_id": "H00003", "run_id": "newest", "list_id": "newest"}
FORMS = {f"{API}/lists/newest/entries": names.LIST, f"{API}/urgent": names.URGENT}


def reading_addresses(client):
    """Return the address of everything that the API describes as readable, with known names filled in."""
    document = client.get(f"{API}/openapi.json").json()
    found = [path for path, methods in document["paths"].items() if "get" in methods]
    return [path.format(**KNOWN) for path in found if set(path.split("/")) >= {"api"} and fits(path)]


def fits(path):
    parts = {part[1:-1] for part in path.split("/") if part.startswith("{")}
    return parts <= set(KNOWN)


def test_everything_that_is_described_answers_with_what_it_describes(client):
    document = client.get(f"{API}/openapi.json").json()
    addresses = reading_addresses(client)
    for noun in ("runs", "lists", "urgent", "households", "communes", "features", "snapshots", "health"):
        assert any(f"/{noun}" in address for address in addresses), noun
    assert document["openapi"].startswith("3.")
    needs_more = {f"{API}/{more}" for more in ("plans/simulate", "households/H00003/identity", "rounds/newest")}
    """A snapshot, and a published list, which the made-up run hasn't; tested with their own kind."""
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200 or address in needs_more, (address, answer.text[:200])


@pytest.mark.parametrize(
    "path",
    ["/runs", "/lists", "/lists/newest/entries", "/urgent", "/communes", "/features", "/households/H00003/explanation"],
)
def test_what_the_caller_has_already_isn_t_sent_again(client, path):
    first = client.get(API + path)
    again = client.get(API + path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other = client.get(API + path, headers={"If-None-Match": '"something-else"'})
    assert (other.status_code, other.content) == (200, first.content)


@pytest.mark.parametrize("limit", [1, 7, 50, 1000])
def test_pages_follow_one_another_to_the_end(client, limit):
    seen, address = [], f"{API}/lists/newest/entries?limit={limit}"
    following = address
    while following:
        page = client.get(following).json()
        assert page["total"] == LISTED
        assert len(page["items"]) <= limit
        seen += page["items"]
        following = page["next"] and f"{address}&cursor={page['next']}"
    assert [entry["position"] for entry in seen] == list(range(1, LISTED + 1))
    assert len({entry["household_id"] for entry in seen}) == LISTED


def test_a_filter_keeps_to_itself_over_pages(client):
    address = f"{API}/lists/newest/entries?commune=17329&limit=9"
    first = client.get(address).json()
    second = client.get(f"{address}&cursor={first['next']}").json()
    assert {entry["commune_code"] for entry in first["items"] + second["items"]} == {"17329"}
    elsewhere = client.get(f"{API}/lists/newest/entries?commune=16690&cursor={first['next']}")
    assert (elsewhere.status_code, elsewhere.json()["type"]) == (422, TYPE_PREFIX + "wrong-cursor")


@pytest.mark.parametrize("path", FORMS)
def test_lists_come_as_csv_with_the_columns_of_the_output_files(client, path):
    answer = client.get(path, headers={"Accept": "text/csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == list(FORMS[path])
    assert len(rows) - 1 == client.get(path).json()["total"]
    assert not any(cell.startswith(("=", "@")) for row in rows for cell in row)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", FORMS)
def test_lists_come_as_a_workbook_with_headings_in_the_language(client, path, language):
    answer = client.get(path, headers={"Accept": asking.XLSX, "Accept-Language": language})
    assert answer.headers["content-type"] == asking.XLSX
    [sheet] = [load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()]
    assert len(sheet) - 1 == client.get(path).json()["total"]
    if FORMS[path] == names.LIST:
        assert sheet[0] == [workbook.LIST_HEADINGS[name].text.in_(language) for name in names.LIST]
    else:
        assert notation.PRIVATE_SIGN.in_(language) in {cell for row in sheet for cell in row}
    assert client.get(path, params={"format": "xlsx", "lang": language}).content == answer.content


def test_csv_in_pages_names_the_next_one_in_its_head(client):
    address = f"{API}/lists/newest/entries?limit=30&format=csv"
    first = client.get(address)
    following = first.headers["link"].split(">")[0].removeprefix("<")
    second = list(csv.DictReader(io.StringIO(client.get(following).text)))
    assert second[0]["position"] == "31"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_explanation_adds_up_and_says_what_the_interface_promises(client, language):
    told = client.get(f"{API}/households/H00003/explanation", headers={"Accept-Language": language}).json()
    wanted = {
        "household_id", "as_of", "valid_until", "model", "risk", "risk_low", "risk_high", "rank", "band", "base",
        "log_odds", "contributions", "protective", "not_recorded", "actions",
    }  # fmt: skip
    assert wanted <= set(told)
    assert told["risk_low"] <= told["risk"] <= told["risk_high"]
    for reason in told["contributions"]:
        feature = CATALOGUE[reason["feature"]]
        assert reason["source"] == feature.source.in_(language)
        assert reason["text"].strip()
        assert {"value", "unit", "contribution"} <= set(reason)
    shares = sum(part["contribution"] for part in told["contributions"])
    assert told["base"] + shares == pytest.approx(told["log_odds"], abs=1e-6)
    assert all(part["contribution"] < 0 for part in told["protective"])


WRONG = [
    ("/households/nobody", 404, "no-household"),
    ("/households/nobody/explanation", 404, "no-household"),
    ("/lists/nothing", 404, "no-list"),
    ("/lists/nothing/entries", 404, "no-list"),
    ("/runs/nothing", 404, "no-run"),
    ("/urgent?run=nothing", 404, "no-run"),
    ("/nothing", 404, "no-page"),
    ("/lists/newest/entries?limit=0", 422, "wrong-request"),
    ("/lists/newest/entries?cursor=nonsense", 422, "wrong-cursor"),
    ("/urgent?colour=red", 422, "wrong-request"),
]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("path", "status", "code"), WRONG, ids=[path for path, _, _ in WRONG])
def test_a_problem_is_told_in_the_caller_s_language_under_a_name_that_stays(client, path, status, code, language):
    answer = client.get(API + path, headers={"Accept-Language": language})
    assert answer.status_code == status
    assert answer.headers["content-type"] == MEDIA_TYPE
    told = answer.json()
    assert (told["type"], told["status"]) == (TYPE_PREFIX + code, status)
    other = client.get(API + path, headers={"Accept-Language": "en" if language == "vi" else "vi"}).json()
    assert told["title"] != other["title"]
    assert told["detail"] != other["detail"]
    assert "nobody" not in json.dumps(told)


def test_wrong_parameters_are_all_named_at_once_and_not_repeated(client):
    told = client.get(f"{API}/lists/newest/entries?limit=many&band=purple&x=secret", headers={"Accept-Language": "en"})
    assert [fault["field"] for fault in told.json()["errors"]] == ["limit", "band", "x"]
    assert "secret" not in told.text


def test_a_form_that_isn_t_offered_is_refused_with_what_is(client):
    answer = client.get(f"{API}/lists/newest/entries", headers={"Accept": "application/pdf"})
    assert answer.status_code == 406
    assert "text/csv" in answer.json()["detail"]


def test_private_reasons_are_in_full_in_an_explanation_and_nowhere_in_the_list(client):
    entries = client.get(f"{API}/lists/newest/entries?limit=1000&lang=en").json()["items"]
    private = [f.reason.en for f in CATALOGUE.values() if f.private and "{value}" not in f.reason.en]
    told = {text for entry in entries for name, text in entry.items() if name.startswith("reason_")}
    assert notation.PRIVATE.en in told
    assert not told & set(private)
    full = "".join(client.get(f"{API}/households/{e['household_id']}/explanation?lang=en").text for e in entries[:40])
    assert any(text in full for text in private)


def test_no_child_has_a_score_and_nobody_a_name(client):
    text = client.get(f"{API}/openapi.json").text
    assert "full_name" not in json.dumps(client.get(f"{API}/households/H00003").json())
    assert "a child has" in text.lower()
