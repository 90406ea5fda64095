"""Jobs as the API and the command line tell them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

TOLD = ("kind", "state", "stage", "share_done", "cancel_asked", "asked", "asked_at", "started_at", "ended_at")
PATHS = (("asked", "folder"), ("result", "file"))
"""Where a job's row holds a path of the server."""


def record(row: Mapping[str, Any], steps: Iterable[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """Return a job's record; instants as ISO texts in UTC."""
    told = {name: instant(row[name]) if name.endswith("_at") else row[name] for name in TOLD}
    done = [{"step": step["step"], "done_at": instant(step["done_at"])} for step in steps]
    return {"id": row["job_id"], **told, "steps": done, "result": row["result"], "error": row["error"]}


def shown(row: Mapping[str, Any], home: Path) -> dict[str, Any]:
    """Return a job's row as it is told beyond the machine: of the server's folders and files their names alone."""
    paths = [row[part][name] for part, name in PATHS if isinstance(row[part], Mapping) and row[part].get(name)]
    told = dict(row)
    for part, name in PATHS:
        if isinstance(row[part], Mapping) and row[part].get(name):
            told[part] = {**row[part], name: Path(row[part][name]).name}
    if isinstance(row["error"], Mapping):
        told["error"] = {name: _without(text, paths, home) for name, text in row["error"].items()}
    return told


def _without(text: Any, paths: Iterable[str], home: Path) -> Any:
    """Return a message in which paths are told by their last part, and what lies in the home from there on."""
    for path in sorted(paths, key=len, reverse=True):
        text = text.replace(path, Path(path).name) if isinstance(text, str) else text
    return text.replace(f"{home}/", "") if isinstance(text, str) else text


def instant(value: Any) -> str | None:
    """Return an instant as text, to the second."""
    return None if value is None else value.isoformat(timespec="seconds").replace("+00:00", "Z")
