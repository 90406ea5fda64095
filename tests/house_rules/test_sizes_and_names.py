"""Rules of the house that a reader would otherwise have to check by eye."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("data", "features", "models", "outreach", "service")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
DRAWERS = re.compile(r"(utils?|helpers?|misc|common|manager|v2)$")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_has_one_reason_to_exist(path):
    assert not DRAWERS.search(path.stem)
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


def test_functions_are_short():
    too_long = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = node.end_lineno - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    too_long.append(f"{named(path)}:{node.lineno} {node.name} {length}")
    assert too_long == []


def test_nothing_is_swallowed():
    silent = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                bare = node.type is None
                empty = all(isinstance(line, ast.Pass) for line in node.body)
                if bare or empty:
                    silent.append(f"{named(path)}:{node.lineno}")
    assert silent == []


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [Path(line) for line in listed.stdout.splitlines()]


def test_no_table_of_people_is_in_the_repository():
    tables = {".csv", ".xlsx", ".parquet", ".db", ".sqlite"}
    strays = [p for p in tracked() if p.suffix in tables and not p.is_relative_to("data/reference")]
    assert strays == []


def test_no_machine_path_or_registry_address_is_committed():
    where_checkouts_stand = r"/(?:work|workspaces?|home/\w+|users/\w+)/"
    registry = r"(https?://)[^\s\"']*(index|simple|artifactory|nexus)\b"
    address = re.compile(f"{where_checkouts_stand}|{registry}", re.IGNORECASE)
    found = []
    for path in tracked():
        if path.suffix in {".png", ".woff2", ".ico"} or path == Path("tests/house_rules/test_sizes_and_names.py"):
            continue
        if (ROOT / path).exists() and address.search((ROOT / path).read_text(encoding="utf-8")):
            found.append(str(path))
    assert found == []
