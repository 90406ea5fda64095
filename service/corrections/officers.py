"""What officers do with corrections: after a question of theirs was agreed to, put a cell right, withdraw a row or add
one; lift it; see how it stands to the register's newest export, and what the risk is since.

Two people are in it: an officer asks, somebody else agrees. Every change asks for the scores anew, of the same snapshot
as of the same day by the same model, so that both stand beside each other and differ by the correction alone. An added
row is known from the day of adding it on, so that scores with it are as of today.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from data.contract import TABLES
from data.snapshots import Snapshot, Snapshots
from data.vocabulary.frames import Tables
from service.access import Who
from service.disputes import NoOverride
from service.disputes import one as entry_of
from service.households import place_of
from service.jobs import ask_for, done_since
from service.problems import NoHousehold
from service.scores import Run

from . import repository
from .overlay import Correction, Standing, compared, overlaid
from .problems import NoCorrection, NotAgreed, NotCorrectable, RowIsThere
from .rows import OF_A_HOUSEHOLD, Cells, id_column, key_of
from .service import correct, lift, may_change
from .whole_rows import add_row, check_table, withdraw

SCORE = "score"
AGREED_BY = frozenset({"accepted", "corrected"})
"""Answers that say that a record is wrong."""
KEPT_BY_OTHERS: Mapping[str, frozenset[str]] = {
    "households": frozenset(), "children": frozenset(), "guardians": frozenset(),
    "poverty_assessments": frozenset(), "school_records": frozenset(), "guardian_events": frozenset(),
    "child_events": frozenset(),
    "visits": frozenset({"reason", "propensity", "list_id"}),
    "circumstances": frozenset({"onset_on"}),
}  # fmt: skip
"""The tables that officers may put right, each with the columns that stay as they are.

Why and with what chance a household was visited says how the list came about: what visits find is weighed by it. When
a case began decides whether it is an outcome that models learn from and are judged by: whoever keeps the case records
puts that right, by `sommai corrections add`.
"""
ADDED_BY_OFFICERS = tuple(name for name in OF_A_HOUSEHOLD if name not in ("visits", "circumstances"))
"""The tables to which officers may add a row; they may withdraw one from any of a household's. A visit is recorded as
what it is, and a case is opened by whoever keeps the case records."""


@dataclass(frozen=True)
class Outcome:
    """That a record was put right, when, and whether that stands (``standing``, ``lifted``, ``agreed``) or ended."""

    made_at: dt.datetime
    state: str
    ended_at: dt.datetime | None


@dataclass(frozen=True, kw_only=True)
class Told:
    """A correction, the event that ended it if any, and how the newest export stands to it."""

    correction: Correction
    ended: dict[str, Any] | None
    export: Standing
    scoring: str | None = None
    """The scores made since it was made or ended, where they are done."""

    @property
    def changed_at(self) -> dt.datetime:
        """When it was made, or ended."""
        at: dt.datetime = self.correction.at if self.ended is None else self.ended["at"]
        return at

    @property
    def state(self) -> str:
        """``standing``, ``lifted`` or ``agreed``."""
        return "standing" if self.ended is None else str(self.ended["kind"])


def records_of(snapshot: Snapshot, connection: Connection, household_id: str) -> Tables:
    """Return the rows of a household that officers may put right, with the corrections that stand."""
    around = snapshot.around([household_id])
    known = overlaid(around, repository.standing(connection, household_id=household_id))
    return {name: known[name] if name in KEPT_BY_OTHERS else TABLES[name].empty() for name in known}


def offered_columns(table: str) -> list[str]:
    """Return the columns of a table that officers may put right; none of a table that isn't offered to them."""
    if table not in KEPT_BY_OTHERS:
        return []
    return [c.name for c in TABLES[table].columns.values() if may_change(c) and c.name not in KEPT_BY_OTHERS[table]]


def correct_agreed(
    connection: Connection,
    home: Path,
    run: Run,
    who: Who,
    *,
    household_id: str,
    dispute: int,
    table: str,
    key: Sequence[str],
    column: str,
    value: str | None,
    reason: str,
    today: dt.date,
) -> tuple[Correction, str]:
    """Put a cell of a household right, and ask for the scores anew; return the correction and the job.

    Raises ``NoHousehold`` beyond the caller's communes, ``NotAgreed`` unless an entry of this household was last
    answered by agreeing, and what ``correct`` raises.
    """
    snapshot, records = _agreed(connection, home, run, who, household_id, dispute)
    if table in KEPT_BY_OTHERS and column in KEPT_BY_OTHERS[table]:
        raise NotCorrectable(table=table, column=column, offered=", ".join(offered_columns(table)))
    made = correct(
        connection, records, snapshot.id, table=table, key=key, column=column,
        value=value, reason=reason, person_id=who.person_id, today=today, override_id=dispute, via=who.by,
    )  # fmt: skip
    return made, score_anew(connection, run, snapshot.id, household_id, who, today)


def withdraw_agreed(
    connection: Connection,
    home: Path,
    run: Run,
    who: Who,
    *,
    household_id: str,
    dispute: int,
    table: str,
    key: Sequence[str],
    reason: str,
    today: dt.date,
) -> tuple[Correction, str]:
    """Withdraw a row of a household, and ask for the scores anew; return the correction and the job.

    Raises ``NoHousehold``, ``NotAgreed``, and what ``withdraw`` raises.
    """
    snapshot, records = _agreed(connection, home, run, who, household_id, dispute)
    made = withdraw(
        connection, records, snapshot.id, table=table, key=key, reason=reason,
        person_id=who.person_id, override_id=dispute, via=who.by,
    )  # fmt: skip
    return made, score_anew(connection, run, snapshot.id, household_id, who, today)


