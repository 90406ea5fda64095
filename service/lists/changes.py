"""Changes of a list, each one version: made, nominated, put off, approved, published, closed.

Every function works in one transaction. Changes of a list wait for one another; whoever looked at an earlier version is
told, and nothing of theirs is kept.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import polars as pl
from sqlalchemy import Connection

from data.vocabulary.errors import WrongUse
from service import audit
from service.disputes import add_override
from service.outputs.list_content import content_hash
from service.store.transactions import Store, transaction

from . import content, life, records
from .life import Kind, Standing

LIST_ID_DIGITS = 8


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who does something: a person of the store where one is named, by which way in, in which role."""

    person_id: str | None
    via: str = "command-line"
    role: str = ""
    communes: frozenset[str] | None = None
    """As far as they decide; None is the whole province."""

    @property
    def named(self) -> str:
        """The person; raises ``WrongUse`` where nobody is named."""
        if self.person_id is None:
            raise WrongUse(what_vi="Cần nêu tên người làm (--by).", what_en="Somebody has to be named (--by).")
        return self.person_id


NOBODY_NAMED = Actor(person_id=None)
"""For what may be done without a name: handing out workbooks and reading them back."""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """When something is done: the instant, and the day by the calendar of whoever does it."""

    at: dt.datetime
    today: dt.date


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A list to be made: what it rests on (columns of ``lists``), its rows (of priority_list.csv, and ``rank``), and
    ``team_id, team_name, minutes`` of each team."""

    facts: Mapping[str, Any]
    rows: pl.DataFrame
    budgets: pl.DataFrame


def make_draft(store: Store, draft: Draft, actor: Actor, reason: str, moment: Moment) -> str:
    """Add a draft and return its id; the same draft again is the same list, as it stands by now."""
    reason = life.tidy_reason(reason)
    told = content_hash(draft.rows)
    list_id = list_id_of(draft.facts, told)
    with transaction(store) as connection:
        facts = {**draft.facts, "list_id": list_id, "made_at": moment.at}
        if not records.add_list(connection, facts, draft.budgets):
            return list_id
        records.add_entries(connection, list_id, 1, draft.rows)
        _add(connection, list_id, 1, "made", (None, "draft"), actor, reason, moment, told, draft.rows.height)
    return list_id


def list_id_of(facts: Mapping[str, Any], content_hash: str) -> str:
    """Return the id of a list: its day, and a hash of what it rests on and holds."""
    told = "|".join([*(f"{name}={facts[name]}" for name in sorted(facts)), content_hash])
    return f"L{facts['as_of']:%Y%m%d}-{hashlib.sha256(told.encode()).hexdigest()[:LIST_ID_DIGITS]}"


def approve(store: Store, list_id: str, actor: Actor, reason: str, moment: Moment, seen: int | None = None) -> Standing:
    """Approve a draft; raises ``WrongState``, ``ListChanged`` or ``ReachesFurther``."""
    return _step(store, list_id, "approved", actor, reason, moment, seen)


def publish(store: Store, list_id: str, actor: Actor, reason: str, moment: Moment, seen: int | None = None) -> Standing:
    """Publish an approved list; raises what ``approve`` does, ``SamePerson``, ``LongerThanTheHours``,
    ``NobodyToVisit``."""
    return _step(store, list_id, "published", actor, reason, moment, seen)


def close(store: Store, list_id: str, actor: Actor, reason: str, moment: Moment, seen: int | None = None) -> Standing:
    """Close a list, whatever state it is in; raises what ``approve`` does."""
    return _step(store, list_id, "closed", actor, reason, moment, seen)


def put_off(
    store: Store, list_id: str, household_id: str, actor: Actor, reason: str, moment: Moment, seen: int | None = None
) -> Standing:
    """Take a household off the list, with a reason that will be answered; raises ``NotListed``, ``TimeIsOver``."""
    with _changing(store, list_id, "put_off", reason, seen) as change:
        life.check_time(change.standing, moment.today)
        here = change.entries()
        if household_id not in here["household_id"]:
            raise life.NotListed(household_id=household_id, list_id=list_id)
        left = here.filter(pl.col("household_id") != household_id)
        change.add(actor, moment, content.renumbered(left), household_id)
    return _standing(store, list_id)


def nominate(
    store: Store, list_id: str, row: pl.DataFrame, actor: Actor, reason: str, moment: Moment, seen: int | None = None
) -> Standing:
    """Merge an officer's household into the list, shown as nominated.

    ``row`` is one row with the columns of priority_list.csv and ``rank``. Raises ``AlreadyListed``, ``TimeIsOver``,
    and for a published list ``LongerThanTheHours``.
    """
    household_id = row["household_id"].item()
    with _changing(store, list_id, "nominated", reason, seen) as change:
        life.check_time(change.standing, moment.today)
        here = change.entries()
        if household_id in here["household_id"]:
            raise life.AlreadyListed(household_id=household_id, list_id=list_id)
        merged = content.renumbered(pl.concat([here, row.select(here.columns).cast(here.schema)]))
        if change.standing.state == "published":
            change.check_hours(merged)
        records.add_entries(change.connection, list_id, change.version, row)
        change.add(actor, moment, merged, household_id)
    return _standing(store, list_id)


@dataclass
class _Change:
    """A change under way: the next version of a list, in a transaction."""

    connection: Connection
    standing: Standing
    kind: Kind
    reason: str

    @property
    def version(self) -> int:
        """The version that the change makes."""
        return self.standing.version + 1

    def entries(self) -> pl.DataFrame:
        """Return the list as it stands before the change."""
        return records.entries(self.connection, self.standing.list_id)

    def check_hours(self, entries: pl.DataFrame) -> None:
        """Raise where the list asks for more time than there is."""
        minutes, without_team = content.minutes_by_team(entries)
        budgets = records.budgets_of(self.connection, self.standing.list_id)
        life.check_hours(self.standing.list_id, minutes, budgets, without_team)

    def add(self, actor: Actor, moment: Moment, after: pl.DataFrame, household_id: str | None = None) -> None:
        """Add the change; an override joins the ledger, to be answered."""
        states = (self.standing.state, life.next_state(self.kind, self.standing))
        list_id = self.standing.list_id
        _add(
            self.connection, list_id, self.version, self.kind, states, actor, self.reason, moment,
            content_hash(after), after.height, household_id,
        )  # fmt: skip
        if household_id is not None:
            add_override(
                self.connection, kind="nomination" if self.kind == "nominated" else "put_off",
                household_id=household_id, reason=self.reason, person_id=actor.named, at=moment.at,
                list_id=list_id, version=self.version,
            )  # fmt: skip


def _step(
    store: Store, list_id: str, kind: Kind, actor: Actor, reason: str, moment: Moment, seen: int | None
) -> Standing:
    """Bring a list to its next state; its content stays."""
    with _changing(store, list_id, kind, reason, seen) as change:
        here = change.entries()
        if content.reaches_beyond(here, actor.communes):
            raise life.ReachesFurther(list_id=list_id)
        if kind == "published":
            if change.standing.approved_by == actor.named:
                raise life.SamePerson(list_id=list_id)
            change.check_hours(here)
        change.add(actor, moment, here)
    return _standing(store, list_id)


@contextmanager
def _changing(store: Store, list_id: str, kind: Kind, reason: str, seen: int | None) -> Iterator[_Change]:
    """Yield the change to be made to what stands; others who change the list wait until it is made."""
    tidy = life.tidy_reason(reason)
    with transaction(store) as connection:
        records.hold(connection, list_id)
        standing = records.standing(connection, list_id)
        last = records.changes_of(connection, list_id)[-1]
        life.check_seen(standing, seen, last["kind"])
        life.next_state(kind, standing)
        yield _Change(connection, standing, kind, tidy)


def _standing(store: Store, list_id: str) -> Standing:
    with transaction(store) as connection:
        return records.standing(connection, list_id)


def _add(
    connection: Connection,
    list_id: str,
    version: int,
    kind: Kind,
    states: tuple[str | None, str],
    actor: Actor,
    reason: str,
    moment: Moment,
    content_hash: str,
    entries: int,
    household_id: str | None = None,
) -> None:
    records.add_change(
        connection, list_id, version, kind=kind, states=states, person_id=actor.named, reason=reason,
        at=moment.at, on_day=moment.today, content_hash=content_hash, entries=entries, household_id=household_id,
    )  # fmt: skip
    facts: dict[str, audit.Fact] = {"list": list_id, "version": version, "hash": content_hash}
    about = ("household", household_id) if household_id else ("list", list_id)
    action = f"list.{kind.replace('_', '-')}"
    event = audit.Event(action, actor.person_id, actor.via, actor.role, *about, facts=facts)
    audit.append(connection, event)
