"""What the API says of corrections."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

CORRECTION_EXAMPLE = {
    "id": "5f0c2a9b1e7d", "household_id": "H0001423", "table": "school_records", "key": ["T0002201", "2024-2025"],
    "column": "absent_days", "was": "38", "value": "3", "reason": "Gia đình có giấy xác nhận của trường",
    "by": "Vi Thị Hoa", "at": "2026-03-04T02:10:00+00:00", "dispute": 3, "state": "standing",
    "newest_export": "contradicted", "scoring": None,
    "job": "01a211c2f3767be964a7",
}  # fmt: skip
NEW_CORRECTION_EXAMPLE = {
    "household_id": "H0001423", "dispute": 3, "table": "school_records", "key": ["T0002201", "2024-2025"],
    "column": "absent_days", "value": "3", "reason": "Gia đình có giấy xác nhận của trường",
}  # fmt: skip
NEW_LIFT_EXAMPLE = {"reason": "Trường đã xác nhận sổ ghi đúng"}


class CorrectionRecord(BaseModel):
    """One cell put right over the register. Cells are written as the input contract writes them; null is "not
    recorded"."""

    id: str
    household_id: str
    table: str
    key: list[str]
    column: str
    was: str | None
    value: str | None
    reason: str
    by: str
    at: str
    dispute: int | None = Field(description="The question that it answers")
    state: Literal["standing", "lifted", "agreed"] = Field(
        description="`standing` acts; `agreed` ended when an export said the same, `lifted` when a person ended it"
    )
    newest_export: Literal["contradicted", "agreed", "gone"] = Field(
        description="How the register's newest export stands to it; `gone` has no such row"
    )
    scoring: str | None = Field(
        description="The scores made since it was made or ended, for `run` of a household's explanation"
    )
    job: str | None = Field(default=None, description="The job that makes scores anew, where this call asked for it")


class Corrections(BaseModel):
    """The corrections that the caller may see."""

    items: list[CorrectionRecord]
    next: str | None = None


class NewCorrection(BaseModel):
    """A cell of a household's records put right, after a question about it was agreed to."""

    model_config = ConfigDict(extra="forbid")

    household_id: str = Field(min_length=1, max_length=64)
    dispute: int = Field(ge=1, le=2**31 - 1)
    table: str = Field(min_length=1, max_length=64)
    key: list[str] = Field(min_length=1, max_length=4)
    column: str = Field(min_length=1, max_length=64)
    value: str | None = Field(max_length=1000)
    reason: str = Field(min_length=1, max_length=2000)


class NewLift(BaseModel):
    """Why a correction is lifted."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=1, max_length=2000)
