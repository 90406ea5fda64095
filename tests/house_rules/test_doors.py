"""Who may know of whom, beyond what the import contracts say: insides of nouns, the clock, everything smoke-imported."""

import ast
from importlib.metadata import requires
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVICE = ROOT / "service"
NOUNS = {path.parent.name for path in SERVICE.glob("*/endpoints.py")}
CLOCKS = {"today", "now", "utcnow", "time"}
CORE = ("features", "models", "outreach")
WITH_A_CLOCK = {"models/registry.py"}
"""Modules of the core whose business is to write down when something was decided."""


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


@pytest.mark.parametrize("noun", sorted(NOUNS))
def test_a_noun_of_the_service_keeps_its_insides_to_itself(noun):
    prying = []
    for path in (SERVICE / noun).rglob("*.py"):
        for module in imported(path):
            parts = module.split(".")
            if parts[0] == "service" and len(parts) > 2 and parts[1] in NOUNS - {noun}:
                prying.append(f"{path.relative_to(ROOT)}: {module}")
    assert prying == []


def test_the_core_has_no_clock():
    found = []
    for package in CORE:
        for path in (ROOT / package).rglob("*.py"):
            named = str(path.relative_to(ROOT))
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                asks = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS
                of = asks and isinstance(node.func.value, ast.Name | ast.Attribute) and ast.unparse(node.func.value)
                if of and of.split(".")[-1] in ("date", "datetime", "dt", "time") and named not in WITH_A_CLOCK:
                    found.append(f"{named}:{node.lineno}")
    assert found == []


def test_what_is_declared_as_needed_can_be_found():
    names = {"python-multipart": "python_multipart", "scikit-learn": "sklearn", "interpret-core": "interpret",
             "argon2-cffi": "argon2", "python-calamine": "python_calamine", "prometheus-client": "prometheus_client",
             "vl-convert-python": "vl_convert"}  # fmt: skip
    missing = []
    for line in requires("sommai") or []:
        name = line.split(";")[0].split("[")[0]
        for mark in "<>=!~ ":
            name = name.split(mark)[0]
        if find_spec(names.get(name, name.replace("-", "_"))) is None:
            missing.append(name)
    assert missing == []
