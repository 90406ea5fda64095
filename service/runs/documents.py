"""What lies beside a model for people: its backtest and checks, generated from the training and from nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from models.evaluation.backtest import Backtest
from models.evaluation.groups import GroupFigures
from models.evaluation.records import as_json
from models.shelf import Shelf
from service.report.evidence import Evidence

BACKTEST, GROUPS, CHECKS = "backtest.json", "groups.json", "checks.json"


def documents(
    backtest: Backtest, groups: Sequence[GroupFigures], checks: Sequence[Mapping[str, Any]]
) -> dict[str, bytes]:
    """Return the documents of a model as files by name."""
    return {
        BACKTEST: as_file(backtest.as_json()),
        GROUPS: as_file(as_json(tuple(groups))),
        CHECKS: as_file(list(checks)),
    }


def as_file(told: object) -> bytes:
    """Return plain values as a JSON file."""
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def evidence_of(shelf: Shelf, identity: str, *, ranks: bool) -> Evidence:
    """Return what is known of a model from the documents beside it; raises ``TamperedModel`` where one is missing."""
    return Evidence(
        model=identity, ranks=ranks, backtest=shelf.json(identity, BACKTEST), checks=shelf.json(identity, CHECKS),
        groups=shelf.json(identity, GROUPS),
    )  # fmt: skip
