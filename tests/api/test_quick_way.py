"""The short way of reads answers exactly as the framework's own way does."""

import pytest
from signed_in import client_for

from service.web.app import create_app
from service.web.quick_way import QuickWay

PATHS = (
    "/api/v1/lists/newest/entries?limit=3", "/api/v1/lists/none/entries", "/api/v1/households/H00000",
    "/api/v1/households/H00000/explanation?lang=en", "/api/v1/households/H%C3%A9/explanation", "/api/v1/households//",
    "/api/v1/households/", "/api/v1/households/a/b/c", "/api/v1/urgent?limit=x", "/api/v1/communes", "/api/v1/runs",
    "/api/v1/health/live", "/api/v1/", "/api/v1/lists/", "/account", "/login", "/nowhere", "/api/v1/features",
)  # fmt: skip


@pytest.mark.parametrize("role", ["officer", "planner", "analyst"])
def test_both_ways_give_the_same_answer(home, role, monkeypatch):
    app = create_app(home)
    client = client_for(app, role, ["17329"], follow_redirects=False)
    client.headers["x-request-id"] = "0123456789abcdef"
    quick = [client.get(path) for path in PATHS]
    monkeypatch.setattr(QuickWay, "_found", lambda self, scope: None)
    monkeypatch.setattr(QuickWay, "_learn", lambda self: None)
    other = create_app(home)
    client.app = other
    client._transport.app = other
    for path, before in zip(PATHS, quick, strict=True):
        after = client.get(path)
        assert (before.status_code, before.content) == (after.status_code, after.content), path
        assert dict(before.headers) == dict(after.headers), path
