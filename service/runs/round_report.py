"""A round's report: the list, its visits, the groups and the ledger, wired together."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import nullcontext
from pathlib import Path

import polars as pl
from sqlalchemy import Engine

from data.snapshots import NoSnapshot, Snapshot, Snapshots
from data.vocabulary.errors import WrongUse
from data.vocabulary.language import Language
from data.whole_file import write_whole
from outreach.rounds import RoundFound, learn_from
from service import disputes, visits
from service.lists import records
from service.outputs import names
from service.outputs.naming import told_apart
from service.report.round_page import RoundFacts, record, render
from service.store.database import reading

from .listing import found, opened
from .round_order import order_of
from .round_parts import RoundParts, recorded_upto

VISIT_COLUMNS = ("household_id", "attempt", "visited_on", "outcome", "finding", "minutes", "help_accepted")
VISIT_SCHEMA = pl.Schema(
    {"household_id": pl.String(), "attempt": pl.Int64(), "visited_on": pl.Date(), "outcome": pl.String(),
     "finding": pl.String(), "minutes": pl.Int64(), "help_accepted": pl.Boolean()}
)  # fmt: skip


def round_facts(
    home: Path,
    wanted: str,
    known: Engine | None = None,
    communes: Collection[str] | None = None,
    parts: RoundParts | None = None,
) -> RoundFacts:
    """Return what a round found, of the home's database or of one that is open; raises ``NoList``.

    With ``communes``, of the list's households there alone, and of the teams that go to them. ``parts`` are those that
    were kept from earlier readings.
    """
    parts = parts or RoundParts(home)
    with nullcontext(known) if known is not None else opened(home) as engine:
        list_id = found(engine, wanted)
        with reading(engine) as connection:
            facts, standing = records.facts_of(connection, list_id), records.standing(connection, list_id)
            entries, ever = records.entries(connection, list_id), records.added(connection, list_id)
            budgets, teams = records.budgets_of(connection, list_id), records.teams_of(connection, list_id)
            told = visits.visits_of(connection, list_id)
            order, upto = order_of(connection, list_id), recorded_upto(connection)
        ledger = disputes.ledger(engine, list_id=list_id)
        conflicts = visits.open_conflicts(engine, list_id)
    if communes is not None:
        there = set(ever.filter(pl.col("commune_code").is_in(list(communes)))["household_id"])
        entries = entries.filter(pl.col("household_id").is_in(list(there)))
        told, conflicts = ([row for row in rows if row["household_id"] in there] for rows in (told, conflicts))
        ledger = [entry for entry in ledger if entry.household_id in there]
        budgets = {team: minutes for team, minutes in budgets.items() if team in set(entries["team_id"])}
    rows = [tuple(visit[name] for name in VISIT_COLUMNS) for visit in told]
    frame = pl.DataFrame(rows, schema=VISIT_SCHEMA, orient="row")
    snapshot = _snapshot(home, facts["snapshot_id"])
    groups = None if snapshot is None else parts.groups(snapshot, facts["as_of"], ever["household_id"])
    known_on = max((visit["recorded_on"] for visit in told), default=facts["as_of"])
    counted = {kind: sum(entry.kind == kind for entry in ledger) for kind in disputes.KINDS}
    return RoundFacts(
        list_id=list_id,
        version=standing.version,
        as_of=facts["as_of"],
        found=what_was_found(groups, entries, frame, budgets),
        recording=None if snapshot is None else parts.classes(snapshot, upto, known_on, facts["seed"], communes),
        teams=told_apart(teams),
        overrides=counted | {"open": sum(not entry.answered for entry in ledger)},
        conflicts=len(conflicts),
        order={name: order[0][name] for name in ("steps", "days_each", "starts_on", "seed")} if order else None,
    )


def what_was_found(
    groups: pl.DataFrame | None, entries: pl.DataFrame, frame: pl.DataFrame, budgets: dict[str, float]
) -> RoundFound:
    """Return what the visits of a list found; groups are left out where the snapshot is gone."""
    plain = entries.select(name for name in names.LIST if name not in names.REASONS)
    return learn_from(plain, frame, entries.select("household_id") if groups is None else groups, budgets)


def _snapshot(home: Path, snapshot_id: str) -> Snapshot | None:
    """Return a snapshot; None where it is gone."""
    try:
        return Snapshots(home).get(snapshot_id)
    except NoSnapshot:
        return None


def write_round_report(home: Path, wanted: str, out: Path | None, language: Language) -> tuple[RoundFacts, Path]:
    """Write a round's report as HTML or, by the file's ending, JSON; return its facts and where it is."""
    import json

    facts = round_facts(home, wanted)
    target = out or Path(f"round-{facts.list_id}.html")
    if target.suffix.lower() == ".json":
        write_whole(json.dumps(record(facts), ensure_ascii=False, indent=1, default=str) + "\n", target)
    elif target.suffix.lower() in (".html", ".htm"):
        write_whole(render(facts, language), target)
    else:
        raise WrongUse(
            what_vi=f"Không ghi được báo cáo dạng {target.suffix}: hãy dùng .html hoặc .json.",
            what_en=f"A report can't be written as {target.suffix}: use .html or .json.",
        )
    return facts, target
