"""What the API says of corrections."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from .overlay import Change

CORRECTION_EXAMPLE = {
    "id": "5f0c2a9b1e7d", "household_id": "H0001423", "change": "cell", "table": "school_records",
    "key": ["T0002201", "2024-2025"], "column": "absent_days", "was": "38", "value": "3", "row": None,
    "reason": "Gia đình có giấy xác nhận của trường",
    "by": "Vi Thị Hoa", "at": "2026-03-04T02:10:00+00:00", "dispute": 3, "state": "standing",
    "newest_export": "contradicted", "scoring": None,
    "job": "01a211c2f3767be964a7",
}  # fmt: skip
NEW_CORRECTION_EXAMPLE = {
    "household_id": "H0001423", "dispute": 3, "table": "school_records", "key": ["T0002201", "2024-2025"],
    "column": "absent_days", "value": "3", "reason": "Gia đình có giấy xác nhận của trường",
}  # fmt: skip
NEW_WITHDRAWAL_EXAMPLE = {
    "household_id": "H0001423", "dispute": 3, "table": "child_events", "key": ["E0004417"],
    "reason": "Là cháu trùng tên ở xóm khác, trạm y tế đã xác nhận",
}  # fmt: skip
WITHDRAWN_EXAMPLE = CORRECTION_EXAMPLE | {
    "change": "row_withdrawn", "table": "child_events", "key": ["E0004417"], "column": None, "was": None,
    "value": None, "reason": NEW_WITHDRAWAL_EXAMPLE["reason"],
    "row": {"event_id": "E0004417", "child_id": "T0002201", "event": "injury", "event_date": "2024-11-02",
            "recorded_on": "2024-11-20"},
}  # fmt: skip
NEW_ROW_EXAMPLE = {
    "household_id": "H0001423", "dispute": 3, "table": "guardian_events",
    "row": {"guardian_id": "G0001977", "event": "support_received", "event_date": "2025-03-01"},
    "reason": "Xã đã chi trả, có ký nhận",
}  # fmt: skip
ADDED_EXAMPLE = WITHDRAWN_EXAMPLE | {
    "change": "row_added", "table": "guardian_events", "key": ["SM-8d2f60c1b7a4"], "reason": NEW_ROW_EXAMPLE["reason"],
    "row": {"event_id": "SM-8d2f60c1b7a4", "guardian_id": "G0001977", "event": "support_received",
            "event_date": "2025-03-01", "recorded_on": "2026-03-04"},
}  # fmt: skip
NEW_LIFT_EXAMPLE = {"reason": "Trường đã xác nhận sổ ghi đúng"}


class CorrectionRecord(BaseModel):
    """One cell put right over the register, or a whole row withdrawn or added. Cells are written as the input contract
    writes them; in `was` and `value` of a cell null is "not recorded"."""

    id: str
    household_id: str
    change: Change = Field(
        description="`row_withdrawn`: the row, and what hangs from it, counts as never recorded; `row_added`: the row "
        "counts from the day on which it was added"
    )
    table: str
    key: list[str]
    column: str | None = Field(description="Of a cell alone")
    was: str | None
    value: str | None
    row: dict[str, str] | None = Field(description="What a whole row reads; what isn't there is not recorded")
    reason: str
    by: str
    at: str
    dispute: int | None = Field(description="The question that it answers")
    state: Literal["standing", "lifted", "agreed"] = Field(
        description="`standing` acts; `agreed` ended when an export said the same (of a withdrawn row: held it no "
        "more), `lifted` when a person ended it"
    )
    newest_export: Literal["contradicted", "agreed", "gone"] = Field(
        description="How the register's newest export stands to it; `gone` has no such row (of an added one: nobody "
        "to whom it belongs)"
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


class NewWithdrawal(BaseModel):
    """A row that never should have been in a household's records, after a question about it was agreed to."""

    model_config = ConfigDict(extra="forbid")

    household_id: str = Field(min_length=1, max_length=64)
    dispute: int = Field(ge=1, le=2**31 - 1)
    table: str = Field(min_length=1, max_length=64)
    key: list[str] = Field(min_length=1, max_length=4)
    reason: str = Field(min_length=1, max_length=2000)


class NewRow(BaseModel):
    """A row that a household's records lack, after a question about it was agreed to."""

    model_config = ConfigDict(extra="forbid")

    household_id: str = Field(min_length=1, max_length=64)
    dispute: int = Field(ge=1, le=2**31 - 1)
    table: str = Field(min_length=1, max_length=64)
    row: dict[str, Annotated[str, Field(max_length=1000)] | None] = Field(
        min_length=1,
        max_length=64,
        description="By column, as a table of the input has it. Its id may be left out: one is made. From when on it "
        "is known isn't given: that is the day of adding it",
    )
    reason: str = Field(min_length=1, max_length=2000)


class NewLift(BaseModel):
    """Why a correction is lifted."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=1, max_length=2000)
