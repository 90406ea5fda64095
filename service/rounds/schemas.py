"""What the API says of rounds of visits, as records and examples."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import BaseModel, Field

Count = int | str
"""A number, or "< 5" where it is a few."""
Rows = list[dict[str, Any]]


class RoundRecord(BaseModel):
    """A list with visits."""

    list: str
    version: int
    state: str
    as_of: dt.date
    visited: Count = Field(description='Households with a visit; "< 5" where they are a few')
    first_visit_on: dt.date
    last_visit_on: dt.date


class Rounds(BaseModel):
    """The lists with visits, the newest first."""

    items: list[RoundRecord]
    next: str | None = None


class RoundReport(BaseModel):
    """What a round found. A count of a few reads "< 5", one kept back beside a few "–"; nothing counts by person."""

    list: str
    version: int
    as_of: dt.date
    first_visit_on: dt.date | None
    last_visit_on: dt.date | None
    whole: dict[str, Any] = Field(
        description="Counts, the risks of the reached added up (`expected`), the share of the reached where something "
        "was found, circumstances found to those expected within a year; null where too few stand behind it"
    )
    outcomes: dict[str, str]
    parts: dict[str, Rows] = Field(description="The same by band, team, reason for choice and group")
    hours: Rows = Field(description="Hours by team, then of all: had, planned, of the visits made, at households")
    overrides: dict[str, Count]
    conflicts: int = Field(description="Visits told in two ways that wait for a person to settle them")
    stepped_order: dict[str, Any] | None
    missed: dict[str, Any] | None = Field(
        description="What visits drawn at random say of what the list misses; null without such visits"
    )
    recording: Rows | None = Field(
        description="How complete the case register is by class of remoteness, from the visits on record by the "
        "round's last: with its 90 % interval, or how many more reached visits it takes to say; null without snapshot"
    )


def _counts(listed: int, visited: int, reached: int, needs: int, circumstances: int, accepted: int) -> dict[str, int]:
    return {
        "listed": listed, "visited": visited, "reached": reached, "needs": needs, "circumstances": circumstances,
        "found": needs + circumstances, "offered": needs + circumstances, "accepted": accepted,
    }  # fmt: skip


ROUND_EXAMPLE = {
    "list": "L20250630-3f9a1c5b", "version": 3, "state": "published", "as_of": "2025-06-30", "visited": 352,
    "first_visit_on": "2025-07-07", "last_visit_on": "2025-08-29",
}  # fmt: skip
REPORT_EXAMPLE = {
    "list": "L20250630-3f9a1c5b", "version": 3, "as_of": "2025-06-30", "first_visit_on": "2025-07-07",
    "last_visit_on": "2025-08-29",
    "whole": {
        **_counts(400, 352, 310, 96, 22, 87), "expected": 27.4,
        "found_share": {"value": 0.381, "low": 0.328, "high": 0.436},
        "found_to_expected": {"value": 0.803, "low": 0.503, "high": 1.216},
    },
    "outcomes": {"reached": "310", "absent": "25", "refused": "10", "moved": "7", "not_visited": "48"},
    "parts": {"chosen_for": [
        {"name": "risk", **{name: str(n) for name, n in _counts(400, 352, 310, 96, 22, 87).items()},
         "found_share": {"value": 0.381, "low": 0.328, "high": 0.436}},
    ]},
    "hours": [
        {"team_id": "T07", "has": 160.0, "planned": 152.5, "used": 131.0, "at_households": 84.2, "timed": 71},
        {"team_id": None, "has": 900.0, "planned": 871.3, "used": 760.8, "at_households": 498.1, "timed": 338},
    ],
    "overrides": {"dispute": 0, "nomination": 6, "put_off": "< 5", "open": 0}, "conflicts": 0,
    "stepped_order": None, "missed": None,
    "recording": [
        {"remoteness": "remote", "visits": 640, "findings": 71, "enough": True, "more_visits_needed": 0,
         "completeness": {"value": 0.58, "low": 0.47, "high": 0.69}},
    ],
}  # fmt: skip
