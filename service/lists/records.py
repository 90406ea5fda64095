"""Lists in the store: what they were made from, every change, every household. Rows are added, never changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import polars as pl
from sqlalchemy import Connection, func, insert, select

from service.problems import NoList
from service.store.outreach_tables import list_budgets, list_changes, list_entries, lists
from service.store.persons import insert_new
from service.store.tables import people

from . import content
from .life import Standing, standing_of

NEWEST = "newest"


def find(connection: Connection, wanted: str) -> str:
    """Return the id of a list from its id, from the only beginning that fits, or from ``newest``; raises ``NoList``."""
    table = lists
    if wanted == NEWEST:
        asked = select(table.c.list_id).order_by(table.c.made_at.desc(), table.c.list_id).limit(1)
        found = list(connection.execute(asked).scalars())
    else:
        found = list(connection.execute(select(table.c.list_id).where(table.c.list_id == wanted)).scalars())
        if not found and wanted:
            asked = select(table.c.list_id).where(func.substr(table.c.list_id, 1, len(wanted)) == wanted).limit(2)
            found = list(connection.execute(asked).scalars())
    if len(found) != 1:
        raise NoList()
    return str(found[0])


def exists(connection: Connection, list_id: str) -> bool:
    """Say whether there is a list of this id."""
    return connection.execute(select(lists.c.list_id).where(lists.c.list_id == list_id)).first() is not None


def hold(connection: Connection, list_id: str) -> None:
    """Keep others from changing a list until this transaction ends; on SQLite its beginning did."""
    connection.execute(select(lists.c.list_id).where(lists.c.list_id == list_id).with_for_update())


def facts_of(connection: Connection, list_id: str) -> dict[str, Any]:
    """Return what a list was made from; raises ``NoList``."""
    row = connection.execute(select(lists).where(lists.c.list_id == list_id)).mappings().first()
    if row is None:
        raise NoList()
    return dict(row)


def changes_of(connection: Connection, list_id: str) -> list[dict[str, Any]]:
    """Return every change of a list with the name of who made it, in the order of versions."""
    asked = (
        select(list_changes, people.c.name.label("by"))
        .join(people, people.c.person_id == list_changes.c.person_id)
        .where(list_changes.c.list_id == list_id)
        .order_by(list_changes.c.version)
    )
    return [dict(row) for row in connection.execute(asked).mappings()]


def standing(connection: Connection, list_id: str) -> Standing:
    """Return where a list is now."""
    facts = facts_of(connection, list_id)
    return standing_of(list_id, changes_of(connection, list_id), facts["list_valid_days"])


def everything(connection: Connection) -> list[tuple[dict[str, Any], Standing]]:
    """Return every list with where it is, the newest first."""
    by_list: dict[str, list[dict[str, Any]]] = {}
    for row in connection.execute(select(list_changes).order_by(list_changes.c.version)).mappings():
        by_list.setdefault(row["list_id"], []).append(dict(row))
    asked = select(lists).order_by(lists.c.made_at.desc(), lists.c.list_id)
    return [
        (dict(row), standing_of(row["list_id"], by_list[row["list_id"]], row["list_valid_days"]))
        for row in connection.execute(asked).mappings()
        if row["list_id"] in by_list
    ]


def budgets_of(connection: Connection, list_id: str) -> dict[str, float]:
    """Return the minutes of each team for a list."""
    asked = select(list_budgets.c.team_id, list_budgets.c.minutes).where(list_budgets.c.list_id == list_id)
    return {row.team_id: row.minutes for row in connection.execute(asked)}


def added(connection: Connection, list_id: str, among: Collection[str] | None = None) -> pl.DataFrame:
    """Return every household (of those ``among``) that was ever on a list, with the version that added it."""
    columns = [list_entries.c[name] for name in content.SCHEMA]
    asked = select(*columns).where(list_entries.c.list_id == list_id)
    if among is not None:
        asked = asked.where(list_entries.c.household_id.in_(among))
    rows = connection.execute(asked).all()
    return pl.DataFrame([tuple(row) for row in rows], schema=content.SCHEMA, orient="row")


def put_offs(changes: Sequence[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """Return household and version of each put-off."""
    return [(c["household_id"], c["version"]) for c in changes if c["kind"] == "put_off"]


def communes_of_listed(connection: Connection, list_id: str, among: Collection[str]) -> dict[str, str]:
    """Return the commune of each of the households that is on a list now; nothing of a list that isn't there."""
    changes = changes_of(connection, list_id)
    if not changes:
        return {}
    now = content.entries_at(added(connection, list_id, among), put_offs(changes), changes[-1]["version"])
    return dict(zip(now["household_id"], now["commune_code"], strict=True))


def entries(connection: Connection, list_id: str, version: int | None = None) -> pl.DataFrame:
    """Return a list in a version, the present one where nothing is said; the columns of ``content.entries_at``."""
    changes = changes_of(connection, list_id)
    wanted = version or changes[-1]["version"]
    return content.entries_at(added(connection, list_id), put_offs(changes), wanted)


def teams_of(connection: Connection, list_id: str) -> dict[str, str]:
    """Return the name of each team that a list counts on, its id where it has none."""
    asked = select(list_budgets.c.team_id, list_budgets.c.team_name).where(list_budgets.c.list_id == list_id)
    return {row.team_id: row.team_name or row.team_id for row in connection.execute(asked)}


def add_list(connection: Connection, facts: Mapping[str, Any], budgets: pl.DataFrame) -> bool:
    """Add a list: what it was made from, and ``team_id, team_name, minutes`` of each team; False where it is there."""
    if not insert_new(connection, lists, dict(facts)):
        return False
    if budgets.height:
        rows = budgets.select("team_id", "team_name", "minutes").to_dicts()
        connection.execute(insert(list_budgets), [{"list_id": facts["list_id"], **row} for row in rows])
    return True


def add_entries(connection: Connection, list_id: str, version: int, rows: pl.DataFrame) -> None:
    """Add households to a list from a version on; ``rows`` has the columns of ``content.SCHEMA`` but ``added_in``."""
    if rows.height:
        told = rows.select(name for name in content.SCHEMA if name != "added_in").to_dicts()
        connection.execute(insert(list_entries), [{"list_id": list_id, "added_in": version, **row} for row in told])


def add_change(
    connection: Connection,
    list_id: str,
    version: int,
    *,
    kind: str,
    states: tuple[str | None, str],
    person_id: str,
    reason: str,
    at: dt.datetime,
    on_day: dt.date,
    content_hash: str,
    entries: int,
    household_id: str | None = None,
) -> None:
    """Add one change; the key of list and version is what keeps two people from making the same one."""
    connection.execute(
        insert(list_changes).values(
            list_id=list_id,
            version=version,
            kind=kind,
            from_state=states[0],
            to_state=states[1],
            household_id=household_id,
            reason=reason,
            person_id=person_id,
            at=at,
            on_day=on_day,
            content_hash=content_hash,
            entries=entries,
        )  # fmt: skip
    )
