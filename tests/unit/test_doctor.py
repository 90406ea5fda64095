"""`sommai doctor` says what is set up, what is missing and the next step, and never shows a secret."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from service.alive import Alive
from service.jobs import repository as jobs
from service.operations import doctor
from service.operations.backing_up import back_up
from service.operations.doctor import examined, next_step
from service.operations.shown_settings import shown_settings


def by_name(home):
    return {finding.name: finding for finding in examined(home)}


def test_an_empty_home_leads_to_the_first_step_and_nothing_is_made(tmp_path):
    home = tmp_path / "home"
    found = examined(home)
    assert {finding.standing for finding in found if finding.name in {"home", "database", "runs"}} == {"missing"}
    assert "sommai import" in next_step(found).next_step.en
    assert not home.exists()


def test_what_is_there_is_told(database_home, database):
    database_home.chmod(0o750)
    found = by_name(database_home)
    assert found["home"].standing == found["database"].standing == "good"
    assert found["accounts"].standing == "missing"


def test_a_job_that_nobody_does_is_wrong_until_a_worker_lives(database_home, database):
    with database.begin() as connection:
        jobs.add(connection, "import", {})
    assert by_name(database_home)["jobs"].standing == "wrong"
    with Alive(database_home, "worker-1"):
        assert by_name(database_home)["jobs"].standing == "good"


def test_a_backup_is_remembered(database_home, database, tmp_path_factory):
    assert by_name(database_home)["backup"].standing == "missing"
    back_up(database_home, database, tmp_path_factory.mktemp("place") / "b.tar")
    assert by_name(database_home)["backup"].standing == "good"


def test_a_key_that_others_may_read_is_wrong_and_comes_first(tmp_path):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "identities.key").write_text("key", encoding="utf-8")
    (tmp_path / "keys" / "identities.key").chmod(0o644)
    assert "chmod 600" in next_step(examined(tmp_path)).next_step.vi


def test_a_database_that_does_not_answer_is_told_within_the_patience(tmp_path, monkeypatch):
    (tmp_path / "sommai.db").touch()

    def refused(engine):
        raise OperationalError("SELECT secret", {"name": "Nguyễn"}, Exception("no"))

    monkeypatch.setattr(doctor, "asked_of_database", refused)
    found = by_name(tmp_path)["database"]
    assert (found.standing, "Nguyễn" in found.text.vi) == ("wrong", False)


@pytest.mark.parametrize(
    ("environ", "file", "source", "shown"),
    [
        ({}, "", "default", ""),
        ({"SOMMAI_DATABASE_URL": "postgresql://u:geheim@h/d"}, "", "environment", "(set)"),
        ({}, 'database_url = "postgresql://u:geheim@h/d"\n', "settings.toml", "(set)"),
    ],
)
def test_a_setting_is_shown_with_its_source_and_a_secret_never(environ, file, source, shown, tmp_path, monkeypatch):
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    if file:
        (tmp_path / "settings.toml").write_text(file, encoding="utf-8")
        (tmp_path / "settings.toml").chmod(0o600)
    settings = {setting.name: setting for setting in shown_settings(tmp_path, os.environ)}
    assert (settings["SOMMAI_DATABASE_URL"].source, settings["SOMMAI_DATABASE_URL"].value) == (source, shown)
    assert "geheim" not in str(settings)


def test_the_command_answers_machines(tmp_path):
    command = [Path(sys.executable).with_name("sommai"), "doctor", "--json", "--lang", "en"]
    told = json.loads(subprocess.run([*command, "--home", tmp_path], capture_output=True, check=True).stdout)
    assert told["next_step"]
    assert {"SOMMAI_HOME", "SOMMAI_DATABASE_URL"} <= {setting["name"] for setting in told["settings"]}
