"""What the API says of lists, as records and examples."""

from __future__ import annotations

from typing import Any, Literal

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


Count = int | str
"""A number, or "< 5" where it is a few, "–" where it is kept back beside a few."""


class JustBelow(BaseModel):
    """A household that would come next with more hours."""

    household_id: str
    commune_code: str
    risk: float
    rank: int
    short_of: float = Field(description="The part of its value that it would need more")


class Decile(BaseModel):
    """A tenth of the households in order of risk, and where they are: `listed`, or why not."""

    part: int = Field(description="1 has the highest risks")
    households: int
    listed: Count
    resting: Count = Field(description="Visited lately, or kept out by another rule before the plan")
    no_team: Count
    hours: Count = Field(description="The hours didn't reach")
    expected: float
    expected_listed: float


class MissedPlace(BaseModel):
    """Expected need in a place, and how much of it the list doesn't reach; null where few households live there."""

    households: Count
    listed: Count
    expected: float | None
    missed: float | None


class MissedCommune(MissedPlace):
    """The same of a commune."""

    commune_code: str
    commune: str


class MissedRemoteness(MissedPlace):
    """The same by region of the commune, and by the way to its office."""

    by: Literal["region", "remote"]
    group: str
    text: str


class GroupShare(BaseModel):
    """A group's share of households, of the need expected and of the list."""

    attribute: str
    group: str
    text: str
    household_share: float
    need_share: float
    list_share: float


class NotKept(BaseModel):
    """What the policy asked and couldn't have."""

    rule: str
    asked: float
    got: Count
    why: str


class NotTold(BaseModel):
    """A part that is left out, and why."""

    part: Literal["just_below", "not_kept", "by_decile", "missed_by_remoteness", "groups"]
    why: Literal["changed", "elsewhere_too", "not_recorded", "no_snapshot"]
    text: str


Sentences = list[str]
JustBelowRows = list[JustBelow]
NotKeptRows = list[NotKept]
DecileRows = list[Decile]
MissedCommuneRows = list[MissedCommune]
MissedRemotenessRows = list[MissedRemoteness]
GroupShareRows = list[GroupShare]
NotToldRows = list[NotTold]


class ListAccountRecord(BaseModel):
    """What a version of a list says of itself, of the province or of the reader's communes."""

    list: str
    version: int
    state: State
    as_planned: bool = Field(description="Whether the version holds just the households that the plan chose")
    whole_province: bool = Field(description="False where only the reader's communes are counted")
    says: Sentences = Field(description="The most of it in sentences")
    listed: int
    chosen_for: dict[str, Count]
    expected_reached: dict[str, float] = Field(
        description="Listed households expected to come to need within a year: `value`, as sure as the model is "
        "(`low`, `high`), and with chance (`found_low`, `found_high`)"
    )
    burden: dict[str, float] = Field(description="Of 1,000 listed, how many will need it and how many won't")
    just_below: JustBelowRows | None
    not_kept: NotKeptRows | None
    by_decile: DecileRows | None
    missed_by_commune: MissedCommuneRows
    missed_by_remoteness: MissedRemotenessRows | None
    groups: GroupShareRows | None = Field(description="Groups of 30 households and more")
    not_told: NotToldRows
    rests_on: dict[str, Any] = Field(
        description="Snapshot, model, day, policy with its owner, what was asked for, seed, and the version's hash"
    )


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
ACCOUNT_EXAMPLE = {
    "list": "L20250630-3f9a1c5b", "version": 1, "state": "draft", "as_planned": True, "whole_province": True,
    "says": [
        "About 27 of the listed households may come to need support within a year; as sure as the model is, 19 to 38; "
        "with chance, 13 to 47.",
    ],
    "listed": 400, "chosen_for": {"exploration": 40, "risk": 360},
    "expected_reached": {"value": 27.4, "low": 19.2, "high": 38.1, "found_low": 13.0, "found_high": 47.3},
    "burden": {"of_1000_will_need": 69, "of_1000_will_not_need": 931, "visits_for_one": 14.6},
    "just_below": [
        {"household_id": "H0007310", "commune_code": "17329", "risk": 0.0412, "rank": 403, "short_of": 0.013},
    ],
    "not_kept": [],
    "by_decile": [
        {"part": 1, "households": 2000, "listed": 352, "resting": 41, "no_team": 0, "hours": 1607, "expected": 96.2,
         "expected_listed": 26.1},
    ],
    "missed_by_commune": [
        {"commune_code": "17329", "commune": "Xã Mường Xén", "households": 310, "listed": 12, "expected": 5.1,
         "missed": 4.2},
    ],
    "missed_by_remoteness": [
        {"by": "region", "group": "3", "text": "region III", "households": 4100, "listed": 140, "expected": 51.9,
         "missed": 40.3},
    ],
    "groups": [
        {"attribute": "poverty", "group": "poor", "text": "Poverty: poor", "household_share": 0.09, "need_share": 0.24,
         "list_share": 0.41},
    ],
    "not_told": [],
    "rests_on": {
        "snapshot": "9c1e5b7d24680f3a", "model": "scorecard", "as_of": "2025-06-30", "policy_owner": "Sở Y tế",
        "policy_decided_on": "2025-06-01", "policy_hash": LIST_EXAMPLE["hash"], "seed": 0, "months": 1.0, "hours": None,
        "count": None, "content_hash": LIST_EXAMPLE["hash"],
    },
}  # fmt: skip
