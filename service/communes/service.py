"""Communes, and the order in which a reader of Vietnamese expects their names."""

from __future__ import annotations

from typing import Any

from service.outputs.collation import vietnamese
from service.scores import Run


def communes_of(run: Run) -> list[dict[str, Any]]:
    """Return the run's communes in the order of their names, đ after d."""
    return run.once("communes", lambda: sorted(run.communes.values(), key=_order))


def _order(commune: dict[str, Any]) -> Any:
    return vietnamese(commune["commune_name"] or ""), commune["commune_code"]
