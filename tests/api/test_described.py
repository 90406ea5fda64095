"""The API's description, walked: every route in words, every part with an example that fits, every error as promised."""

import pytest
from fastapi.routing import iter_route_contexts
from jsonschema import Draft202012Validator

from service.problems import MEDIA_TYPE, TYPE_PREFIX

API = "/api/v1"
JSON = "application/json"
STABLE = {
    "401": {"not-signed-in"}, "403": {"not-allowed"}, "406": {"not-offered"}, "412": {"changed"}, "413": {"too-large"},
    "404": {
        "no-page", "no-household", "no-identity", "no-list", "no-run", "no-model", "no-job", "no-job-file",
        "no-dispute", "no-correction", "no-such-row", "no-account", "no-token",
    },
    "409": {
        "list-changed", "job-state", "not-agreed", "row-corrected", "row-is-there", "visit-changed", "account-exists",
        "last-administrator",
    },
    "415": {"not-json"}, "421": {"foreign-host"}, "422": {"wrong-request", "wrong-row"}, "428": {"say-which-version"},
    "429": {"too-often"}, "500": {"unexpected"}, "503": {"no-database"},
}  # fmt: skip
"""Types that programs rely on: one may come, none may go or be called otherwise."""


@pytest.fixture(scope="module")
def document(client):
    return client.get(f"{API}/openapi.json").json()


@pytest.fixture(scope="module")
def operations(document):
    return [(m.upper(), path, told) for path, methods in document["paths"].items() for m, told in methods.items()]


def fits(document, schema, value):
    whole = {**schema, "components": document["components"]}
    return [f"{'/'.join(map(str, e.path))}: {e.message}" for e in Draft202012Validator(whole).iter_errors(value)]


def test_every_route_of_the_api_is_described(client, document, operations):
    assert document["openapi"].startswith("3.1")
    routes = {
        (method, found.path)
        for found in iter_route_contexts(client.app.routes)
        if found.path and found.path.startswith(f"{API}/") and found.path != client.app.openapi_url
        for method in found.methods - {"HEAD"}
    }
    assert {(method, path) for method, path, _ in operations} == routes


def test_every_route_and_every_part_of_it_is_told_in_words(operations):
    for method, path, told in operations:
        where = f"{method} {path}"
        assert len(told["summary"].split()) >= 2, where
        assert len(told["description"].split()) >= 3, where
        assert "_" not in told["summary"], where
        for parameter in told.get("parameters", ()):
            assert parameter["description"], (where, parameter["name"])
            assert "example" in parameter, (where, parameter["name"])
        for status, answer in told["responses"].items():
            assert answer["description"], (where, status)


def test_examples_of_parameters_and_bodies_fit_what_is_described(document, operations):
    bodies = 0
    for method, path, told in operations:
        for parameter in told.get("parameters", ()):
            assert fits(document, parameter["schema"], parameter["example"]) == [], (method, path, parameter["name"])
        sent = told.get("requestBody", {}).get("content", {})
        if sent:
            bodies += 1
            assert set(sent) == {JSON}
            assert sent[JSON]["example"], path
            assert fits(document, sent[JSON]["schema"], sent[JSON]["example"]) == [], (method, path)
    assert bodies >= 10


def test_every_answer_has_an_example_that_fits(document, operations):
    for method, path, told in operations:
        good = [status for status in told["responses"] if status.startswith("2")]
        assert good, path
        for status in good:
            for kind, content in told["responses"][status]["content"].items():
                where = (method, path, status, kind)
                if content["schema"].get("format") == "binary":
                    assert content["schema"]["description"], where
                    continue
                assert content["example"], where
                assert fits(document, content["schema"], content["example"]) == [], where


def test_every_error_is_a_problem_with_a_type_that_stays_in_both_languages(document, operations):
    seen = {}
    for method, path, told in operations:
        refused = {status: answer for status, answer in told["responses"].items() if status[0] in "45"}
        assert {"404", "413", "422", "429", "500", "503"} <= set(refused), (method, path)
        assert told["security"] == [] or {"401", "403"} <= set(refused), (method, path)
        for status, answer in refused.items():
            where = (method, path, status)
            assert set(answer["content"]) == {MEDIA_TYPE}, where
            content = answer["content"][MEDIA_TYPE]
            vi, en = (content["examples"][language]["value"] for language in ("vi", "en"))
            assert fits(document, content["schema"], vi) == fits(document, content["schema"], en) == [], where
            assert vi["type"] == en["type"], where
            assert str(vi["status"]) == str(en["status"]) == status, where
            for part in ("title", "detail"):
                assert vi[part] != en[part], where
                assert "{" not in vi[part] + en[part], where
            seen.setdefault(status, set()).add(vi["type"].removeprefix(TYPE_PREFIX))
    assert seen == STABLE
