"""Whether stored lists have changed since an answer was made, asked with every request and so nearly for nothing.

Any change by anybody is seen at once: on SQLite by ``PRAGMA data_version`` of a connection that never writes, on
PostgreSQL by counting.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, func, select
from starlette.concurrency import run_in_threadpool

from service.audit import ERASED
from service.store.audit_tables import audit_events
from service.store.database import is_sqlite, reading
from service.store.outreach_tables import list_changes


class ListsMark:
    """A mark that is another one as soon as a list, or what may be shown of it, has changed."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._connection: Any = None
        self._watch: Any = None
        self._seen: tuple[dt.date, int] | None = None
        self._mark = ""

    async def now(self) -> str:
        """Return the mark. Raises what the database raises."""
        seen = self._watched()
        if seen is None or seen != self._seen:
            self._mark = await run_in_threadpool(self._made)
            self._seen = seen
        return self._mark

    def _watched(self) -> tuple[dt.date, int] | None:
        """Return what is another one after any change, None where only counting tells."""
        if not is_sqlite(self.engine):
            return None
        try:
            if self._watch is None:
                self._connection = self.engine.raw_connection()  # held, so that nobody else writes by it
                self._watch = self._connection.cursor()
            return dt.date.today(), self._watch.execute("PRAGMA data_version").fetchone()[0]
        except sqlite3.Error:  # whoever looks closer is told
            return None

    def _made(self) -> str:
        with reading(self.engine) as connection:
            return f"{dt.date.today()} {_count(connection)}"


def _count(connection: Connection) -> tuple[int, int]:
    """Return how many changes of lists there are, and how many erasures: both are only ever added."""
    changes = connection.execute(select(func.count()).select_from(list_changes)).scalar_one()
    erased = select(func.count()).select_from(audit_events).where(audit_events.c.action == ERASED)
    return int(changes), int(connection.execute(erased).scalar_one())
