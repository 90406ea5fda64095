"""Workbooks back: every row recorded, filled in, corrected, left alone, in conflict, or set aside with its reason."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Connection, Engine

from data.vocabulary.errors import InputRefused, WrongUse
from data.vocabulary.language import Text
from service import audit
from service.lists import NOBODY_NAMED, Actor, Moment, records
from service.outputs.visit_workbook import TO_FILL
from service.problems import NoList, Problem
from service.store.database import reading
from service.store.transactions import Store, transaction

from . import repository
from .checking import Checked, ListedVisit, OfferedVisit, check
from .merging import Decision, decide
from .reading import FilledWorkbook, read_workbook

KINDS: dict[str, Text] = {
    "recorded": Text("ghi nhận mới", "recorded"),
    "filled_in": Text("bổ sung ô trống", "empty cells filled in"),
    "corrected": Text("sửa theo phiếu mới", "corrected"),
    "unchanged": Text("không đổi", "unchanged"),
    "conflict": Text("xung đột, chưa ghi đè", "in conflict, nothing overwritten"),
}
KEPT = ("standing", "offered")
"""How a conflict may be settled."""


class ForeignWorkbook(InputRefused):
    """A workbook that this installation didn't hand out."""

    code = "foreign-workbook"
    text = Text(
        "Phiếu số {handout} của danh sách {list_id} không phải do hệ thống này phát.",
        "Hand-out {handout} of list {list_id} wasn't made here.",
    )
    next_step = Text(
        "Hãy nhập phiếu vào đúng hệ thống đã phát, hoặc kiểm tra --home; chưa có gì thay đổi.",
        "Import it where it was handed out, or check --home; nothing has changed.",
    )


class NoConflict(Problem):
    """There is no such conflict, or it is settled."""

    code = "no-conflict"
    http_status = 404
    title = Text("Không có xung đột này", "No such conflict")
    text = Text("Không có xung đột {conflict_id} đang chờ.", "No conflict {conflict_id} waits to be settled.")
    next_step = Text("Xem `sommai visits conflicts`.", "See `sommai visits conflicts`.")
    web_step = Text("Hãy đọc lại các xung đột đang chờ.", "Read again which conflicts wait.")


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One visit of which a workbook tells something else: column → (what stood, what was offered)."""

    row: int
    household_id: str
    attempt: int
    differs: Mapping[str, tuple[Any, Any]]
    conflict_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """What came of one workbook."""

    workbook: FilledWorkbook
    counts: Mapping[str, int]
    blank_rows: int
    rows_aside: tuple[int, ...]
    faults: pl.DataFrame
    conflicts: tuple[Difference, ...] = field(default=())
    corrections: tuple[Difference, ...] = field(default=())
    seen_before: bool = False

    def record(self) -> dict[str, Any]:
        """Return the report for machines."""
        stamp = self.workbook.stamp
        return {
            "file": self.workbook.file,
            "list": stamp.list_id,
            "version": stamp.version,
            "handout": stamp.handout,
            "seen_before": self.seen_before,
            **{kind: self.counts.get(kind, 0) for kind in KINDS},
            "not_filled": self.blank_rows,
            "set_aside": len(self.rows_aside),
            "faults": self.faults.to_dicts(),
            "conflicts": [_difference(found) for found in self.conflicts],
            "corrections": [_difference(found) for found in self.corrections],
        }


def _difference(found: Difference) -> dict[str, Any]:
    told: dict[str, Any] = {"row": found.row, "household_id": found.household_id, "visit": found.attempt}
    if found.conflict_id is not None:
        told["conflict"] = found.conflict_id
    told["differs"] = {name: {"stands": old, "offered": new} for name, (old, new) in found.differs.items()}
    return told


def import_workbook(store: Store, path: Path, moment: Moment, actor: Actor = NOBODY_NAMED) -> ImportReport:
    """Read a filled workbook and record its visits, all of them or none; the same one again changes nothing.

    Raises ``InputRefused`` (its subclasses in ``reading``, and ``ForeignWorkbook``) where the file can't be taken at
    all; then nothing has changed.
    """
    workbook = read_workbook(path)
    file_hash = hashlib.sha256(path.read_bytes()).hexdigest()
    stamp = workbook.stamp
    with transaction(store) as connection:
        repository.one_at_a_time(connection)
        handout = repository.handout(connection, stamp.handout)
        if handout is None or handout["list_id"] != stamp.list_id or handout["version"] != stamp.version:
            raise ForeignWorkbook(handout=stamp.handout, list_id=stamp.list_id)
        listed = listed_visits(connection, stamp.list_id)
        as_of = records.facts_of(connection, stamp.list_id)["as_of"]
        checked = check(workbook, listed, as_of, moment.today)
        person_id = actor.person_id
        row = {"file_hash": file_hash, "handout_id": stamp.handout, "person_id": person_id, "at": moment.at}
        import_id, is_new = repository.import_of(connection, row)
        hand = _Hand(connection, stamp.list_id, handout["visits_upto"], import_id, moment, person_id, listed)
        decisions = [(offered, hand.take(offered)) for offered in checked.offered]
        conflicts = tuple(hand.conflict(offered, d) for offered, d in decisions if d.kind == "conflict")
        repository.keep_rows_aside(connection, _rows_aside(import_id, workbook, checked))
        counts: Counter[str] = Counter(decision.kind for _, decision in decisions)
        facts: dict[str, audit.Fact] = {"handout": stamp.handout, **counts, "aside": len(checked.rows_aside)}
        event = audit.Event("visits.imported", person_id, actor.via, actor.role, "list", stamp.list_id, facts=facts)
        audit.append(connection, event)
    return ImportReport(
        workbook=workbook,
        counts=counts,
        blank_rows=checked.blank_rows,
        rows_aside=checked.rows_aside,
        faults=checked.faults,
        conflicts=conflicts,
        corrections=tuple(difference(offered, d) for offered, d in decisions if d.kind == "corrected"),
        seen_before=not is_new,
    )


def listed_visits(connection: Connection, list_id: str) -> dict[str, ListedVisit]:
    """Return what a list knows of each household that was ever on it: a visit made is never a stranger's."""
    added = records.added(connection, list_id).sort("added_in")
    return {
        row["household_id"]: ListedVisit(row["household_id"], row["team_id"], row["chosen_for"], row["propensity"])
        for row in added.iter_rows(named=True)
    }


