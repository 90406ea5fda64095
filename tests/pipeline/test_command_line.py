"""The command line from outside: exit codes, one line for an error, JSON for machines, help with an example."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from service.cli import main as entry
from service.web.serving import LOOPBACK, NotLoopback, check_host

SOMMAI = str(Path(sys.executable).with_name("sommai"))


def families(group, path=()):
    """Return the words of every command, those of groups included."""
    for name, found in group.commands.items():
        yield from families(found, (*path, name)) if hasattr(found, "commands") else [((*path, name), found)]


COMMANDS = dict(families(typer.main.get_command(entry.app)))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example_json_and_a_home(words):
    found = COMMANDS[words]
    assert f"sommai {words[0]}" in found.help
    options = {name for parameter in found.params for name in parameter.opts}
    assert {"--json", "--home"} <= options


def test_done_is_0_and_machines_read_json(command, small_province):
    code, out, _ = command("import", small_province, "--json")
    assert code in (0, None)
    told = json.loads(out)
    assert told["rows"]["households"] == 600
    assert told["missing_tables"] == []


def test_a_refused_input_is_3_in_one_line_and_leaves_nothing(command, tmp_path):
    (tmp_path / "tables").mkdir()
    code, out, err = command("import", tmp_path / "tables", home=tmp_path / "none")
    assert (code, out) == (3, "")
    assert len(err.strip().splitlines()) == 1
    assert "communes" in err
    assert not (tmp_path / "none" / "snapshots").exists()


def test_a_refusal_is_json_where_machines_read(command, tmp_path):
    code, _, err = command("check", tmp_path / "nowhere", "--json")
    assert code == 3
    assert json.loads(err)["error"] == "no-folder"


@pytest.mark.parametrize(
    "words",
    [
        ("run",),
        ("run", "x"),
        ("nothing",),
        ("run", "x", "--out", "y", "--hours", "many"),
        ("synth", "x", "--households", "0"),
    ],
)
def test_wrong_usage_is_2(command, words):
    assert command(*words)[0] == 2


def test_a_day_that_isn_t_one_and_a_folder_of_other_files_are_wrong_usage(command, small_province, tmp_path):
    code, _, err = command("run", small_province, "--out", tmp_path / "out", "--as-of", "31/02/2025")
    assert code == 2
    assert "31/12/2025" in err
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("precious")
    code, _, err = command("run", small_province, "--out", tmp_path / "mine")
    assert code == 2
    assert (tmp_path / "mine" / "letter.txt").read_text() == "precious"


def test_a_failure_is_1_in_one_line_without_a_traceback(command, small_province, tmp_path):
    asked = ("run", small_province, "--out", tmp_path / "out", "--as-of", "1990-01-01")
    code, _, err = command(*asked)
    assert code == 1
    assert "Traceback" not in err
    assert "Traceback" in command(*asked, "--debug")[2]


def test_something_unforeseen_tells_a_place_and_no_values(command, monkeypatch, small_province):
    import data.intake.cached

    def broken(*_, **__):
        raise RuntimeError("Nguyễn Thị Mẫu")

    monkeypatch.setattr(data.intake.cached, "import_folder", broken)
    code, _, err = command("import", small_province)
    assert code == 1
    assert "RuntimeError" in err
    assert "Nguyễn" not in err


def test_what_an_import_would_refuse_is_reported_all_the_same(command, small_province, tmp_path):
    for file in small_province.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    header, *lines = (tmp_path / "households.csv").read_text(encoding="utf-8").splitlines()
    wrong = [line.replace(line.split(",")[1], "nowhere", 1) for line in lines[:200]]
    (tmp_path / "households.csv").write_text("\n".join([header, *wrong, *lines[200:]]), encoding="utf-8")
    code, out, err = command("check", tmp_path, "--report", tmp_path / "faults.json", "--json")
    assert code == 3
    assert json.loads(err)["error"] == "too-many-faults"
    assert json.loads(out)["quarantined"] == len(json.loads((tmp_path / "faults.json").read_text())["faults"])


def test_commands_say_which_tables_are_missing_and_which_columns_they_leave_alone(command, small_province, tmp_path):
    for name in ("communes", "households", "children", "guardians"):
        (tmp_path / f"{name}.csv").write_bytes((small_province / f"{name}.csv").read_bytes())
    communes = tmp_path / "communes.csv"
    first, rest = communes.read_text(encoding="utf-8").split("\n", 1)
    more = "\n".join(f"{line},x" for line in rest.splitlines())
    communes.write_text(f"{first},ghi chú riêng\n{more}\n", encoding="utf-8")
    _, out, _ = command("import", tmp_path)
    assert "circumstances" in out
    assert "ghi chú riêng" in out


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.20", "example.org", "::"])
def test_serving_refuses_to_answer_other_machines_and_says_why(command, host):
    code, _, err = command("serve", "--host", host)
    assert code == 2
    assert host in err
    assert "127.0.0.1" in err


def test_this_machine_s_own_names_are_taken():
    for host in LOOPBACK:
        check_host(host)
    with pytest.raises(NotLoopback):
        check_host("127.0.0.1.example.org")


def test_the_installed_command_begins_without_heavy_libraries():
    heavy = ("polars", "numpy", "sklearn", "fastapi", "mlflow", "shap", "pandas", "sqlalchemy")
    script = f"import sys, service.cli.main; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert Path(SOMMAI).exists()
