"""What an import says to the corrections that stand: it agrees with some, which end, and contradicts others."""

from __future__ import annotations

from pathlib import Path

from data.snapshots import Snapshot
from data.vocabulary.frames import Tables
from service.corrections import NOTHING_STANDS, Settled
from service.store.presence import has_database


def settled(home: Path, snapshot: Snapshot, tables: Tables | None = None) -> Settled:
    """Hold a snapshot that was just imported against the corrections of its home, and return how it stands to them.

    ``tables`` are the snapshot's where they are at hand. A home without a database has no corrections.
    """
    if not has_database(home):
        return NOTHING_STANDS
    from service.corrections.repository import standing
    from service.corrections.service import settle
    from service.store.database import engine_for, reading
    from service.store.preparing import prepared

    engine = prepared(engine_for(home))
    try:
        with reading(engine) as connection:
            if not standing(connection):
                return NOTHING_STANDS
        known = tables if tables is not None else snapshot.tables()
        with engine.begin() as connection:
            return settle(connection, known, snapshot.id)
    finally:
        engine.dispose()
