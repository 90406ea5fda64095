"""What the API says of models."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class ModelRecord(BaseModel):
    """A model: its id, its role, how it did on years it had not seen, the release checks, and who decided."""

    model_config = ConfigDict(extra="allow")

    id: str
    role: str = Field(description="`champion`, `challenger`, or empty")
    kind: str | None = None
    as_of: str | None = None
    skill: bool | None = None
    backtest: dict[str, Any] | None = None
    lineage: dict[str, Any] | None = None
    checks: list[dict[str, Any]] = Field(description="passed, failed or not_enough_evidence, with number and limit")
    decisions: list[dict[str, Any]]


class ModelRecords(BaseModel):
    """All models, the one that serves first."""

    items: list[ModelRecord]
    next: str | None = None


MODEL_EXAMPLE = {
    "id": "1a4892b51dd80522", "role": "champion", "kind": "mean", "as_of": "2025-12-31", "skill": True,
    "backtest": {"recall_at_2pct": 0.21, "recall_at_2pct_low": 0.17, "recall_at_2pct_high": 0.25},
    "lineage": {"snapshot": "9c1e5b7d24680f3a", "seed": 0},
    "checks": [{"number": 1, "name": "beats_baselines", "verdict": "passed", "value": 2.1, "limit": 0.0}],
    "decisions": [{"act": "promoted", "by": "Nguyễn Thị An", "reason": "tốt hơn ở xã xa",
                   "at": "2026-01-05T02:11:09+00:00", "accepted": {}}],
}  # fmt: skip
