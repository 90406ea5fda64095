"""Jobs as the API and the command line tell them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

TOLD = ("kind", "state", "stage", "share_done", "cancel_asked", "asked", "asked_at", "started_at", "ended_at")


def record(row: Mapping[str, Any], steps: Iterable[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """Return a job's record; instants as ISO texts in UTC."""
    told = {name: instant(row[name]) if name.endswith("_at") else row[name] for name in TOLD}
    done = [{"step": step["step"], "done_at": instant(step["done_at"])} for step in steps]
    return {"id": row["job_id"], **told, "steps": done, "result": row["result"], "error": row["error"]}


def instant(value: Any) -> str | None:
    """Return an instant as text, to the second."""
    return None if value is None else value.isoformat(timespec="seconds").replace("+00:00", "Z")
