"""What a round's report rests on and takes a second or two to work out in a whole province, kept until it changes.

The groups of the listed households follow from the list's snapshot, which never changes; how complete the case register
is follows from every visit and correction on record, and is worked out anew after each of them.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from sqlalchemy import Connection

from data.snapshots import Snapshot
from data.vocabulary.frames import Tables
from features.withheld import audit_groups
from service.corrections.repository import last as last_correction
from service.report.round_words import KINDS
from service.visits import last_sequence

from .known import known_tables, recorded_visits
from .results import recording_of

if TYPE_CHECKING:
    from models.recording import ClassRecording

KEPT = 16
"""How many parts are kept; none holds more than a list's households."""


def recorded_upto(connection: Connection) -> tuple[int, int]:
    """Return the last record of a visit and the last event of a correction: what is known beside the register."""
    return last_sequence(connection), last_correction(connection)


class RoundParts:
    """Those of the rounds of one home, each made once; for several threads.

    ``erased_at_ns`` tells when somebody was last erased: whatever was made before isn't given out any more.
    """

    def __init__(self, home: Path, erased_at_ns: Callable[[], int] = lambda: 0) -> None:
        self._home = home
        self._erased_at_ns = erased_at_ns
        self._erased = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def groups(self, snapshot: Snapshot, as_of: dt.date, households: pl.Series) -> pl.DataFrame:
        """Return ``household_id`` and the groups by which a round is told, of these households."""

        def made() -> pl.DataFrame:
            watched = audit_groups(snapshot.tables(), as_of)
            here = pl.col("household_id").is_in(households.implode())
            return watched.filter(here).select("household_id", *(name for name in KINDS if name in watched.columns))

        of: pl.DataFrame = self._once(("groups", snapshot.id, as_of, frozenset(households)), made)
        return of

    def classes(
        self, snapshot: Snapshot, upto: tuple[int, int], known_on: dt.date, seed: int, communes: Collection[str] | None
    ) -> tuple[ClassRecording, ...]:
        """Return how complete the case register is by class of remoteness, from every visit on record by a day; with
        ``communes`` from the visits to households there. ``upto`` is what ``recorded_upto`` returned."""

        def made() -> tuple[ClassRecording, ...]:
            known = known_tables(snapshot.tables(), recorded_visits(self._home, *upto), known_on)
            return recording_of(known if communes is None else of_communes(known, communes), known_on, seed).classes

        there = None if communes is None else frozenset(communes)
        of: tuple[ClassRecording, ...] = self._once(("classes", snapshot.id, upto, known_on, seed, there), made)
        return of

    def _once(self, key: Hashable, make: Callable[[], Any]) -> Any:
        with self._lock:
            erased = self._erased_at_ns()
            if erased != self._erased:
                self._kept.clear()
                self._erased = erased
            if key not in self._kept:
                self._kept[key] = make()
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return self._kept[key]


def of_communes(known: Tables, communes: Collection[str]) -> Tables:
    """Return the tables with the visits to households in these communes alone."""
    there = known["households"].filter(pl.col("commune_code").is_in(list(communes)))["household_id"]
    return {**known, "visits": known["visits"].filter(pl.col("household_id").is_in(there.implode()))}