def difference(offered: OfferedVisit, decision: Decision, conflict_id: int | None = None) -> Difference:
    """Return what a workbook tells otherwise of one visit."""
    return Difference(
        row=offered.row, household_id=offered.household_id, attempt=offered.attempt, differs=decision.differs,
        conflict_id=conflict_id,
    )  # fmt: skip


class _Hand:
    """Records what one workbook offers."""

    def __init__(
        self,
        connection: Connection,
        list_id: str,
        upto: int,
        import_id: int,
        moment: Moment,
        person_id: str | None,
        listed: Mapping[str, ListedVisit],
    ) -> None:
        self.connection, self.list_id, self.import_id = connection, list_id, import_id
        self.moment, self.person_id, self.listed = moment, person_id, listed
        self.base = repository.standing(connection, list_id, upto)
        self.standing = repository.standing(connection, list_id)

    def take(self, offered: OfferedVisit) -> Decision:
        """Decide on one visit, and record it where that is what it comes to."""
        decision = decide(
            offered.content, self.base.get(offered.visit_id), self.standing.get(offered.visit_id), offered.set_aside
        )
        if decision.kind in ("recorded", "filled_in", "corrected"):
            repository.record(self.connection, self._row(offered, decision.content))
        return decision

    def conflict(self, offered: OfferedVisit, decision: Decision) -> Difference:
        """Keep a conflict, and return it."""
        told = {name: plain(value) for name, value in offered.content.items()}
        number = repository.keep_conflict(
            self.connection,
            {
                "visit_id": offered.visit_id, "standing": self.standing[offered.visit_id].sequence,
                "import_id": self.import_id, "offered": told, "offered_hash": _hash(told), "at": self.moment.at,
            },
        )  # fmt: skip
        return difference(offered, decision, number)

    def _row(self, offered: OfferedVisit, content: Mapping[str, Any]) -> dict[str, Any]:
        known = self.listed[offered.household_id]
        return {
            "visit_id": offered.visit_id, "list_id": self.list_id, "household_id": offered.household_id,
            "attempt": offered.attempt, "team_id": known.team_id, "reason": known.reason,
            "propensity": known.propensity, **{name: content[name] for name in TO_FILL},
            "recorded_on": self.moment.today, "recorded_at": self.moment.at, "import_id": self.import_id,
            "person_id": self.person_id,
        }  # fmt: skip


