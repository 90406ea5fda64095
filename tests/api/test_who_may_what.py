"""Every route × role × reach, walked from the application's own table of routes; nothing answers undeclared."""

import re
from functools import cache

import polars as pl
import pytest
from fastapi import APIRouter
from fastapi.routing import iter_route_contexts
from signed_in import EVERYTHING, account_for, browser_for, client_for, session_for, token_for
from sqlalchemy import update
from starlette.testclient import TestClient

from service.access import ROLES, Permission, need_of
from service.store.columns import now
from service.store.tables import accounts
from service.web.app import check_guarded, create_app
from service.web.entrance import Guarded, guarded_router

P = Permission
FILLED = {"list_id": "newest", "run_id": "newest", "household_id": "H00000", "name": "nothing"}
FORMS_THAT_REFUSE = {"/login", "/password", "/login/provider/back"}
"""They answer 401 for a wrong password or token; ``test_signing_in.py`` and ``test_provider.py`` hold them."""
HERE, ELSEWHERE = "17329", "16690"
READS = {
    "officer": {
        P.COMMUNES_READ, P.URGENT_READ, P.LISTS_READ, P.LISTS_EXPORT, P.HOUSEHOLDS_READ, P.IDENTITIES_READ,
        P.VISITS_READ, P.DISPUTES_READ, P.CORRECTIONS_READ,
    },
    "planner": {
        P.COMMUNES_READ, P.URGENT_READ, P.LISTS_READ, P.DRAFTS_READ, P.LISTS_EXPORT, P.RUNS_READ, P.COVERAGE_READ,
        P.PLANS_SIMULATE, P.VISITS_READ, P.DISPUTES_READ, P.JOBS_READ,
    },
    "analyst": {
        P.COMMUNES_READ, P.SNAPSHOTS_READ, P.FEATURES_READ, P.RUNS_READ, P.MODELS_READ, P.FAIRNESS_READ, P.JOBS_READ,
    },
    "auditor": {
        P.COMMUNES_READ, P.LISTS_READ, P.DRAFTS_READ, P.AUDIT_READ, P.FEATURES_READ, P.MODELS_READ, P.FAIRNESS_READ,
    },
    "administrator": {P.USERS_READ, P.OPERATIONS_READ},
}  # fmt: skip
CHANGES = {
    "officer": {P.VISITS_WRITE, P.DISPUTES_WRITE, P.CORRECTIONS_WRITE, P.NOMINATIONS_WRITE},
    "planner": {P.LISTS_DRAFT, P.LISTS_APPROVE, P.LISTS_PUBLISH, P.DISPUTES_ANSWER, P.JOBS_PLAN},
    "analyst": {P.JOBS_TRAIN, P.MODELS_PROMOTE},
    "auditor": set(),
    "administrator": {P.USERS_MANAGE, P.KEYS_MANAGE},
}


@pytest.fixture(scope="module")
def app(home):
    return create_app(home)


@pytest.fixture(scope="module")
def client_of(app):
    return cache(lambda role, *communes: client_for(app, role, communes, follow_redirects=False))


def routes(app):
    found = []
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, Guarded):
            need = need_of(route.original_route.endpoint)
            found += [(method, route.path, need) for method in sorted(route.methods - {"HEAD"})]
    return found


def filled(path, **more):
    return re.sub(r"\{(\w+)\}", lambda name: (FILLED | more).get(name[1], "nothing"), path)


def ask(client, method, path):
    body = {} if method in {"GET", "DELETE"} else {"json": {}}
    return client.request(method, path, **body)


def test_the_table_is_what_the_interfaces_promise():
    assert set(ROLES) - {EVERYTHING} == set(READS)
    for name, reads in READS.items():
        assert ROLES[name].permissions == reads | CHANGES[name] | {P.OWN_ACCOUNT}, name


def test_every_permission_is_somebodys():
    assert set().union(*(role.permissions for role in ROLES.values())) == set(Permission)


def test_a_route_that_nobody_declared_is_refused(app):
    router = guarded_router()
    with pytest.raises(TypeError, match="needs"):
        router.get("/undeclared")(lambda request: None)
    beside = APIRouter()
    beside.get("/beside")(lambda request: None)
    other = create_app(app.state.home)
    other.include_router(beside)
    with pytest.raises(TypeError, match="guarded_router"):
        check_guarded(other)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_reaches_its_routes_and_no_others(app, client_of, role):
    communes = [HERE] if role == "officer" else []
    client = client_of(role, *communes)
    for method, path, need in routes(app):
        answer = ask(client, method, filled(path))
        told = (role, method, path, answer.status_code)
        assert answer.status_code != 500, told
        if path in FORMS_THAT_REFUSE:
            continue
        if need.permission is None or need.permission in ROLES[role].permissions:
            assert answer.status_code not in {401, 403}, told
        else:
            assert answer.status_code == 403, told


