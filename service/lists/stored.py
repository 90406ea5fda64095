"""Lists of the store for those who read them: who sees which, in which version, and in which language."""

from __future__ import annotations

import datetime as dt
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from sqlalchemy import Connection, Engine

from data.vocabulary.errors import WrongUse
from data.vocabulary.language import Language
from outreach.policy import Policy
from outreach.policy_file import read_policy
from service.access import Permission, Who
from service.households import listed_reasons
from service.outputs import names
from service.problems import NoList, NoRun
from service.scores import NEWEST, Run, Runs, list_valid_until
from service.store.database import reading

from . import content, records
from .life import NotListed, Standing
from .service import PriorityList, list_of, listed_for

STORED_ID = re.compile(r"L\d{8}-[0-9a-f]{8}")
PROPOSED = "proposed"
"""The state of a run's own list, which nobody has made a draft of."""
KEPT_READY = 8


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A list as somebody reads it: its record, its entries ready to be paged, and the communes that they may see."""

    record: dict[str, Any]
    run: Run
    ready: PriorityList
    communes: frozenset[str] | None
    stored: bool

    @property
    def id(self) -> str:
        """The list's id."""
        return str(self.record["id"])


def is_stored(list_id: str) -> bool:
    """Say whether an id can be that of a stored list, and so of one that may change."""
    return STORED_ID.fullmatch(list_id) is not None


def record_of(facts: Mapping[str, Any], standing: Standing, today: dt.date) -> dict[str, Any]:
    """Return what is told of a stored list."""
    return {
        "id": standing.list_id,
        "version": standing.version,
        "state": standing.state,
        "expired": standing.expired(today),
        "run": facts["run_id"],
        "as_of": facts["as_of"],
        "published_on": standing.published_on,
        "valid_until": standing.valid_until,
        "entries": standing.entries,
        "model": facts["model_id"],
        "hash": standing.content_hash,
    }


