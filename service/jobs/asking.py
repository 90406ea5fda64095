"""Jobs for the rest of the service: asking for one, and what came of those of a kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from service.store.jobs_tables import DONE, ENDED, jobs

from . import repository
from .kinds import checked


def ask_for(connection: Connection, kind: str, wishes: Mapping[str, Any], asked_by: str | None) -> str:
    """Put a job into the queue and return its id; raises ``UnknownKind`` or ``WrongJob``."""
    return repository.add(connection, kind, checked(kind, wishes), asked_by=asked_by)


@dataclass(frozen=True)
class Since:
    """What became of the jobs of a kind that were asked for since an instant: whether some are still to be done, and
    the result of the last that is."""

    awaited: bool
    result: Any


def done_since(connection: Connection, kind: str, since: dt.datetime) -> Since:
    """Return what became of the jobs of a kind that were asked for since an instant."""
    asked = select(jobs).where(jobs.c.kind == kind, jobs.c.asked_at >= since).order_by(jobs.c.asked_at)
    rows = [dict(row) for row in connection.execute(asked).mappings()]
    done = [row["result"] for row in rows if row["state"] == DONE]
    return Since(any(row["state"] not in ENDED for row in rows), done[-1] if done else None)
