"""The records of snapshots."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from data.snapshots import Snapshots

SHOWN = ("id", "contract", "present", "rows")


def records(home: Path) -> list[dict[str, Any]]:
    """Return the record of every snapshot, the newest first."""
    return [{name: s.manifest[name] for name in SHOWN} for s in reversed(Snapshots(home).all())]
