"""What is installed on a server fits the program: units, settings, scripts, proxies, how-tos."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from service.cli.main import app
from service.configuration import PREFIX, Settings
from service.settings import HOME_VARIABLE, LANGUAGE_VARIABLE

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SCRIPTS = [DEPLOY / name for name in ("install.sh", "nightly-backup", "restore-drill", "as-the-service")]
HOW_TOS = [ROOT / "docs" / "how-to" / f"{name}.md" for name in ("install-on-debian", "daily-operations")]
SETTINGS = {PREFIX + name.upper() for name in Settings.model_fields} | {HOME_VARIABLE, LANGUAGE_VARIABLE}
COMMANDS = get_command(app).commands


def parsed(unit):
    read = configparser.RawConfigParser(strict=False)
    read.optionxform = str
    read.read_string(unit.read_text(encoding="utf-8"))
    return read


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_that_exists_without_rights_it_does_not_need(unit):
    read = parsed(unit)
    if unit.suffix == ".timer":
        assert read["Timer"]["Persistent"] == "true"
        return
    service = read["Service"]
    assert service["User"] == "sommai"
    assert service["NoNewPrivileges"] == "true"
    assert service["ProtectSystem"] == "strict"
    assert "/var/lib/sommai" in service["ReadWritePaths"]
    command = service["ExecStart"].split()
    if command[0].endswith("/sommai"):
        assert command[1] in COMMANDS
    else:
        assert (DEPLOY / Path(command[0]).name).exists()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd isn't here")
def test_systemd_understands_the_units(tmp_path):
    for unit in UNITS:
        text = re.sub(r"^(ExecStart=)\S+", r"\1/bin/true", unit.read_text(encoding="utf-8"), flags=re.MULTILINE)
        text = re.sub(r"^(User|Group)=.*$", "", text, flags=re.MULTILINE).replace(
            "EnvironmentFile=", "EnvironmentFile=-"
        )
        (tmp_path / unit.name.replace("@", "@1")).write_text(text, encoding="utf-8")
    files = sorted(str(file) for file in tmp_path.iterdir())
    done = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True)
    told = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
    assert told == [], done.stderr


def test_every_setting_that_is_named_exists():
    for file in [DEPLOY / "environment", *HOW_TOS]:
        named = set(re.findall(r"\bSOMMAI_[A-Z_]+", file.read_text(encoding="utf-8")))
        assert {name.removesuffix("_FILE") for name in named} <= SETTINGS, file.name


def test_every_command_that_is_named_exists():
    for file in [*SCRIPTS, *HOW_TOS]:
        text = file.read_text(encoding="utf-8")
        for first, second in re.findall(r"""sommai["']? ([a-z]+)(?: ([a-z]+))?""", text):
            if first in COMMANDS:
                family = getattr(COMMANDS[first], "commands", None)
                assert family is None or second in family, f"{file.name}: sommai {first} {second}"
    told = "\n".join(file.read_text(encoding="utf-8") for file in HOW_TOS)
    for needed in ("backup", "restore", "upgrade", "doctor", "worker", "serve", "check", "run"):
        assert needed in told


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_is_executable_stops_at_the_first_error_and_is_plain_shell(script):
    assert script.stat().st_mode & 0o111
    text = script.read_text(encoding="utf-8")
    assert text.startswith("#!/bin/sh\n")
    assert "\nset -eu\n" in text
    subprocess.run(["sh", "-n", script], check=True)


def test_the_proxies_keep_metrics_inside_and_addresses_out_of_logs():
    nginx = (DEPLOY / "proxy" / "nginx.conf").read_text(encoding="utf-8")
    assert nginx.count("{") == nginx.count("}")
    for said in ("access_log off;", "location = /api/v1/metrics", "proxy_pass http://127.0.0.1:8000;", "TLSv1.3"):
        assert said in nginx
    caddy = (DEPLOY / "proxy" / "Caddyfile").read_text(encoding="utf-8")
    assert "output discard" in caddy
    assert "/api/v1/metrics" in caddy


def test_what_is_typed_at_the_machine_runs_with_the_settings_of_the_service(tmp_path):
    (tmp_path / "environment").write_text("SOMMAI_HOME=/srv/sommai\nSOMMAI_LANG=en\n", encoding="utf-8")
    told = tmp_path / "told"
    told.write_text('#!/bin/sh\necho "$SOMMAI_HOME $SOMMAI_LANG $# $2"\n', encoding="utf-8")
    told.chmod(0o755)
    beside = tmp_path / "runuser"
    beside.write_text('#!/bin/sh\n[ "$1 $2 $3" = "-u sommai --" ] && shift 3 && exec "$@"\n', encoding="utf-8")
    beside.chmod(0o755)
    around = {
        "SOMMAI_ENVIRONMENT": str(tmp_path / "environment"), "SOMMAI": str(told), "PATH": f"{tmp_path}:/usr/bin:/bin",
    }  # fmt: skip
    command = [DEPLOY / "as-the-service", "lists", "Tháng 12"]
    done = subprocess.run(command, env=around, capture_output=True, text=True, check=True)
    assert done.stdout == "/srv/sommai en 2 Tháng 12\n"
    none = subprocess.run(command, env=around | {"SOMMAI_ENVIRONMENT": "/none"}, capture_output=True, text=True)
    assert none.returncode == 1
    assert "can't be read" in none.stderr


def test_every_unit_and_metric_that_a_how_to_names_is_there():
    units = {unit.name for unit in UNITS}
    metrics = (ROOT / "service" / "status" / "meters.py").read_text(encoding="utf-8")
    for file in HOW_TOS:
        text = file.read_text(encoding="utf-8")
        for name in re.findall(r"\bsommai(?:-[a-z]+)?@?\.(?:service|timer)\b", text):
            assert name in units, (file.name, name)
        for name in re.findall(r"\bsommai-(?:worker|backup)@?\b", text):
            assert any(unit.startswith(name) for unit in units), (file.name, name)
        for name in re.findall(r"\bsommai_[a-z_]+", text):
            assert name.removesuffix("_total") in metrics, (file.name, name)
        for path in re.findall(r"/opt/sommai/bin/([a-z-]+)", text):
            assert (DEPLOY / path).exists(), (file.name, path)
        for path in re.findall(r"`?\b(proxy/[\w.]+)", text):
            assert (DEPLOY / path).exists(), (file.name, path)


def test_whatever_stops_everything_starts_the_nightly_backup_again():
    install = (DEPLOY / "install.sh").read_text(encoding="utf-8")
    assert (
        install.index("list-units") < install.index("systemctl stop 'sommai*'") < install.index("systemctl start $ran")
    )
    for file in HOW_TOS:
        text = file.read_text(encoding="utf-8")
        for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL):
            assert "stop 'sommai*'" not in block or "sommai-backup.timer" in block, file.name


@pytest.mark.slow
def test_the_nightly_backup_and_the_restore_drill_work(database_home, tmp_path_factory, monkeypatch):
    place = tmp_path_factory.mktemp("backups")
    monkeypatch.setenv(HOME_VARIABLE, str(database_home))
    monkeypatch.setenv("SOMMAI", str(ROOT / ".venv" / "bin" / "sommai"))
    subprocess.run([DEPLOY / "nightly-backup", place], check=True)
    done = subprocess.run([DEPLOY / "restore-drill", place], check=True, capture_output=True, text=True)
    assert "restored and read" in done.stdout
