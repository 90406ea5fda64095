"""One visit, entered by whoever made it: checked like a row of a workbook, recorded once, never overwriting unseen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from sqlalchemy import Connection

from data.vocabulary.language import Text
from service import audit
from service.lists import Actor, Moment, records
from service.outputs.visit_workbook import TO_FILL
from service.problems import Problem
from service.store.transactions import Store, transaction

from . import repository
from .checking import check
from .merging import Kind, decide
from .reading import FilledRow, FilledWorkbook, Stamp
from .service import listed_visits

ROW = 1
"""A form is checked like the only row of a workbook."""


class NotOnAList(Problem):
    """The household isn't on a list in use."""

    code = "not-on-a-list"
    http_status = 409
    title = Text("Hộ không có trong danh sách đang dùng", "Not on a list in use")
    text = Text(
        "Hộ này không có trong danh sách nào đang dùng. Hãy đề cử hộ trước.",
        "This household isn't on any list in use. Nominate it first.",
    )


class VisitChanged(Problem):
    """Somebody else has recorded the same visit otherwise in the meantime."""

    code = "visit-changed"
    http_status = 409
    title = Text("Lượt thăm vừa được ghi khác", "The visit was recorded otherwise")
    text = Text(
        "Người khác vừa ghi lượt thăm này với nội dung khác. Nội dung của bạn chưa được ghi.",
        "Somebody else has just recorded this visit otherwise. What you entered hasn't been recorded.",
    )
    next_step = Text("Hãy xem điều đã ghi rồi quyết định.", "Look at what stands and decide again.")


@dataclass(frozen=True)
class Place:
    """Where a new visit of a household belongs: the list in use, the number of the visit, and the last record seen."""

    list_id: str
    attempt: int
    seen: int


@dataclass(frozen=True)
class Entered:
    """What came of a form: what was done, or which cells couldn't be taken (columns ``column`` and ``message``)."""

    kind: Kind | None
    faults: pl.DataFrame


def place_of(connection: Connection, household_id: str, today: dt.date) -> Place:
    """Return where the next visit of a household belongs; raises ``NotOnAList``."""
    for facts, standing in records.everything(connection):
        list_id = str(facts["list_id"])
        if standing.in_use(today) and household_id in records.entries(connection, list_id)["household_id"]:
            made = [
                v["attempt"] for v in repository.visits_of(connection, list_id) if v["household_id"] == household_id
            ]
            return Place(list_id, max(made, default=0) + 1, repository.last_sequence(connection))
    raise NotOnAList()


def enter(
    store: Store, household_id: str, place: Place, cells: Mapping[str, str | None], actor: Actor, moment: Moment
) -> Entered:
    """Record one visit, or say which cells can't be taken; the same form again changes nothing.

    ``cells`` are texts by the names of ``TO_FILL``. Raises ``VisitChanged`` where another content stands that the
    form didn't know of, and ``NotOnAList`` for a household that was never on the list.
    """
    told = {"household_id": household_id, "attempt": str(place.attempt), **{n: cells.get(n) or None for n in TO_FILL}}
    form = FilledWorkbook("", Stamp(place.list_id, 0, 0), (FilledRow(ROW, told),))
    with transaction(store) as connection:
        repository.one_at_a_time(connection)
        listed = listed_visits(connection, place.list_id)
        if household_id not in listed:
            raise NotOnAList()
        checked = check(form, listed, records.facts_of(connection, place.list_id)["as_of"], moment.today)
        if not checked.faults.is_empty() or not checked.offered:
            return Entered(None, checked.faults)
        [offered] = checked.offered
        before = repository.standing(connection, place.list_id, place.seen).get(offered.visit_id)
        stands = repository.standing(connection, place.list_id).get(offered.visit_id)
        decision = decide(offered.content, before, stands)
        if decision.kind == "conflict":
            raise VisitChanged()
        if decision.kind != "unchanged":
            known = listed[household_id]
            repository.record(connection, {
                "visit_id": offered.visit_id, "list_id": place.list_id, "household_id": household_id,
                "attempt": offered.attempt, "team_id": known.team_id, "reason": known.reason,
                "propensity": known.propensity, **{name: decision.content[name] for name in TO_FILL},
                "recorded_on": moment.today, "recorded_at": moment.at, "import_id": None, "person_id": actor.named,
            })  # fmt: skip
            about = (audit.HOUSEHOLD, household_id)
            facts: dict[str, audit.Fact] = {"list": place.list_id, "visit": offered.attempt, "kind": decision.kind}
            event = audit.Event("visit.recorded", actor.person_id, actor.via, actor.role, *about, facts=facts)
            audit.append(connection, event)
        return Entered(decision.kind, checked.faults)


def visits_to(connection: Connection, household_id: str) -> list[dict[str, Any]]:
    """Return the visits to a household that were recorded here, as they stand, the newest first."""
    found = [
        visit
        for facts, _ in records.everything(connection)
        for visit in repository.visits_of(connection, str(facts["list_id"]))
        if visit["household_id"] == household_id
    ]
    return sorted(found, key=lambda v: (v["visited_on"], v["sequence"]), reverse=True)
