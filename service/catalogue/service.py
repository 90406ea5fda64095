"""The catalogue's records, from the declarations."""

from __future__ import annotations

from typing import Any

from data.vocabulary.language import Text
from features.catalogue import CATALOGUE


def said(text: Text | None) -> dict[str, str] | None:
    """Return a text in both languages."""
    return {"vi": text.vi, "en": text.en} if text else None


def records() -> list[dict[str, Any]]:
    """Return the record of every feature, in the catalogue's order."""
    return [
        {
            "name": f.name,
            "theme": f.theme,
            "kind": f.kind,
            "unit": f.unit,
            "tables": list(f.tables),
            "look_back_days": f.look_back_days,
            "monotone": f.monotone,
            "private": f.private,
            "state_at_export": f.state_at_export,
            "levels": [said(level) for level in f.levels],
            "subject": f.subject,
            "label": said(f.label),
            "reason": said(f.reason),
            "protective": said(f.protective),
            "missing": said(f.missing),
            "ask": said(f.ask),
            "action": f.action,
            "source": said(f.source),
        }
        for f in CATALOGUE.values()
    ]
