"""What the API says of visits, as records and examples."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Outcome = Literal["reached", "absent", "refused", "moved"]
Finding = Literal["none", "needs", "circumstance"]


class VisitRecord(BaseModel):
    """A visit as it stands, by its newest revision; who recorded it isn't told."""

    household_id: str
    visit: int = Field(description="The number of the visit to this household on this list, from 1")
    list: str
    team_id: str | None
    visited_on: dt.date
    outcome: Outcome
    finding: Finding | None
    finding_category: str | None
    services: str | None
    help_accepted: bool | None
    minutes: int | None
    recorded_on: dt.date


class Visits(BaseModel):
    """Recorded visits, by list, household and number."""

    items: list[VisitRecord]
    total: int
    next: str | None = None


class NewVisit(BaseModel):
    """A visit to a household on a list in use. Cells are held against the same rules as those of a workbook."""

    model_config = ConfigDict(extra="forbid")

    household_id: str = Field(min_length=1, max_length=64)
    visit: int | None = Field(
        default=None,
        ge=1,
        le=20,
        description="Its number; the next one where nothing is said. The same again does nothing",
    )
    visited_on: dt.date
    outcome: Outcome
    finding: Finding | None = None
    finding_category: str | None = Field(default=None, max_length=100, description="A group's number, letter or name")
    services: str | None = Field(default=None, max_length=1000)
    help_accepted: bool | None = None
    minutes: int | None = Field(default=None, ge=0, le=1440)


VISIT_EXAMPLE = {
    "household_id": "H0001423", "visit": 1, "list": "L20250630-3f9a1c5b", "team_id": "T07",
    "visited_on": "2025-07-14", "outcome": "reached", "finding": "needs", "finding_category": None,
    "services": "Hỗ trợ trở lại trường", "help_accepted": True, "minutes": 55, "recorded_on": "2025-07-15",
}  # fmt: skip
NEW_VISIT_EXAMPLE = {
    "household_id": "H0001423", "visited_on": "2025-07-14", "outcome": "reached", "finding": "needs",
    "services": "Hỗ trợ trở lại trường", "help_accepted": True, "minutes": 55,
}  # fmt: skip
