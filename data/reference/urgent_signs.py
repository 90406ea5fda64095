"""The records that ask for a person today: a table that the province edits."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from data.vocabulary.language import Text


@dataclass(frozen=True)
class Sign:
    """One kind of record; ``kind`` is the table of events it stands in, or ``findings``."""

    name: str
    kind: str
    text: Text
    private: bool
    ended_by: str | None


@dataclass(frozen=True)
class UrgentSigns:
    """All of them, within how many days, and whom to call."""

    signs: tuple[Sign, ...]
    days: int
    hotline: str


def read_urgent_signs(text: str | None = None) -> UrgentSigns:
    """Return the table, the packaged one where no text is given."""
    if text is None:
        text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    signs = tuple(
        Sign(name, kind, Text(s["vi"], s["en"]), bool(s.get("private")), s.get("ended_by"))
        for kind in ("guardian_events", "child_events", "findings")
        for name, s in told.get(kind, {}).items()
    )
    return UrgentSigns(signs, int(told["days"]), str(told["hotline"]))
