"""Which entries of the ledger a reader reaches: those about households of the own communes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from service import households
from service.access import Who
from service.scores import Run

from .service import NoOverride, Override, one

LONGEST_NUMBER = 9


def within_reach(entries: Sequence[Override], run: Run, who: Who) -> list[Override]:
    """Return the entries about households of the reader's communes; where a household lies is told by the run."""
    return [entry for entry in entries if who.communes is None or households.within_reach(run, entry.household_id, who)]


def reached(connection: Connection, number: str, run: Callable[[], Run], who: Who) -> int:
    """Return an entry's number as an address writes it; raises ``NoOverride`` for none, or one out of reach.

    ``run`` opens the run that tells where households lie; it is asked for where the reader's reach has an end.
    """
    readable = number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER
    entry = one(connection, int(number) if readable else 0)
    if who.communes is not None and not within_reach([entry], run(), who):
        raise NoOverride(override_id=entry.override_id)
    return entry.override_id
