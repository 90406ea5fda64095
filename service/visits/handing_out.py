"""Workbooks out: for a team, a commune or the whole list, with what is recorded already filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from sqlalchemy import Connection, Engine, insert, select

from data.vocabulary.errors import WrongUse
from data.vocabulary.language import Language, Text
from service import audit
from service.lists import NOBODY_NAMED, Actor, ListOver, Moment, records
from service.outputs import names, notation
from service.outputs.visit_workbook import TO_FILL, VisitRow, VisitWorkbook
from service.store.outreach_tables import handouts

from . import repository
from .checking import visit_id_of

WHOLE, TEAM, COMMUNE = "list", "team", "commune"
SCOPES = (TEAM, COMMUNE, WHOLE)
TRY_AGAIN = "absent"
"""After this outcome of its last visit a household gets a further row."""
OF_LIST = Text("Cả danh sách", "The whole list")


@dataclass(frozen=True)
class Scope:
    """Whom a workbook is for: a team or a commune by its id, or the whole list."""

    kind: str = WHOLE
    id: str | None = None

    def of(self, entries: pl.DataFrame) -> pl.DataFrame:
        """Return the entries that belong to it."""
        if self.kind == WHOLE:
            return entries
        return entries.filter(pl.col("team_id" if self.kind == TEAM else "commune_code") == self.id)


def scopes(engine: Engine, list_id: str, kind: str) -> list[Scope]:
    """Return the scopes of one kind that a list has households for, in the order of their ids."""
    if kind not in SCOPES:
        told = ", ".join(SCOPES)
        raise WrongUse(what_vi=f"Phiếu được chia theo một trong: {told}.", what_en=f"Workbooks are per one of: {told}.")
    if kind == WHOLE:
        return [Scope()]
    with engine.connect() as connection:
        entries = records.entries(connection, list_id)
    column = "team_id" if kind == TEAM else "commune_code"
    return [Scope(kind, one) for one in entries[column].drop_nulls().unique().sort()]


def hand_out(
    engine: Engine,
    list_id: str,
    scope: Scope,
    commune_name: Callable[[str], str],
    moment: Moment,
    *,
    actor: Actor = NOBODY_NAMED,
    language: Language = "vi",
    not_before: Mapping[str, dt.date] | None = None,
) -> VisitWorkbook:
    """Record a hand-out and return its workbook; ``not_before`` has the first day for some households.

    Raises ``ListOver`` for a list that isn't published or whose time is over.
    """
    with engine.begin() as connection:
        standing = records.standing(connection, list_id)
        if not standing.in_use(moment.today):
            raise ListOver(list_id=list_id, until=notation.day(standing.valid_until) or "–")
        entries = scope.of(records.entries(connection, list_id))
        upto = repository.last_sequence(connection)
        rows = _rows(connection, list_id, entries, commune_name, not_before or {}, language)
        told = {
            "list_id": list_id, "version": standing.version, "scope": scope.kind, "scope_id": scope.id,
            "visits_upto": upto, "visits": entries.height, "at": moment.at,
            "person_id": actor.person_id,
        }  # fmt: skip
        number = int(connection.execute(insert(handouts).values(**told)).inserted_primary_key[0])  # type: ignore[index]
        teams = records.teams_of(connection, list_id)
        facts: dict[str, audit.Fact] = {"handout": number, "version": standing.version, "visits": entries.height}
        event = audit.Event(
            "list.handed-out", actor.person_id, actor.via, actor.role, "list", list_id, facts=facts
        )  # fmt: skip
        audit.append(connection, event)
    return VisitWorkbook(
        list_id=list_id,
        version=standing.version,
        handout=number,
        scope=scope_text(scope, teams, commune_name).in_(language),
        until=standing.valid_until or moment.today,
        made_on=moment.today,
        rows=rows,
        language=language,
    )


def scope_text(scope: Scope, teams: Mapping[str, str], commune_name: Callable[[str], str]) -> Text:
    """Return whom a workbook is for, in words."""
    if scope.id is None:
        return OF_LIST
    name = teams.get(scope.id, scope.id) if scope.kind == TEAM else commune_name(scope.id)
    return Text(name, name)


def handouts_of(engine: Engine, list_id: str) -> list[dict[str, Any]]:
    """Return the hand-outs of a list, the first before the later ones."""
    with engine.connect() as connection:
        asked = select(handouts).where(handouts.c.list_id == list_id).order_by(handouts.c.handout_id)
        return [dict(row) for row in connection.execute(asked).mappings()]


def _rows(
    connection: Connection,
    list_id: str,
    entries: pl.DataFrame,
    commune_name: Callable[[str], str],
    not_before: Mapping[str, dt.date],
    language: Language,
) -> list[VisitRow]:
    """Return a row per recorded visit, and an empty one for each household that is still to be visited."""
    recorded: dict[str, list[dict[str, Any]]] = {}
    for visit in repository.visits_of(connection, list_id):
        recorded.setdefault(visit["household_id"], []).append(visit)
    rows = []
    for entry in entries.iter_rows(named=True):
        known = known_cells(entry, commune_name, not_before.get(entry["household_id"]))
        visits = recorded.get(entry["household_id"], [])
        for visit in visits:
            filled = {name: visit[name] for name in TO_FILL}
            rows.append(VisitRow(**known, attempt=visit["attempt"], filled=filled))
        if not visits or visits[-1]["outcome"] == TRY_AGAIN:
            attempt = visits[-1]["attempt"] + 1 if visits else 1
            rows.append(VisitRow(**known, attempt=attempt))
    return rows


def known_cells(
    entry: Mapping[str, Any], commune_name: Callable[[str], str], not_before: dt.date | None = None
) -> dict[str, Any]:
    """Return what a workbook says of a listed household before the visit."""
    return {
        "position": entry["position"],
        "household_id": entry["household_id"],
        "place": ", ".join(part for part in (commune_name(entry["commune_code"]), entry["hamlet"]) if part),
        "children": entry["children"],
        "reasons": tuple(entry[name] for name in names.REASONS if entry[name]),
        "actions": tuple(a.strip() for a in (entry["actions"] or "").split(";") if a.strip()),
        "not_before": not_before,
    }


def listed_visit_id(list_id: str, household_id: str, attempt: int = 1) -> str:
    """Return the id that a visit of a list will have."""
    return visit_id_of(list_id, household_id, attempt)
