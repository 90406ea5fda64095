"""Events of the audit as the API writes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel

EVENT_EXAMPLE = {
    "number": 1204, "at": "2026-03-02T01:15:00+00:00", "person": "5c1d9a7e3b240f68", "name": "Nguyễn Thị Mai",
    "role": "officer", "via": "session", "action": "identity.seen", "subject_kind": "household", "subject": "H00017",
    "facts": {"purpose": "visit"}, "hash": "9c" * 32,
}  # fmt: skip
STATE_EXAMPLE = {"events": 1204, "mark": "9c" * 32, "whole": True}


class EventRecord(BaseModel):
    """Who saw or did what, when, for what. A household that was erased has no id any more: `subject` is null."""

    number: int
    at: datetime
    person: str | None
    name: str | None
    role: str
    via: str
    action: str
    subject_kind: str | None
    subject: str | None
    facts: dict[str, Any]
    hash: str


class Events(BaseModel):
    """Events, the newest first."""

    items: list[EventRecord]
    next: str | None


class AuditState(BaseModel):
    """How many events there are, and the last one's mark, to be noted elsewhere."""

    events: int
    mark: str
    whole: bool
