"""What the documents say is so: links lead somewhere, named files are there, tutorials run as they stand."""

import csv
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from service.cli.main import app

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
NAMED = re.compile(
    r"`((?:data|features|models|outreach|service|tests|docs|benchmarks|catalogues|notebooks|requirements)[/.][^`\s]*)`"
)
SHELL = re.compile(r"^ *```sh\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
STAND_IN = "HOUSEHOLD_ID"
OTHER = "OTHER_ID"
HEAVIEST_PICTURE_BYTES = 150_000


def named(path):
    return str(path.relative_to(ROOT))


def anchors(page):
    """Return the addresses of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page):
    dead = []
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"https?://|mailto:", link):
            continue
        place, _, anchor = link.partition("#")
        target = (page.parent / place).resolve() if place else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            dead.append(link)
    assert dead == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_files_that_are_named_are_there(page):
    missing = []
    for name in NAMED.findall(page.read_text(encoding="utf-8")):
        path = re.sub(r"<\w+>", "*", name).rstrip("/")
        as_module = path.replace(".", "/") if "/" not in path else path
        found = [pattern for pattern in (path, as_module, f"{as_module}.py") if any(ROOT.glob(pattern))]
        parent = as_module.rsplit("/", 1)[0]
        if not found and not (ROOT / f"{parent}.py").exists():
            missing.append(name)
    assert missing == []


def test_every_picture_is_light_and_linked():
    linked = {link for page in PAGES for link in LINK.findall(page.read_text(encoding="utf-8"))}
    for picture in (ROOT / "docs").rglob("*.png"):
        assert picture.stat().st_size < HEAVIEST_PICTURE_BYTES, picture.name
        assert any(link.endswith(f"{picture.parent.name}/{picture.name}") for link in linked), picture.name


def test_the_readme_s_commands_are_the_makefile_s():
    wanted = set(re.findall(r"make ([a-z-]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert wanted <= targets
    assert {"setup", "check", "quick", "test", "demo", "bench"} <= targets


def commands(page):
    """Return the shell commands of a page, in order."""
    blocks = SHELL.findall(page.read_text(encoding="utf-8"))
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


def said_commands(page):
    """Return the `sommai` commands that a document shows, in blocks and in lines, as words."""
    text = page.read_text(encoding="utf-8")
    lines = [line for block in SHELL.findall(text) for line in block.replace("\\\n", " ").splitlines()]
    for found in [*lines, *re.findall(r"`([^`\n]+)`", SHELL.sub("", text))]:
        words = shlex.split(found.partition(" #")[0], comments=False) if found.count('"') % 2 == 0 else found.split()
        for place, word in enumerate(words):
            if word == "sommai" and (place == 0 or words[place - 1] == "--"):
                yield words[place + 1 :]


def unknown_of(words):
    """Return what of a command's words the program doesn't know: a command, or an option of it."""
    command, rest = get_command(app), list(words)
    while (family := getattr(command, "commands", {})) and rest and not rest[0].startswith("-"):
        if rest[0] not in family and not getattr(command, "invoke_without_command", False):
            return [rest[0]]
        command = family[rest.pop(0)]
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    return [word for word in rest if word.startswith("-") and word.partition("=")[0] not in known | {"--help"}]


def test_commands_are_found_where_documents_show_them():
    shown = [words for page in PAGES for words in said_commands(page)]
    assert len(shown) > 60
    assert unknown_of(["lists", "show", "newest", "--colour"]) == ["--colour"]
    assert unknown_of(["lists", "paint"]) == ["paint"]


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_commands_that_are_shown_exist_and_take_the_options_shown(page):
    assert {" ".join(words): unknown for words in said_commands(page) if (unknown := unknown_of(words))} == {}


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.vi.md")), ids=named)
def test_a_page_shows_the_same_commands_in_both_languages(page):
    def shown(path):
        return [re.sub(r'"[^"]*"', '""', line).replace(" --lang en", "") for line in commands(path)]

    other = page.with_name(page.name.replace(".vi.md", ".md"))
    assert shown(page) == shown(other)
    assert f"({page.name})" in other.read_text(encoding="utf-8")
    assert f"({other.name})" in page.read_text(encoding="utf-8")


def stand_ins(place):
    """Return the two households at the top of the list that the commands before have made, by what stands for them."""
    with (place / "out" / "priority_list.csv").open(encoding="utf-8", newline="") as entries:
        rows = csv.DictReader(entries)
        return {STAND_IN: next(rows)["household_id"], OTHER: next(rows)["household_id"]}


@pytest.mark.slow
@pytest.mark.parametrize(
    "page", [ROOT / "docs" / "tutorials" / f"{name}.md" for name in ("first-list", "policy-and-hours")], ids=named
)
def test_a_tutorial_runs_as_it_stands(page, tmp_path):
    beside = str(Path(sys.executable).parent)
    environment = os.environ | {"PATH": f"{beside}:{os.environ['PATH']}", "SOMMAI_HOME": str(tmp_path / "home")}
    for line in commands(page):
        command = line
        if STAND_IN in line:
            for name, household_id in stand_ins(tmp_path).items():
                command = command.replace(name, household_id)
        done = subprocess.run(command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, f"{command}\n{done.stderr}"
    assert (tmp_path / "out" / "report.html").exists()
