"""Signing in with an identity provider: a small one runs here and holds the service to the protocol."""

import base64
import hashlib
import secrets
import shutil
import socket
import threading
import time
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
import uvicorn
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from signed_in import account_for
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from service.people import service
from service.people.provider import Attempt
from service.store.database import reading
from service.store.tables import accounts, provider_subjects
from service.web.app import create_app

pytestmark = pytest.mark.slow

CLIENT, SECRET = "sommai-test", "a-secret-of-the-provider"


class SmallProvider:
    """An OpenID provider with one person at a time; ``claims`` and ``key`` let a test bend what it says."""

    def __init__(self):
        self.keys = [RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})]
        self.signs_with, self.header = self.keys[0], {"alg": "RS256", "kid": "one"}
        self.person, self.claims, self.codes, self.issuer = {"sub": "u-1", "preferred_username": "Mai"}, {}, {}, ""
        routes = [
            Route("/.well-known/openid-configuration", self.facts),
            Route("/keys", self.published),
            Route("/authorize", self.authorize),
            Route("/token", self.token, methods=["POST"]),
        ]
        self.app = Starlette(routes=routes)

    async def facts(self, request):
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return JSONResponse({"issuer": self.issuer, **{k: f"{self.issuer}/{v}" for k, v in names.items()}})

    async def published(self, request):
        return JSONResponse({"keys": [key.as_dict(private=False) for key in self.keys]})

    async def authorize(self, request):
        asked = dict(request.query_params)
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}", 303)

    async def token(self, request):
        sent = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        asked = self.codes.pop(sent.get("code"), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        fits = asked and challenge == asked["code_challenge"] and sent["redirect_uri"] == asked["redirect_uri"]
        if not fits or sent.get("client_secret") != SECRET:
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 60,
            "nonce": asked["nonce"],
            **self.person,
        }
        claims = {name: value for name, value in {**claims, **self.claims}.items() if value is not None}
        id_token = jwt.encode(self.header, claims, self.signs_with, algorithms=["RS256", "HS256"])
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": id_token})


@pytest.fixture(scope="module")
def running():
    small = SmallProvider()
    server = uvicorn.Server(uvicorn.Config(small.app, log_level="error"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        small.issuer = f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield small
        server.should_exit = True
        thread.join(timeout=20)


@pytest.fixture
def provider(running):
    """The provider, as honest as it began."""
    running.person, running.claims = {"sub": "u-1", "preferred_username": "Mai"}, {}
    running.signs_with, running.header = running.keys[0], {"alg": "RS256", "kid": running.keys[0].kid}
    return running


@pytest.fixture
def app(migrated_sqlite, tmp_path, provider, monkeypatch):
    shutil.copyfile(migrated_sqlite, tmp_path / "sommai.db")
    for name, value in {
        "SOMMAI_OIDC_ISSUER": provider.issuer,
        "SOMMAI_OIDC_CLIENT_ID": CLIENT,
        "SOMMAI_OIDC_CLIENT_SECRET": SECRET,
        "SOMMAI_OIDC_SAYS": "Đăng nhập bằng tài khoản tỉnh",
    }.items():
        monkeypatch.setenv(name, value)
    return create_app(tmp_path)


@pytest.fixture
def browser(app):
    return TestClient(app, follow_redirects=False)


def came_back(browser, way="/account"):
    """Go to the provider and back; return the answer to coming back, and its address."""
    out = browser.get("/login/provider", params={"next": way})
    assert out.status_code == 303
    back = httpx.get(out.headers["location"]).headers["location"]
    return browser.get(back), back


def test_whoever_the_provider_knows_signs_in_with_the_account_of_that_name(app, browser):
    account_for(app, "planner", name="Mai")
    assert "Đăng nhập bằng tài khoản tỉnh" in browser.get("/login").text
    answer, back = came_back(browser)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert "Mai" in browser.get("/account").text
    assert browser.get(back).status_code == 401


def test_without_an_account_nobody_signs_in(app, browser, provider):
    assert came_back(browser)[0].status_code == 401
    account = account_for(app, "planner", name="Mai")
    with app.state.entrance.engine.begin() as connection:
        service.change(connection, account.person_id, active=False, by=service.Event("", None))
    assert came_back(browser)[0].status_code == 401
    assert browser.get("/account").status_code == 303


def test_an_account_stays_the_same_persons_whoever_gets_the_name_later(app, browser, provider):
    account_for(app, "planner", name="Mai")
    assert came_back(browser)[0].status_code == 303
    provider.person = {"sub": "u-2", "preferred_username": "Mai"}
    assert came_back(TestClient(app, follow_redirects=False))[0].status_code == 401
    provider.person = {"sub": "u-1", "preferred_username": "Mai Nguyễn"}
    assert came_back(TestClient(app, follow_redirects=False))[0].status_code == 303
    with reading(app.state.entrance.engine) as connection:
        assert connection.execute(select(provider_subjects.c.subject)).scalars().all() == ["u-1"]


def test_a_one_time_password_that_was_not_used_ends(app, browser):
    account = account_for(app, "planner", name="Mai")
    with app.state.entrance.engine.begin() as connection:
        service.reset(connection, account.person_id, 7, service.Event("", None))
    assert came_back(browser)[0].status_code == 303
    assert browser.get("/account").status_code == 200
    with reading(app.state.entrance.engine) as connection:
        assert connection.execute(select(accounts.c.password_hash)).scalar_one() is None


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"}, {"nonce": None}, {"aud": "somebody-else"}, {"aud": [CLIENT, "other"]}, {"aud": None},
        {"iss": "https://elsewhere.example"}, {"exp": 1_000_000}, {"exp": None}, {"iat": None}, {"sub": None},
        {"preferred_username": None}, {"preferred_username": 7}, {"preferred_username": "a\x00b"},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_that_does_not_hold_signs_nobody_in(app, browser, provider, claims):
    account_for(app, "planner", name="Mai")
    provider.claims = claims
    assert came_back(browser)[0].status_code == 401
    assert browser.get("/account").status_code == 303


def test_a_token_signed_by_another_key_or_not_at_all_signs_nobody_in(app, browser, provider):
    account_for(app, "planner", name="Mai")
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "one"})
    assert came_back(browser)[0].status_code == 401
    provider.signs_with, provider.header = OctKey.import_key("k" * 32), {"alg": "HS256", "kid": "one"}
    assert came_back(browser)[0].status_code == 401