def add_agreed(
    connection: Connection,
    home: Path,
    run: Run,
    who: Who,
    *,
    household_id: str,
    dispute: int,
    table: str,
    cells: Cells,
    reason: str,
    today: dt.date,
) -> tuple[Correction, str]:
    """Add a row to a household, and ask for the scores anew; return the correction and the job.

    Raises ``NoHousehold``, ``NotAgreed``, and what ``add_row`` raises.
    """
    snapshot, records = _agreed(connection, home, run, who, household_id, dispute)
    check_table(table, ADDED_BY_OFFICERS)
    name = id_column(table)
    if name and cells.get(name) and not snapshot.row(table, key_of(table, cells)).is_empty():
        raise RowIsThere(table=table)  # perhaps another household's, of which nothing is told
    made = add_row(
        connection, records, snapshot.id, table=table, cells=cells,
        reason=reason, person_id=who.person_id, today=today, override_id=dispute, via=who.by,
    )  # fmt: skip
    return made, score_anew(connection, run, snapshot.id, household_id, who, today)


def _agreed(
    connection: Connection, home: Path, run: Run, who: Who, household_id: str, dispute: int
) -> tuple[Snapshot, Tables]:
    """Return the newest snapshot and what it has of a household that the caller may correct after an answer."""
    place_of(run, household_id, who)
    check_agreed(connection, household_id, dispute)
    snapshot = Snapshots(home).newest()
    return snapshot, records_of(snapshot, connection, household_id)


def check_agreed(connection: Connection, household_id: str, dispute: int) -> None:
    """Raise ``NotAgreed`` unless the entry is about this household and its last answer agrees."""
    try:
        entry = entry_of(connection, dispute)
    except NoOverride:
        raise NotAgreed() from None
    said = entry.answers[-1]["decision"] if entry.answers else ""
    if entry.household_id != household_id or entry.kind != "dispute" or said not in AGREED_BY:
        raise NotAgreed()


def lift_own(
    connection: Connection, home: Path, run: Run, who: Who, correction_id: str, reason: str, today: dt.date
) -> tuple[Correction, str]:
    """End a correction of the caller's communes, and ask for the scores anew; raises ``NoCorrection``."""
    found = [one for one in repository.standing(connection) if one.correction_id == correction_id]
    try:
        place_of(run, found[0].household_id if found else "", who)
    except NoHousehold:
        raise NoCorrection(correction=correction_id[:40]) from None
    one = lift(connection, correction_id, reason=reason, person_id=who.person_id, via=who.by)
    return one, score_anew(connection, run, Snapshots(home).newest().id, one.household_id, who, today)


def score_anew(connection: Connection, run: Run, snapshot_id: str, household_id: str, who: Who, today: dt.date) -> str:
    """Ask for scores that differ from a run's by corrections alone, where it rests on the newest snapshot, and return
    the job; after a newer import, for scores of that one. As of today where a row of the household was added."""
    wishes: dict[str, Any] = {"model": str(run.summary["model"])}
    if run.summary["snapshot"] == snapshot_id:
        wishes |= {"snapshot": snapshot_id, "as_of": run.as_of}
    if any(one.change == "row_added" for one in repository.standing(connection, household_id=household_id)):
        wishes["as_of"] = today
    return ask_for(connection, SCORE, wishes, who.person_id)


def told(connection: Connection, home: Path, household_ids: Collection[str] | None = None) -> list[Told]:
    """Return the corrections of households (of all where nothing is said), in their order."""
    wanted = None if household_ids is None else set(household_ids)
    found = [
        (one, ended)
        for one, ended in repository.history(connection)
        if wanted is None or one.household_id in wanted
    ]  # fmt: skip
    if not found:
        return []
    tables = Snapshots(home).newest().around(sorted({one.household_id for one, _ in found}))
    stands = compared(tables, [one for one, _ in found])
    plain = [Told(correction=one, ended=ended, export=stands[one.correction_id]) for one, ended in found]
    return [replace(one, scoring=scored_since(connection, one.changed_at)[1]) for one in plain]


def scored_since(connection: Connection, since: dt.datetime) -> tuple[bool, str | None]:
    """Return whether scores asked for since an instant are awaited, and the id of the last that are done."""
    found = done_since(connection, SCORE, since)
    return found.awaited, found.result["scoring"] if found.result else None


def cells_of(tables: Tables) -> list[tuple[str, tuple[str, ...], list[str]]]:
    """Return table, key and columns that may be put right, row by row."""
    rows = []
    for name in KEPT_BY_OTHERS:
        columns = offered_columns(name)
        for key in tables[name].select(TABLES[name].key()).cast(dict.fromkeys(TABLES[name].key(), str)).rows():
            rows.append((name, tuple(str(part) for part in key), columns))
    return rows


def followed(connection: Connection, override_ids: Collection[int]) -> dict[int, list[Outcome]]:
    """Return what became of records after questions were agreed to: the corrections of each, the oldest first, without
    what was put right; nothing where none was made."""
    found: dict[int, list[Outcome]] = {}
    for one, ended in repository.history(connection):
        if one.override_id is not None and one.override_id in override_ids:
            state = "standing" if ended is None else str(ended["kind"])
            found.setdefault(one.override_id, []).append(Outcome(one.at, state, ended["at"] if ended else None))
    return found
