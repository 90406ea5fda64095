"""What every answer carries, what every form must bring back, and what no error tells: walked over all routes."""

import re
from pathlib import Path

import pytest
from fastapi.routing import iter_route_contexts
from signed_in import EVERYTHING, browser_for, client_for, role_for_everything
from starlette.testclient import TestClient

import service.web
from service.access import need_of
from service.people.sessions import csrf_of
from service.web import guard, rounds_page
from service.web.app import create_app
from service.web.entrance import Guarded

TEMPLATES = Path(service.web.__file__).parent / "templates"
HERE, ELSEWHERE = "17329", "16690"
AT = {"here": "H00000", "elsewhere": "H00001"}
SAFE = {
    "content-security-policy": guard.CONTENT_POLICY, "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer", "x-frame-options": "DENY", "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}  # fmt: skip
ANSWERS = {
    "/about": 200, "/login": 200, "/account": 200, "/": 303, "/nowhere": 404, "/static/pages.css": 200,
    "/static/nothing.css": 404, "/static/..%2fapp.py": 404, "/api/v1/runs": 200, "/api/v1/openapi.json": 200,
    "/api/v1/nowhere": 404, "/api/v1/runs?limit=x": 422, "/api/v1/lists/newest/entries?format=csv": 200,
}  # fmt: skip


@pytest.fixture(scope="module")
def app(home):
    with role_for_everything():
        yield create_app(home)


@pytest.fixture
def behind_tls(home, monkeypatch):
    monkeypatch.setenv("SOMMAI_PUBLIC_URL", "https://sommai.example.vn")
    return create_app(home)


def browser_and_csrf(app, role=EVERYTHING, communes=()):
    browser = browser_for(app, role, communes, follow_redirects=False)
    return browser, csrf_of(browser.cookies[app.state.entrance.cookie])


def page_routes_that_write(app):
    for found in iter_route_contexts(app.routes):
        if isinstance(found.original_route, Guarded) and not found.path.startswith("/api/"):
            for method in found.methods - {"GET", "HEAD"}:
                yield method, re.sub(r"\{\w+\}", "newest", found.path), need_of(found.original_route.endpoint)


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_has_each_safe_header_once(app, path):
    client = TestClient(app) if path == "/login" else client_for(app, EVERYTHING, follow_redirects=False)
    answer = client.get(path, follow_redirects=False)
    assert answer.status_code == ANSWERS[path]
    for name, value in SAFE.items():
        assert answer.headers.get_list(name) == [value], name
    assert "camera=()" in answer.headers["permissions-policy"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "strict-transport-security" not in answer.headers


def test_what_is_refused_at_the_door_has_them_too(app):
    foreign = TestClient(app, base_url="http://elsewhere.example").get("/about")
    large = TestClient(app).post("/login", content=b"x", headers={"content-length": "99999999999"})
    assert (foreign.status_code, large.status_code) == (421, 413)
    for answer in (foreign, large):
        assert {name: answer.headers[name] for name in SAFE} == SAFE


def test_a_page_with_a_policy_of_its_own_has_that_one_alone():
    own = (b"Content-Security-Policy", rounds_page.ROUND_POLICY.encode())
    headers = guard.safe([own], encrypted=True)
    assert [value for name, value in headers if name.lower() == b"content-security-policy"] == [own[1]]
    assert "frame-ancestors 'none'" in rounds_page.ROUND_POLICY
    assert guard.ENCRYPTED_FOR in headers


def test_behind_tls_cookies_travel_by_it_alone_and_are_no_others_to_set(behind_tls):
    browser = TestClient(behind_tls, base_url="https://testserver")
    answer = browser.get("/login?lang=en")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    cookies = answer.headers.get_list("set-cookie")
    assert {cookie.partition("=")[0] for cookie in cookies} == {"lang", "__Host-sommai-before"}
    leaving = browser_for(behind_tls, "planner", base_url="https://testserver", follow_redirects=False)
    token = csrf_of(leaving.cookies["__Host-sommai"])
    cookies += leaving.post("/logout", data={"csrf": token}).headers.get_list("set-cookie")
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; ")), cookie


def test_every_page_that_changes_something_wants_its_own_form_back(app):
    browser, right = browser_and_csrf(app)
    _, others = browser_and_csrf(app, "planner")
    walked = 0
    for method, path, _ in page_routes_that_write(app):
        for fields, headers in (
            ({}, {}),
            ({"csrf": "0" * 40}, {}),
            ({"csrf": others}, {}),
            ({"csrf": right}, {"sec-fetch-site": "cross-site"}),
            ({"csrf": right}, {"origin": "https://elsewhere.example"}),
        ):
            answer = browser.request(method, path, data=fields, headers=headers)
            assert answer.status_code == 403, (method, path, fields, headers)
        walked += 1
    assert walked > 20


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.html")), ids=lambda file: file.name)
def test_every_form_that_posts_carries_what_must_come_back(template):
    for form in re.findall(r"<form\b.*?</form>", template.read_text(encoding="utf-8"), re.DOTALL):
        if 'method="post"' in form:
            assert 'name="csrf"' in form


@pytest.mark.parametrize("number", ["abc", "-1", "9" * 30, "%00", "é"])
def test_a_number_that_is_none_is_told_in_words_and_not_repeated(app, number):
    browser, token = browser_and_csrf(app)
    answer = browser.post(f"/disputes/{number}/answer", data={"csrf": token, "decision": "explained", "reason": "x"})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


def test_a_form_that_breaks_off_is_a_wrong_request(app):
    broken = {"content-type": "multipart/form-data"}
    client = client_for(app, EVERYTHING)
    assert client.post("/lists/newest/draft", content=b"--x\r\nbroken", headers=broken).status_code == 422


@pytest.mark.parametrize(("path", "kind"), [("/runs", "text/html"), ("/api/v1/runs", "application/problem+json")])
def test_what_nobody_foresaw_is_told_without_a_word_of_it(app, path, kind, monkeypatch):
    def fails(*_):
        raise RuntimeError("Nguyễn Thị Bí Mật")

    monkeypatch.setattr(app.state.runs, "all", fails)
    answer = client_for(app, EVERYTHING).get(path, headers={"if-none-match": '"x"', "accept-language": "xx"})
    assert answer.status_code == 500
    assert answer.headers["content-type"].startswith(kind)
    assert "Bí Mật" not in answer.text
    assert "RuntimeError" not in answer.text


def test_no_link_of_a_page_leads_elsewhere_whatever_its_address(app):
    browser, _ = browser_and_csrf(app)
    for path in (
        "//elsewhere.example/x",
        "//elsewhere.example/..%2fabout",
        "///elsewhere.example",
        "/%5Celsewhere.example",
    ):
        text = browser.get(f"http://testserver{path}").text
        addresses = re.findall(r'(?:href|action)="([^"]*)"', text)
        assert addresses
        assert all(re.match(r"/(?![/\\])|[#?]|tel:", address) for address in addresses), path


def test_whoever_tries_out_tokens_is_counted(home, monkeypatch):
    monkeypatch.setenv("SOMMAI_STRANGERS_PER_MINUTE", "3")
    stranger = TestClient(create_app(home), client=("192.0.2.7", 1))
    wrong = {"authorization": "Bearer sommai_guess"}
    told = [stranger.get("/api/v1/runs", headers=wrong).status_code for _ in range(5)]
    assert told == [401, 401, 401, 429, 429]


def test_a_planner_of_some_communes_answers_for_those_alone(app):
    asked = {}
    for where, commune in (("here", HERE), ("elsewhere", ELSEWHERE)):
        officer = client_for(app, "officer", (commune,))
        body = {"household_id": AT[where], "reason": "x"}
        asked[where] = officer.post("/api/v1/disputes", json=body).json()["id"]
    planner = client_for(app, "planner", (HERE,))
    reply = {"decision": "explained", "reason": "x"}
    for where, status in (("here", 200), ("elsewhere", 404)):
        assert planner.post(f"/api/v1/disputes/{asked[where]}/answer", json=reply).status_code == status
    browser, token = browser_and_csrf(app, "planner", (HERE,))
    for where, status in (("here", 303), ("elsewhere", 404)):
        answer = browser.post(f"/disputes/{asked[where]}/answer", data={"csrf": token, **reply})
        assert answer.status_code == status
