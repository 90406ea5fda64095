"""What the command line does with lists: opens the home, finds the list and the person, makes one change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import polars as pl
from sqlalchemy import Engine

from data.vocabulary.errors import WrongUse
from data.vocabulary.language import Language, Text
from service import lists
from service.lists import Actor, Moment, Standing, records
from service.outputs import names, notation
from service.outputs.list_content import as_csv
from service.outputs.tables import write_csv
from service.outputs.workbook import VOLUNTARY, Workbook, write_workbook
from service.problems import NoRun
from service.report.list_record import ListAccount
from service.scores import Runs
from service.store.database import engine_for, reading
from service.store.persons import person_of
from service.store.preparing import prepared

from .drafting import draft_from_run, nominated_row
from .rebuilding import Verified, verify_list
from .version_account import account_of, commune_names

Step = Literal["approve", "publish", "close"]
STEPS = {"approve": lists.approve, "publish": lists.publish, "close": lists.close}
SHOWN = 20
OLD_SCORES = Text(
    "Lưu ý: nguy cơ của danh sách này tính đến {as_of}, đã quá {days} ngày. Nên tính lại trước khi dùng.",
    "Note: this list's risks are as of {as_of}, more than {days} days ago. Better run again before using it.",
)


@contextmanager
def opened(home: Path) -> Iterator[Engine]:
    """Yield the home's database, made where there is none yet."""
    engine = prepared(engine_for(home))
    try:
        yield engine
    finally:
        engine.dispose()


def moment(today: dt.date | None = None) -> Moment:
    """Return this moment, by the calendar of this machine unless a day is given."""
    return Moment(at=dt.datetime.now(dt.UTC), today=today or dt.date.today())


def found(engine: Engine, wanted: str) -> str:
    """Return the id of a list that a person named; raises ``NoList``."""
    with reading(engine) as connection:
        return records.find(connection, wanted)


def named(engine: Engine, name: str) -> Actor:
    """Return who acts."""
    with engine.begin() as connection:
        return Actor(person_id=person_of(connection, name))


def record(facts: dict[str, Any], standing: Standing, today: dt.date) -> dict[str, Any]:
    """Return what is told of a list."""
    return {
        "id": standing.list_id,
        "version": standing.version,
        "state": standing.state,
        "expired": standing.expired(today),
        "entries": standing.entries,
        "as_of": facts["as_of"],
        "published_on": standing.published_on,
        "valid_until": standing.valid_until,
        "run": facts["run_id"],
        "snapshot": facts["snapshot_id"],
        "model": facts["model_id"],
        "policy": facts["policy_hash"],
        "seed": facts["seed"],
        "months": facts["months"],
        "hash": standing.content_hash,
    }


def all_lists(home: Path) -> list[dict[str, Any]]:
    """Return every list, the newest first."""
    with opened(home) as engine, reading(engine) as connection:
        return [record(facts, standing, dt.date.today()) for facts, standing in records.everything(connection)]


def one_list(home: Path, wanted: str, today: dt.date | None = None) -> dict[str, Any]:
    """Return a list with its changes, its teams' time, its first households and what it says of itself: ``account``
    and the communes' names in it; None where its run is gone."""
    with opened(home) as engine:
        list_id = found(engine, wanted)
        with reading(engine) as connection:
            facts, standing = records.facts_of(connection, list_id), records.standing(connection, list_id)
            changes = records.changes_of(connection, list_id)
            entries = records.entries(connection, list_id)
            budgets, teams = records.budgets_of(connection, list_id), records.teams_of(connection, list_id)
        told = record(facts, standing, today or dt.date.today())
        account = _account(home, engine, told, entries)
    most = lists.most_of_a_hamlet(facts["policy_text"])
    needed, without_team = lists.minutes_by_team(entries)
    shown = ("version", "kind", "from_state", "to_state", "household_id", "reason", "by", "at", "content_hash")
    return {
        **told,
        "expected_reached": float(entries["risk"].sum()),
        "chosen_for": dict(entries.group_by("chosen_for").len().sort("chosen_for").iter_rows()),
        "without_team": without_team,
        "teams": [
            {"team_id": team, "name": teams[team], "hours": minutes / 60, "needed": needed.get(team, 0.0) / 60}
            for team, minutes in budgets.items()
        ],
        "most_of_a_hamlet": most,
        "crowded": lists.crowded_hamlets(entries, most).to_dicts(),
        "changes": [{name: change[name] for name in shown} for change in changes],
        "first": entries.head(SHOWN).select(names.LIST).to_dicts(),
        "account": account,
    }


def _account(
    home: Path, engine: Engine, told: dict[str, Any], entries: pl.DataFrame
) -> tuple[ListAccount, dict[str, str]] | None:
    try:
        run = Runs(home).get(told["run"])
    except NoRun:
        return None
    kept = lists.Reading(record=told, run=run, ready=lists.PriorityList(entries), communes=None, stored=True)
    return account_of(home, engine, kept), commune_names(run)


