"""Accounts, tokens and the audit on the command line."""

import json

import pytest


@pytest.fixture
def told(command, tmp_path, monkeypatch):
    """Run a command over one home and return what it wrote as JSON; its exit code must be 0."""
    monkeypatch.delenv("SOMMAI_DATABASE_URL", raising=False)

    def run(*words):
        code, out, err = command(*words, "--home", tmp_path, "--json")
        assert code == 0, err
        return json.loads(out)

    run.home = tmp_path
    return run


def test_accounts_are_made_changed_and_disabled_and_all_of_it_is_recorded(told, command):
    made = told("users", "add", "Nguyễn Thị Mai", "--role", "officer", "--commune", "17329")
    assert len(made["one_time_password"]) == 23
    assert told("users", "reset", "nguyễn thị mai")["one_time_password"] != made["one_time_password"]
    assert told("users", "scope", "Nguyễn Thị Mai", "--role", "planner", "--province")["whole_province"] is True
    assert told("users", "disable", "Nguyễn Thị Mai", "--by", "Lan")["active"] is False
    assert told("users", "enable", "Nguyễn Thị Mai")["active"] is True
    assert [user["role"] for user in told("users", "list")] == ["planner"]
    verified = told("audit", "verify")
    assert verified["events"] == 5
    noted = f"{verified['events']}:{verified['mark']}"
    assert told("audit", "verify", "--expect", noted)["events"] == 5
    code, _, err = command("audit", "verify", "--expect", f"5:{'0' * 64}", "--home", told.home)
    assert code == 1
    assert "5" in err


def test_a_token_is_shown_once_and_revoked_for_good(told):
    told("users", "add", "lan", "--role", "analyst", "--province")
    made = told("token", "create", "--user", "lan", "--label", "bảng tính", "--days", "30")
    listed = told("token", "list", "--user", "lan")
    assert [row["id"] for row in listed] == [made["token_id"]]
    assert made["token"] not in json.dumps(listed)
    assert told("token", "revoke", made["token_id"])["revoked_at"]


@pytest.mark.parametrize(
    "words",
    [
        ("users", "add", "x", "--role", "king"),
        ("users", "add", "x", "--role", "officer"),
        ("users", "add", " ", "--role", "administrator"),
        ("users", "reset", "nobody"),
        ("token", "create", "--user", "nobody", "--label", "x"),
        ("token", "revoke", "0000"),
        ("audit", "verify", "--expect", "nonsense"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(command, tmp_path, words):
    code, out, err = command(*words, "--home", tmp_path)
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
