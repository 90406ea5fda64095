"""What a list says of itself in one of its versions, to whoever reads it: of the province, or of some communes.

What follows from who is listed is worked out for the version and the reader's communes. What only the plan knew (who is
just below the line, why others aren't listed, which rules gave way) holds for the list as it was planned: where
somebody has put off or nominated households since, it is left out and said to be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Engine

from data.snapshots import NoSnapshot
from features.withheld import audit_groups
from outreach.facts import entries_facts
from service.lists import Reading, check_version, records
from service.outputs.naming import told_apart
from service.report.list_record import ListAccount, Why
from service.scores import Run
from service.store.database import reading

from .asked import read_asked
from .drafting import policy_of, tables_of
from .list_account import rests_on

OF_GROUPS = ("groups", "missed_by_remoteness")
OF_THE_PLAN = ("just_below", "by_decile", "relaxed")
OF_THE_PROVINCE = ("by_decile", "relaxed")
"""What the plan said of the whole province, and can't be told of some communes."""


@dataclass(frozen=True)
class _Content:
    """Who is on a version, its hash, and whether the plan chose just them."""

    entries: pl.DataFrame
    hash: str | None
    as_planned: bool


def account_of(home: Path, engine: Engine, found: Reading, version: int | None = None) -> ListAccount:
    """Return what a list says of itself, in a version or the present one; raises ``WrongUse`` for one to come."""
    wanted = version or int(found.record["version"])
    check_version(wanted, int(found.record["version"]))
    content = _content(engine, found, wanted)
    kept, run = found.run.account, found.run
    scores, entries = run.frame("scores"), content.entries
    if found.communes is not None:
        here = pl.col("commune_code").is_in(list(found.communes))
        scores, entries = scores.filter(here), entries.filter(here)
    facts, not_told = _of_the_plan(kept, content.as_planned, found.communes is None)
    if facts["just_below"]:
        seen = set(scores["household_id"])
        facts["just_below"] = [row for row in facts["just_below"] if row["household_id"] in seen]
    if content.as_planned and found.communes is None and all(name in kept for name in OF_GROUPS):
        facts |= entries_facts(entries, scores, None) | {name: kept[name] for name in OF_GROUPS}
    else:
        groups = _groups(home, run)
        facts |= dict.fromkeys(OF_GROUPS) | entries_facts(entries, scores, groups)
        if groups is None:
            for name in OF_GROUPS:
                not_told[name] = "no_snapshot"
    return ListAccount(
        list_id=found.id,
        state=str(found.record["state"]),
        version=wanted,
        as_planned=content.as_planned,
        whole_province=found.communes is None,
        facts=facts | {"provenance": _rests_on(run, content.hash)},
        not_told=not_told,
    )


def _content(engine: Engine, found: Reading, wanted: int) -> _Content:
    if not found.stored:
        return _Content(found.ready.frame, found.run.account.get("provenance", {}).get("content_hash"), True)
    with reading(engine) as connection:
        hashes = {row["version"]: row["content_hash"] for row in records.changes_of(connection, found.id)}
        entries = records.entries(connection, found.id, wanted)
    return _Content(entries, hashes[wanted], hashes[wanted] == hashes[1])


def _of_the_plan(
    kept: Mapping[str, Any], as_planned: bool, whole_province: bool
) -> tuple[dict[str, Any], dict[str, Why]]:
    """Return the parts that only the plan knew, None where they can't be told, and why not."""
    not_told: dict[str, Why] = {}
    for name in OF_THE_PLAN:
        if name not in kept:
            not_told[name] = "not_recorded"
        elif not whole_province and name in OF_THE_PROVINCE:
            not_told[name] = "elsewhere_too"
        elif not as_planned:
            not_told[name] = "changed"
    return {name: None if name in not_told else kept[name] for name in OF_THE_PLAN}, not_told


def _groups(home: Path, run: Run) -> pl.DataFrame | None:
    """Return the groups that the audit watches, as the run knew them; None where its snapshot is gone."""
    try:
        return audit_groups(tables_of(home, run, read_asked(run.folder)), run.as_of)
    except NoSnapshot:
        return None


def _rests_on(run: Run, content_hash: str | None) -> dict[str, Any]:
    asked = read_asked(run.folder)
    return rests_on(run.summary, policy_of(asked), asked, content_hash)


def commune_names(run: Run) -> dict[str, str]:
    """Return the names of a run's communes by code, those of one name told apart."""
    return told_apart({code: run.commune_name(code) for code in run.communes})
