"""From an earlier version's database to this one's: a backup first, and never downwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from service.alive import anyone_alive
from service.store.columns import now
from service.store.preparing import known_revisions, migrated, newest_revision, revision_of
from service.store.problems import NewerDatabase

from .backing_up import back_up
from .problems import ServiceRunning

BACKUPS = "backups"


def upgrade(home: Path, engine: Engine) -> dict[str, Any]:
    """Bring a database to the present form, after a backup under ``HOME/backups``; return what was done.

    Raises ``NewerDatabase`` where a later version has been here, ``ServiceRunning`` where somebody works; a migration
    that fails leaves the database as it was.
    """
    before, target = revision_of(engine), newest_revision()
    told: dict[str, Any] = {"before": before, "after": target, "backup": None}
    if before == target:
        return told
    if before is not None and before not in known_revisions():
        raise NewerDatabase(revision=before)
    if anyone_alive(home):
        raise ServiceRunning()
    if before is not None:
        file = home / BACKUPS / f"before-upgrade-{before}-{now():%Y%m%dT%H%M%S}.tar"
        told["backup"] = back_up(home, engine, file)["file"]
    migrated(engine)
    return told