def draft(home: Path, run_id: str, by: str, reason: str) -> dict[str, Any]:
    """Make a draft of a run and return its record."""
    with opened(home) as engine:
        Runs(home).get(run_id)
        return _told(engine, draft_from_run(home, engine, named(engine, by), reason, moment(), run_id))


def step(
    home: Path, kind: Step, wanted: str, by: str, reason: str, seen: int | None, today: dt.date | None
) -> dict[str, Any]:
    """Approve, publish or close a list and return its record."""
    with opened(home) as engine:
        list_id, when = found(engine, wanted), moment(today)
        STEPS[kind](engine, list_id, named(engine, by), reason, when, seen)
        return _told(engine, list_id, when.today, published=kind == "publish")


def nominate(
    home: Path, wanted: str, household_id: str, by: str, reason: str, seen: int | None, today: dt.date | None
) -> dict[str, Any]:
    """Merge a nominated household into a list and return the list's record."""
    with opened(home) as engine:
        list_id, when = found(engine, wanted), moment(today)
        with reading(engine) as connection:
            facts = records.facts_of(connection, list_id)
        row = nominated_row(home, engine, list_id, facts["run_id"], household_id)
        lists.nominate(engine, list_id, row, named(engine, by), reason, when, seen)
        return _told(engine, list_id, when.today)


def put_off(
    home: Path, wanted: str, household_id: str, by: str, reason: str, seen: int | None, today: dt.date | None
) -> dict[str, Any]:
    """Take a household off a list and return the list's record."""
    with opened(home) as engine:
        list_id, when = found(engine, wanted), moment(today)
        lists.put_off(engine, list_id, household_id, named(engine, by), reason, when, seen)
        return _told(engine, list_id, when.today)


def verify(home: Path, wanted: str) -> Verified:
    """Rebuild a list; raises ``ListDiffers``."""
    with opened(home) as engine:
        return verify_list(home, engine, found(engine, wanted))


def _told(engine: Engine, list_id: str, today: dt.date | None = None, *, published: bool = False) -> dict[str, Any]:
    """Return the record of a list after a change, with a note where its risks have grown old."""
    day = today or dt.date.today()
    with reading(engine) as connection:
        facts = records.facts_of(connection, list_id)
        told = record(facts, records.standing(connection, list_id), day)
    old = day > facts["as_of"] + dt.timedelta(days=facts["score_valid_days"])
    note = OLD_SCORES.filled(as_of=notation.day(facts["as_of"]), days=facts["score_valid_days"])
    return told | {"note": note if published and old else None}


@dataclass(frozen=True, kw_only=True)
class Exported:
    """A list in one of its versions, and its bytes as priority_list.csv."""

    list_id: str
    version: int
    entries: pl.DataFrame
    csv: bytes


def export(
    home: Path,
    wanted: str,
    version: int | None,
    out: Path | None,
    language: Language | None,
    communes: Collection[str] | None = None,
) -> Exported:
    """Return a list (of some communes alone), written to a file where one is named: CSV, to the byte of its hash where
    it is the whole list, or a workbook."""
    with opened(home) as engine:
        list_id = found(engine, wanted)
        with reading(engine) as connection:
            facts, standing = records.facts_of(connection, list_id), records.standing(connection, list_id)
            lists.check_version(version or standing.version, standing.version)
            entries = records.entries(connection, list_id, version)
    if communes is not None:
        entries = entries.filter(pl.col("commune_code").is_in(list(communes)))
    made = Exported(
        list_id=list_id, version=version or standing.version, entries=entries.select(names.LIST),
        csv=as_csv(entries),
    )  # fmt: skip
    if out is not None:
        _write(home, made, facts, standing, out, language or facts["language"])
    return made


def _write(
    home: Path, made: Exported, facts: dict[str, Any], standing: Standing, out: Path, language: Language
) -> None:
    """Write a list as the file's ending says; raises ``WrongUse`` for another ending."""
    if out.suffix.lower() == ".csv":
        write_csv(made.entries, names.LIST, out)
        return
    if out.suffix.lower() != ".xlsx":
        raise WrongUse(
            what_vi=f"Không ghi được dạng {out.suffix}: hãy dùng .csv hoặc .xlsx.",
            what_en=f"A list can't be written as {out.suffix}: use .csv or .xlsx.",
        )
    run = Runs(home).get(facts["run_id"])
    until = standing.valid_until or facts["as_of"] + dt.timedelta(days=facts["list_valid_days"])
    empty = run.frame("urgent").clear()
    write_workbook(
        Workbook(
            rows=made.entries, urgent=empty, communes=commune_names(run), signs={}, notes=(VOLUNTARY,),
            as_of=facts["as_of"], valid_until=until, language=language,
        ),
        out,
    )  # fmt: skip