def record_of_run(summary: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is told of a run's own list."""
    as_of = dt.date.fromisoformat(summary["as_of"])
    return {
        "id": summary["id"],
        "version": 1,
        "state": PROPOSED,
        "expired": False,
        "run": summary["id"],
        "as_of": as_of,
        "published_on": None,
        "valid_until": list_valid_until(as_of),
        "entries": summary["listed"],
        "model": summary["model"],
        "hash": None,
    }


def may_see(who: Who, standing: Standing) -> bool:
    """Say whether somebody may read a list: a published one, or any by who draws lists up or checks them."""
    return standing.state == "published" or who.may(Permission.DRAFTS_READ)


def check_reach(connection: Connection, list_id: str, household_id: str, who: Who) -> None:
    """Raise ``NotListed`` where a household is on a list and beyond the caller's communes, as if it weren't on it."""
    commune = records.communes_of_listed(connection, list_id, [household_id]).get(household_id)
    if commune is not None and not who.sees(commune):
        raise NotListed(household_id=household_id, list_id=list_id)


def reaches_beyond(engine: Engine, list_id: str, who: Who) -> bool:
    """Say whether a stored list holds households outside the caller's communes, so that others decide on it."""
    if who.communes is None:
        return False
    with reading(engine) as connection:
        return content.reaches_beyond(records.entries(connection, list_id), who.communes)


def check_version(wanted: int, last: int) -> None:
    """Raise ``WrongUse`` where a list has no such version yet."""
    if wanted > last:
        raise WrongUse(
            what_vi=f"Danh sách mới có đến bản {last}.",
            what_en=f"The list's last version is {last}.",
        )


def most_of_a_hamlet(policy_text: str | None) -> int:
    """Return the most households of one hamlet under a list's policy; 0 is no limit."""
    return (read_policy(policy_text) if policy_text else Policy()).most_per_hamlet


def crowded(engine: Engine, list_id: str, who: Who) -> tuple[int, list[dict[str, Any]]]:
    """Return the policy's limit for a hamlet, and the hamlets within reach where nominations come on top of it."""
    with reading(engine) as connection:
        most = most_of_a_hamlet(records.facts_of(connection, list_id)["policy_text"])
        entries = records.entries(connection, list_id) if most else None
    rows = [] if entries is None else content.crowded_hamlets(entries, most).to_dicts()
    return most, [row for row in rows if who.sees(row["commune_code"])]


def visible(engine: Engine, runs: Runs, who: Who, today: dt.date) -> list[dict[str, Any]]:
    """Return the record of every list that somebody may see: stored ones first, the newest before the others."""
    with reading(engine) as connection:
        stored = [record_of(f, s, today) for f, s in records.everything(connection) if may_see(who, s)]
    own = [record_of_run(summary) for summary in runs.all()] if who.may(Permission.DRAFTS_READ) else []
    return [*stored, *own]


def newest_published(connection: Connection, today: dt.date) -> str | None:
    """Return the list in use that was made last."""
    for facts, standing in records.everything(connection):
        if standing.in_use(today):
            return str(facts["list_id"])
    return None


def read(
    engine: Engine, runs: Runs, kept: ReadyLists, wanted: str, who: Who, language: Language, today: dt.date
) -> Reading:
    """Return a list as somebody reads it; raises ``NoList`` for one that isn't there or isn't theirs to see.

    ``newest`` is the newest run's own for who draws lists up, the newest in use for others.
    """
    drafts = who.may(Permission.DRAFTS_READ)
    if wanted == NEWEST and not drafts:
        with reading(engine) as connection:
            wanted = newest_published(connection, today) or ""
    if not is_stored(wanted):
        return _of_run(runs, wanted, who, language)
    kept.let_go_before(runs.erased_at_ns())
    with reading(engine) as connection:
        facts, standing = records.facts_of(connection, wanted), records.standing(connection, wanted)
        if not may_see(who, standing):
            raise NoList()
        run = _run(runs, facts["run_id"])
        entries = kept.entries(connection, wanted, standing.version)
    ready = kept.ready(run, wanted, standing.version, entries, facts["language"], language)
    return Reading(record=record_of(facts, standing, today), run=run, ready=ready, communes=who.communes, stored=True)


def _of_run(runs: Runs, wanted: str, who: Who, language: Language) -> Reading:
    if not who.may(Permission.DRAFTS_READ) or not wanted:
        raise NoList()
    run = _run(runs, wanted)
    told = record_of_run({"id": run.id, **run.summary})
    return Reading(record=told, run=run, ready=list_of(run, language), communes=listed_for(who), stored=False)


def _run(runs: Runs, run_id: str) -> Run:
    try:
        return runs.get(run_id)
    except NoRun as why:
        raise NoList() from why


class ReadyLists:
    """The stored lists read lately, by version and language; a version changes by an erasure alone."""

    def __init__(self) -> None:
        self._entries: OrderedDict[tuple[str, int], pl.DataFrame] = OrderedDict()
        self._ready: OrderedDict[tuple[str, int, Language], PriorityList] = OrderedDict()
        self._erased_at_ns = 0

    def let_go_before(self, erased_at_ns: int) -> None:
        """Let go of everything where somebody was erased since it was read."""
        if erased_at_ns != self._erased_at_ns:
            self._entries.clear()
            self._ready.clear()
            self._erased_at_ns = erased_at_ns

    def entries(self, connection: Connection, list_id: str, version: int) -> pl.DataFrame:
        """Return the entries of a version."""
        key = (list_id, version)
        if key not in self._entries:
            self._entries[key] = records.entries(connection, list_id, version)
            while len(self._entries) > KEPT_READY:
                self._entries.popitem(last=False)
        return self._entries[key]

    def ready(
        self, run: Run, list_id: str, version: int, entries: pl.DataFrame, own: Language, language: Language
    ) -> PriorityList:
        """Return a version ready to be paged; reasons in another language than its own are told anew from its run."""
        key = (list_id, version, language)
        if key not in self._ready:
            frame = entries.select(names.LIST)
            if language != own:
                plain = frame.drop(*names.REASONS, "actions")
                reasons = listed_reasons(run, frame["household_id"].to_list(), language)
                frame = plain.join(reasons, on="household_id", how="left", maintain_order="left").select(names.LIST)
            self._ready[key] = PriorityList(frame)
            while len(self._ready) > KEPT_READY:
                self._ready.popitem(last=False)
        return self._ready[key]
