"""What the steps of jobs do: they call ``service.runs`` and the intake, and return what a person wants to know."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from .child import Task


def import_tables(task: Task) -> dict[str, Any]:
    """Import a folder of tables; the same content is the same snapshot, however often this is tried."""
    from data.intake.cached import import_folder

    made = import_folder(
        Path(task.asked["folder"]),
        task.home,
        today=dt.date.fromisoformat(task.asked["today"]),
        max_rejects=task.asked["max_rejects"],
    )
    return {"snapshot": made.snapshot.id, "rows": made.rows, "quarantined": made.faults.height}
