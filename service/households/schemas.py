"""What the API says of households and explanations."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

Band = Literal["high", "raised", "moderate", "low"]


class HouseholdSign(BaseModel):
    """An urgent sign of a household."""

    sign: str
    recorded_on: str


class HouseholdRecord(BaseModel):
    """Where a household stands in a run."""

    household_id: str
    commune_code: str
    commune_name: str
    run: str
    as_of: str
    valid_until: str
    risk: float = Field(description="The chance of a new case within a year; told to people as so many in 1,000")
    risk_low: float = Field(description="Lower end of the 90 % interval for the risk")
    risk_high: float
    rank: int
    band: Band
    log_odds: float
    all_in_care: bool = Field(description="All children have open cases; the household is under case management")
    list_id: str | None = Field(description="The list it is on")
    position: int | None
    urgent: list[HouseholdSign]


class Contribution(BaseModel):
    """A feature's exact share of the log-odds, with a sentence."""

    feature: str
    value: float
    unit: str
    text: str
    private: bool = Field(description="Could hurt if seen: don't write it into files or print")
    source: str
    contribution: float


class Question(BaseModel):
    """A weighty fact that isn't recorded."""

    feature: str
    text: str
    private: bool
    source: str


class Action(BaseModel):
    """Support that may be offered."""

    action: str
    text: str


class ExplanationRecord(BaseModel):
    """Why a household stands where it does: `base` and all contributions add up to `log_odds`."""

    household_id: str
    as_of: str
    valid_until: str
    model: str
    risk: float
    risk_low: float
    risk_high: float
    rank: int
    band: Band
    base: float
    log_odds: float
    contributions: list[Contribution] = Field(
        description="Every share that isn't zero: what raises the risk first, the largest first, then what lowers it"
    )
    protective: list[Contribution] = Field(description="At most five of those that lower the risk, the largest first")
    not_recorded: list[Question]
    actions: list[Action]


HOUSEHOLD_EXAMPLE = {
    "household_id": "H0001423", "commune_code": "17329", "commune_name": "Xã Mường Xén", "run": "0f3a9c1e5b7d2468",
    "as_of": "2025-06-30", "valid_until": "2025-12-27", "risk": 0.0183, "risk_low": 0.0062, "risk_high": 0.0529,
    "rank": 14, "band": "high", "log_odds": -3.982, "all_in_care": False, "list_id": "0f3a9c1e5b7d2468", "position": 14,
    "urgent": [],
}  # fmt: skip
EXPLANATION_EXAMPLE = {
    "household_id": "H0001423", "as_of": "2025-06-30", "valid_until": "2025-12-27", "model": "scorecard",
    "risk": 0.0183, "risk_low": 0.0062, "risk_high": 0.0529, "rank": 14, "band": "high", "base": -4.955,
    "log_odds": -3.982,
    "contributions": [
        {"feature": "…", "value": 2.0, "unit": "level", "text": "Outcome of the last review: poor household",
         "private": False, "source": "Decree 07/2021/ND-CP; poverty_assessments", "contribution": 0.7},
    ],
    "protective": [],
    "not_recorded": [
        {"feature": "…", "text": "How long does the way to school take?", "private": False, "source": "households"},
    ],
    "actions": [{"action": "cash_support", "text": "help with applying for social assistance"}],
}  # fmt: skip