def _rows_aside(import_id: int, workbook: FilledWorkbook, checked: Checked) -> list[dict[str, Any]]:
    wanted, lines = set(checked.rows_aside), checked.faults.to_dicts()
    return [
        {
            "import_id": import_id, "row": row.row, "cells": row.cells,
            "faults": [{"column": f["column"], "rule": f["rule"]} for f in lines if f["row"] == row.row],
        }
        for row in workbook.rows if row.row in wanted
    ]  # fmt: skip


def plain(value: Any) -> Any:
    """Return a value as JSON keeps it."""
    return value.isoformat() if isinstance(value, dt.date) else value


def _hash(told: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def open_conflicts(engine: Engine, list_id: str | None = None) -> list[dict[str, Any]]:
    """Return the conflicts that wait: whose visit, what stands, what was offered."""
    with reading(engine) as connection:
        found = repository.conflicts(connection, list_id)
    return [
        {
            "conflict": row["conflict_id"], "list": row["list_id"], "household_id": row["household_id"],
            "visit": row["attempt"], "at": row["at"],
            "differs": {
                name: {"stands": plain(row[f"stood_{name}"]), "offered": row["offered"].get(name)}
                for name in TO_FILL if plain(row[f"stood_{name}"]) != row["offered"].get(name)
            },
        }
        for row in found
    ]  # fmt: skip


def settle(store: Store, conflict_id: int, kept: str, reason: str, actor: Actor, moment: Moment) -> None:
    """Settle a conflict: what stands stays, or what was offered takes its place as a further revision.

    Raises ``NoConflict`` where none of that number waits.
    """
    if kept not in KEPT:
        told = ", ".join(KEPT)
        raise WrongUse(what_vi=f"Giữ một trong: {told}.", what_en=f"Keep one of: {told}.")
    if not reason.strip():
        raise WrongUse(what_vi="Cần nêu lý do.", what_en="A reason is needed.")
    with transaction(store) as connection:
        repository.one_at_a_time(connection)
        found = next((c for c in repository.conflicts(connection) if c["conflict_id"] == conflict_id), None)
        row = {
            "conflict_id": conflict_id, "kept": kept, "reason": reason.strip(), "person_id": actor.person_id,
            "at": moment.at,
        }  # fmt: skip
        if found is None or not repository.settle(connection, row):
            raise NoConflict(conflict_id=conflict_id)
        if kept == "offered":
            stands = repository.revisions_of(connection, found["visit_id"])[-1]
            again = {k: v for k, v in stands.items() if k not in ("sequence", "revision")}
            told = found["offered"] | {"visited_on": dt.date.fromisoformat(found["offered"]["visited_on"])}
            own = {
                "recorded_on": moment.today, "recorded_at": moment.at, "import_id": found["import_id"],
                "person_id": actor.person_id,
            }  # fmt: skip
            repository.record(connection, again | told | own)
        facts: dict[str, audit.Fact] = {"conflict": conflict_id, "kept": kept}
        about = (audit.HOUSEHOLD, found["household_id"])
        event = audit.Event("visits.settled", actor.person_id, actor.via, actor.role, *about, facts=facts)
        audit.append(connection, event)


def recorded(connection: Connection, list_id: str | None = None) -> list[dict[str, Any]]:
    """Return the visits of one list, or of all, as they stand, by household and number within a list."""
    wanted = [list_id] if list_id else [str(facts["list_id"]) for facts, _ in records.everything(connection)]
    return [visit for one in wanted for visit in repository.visits_of(connection, one)]


def recorded_of(engine: Engine, list_id: str) -> list[dict[str, Any]]:
    """Return the visits of a list as they stand; raises ``NoList``."""
    with reading(engine) as connection:
        if not records.exists(connection, list_id):
            raise NoList()
        return repository.visits_of(connection, list_id)
