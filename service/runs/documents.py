"""What lies beside a model for people: its backtest and checks, generated from the training and from nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from models.evaluation.backtest import Backtest
from models.learning import Learned

BACKTEST, CHECKS = "backtest.json", "checks.json"


def documents(
    identity: str,
    learned: Learned,
    backtest: Backtest,
    checks: list[dict[str, Any]],
    facts: Mapping[str, Any],
) -> dict[str, bytes]:
    """Return the documents of a model as files by name."""
    return {BACKTEST: as_file(backtest.as_json()), CHECKS: as_file(checks)}


def as_file(told: object) -> bytes:
    """Return plain values as a JSON file."""
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
