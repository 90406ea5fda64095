"""What the API says of jobs."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel


class StepRecord(BaseModel):
    """A step that is done."""

    step: str
    done_at: str


class ErrorRecord(BaseModel):
    """Why a job failed, in both languages."""

    code: str
    vi: str
    en: str


class JobRecord(BaseModel):
    """A job: what was asked, how far it is, what came of it."""

    id: str
    kind: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    stage: str | None
    share_done: float
    cancel_asked: bool
    asked: dict[str, Any]
    asked_at: str
    started_at: str | None
    ended_at: str | None
    steps: list[StepRecord]
    result: Any | None
    error: ErrorRecord | None


class Jobs(BaseModel):
    """A page of jobs."""

    items: list[JobRecord]
    next: str | None


NEW_JOB_EXAMPLE = {"kind": "import", "asked": {"folder": "2026-11", "max_rejects": 0.05}}
JOB_EXAMPLE = {
    "id": "01a211c2f3767be964a7",
    "kind": "import",
    "state": "done",
    "stage": None,
    "share_done": 1.0,
    "cancel_asked": False,
    "asked": {"folder": "2026-11", "today": "2026-11-25", "max_rejects": 0.05},
    "asked_at": "2026-11-25T08:11:58Z",
    "started_at": "2026-11-25T08:11:58Z",
    "ended_at": "2026-11-25T08:12:01Z",
    "steps": [{"step": "import", "done_at": "2026-11-25T08:12:01Z"}],
    "result": {"snapshot": "391f7bfdc3384cda", "quarantined": 946},
    "error": None,
}
ASKED_EXAMPLE = JOB_EXAMPLE | {
    "state": "queued", "share_done": 0.0, "started_at": None, "ended_at": None, "steps": [], "result": None,
}  # fmt: skip
FILE_EXAMPLE = {
    "position": 1, "household_id": "H0001423", "commune_code": "17329", "hamlet": "Bản Xốp Tụ", "team_id": "T07",
    "risk": 0.1183, "band": "high", "children": 3, "chosen_for": "risk", "propensity": None, "cost_min": 87,
    "reason_1": "The household is poor", "reason_2": None, "reason_3": None, "reason_4": None, "reason_5": None,
    "actions": "Home visit",
}  # fmt: skip
"""A line of an exported list."""
