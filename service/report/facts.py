"""What the report tells, as plain records: gathered once, then drawn and written without another look at the tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from data.vocabulary.language import Text

from .evidence import Evidence, RegisterLevel


@dataclass(frozen=True, kw_only=True)
class TableRead:
    """One input table: rows accepted, and lines in quarantine (whole rows or single cells)."""

    name: str
    present: bool
    rows: int
    quarantined: int


@dataclass(frozen=True, kw_only=True)
class Repair:
    """Faults of one rule in one column of one table, with what to do."""

    table: str
    column: str
    rule: str
    lines: int
    message: Text


@dataclass(frozen=True, kw_only=True)
class Commune:
    """One commune: how many households were scored and listed, and how much of the expected need the list reaches."""

    code: str
    name: str
    latitude: float | None
    longitude: float | None
    scored: int
    listed: int
    expected: float
    expected_listed: float

    @property
    def coverage(self) -> float | None:
        """The share of the households expected to come to need that the list reaches; None where none are expected."""
        return self.expected_listed / self.expected if self.expected > 0 else None


@dataclass(frozen=True, kw_only=True)
class Urgent:
    """One urgent sign in words that may stand on paper."""

    recorded_on: dt.date
    household_id: str
    commune: str
    sign: Text


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One household of the list, as on paper: private reasons aren't written out."""

    position: int
    household_id: str
    place: str
    band: str
    risk: float
    children: int
    reasons: tuple[str, ...]
    actions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group of households that the audit watches: how many were scored, how many are on the list."""

    kind: Text
    name: Text
    scored: int
    listed: int


@dataclass(frozen=True, kw_only=True)
class ModelLine:
    """Which model ranked, as the report's first line says it."""

    id: str
    approved: bool
    calibrated: bool
    skill: bool
    first_line: Text


@dataclass(frozen=True, kw_only=True)
class ReportFacts:
    """Everything on the page. Shares and risks are 0 … 1, hours in hours."""

    as_of: dt.date
    scores_until: dt.date
    list_until: dt.date
    model: ModelLine
    summary: dict[str, Any]
    tables: tuple[TableRead, ...]
    repairs: tuple[Repair, ...]
    not_scored: tuple[tuple[str, int], ...]
    """Communes by name and the households there that quarantine keeps from being scored, most first."""
    bands: dict[str, tuple[int, float]]
    """Band: households, mean risk."""
    mean_risk: float
    listed_risk: float
    communes: tuple[Commune, ...]
    urgent: tuple[Urgent, ...]
    entries: tuple[Entry, ...]
    groups: tuple[Group, ...] = field(default=())
    evidence: Evidence | None = None
    register: RegisterLevel = field(default_factory=RegisterLevel)
    list_facts: Mapping[str, Any] | None = None
    """What the list says of itself (``outreach.facts``), with what it rests on."""