def test_a_key_that_the_provider_has_changed_is_asked_for_again(app, browser, provider):
    account_for(app, "planner", name="Mai")
    assert came_back(browser)[0].status_code == 303
    provider.keys.insert(0, RSAKey.generate_key(2048, {"kid": "two", "use": "sig"}))
    provider.signs_with, provider.header = provider.keys[0], {"alg": "RS256", "kid": "two"}
    assert came_back(TestClient(app, follow_redirects=False))[0].status_code == 303


def test_an_attempt_belongs_to_one_browser(app, browser, provider):
    account_for(app, "planner", name="Mai")
    _, back = came_back(browser)
    victim = TestClient(app, follow_redirects=False)
    assert victim.get(back).status_code == 401
    victim.get("/login/provider")
    assert victim.get(back).status_code == 401
    for odd in ("/login/provider/back", "/login/provider/back?code=x&state=é", "/login/provider/back?error=denied"):
        assert victim.get(odd).status_code == 401
    victim.cookies.set("sommai-provider", "nonsense", path="/")
    assert victim.get("/login/provider/back?code=x&state=y").status_code == 401


def test_coming_back_leads_to_our_own_pages_alone(app, browser):
    account_for(app, "planner", name="Mai")
    assert came_back(browser, "https://elsewhere.example")[0].headers["location"] == "/"
    forged = Attempt("s", "n", "v", "//elsewhere.example")
    assert Attempt.read(forged.written()) == forged


def test_a_provider_that_is_away_or_not_set_up_is_told(app, browser, provider, monkeypatch, migrated_sqlite, tmp_path):
    away = TestClient(app, follow_redirects=False)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
    monkeypatch.setenv("SOMMAI_OIDC_ISSUER", f"http://127.0.0.1:{port}")
    away = TestClient(create_app(app.state.home), follow_redirects=False)
    assert away.get("/login/provider").status_code == 502
    monkeypatch.setenv("SOMMAI_OIDC_ISSUER", "http://elsewhere.example")
    unsafe = TestClient(create_app(app.state.home), follow_redirects=False)
    assert unsafe.get("/login/provider").status_code == 502
    monkeypatch.delenv("SOMMAI_OIDC_ISSUER")
    without = TestClient(create_app(app.state.home), follow_redirects=False)
    assert without.get("/login/provider").status_code == 404


def test_the_way_back_is_the_public_address_never_the_host_that_was_sent(app, monkeypatch):
    monkeypatch.setenv("SOMMAI_PUBLIC_URL", "https://sommai.example.vn")
    public = TestClient(create_app(app.state.home), follow_redirects=False)
    location = public.get("/login/provider", headers={"host": "localhost"}).headers["location"]
    asked = parse_qs(urlsplit(location).query)
    assert asked["redirect_uri"] == ["https://sommai.example.vn/login/provider/back"]
