"""What people do with corrections: put a cell right, lift what stands; and what each import says to them."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from data.contract import TABLES, Column
from data.vocabulary.frames import Tables
from service import audit
from service.audit import HOUSEHOLD, Event
from service.visits import revisions

from . import repository
from .overlay import Correction, Settled, compared, overlaid
from .problems import NoCorrection, NoReason, NoSuchRow, NotCorrectable, SaysSoAlready, WrongValue
from .rows import SEEN_FROM, row_of, value_of, written

LONGEST_REASON = 2000
NEVER = frozenset({*SEEN_FROM, "updated_on"})
"""Columns that say when something was known: putting them right would let a run look ahead."""
CLOSED = "identities"
OFFERED = {"boolean": "true, false", "date": "YYYY-MM-DD", "integer": "1, 2, …", "number": "1.5", "text": "…"}


def correct(
    connection: Connection,
    tables: Tables,
    snapshot_id: str,
    *,
    table: str,
    key: Sequence[str],
    column: str,
    value: str | None,
    reason: str,
    person_id: str,
    today: dt.date,
    override_id: int | None = None,
    via: str = "command-line",
) -> Correction:
    """Put a cell of a snapshot's row right and return the correction; it stands from now on.

    Raises ``NotCorrectable``, ``NoSuchRow``, ``WrongValue``, ``SaysSoAlready`` or ``NoReason``; nothing is changed
    then.
    """
    said = checked_reason(reason)
    declared = correctable(table, column)
    known = overlaid(tables, repository.standing(connection))
    row = row_of(known, table, key) if len(key) == len(TABLES[table].key()) else None
    if row is None or row.is_empty():
        raise NoSuchRow(table=table, key=", ".join(TABLES[table].key()))
    told, rule = value_of(declared, value.strip() if value else None, today)
    if rule is not None:
        raise WrongValue(column=column, rule=rule, offered=offered(declared))
    was = written(row[column])
    if told == was:
        raise SaysSoAlready(column=column)
    household_id = household_of(known, table, row.row(0, named=True))
    made = {
        "change": "cell", "table_name": table, "row_key": list(key), "column_name": column, "value": told, "was": was,
        "household_id": household_id, "snapshot_id": snapshot_id, "override_id": override_id, "reason": said,
        "person_id": person_id,
    }  # fmt: skip
    about = Event("corrections.add", person_id, via, "", HOUSEHOLD, household_id, {"table": table, "column": column})
    return entered(connection, made, about)


def entered(connection: Connection, made: dict[str, Any], about: Event) -> Correction:
    """Enter a correction with its audit and return it; ``made`` is its event but for its id and its kind."""
    identity = secrets.token_hex(6)
    repository.add_event(connection, {"correction_id": identity, "kind": repository.MADE, **made})
    audit.append(connection, about._replace(facts={**about.facts, "correction": identity}))
    return next(one for one in repository.standing(connection) if one.correction_id == identity)


def lift(
    connection: Connection, correction_id: str, *, reason: str, person_id: str, via: str = "command-line"
) -> Correction:
    """End a correction: what the register says counts again. Raises ``NoCorrection`` or ``NoReason``."""
    said = checked_reason(reason)
    found = [one for one in repository.standing(connection) if one.correction_id == correction_id]
    if not found:
        raise NoCorrection(correction=correction_id[:40])
    one = found[0]
    repository.add_event(connection, ending(one, repository.LIFTED, "", person_id, said))
    facts = {"correction": correction_id}
    audit.append(connection, Event("corrections.lift", person_id, via, "", HOUSEHOLD, one.household_id, facts))
    return one


def settle(connection: Connection, tables: Tables, snapshot_id: str) -> Settled:
    """Hold a new snapshot against the corrections that stand: one that it agrees with ends.

    A visit that was withdrawn and that was recorded here under the same id, too, would come back then: it waits.
    """
    stands = repository.standing(connection)
    how = compared(tables, stands)
    withdrawn = [one for one in stands if (one.change, one.table) == ("row_withdrawn", "visits")]
    ours = set(revisions(connection)["visit_id"]) if withdrawn else set()
    how |= {one.correction_id: "gone" for one in withdrawn if one.key[0] in ours and how[one.correction_id] == "agreed"}
    for one in stands:
        if how[one.correction_id] == "agreed":
            repository.add_event(connection, ending(one, repository.AGREED, snapshot_id, None, None))
    by_standing = {
        standing: tuple(one for one in stands if how[one.correction_id] == standing)
        for standing in ("contradicted", "agreed", "gone")
    }
    return Settled(**by_standing)


def ending(one: Correction, kind: str, snapshot_id: str, person_id: str | None, reason: str | None) -> dict[str, Any]:
    """Return the event that ends a correction."""
    return {
        "correction_id": one.correction_id, "kind": kind, "change": one.change, "table_name": one.table,
        "row_key": list(one.key), "column_name": one.column, "value": one.value, "was": one.was,
        "household_id": one.household_id, "snapshot_id": snapshot_id, "override_id": one.override_id,
        "reason": reason, "person_id": person_id,
    }  # fmt: skip


def correctable(table: str, column: str) -> Column:
    """Return a column that may be put right; raises ``NotCorrectable`` for any other."""
    declared = TABLES[table].columns if table in TABLES and table != CLOSED else {}
    possible = {name: one for name, one in declared.items() if may_change(one)}
    if column not in possible:
        tables = ", ".join(name for name in TABLES if name != CLOSED)
        raise NotCorrectable(table=table[:40], column=column[:40], offered=", ".join(possible) or tables)
    return possible[column]


def may_change(column: Column) -> bool:
    """Say whether a column may be put right: not what names a row, refers to one, or says when it was known."""
    return not (column.key or column.refers_to or column.name in NEVER)


def offered(column: Column) -> str:
    """Return what a column takes, for the person whose value was refused."""
    if column.choices:
        return ", ".join(column.choices)
    if column.bounds:
        return f"{column.bounds[0]:g} – {column.bounds[1]:g}"
    return OFFERED[column.type]


def household_of(tables: Tables, table: str, row: dict[str, Any]) -> str:
    """Return the household that a row tells of; of a table without households, nothing."""
    if "household_id" in row:
        return str(row["household_id"])
    for name in ("child_id", "guardian_id"):
        if row.get(name) is not None:
            owners = "children" if name == "child_id" else "guardians"
            found = row_of(tables, owners, (str(row[name]),))
            if not found.is_empty():
                return str(found["household_id"][0])
    return ""


def checked_reason(reason: str) -> str:
    """Return a reason in tidy form; raises ``NoReason``."""
    said = " ".join(reason.split())
    if not 0 < len(said) <= LONGEST_REASON:
        raise NoReason(most=LONGEST_REASON)
    return said
