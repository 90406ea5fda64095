"""The release checks: one numbered file each; the list is derived from the files.

A check is a module ``checkNN_name`` with ``run(evidence) -> CheckResult``. It ends passed, failed or not enough
evidence, with its number and limit. Add a check by adding a file.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Collection

from .evidence import Evidence
from .result import CheckResult, blocked, to_accept

Check = Callable[[Evidence], CheckResult]
NAMED = re.compile(r"check(\d\d)_([a-z_]+)$")


def checks() -> dict[int, Check]:
    """Return the checks by number, ascending."""
    found: dict[int, Check] = {}
    for module in pkgutil.iter_modules(__path__):
        named = NAMED.fullmatch(module.name)
        if named:
            found[int(named[1])] = importlib.import_module(f"{__name__}.{module.name}").run
    return dict(sorted(found.items()))


def run_checks(evidence: Evidence, numbers: Collection[int] | None = None) -> tuple[CheckResult, ...]:
    """Return the result of every check, or of those with some numbers, by number."""
    return tuple(check(evidence) for number, check in checks().items() if numbers is None or number in numbers)


__all__ = ["CheckResult", "Evidence", "blocked", "checks", "run_checks", "to_accept"]
