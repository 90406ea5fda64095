"""Heavy libraries have one door each, and what serves the audit alone can't be reached from fitting."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("data", "features", "models", "outreach", "service")
DOORS = {
    "fairlearn": "models/evaluation/groups.py",
    "joblib": "models/parallel.py",
    "mlflow": "models/registry.py",
    "shap": "models/explanation/shap_check.py",
}
MAY_AUDIT = ("models/evaluation/", "models/checks/", "models/recording", "service/")


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


MODULES = {
    path.relative_to(ROOT).as_posix(): imported(path) for package in PACKAGES for path in (ROOT / package).rglob("*.py")
}


@pytest.mark.parametrize("library", DOORS)
def test_a_library_has_one_importer(library):
    importers = {path for path, names in MODULES.items() if any(n.split(".")[0] == library for n in names)}
    assert importers <= {DOORS[library]}


def test_fitting_cannot_see_what_serves_the_audit():
    readers = {path for path, names in MODULES.items() if "features.withheld" in names}
    assert all(path.startswith(MAY_AUDIT) for path in readers)
