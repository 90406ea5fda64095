"""What the API says of overrides and their answers."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

DISPUTE_EXAMPLE = {
    "id": 3, "kind": "dispute", "household_id": "H0001423", "list": None, "run": "0f3a9c1e5b7d2468",
    "feature": None, "reason": "Cháu đã đi học lại từ tháng 9", "by": "Vi Thị Hoa",
    "at": "2026-03-02T01:15:00+00:00", "answers": [],
}  # fmt: skip
NEW_DISPUTE_EXAMPLE = {"household_id": "H0001423", "reason": "Cháu đã đi học lại từ tháng 9"}
NEW_ANSWER_EXAMPLE = {"decision": "corrected", "reason": "Đã sửa hồ sơ đi học"}


class AnswerRecord(BaseModel):
    """An answer to an entry."""

    decision: Literal["accepted", "corrected", "explained"]
    reason: str
    by: str
    at: str


AnswerRecords = list[AnswerRecord]


class DisputeRecord(BaseModel):
    """An entry of the ledger of overrides."""

    id: int
    kind: Literal["dispute", "nomination", "put_off"]
    household_id: str
    run: str | None
    feature: str | None = Field(description="The reason that is disputed")
    reason: str
    by: str
    at: str
    answers: AnswerRecords
    list: str | None = Field(description="The list that a nomination or put-off changed")


class Disputes(BaseModel):
    """The entries that the caller may see."""

    items: list[DisputeRecord]
    next: str | None = None


class NewDispute(BaseModel):
    """A reason of a household that isn't right."""

    model_config = ConfigDict(extra="forbid")

    household_id: str = Field(min_length=1, max_length=64)
    reason: str = Field(min_length=1, max_length=2000)
    feature: str | None = Field(default=None, max_length=64)


class NewAnswer(BaseModel):
    """An answer to an entry."""

    model_config = ConfigDict(extra="forbid")

    decision: Literal["accepted", "corrected", "explained"]
    reason: str = Field(min_length=1, max_length=2000)
