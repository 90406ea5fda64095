"""Which lists have visits, for those who draw lists up or check them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import Engine, distinct, func, select

from service.lists import Standing, records
from service.outputs import notation
from service.store.database import reading
from service.store.outreach_tables import list_entries, visit_records


def rounds(engine: Engine, communes: Collection[str] | None) -> list[dict[str, Any]]:
    """Return every list with visits, the newest list first: ``list, version, state, as_of, visited,
    first_visit_on, last_visit_on``.

    ``visited`` counts households of the list, "< 5" where they are a few; with ``communes`` visits elsewhere count for
    nothing.
    """
    told, listed = visit_records.c, list_entries.c
    asked = (
        select(
            told.list_id, func.count(distinct(told.household_id)), func.min(told.visited_on), func.max(told.visited_on)
        )
        .join(list_entries, (listed.list_id == told.list_id) & (listed.household_id == told.household_id))
        .where(told.sequence.in_(select(func.max(told.sequence)).group_by(told.visit_id)))
        .group_by(told.list_id)
    )
    if communes is not None:
        asked = asked.where(listed.commune_code.in_(sorted(communes)))
    with reading(engine) as connection:
        visited = {row[0]: row[1:] for row in connection.execute(asked)}
        found = [(facts, stands) for facts, stands in records.everything(connection) if facts["list_id"] in visited]
    return [_told(facts["as_of"], stands, *visited[stands.list_id]) for facts, stands in found]


def _told(as_of: dt.date, stands: Standing, homes: int, first: dt.date, last: dt.date) -> dict[str, Any]:
    return {
        "list": stands.list_id,
        "version": stands.version,
        "state": stands.state,
        "as_of": as_of,
        "visited": homes if homes >= notation.FEW else f"< {notation.FEW}",
        "first_visit_on": first,
        "last_visit_on": last,
    }
