"""What the API says of runs, as records and examples."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class RunRecord(BaseModel):
    """A scoring run: its id and everything in its summary.json."""

    model_config = ConfigDict(extra="allow")

    id: str
    snapshot: str
    model: str = Field(description="A model's id, or `scorecard`")
    approved: bool
    calibrated: bool
    skill: bool
    as_of: str
    valid_until: str = Field(description="The last day on which the scores are used")
    households: int
    children: int
    scored: int
    all_in_care: int
    listed: int
    urgent: int
    quarantined: int
    backtest: dict[str, Any] | None = None
    allocation: dict[str, Any] | None = None
    seconds: dict[str, float] | None = None


class RunRecords(BaseModel):
    """All runs, the newest first."""

    items: list[RunRecord]
    next: str | None = None


RUN_EXAMPLE = {
    "id": "0f3a9c1e5b7d2468", "snapshot": "9c1e5b7d24680f3a", "model": "scorecard", "approved": True,
    "calibrated": False, "skill": False, "as_of": "2025-06-30", "valid_until": "2025-12-27", "households": 20000,
    "children": 36400, "scored": 18250, "all_in_care": 210, "listed": 365, "urgent": 41, "quarantined": 17,
}  # fmt: skip
