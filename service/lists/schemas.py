"""What the API says of lists, as records and examples."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Band = Literal["high", "raised", "moderate", "low"]


State = Literal["proposed", "draft", "approved", "published", "closed"]


class ListRecord(BaseModel):
    """A priority list."""

    id: str = Field(description="A stored list's id, or a run's for its own list")
    version: int = Field(description="Every change makes a further version; an earlier one never changes")
    state: State = Field(description="`proposed` is a run's own list, which nobody has made a draft of")
    expired: bool = Field(description="Whether a published list's time is over")
    run: str
    as_of: str = Field(description="What had been recorded by this day counts")
    published_on: str | None
    valid_until: str | None = Field(description="The last day on which the list is used; null before it is published")
    entries: int
    model: str
    hash: str | None = Field(description="SHA-256 of the version's priority_list.csv")


class Lists(BaseModel):
    """All lists, the newest first."""

    items: list[ListRecord]
    next: str | None = None


class Entry(BaseModel):
    """A household on the list: the columns of priority_list.csv. Private reasons read "a private matter" here."""

    position: int
    household_id: str
    commune_code: str
    hamlet: str | None
    team_id: str | None
    risk: float
    band: Band
    children: int = Field(description="Eligible children")
    chosen_for: Literal["risk", "mandatory", "floor", "exploration", "referral"] = Field(
        description="`referral`: an officer nominated the household"
    )
    propensity: float | None = Field(description="Filled for exploration only")
    cost_min: float | None
    reason_1: str
    reason_2: str | None
    reason_3: str | None
    reason_4: str | None
    reason_5: str | None
    actions: str | None = Field(description="Support that may be offered, parted by semicolons")


class Entries(BaseModel):
    """A page of a list."""

    items: list[Entry]
    total: int = Field(description="Entries that fit the filters, on all pages")
    next: str | None = Field(description="The next page's cursor, null on the last one")


class ListStep(BaseModel):
    """Why a list goes on to its next state."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=1, max_length=2000)


class ListOverride(BaseModel):
    """A household that somebody takes off a list, and why."""

    model_config = ConfigDict(extra="forbid")

    household_id: str = Field(min_length=1, max_length=64)
    reason: str = Field(min_length=1, max_length=2000)


class NewDraft(BaseModel):
    """A run whose own list is to be a draft, with the reason."""

    model_config = ConfigDict(extra="forbid")

    run: str = Field(default="newest", min_length=1, max_length=64)
    reason: str = Field(min_length=1, max_length=2000)


NEW_DRAFT_EXAMPLE = {"run": "0f3a9c1e5b7d2468", "reason": "Kế hoạch tháng 7"}
STEP_EXAMPLE = {"reason": "Đã xem danh sách của mọi xã"}
OVERRIDE_EXAMPLE = {"household_id": "H0001423", "reason": "Gia đình đi vắng đến tháng 3"}
LIST_EXAMPLE = {
    "id": "L20250630-3f9a1c5b", "version": 3, "state": "published", "expired": False, "run": "0f3a9c1e5b7d2468",
    "as_of": "2025-06-30", "published_on": "2025-07-03", "valid_until": "2025-10-01", "entries": 400,
    "model": "scorecard", "hash": "9b2e5f0c7d1a4e68b3c5d7f9a1b3c5d7e9f1a3b5c7d9e1f3a5b7c9d1e3f5a7b9",
}  # fmt: skip
ENTRY_EXAMPLE = {
    "position": 1, "household_id": "H0001423", "commune_code": "17329", "hamlet": "Bản Xốp Tụ", "team_id": "T07",
    "risk": 0.1183, "band": "high", "children": 3, "chosen_for": "risk", "propensity": None, "cost_min": 87,
    "reason_1": "The household is poor", "reason_2": "A parent has moved away for work", "reason_3": None,
    "reason_4": None, "reason_5": None, "actions": "Home visit; School return support",
}  # fmt: skip