def test_strangers_reach_only_what_is_open(app):
    stranger = TestClient(app, follow_redirects=False)
    for method, path, need in routes(app):
        answer = ask(stranger, method, filled(path))
        told = (method, path, answer.status_code)
        if path in FORMS_THAT_REFUSE and need.permission is None:
            continue
        if need.permission is None:
            assert answer.status_code != 401, told
        elif path.startswith("/api/"):
            assert answer.status_code == 401, told
            assert answer.headers["www-authenticate"].startswith("Bearer"), told
        else:
            assert answer.status_code == 303, told
            assert answer.headers["location"].startswith("/login"), told


def test_a_household_elsewhere_answers_like_none(app, client_of):
    client = client_of("officer", HERE)
    asked = [(method, path) for method, path, need in routes(app) if "{household_id}" in path]
    assert asked
    for method, path in asked:
        elsewhere = ask(client, method, filled(path, household_id="H00001"))
        nobody = ask(client, method, filled(path, household_id="H99999"))
        assert elsewhere.status_code == nobody.status_code, path
        assert elsewhere.content.replace(b"H00001", b"H99999") == nobody.content, path
        if method == "GET":
            assert elsewhere.status_code == 404, path


def test_lists_and_signs_hold_the_own_communes_alone(client_of):
    for role in ("officer", "planner"):
        client = client_of(role, HERE)
        signs = client.get("/api/v1/urgent").json()["items"]
        assert {sign["commune_code"] for sign in signs} == {HERE}
        assert client.get(f"/api/v1/urgent?commune={ELSEWHERE}").json()["items"] == []
        assert [c["commune_code"] for c in client.get("/api/v1/communes").json()["items"]] == [HERE]
    planner = client_of("planner", HERE)
    entries = planner.get("/api/v1/lists/newest/entries").json()
    assert {entry["commune_code"] for entry in entries["items"]} == {HERE}
    every = client_of("planner").get("/api/v1/lists/newest/entries").json()
    assert every["total"] > entries["total"]
    sheet = planner.get("/api/v1/lists/newest/entries?format=csv")
    assert set(pl.read_csv(sheet.content, schema_overrides={"commune_code": pl.String})["commune_code"]) == {HERE}


def test_kept_answers_are_never_given_to_others(client_of):
    wide, narrow, other = client_of("planner"), client_of("planner", HERE), client_of("planner", ELSEWHERE)
    for path in ("/api/v1/lists/newest/entries", "/api/v1/urgent", "/api/v1/communes"):
        bodies = [client.get(path).content for client in (wide, narrow, other, wide, narrow, other)]
        assert len(set(bodies)) == 3, path
        assert bodies[:3] == bodies[3:], path


def test_only_who_may_export_gets_files(client_of):
    auditor = client_of("auditor")
    assert auditor.get("/api/v1/lists/newest/entries").status_code == 200
    for form in ("csv", "xlsx"):
        assert client_of("planner").get(f"/api/v1/lists/newest/entries?format={form}").status_code == 200
        assert auditor.get(f"/api/v1/lists/newest/entries?format={form}").status_code == 403


def test_a_token_never_reaches_further_than_it_says(app):
    token = token_for(app, "planner", permissions=[P.URGENT_READ], communes=[HERE])
    client = TestClient(app, headers={"authorization": f"Bearer {token}"})
    assert {sign["commune_code"] for sign in client.get("/api/v1/urgent").json()["items"]} == {HERE}
    assert client.get("/api/v1/runs").status_code == 403


def test_a_one_time_password_opens_nothing_but_the_form_for_a_new_one(app):
    account = account_for(app, "planner", name="newcomer")
    browser = browser_for(app, "planner", follow_redirects=False)
    browser.cookies.clear()
    with app.state.entrance.engine.begin() as connection:
        one = update(accounts).where(accounts.c.person_id == account.person_id)
        connection.execute(one.values(one_time_until=now()))
    secret = session_for(app, "planner", name="newcomer")
    browser.cookies.set(app.state.entrance.cookie, secret)
    for method, path, need in routes(app):
        if need.permission in {None, P.OWN_ACCOUNT} or method != "GET":
            continue
        answer = ask(browser, method, filled(path))
        if path.startswith("/api/"):
            assert answer.status_code == 403, path
            assert answer.json()["type"].endswith("change-password-first"), path
        else:
            assert answer.headers["location"] == "/password", path
    assert browser.get("/password").status_code == 200
    assert browser.get("/").headers["location"] == "/password"
