"""The records of runs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from .repository import Run, Runs
from .validity import score_valid_until


def record(run_id: str, summary: dict[str, Any]) -> dict[str, Any]:
    """Return a run's record: its id, until when it holds, and its summary."""
    until = score_valid_until(dt.date.fromisoformat(summary["as_of"]))
    return {**summary, "id": run_id, "valid_until": until}


def records(runs: Runs) -> list[dict[str, Any]]:
    """Return the record of every run, the newest first."""
    return [record(summary["id"], summary) for summary in runs.all()]


def record_of(run: Run) -> dict[str, Any]:
    """Return the record of an open run."""
    return record(run.id, run.summary)
