"""What is known beside the register: visits recorded here, and corrections, until the register's own export has them.

A snapshot stays what it is; the visits stand beside it, the corrections over it. Which of them a run knew is part of
the run's identity.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from data.contract import TABLES
from data.snapshots import ID_LENGTH, table_sum
from data.vocabulary.frames import Tables
from service.corrections import Correction, overlaid, withdrawn_from
from service.settings import home_folder
from service.store.presence import has_database

VISITS = TABLES["visits"]
NOTHING = 0


@dataclass(frozen=True)
class Recorded:
    """Every revision of the visits recorded here: the contract's columns and ``sequence`` (Int64), in its order.

    ``upto`` is the last record among them. ``corrections`` are those that stand, ``corrections_upto`` the last event
    from which that follows.
    """

    revisions: pl.DataFrame
    upto: int
    corrections: tuple[Correction, ...] = ()
    corrections_upto: int = NOTHING

    @classmethod
    def none(cls) -> Recorded:
        """Return no visits."""
        return cls(VISITS.empty().with_columns(sequence=pl.lit(None, pl.Int64)), NOTHING)


def recorded_visits(home: Path | None, upto: int | None = None, corrections_upto: int | None = None) -> Recorded:
    """Return the visits recorded in a home, up to record ``upto``, and the corrections that stand after event
    ``corrections_upto`` (all where nothing is said).

    A home without a database has none, and gets none by being asked.
    """
    place = home_folder(home)
    if not has_database(place):
        return Recorded.none()
    from service.corrections.repository import last as last_event
    from service.corrections.repository import standing
    from service.store.database import engine_for, reading
    from service.store.preparing import prepared
    from service.visits import revisions

    engine = prepared(engine_for(place))
    try:
        with reading(engine) as connection:
            found = revisions(connection, upto)
            stand = tuple(standing(connection, corrections_upto))
            until = last_event(connection) if corrections_upto is None else corrections_upto
    finally:
        engine.dispose()
    last = found["sequence"].max()
    return Recorded(found, last if isinstance(last, int) else NOTHING, stand, until)


def known_tables(snapshot: Tables, recorded: Recorded, as_of: date) -> Tables:
    """Return the snapshot's tables, corrected, with the visits recorded here by a day beside the register's own.

    A visit counts as it stood on the day. Of one that stands in both (the same ``visit_id``, or the same household on
    the same day by the same team or by one that isn't known) the row recorded later counts, the register's where both
    are as late; what was recorded after the day decides nothing. Visits to households that the snapshot doesn't have
    are left out, and so is one that was withdrawn by its ``visit_id``; an unknown team counts as not recorded.
    """
    snapshot = overlaid(snapshot, recorded.corrections)
    withdrawn = [visit_id for (visit_id,) in withdrawn_from("visits", recorded.corrections)]
    revisions = recorded.revisions.filter(~pl.col("visit_id").is_in(withdrawn))
    beside = _that_belong(snapshot, _as_they_stood(revisions, as_of))
    if beside.is_empty():
        return snapshot
    register = snapshot["visits"]
    pairs = _pairs(register.filter(pl.col("recorded_on") <= as_of), beside)
    ours_later = pl.col("recorded_on_beside") > pl.col("recorded_on")
    superseded = pairs.filter(ours_later)["visit_id"]
    brought = pairs.filter(~ours_later)["visit_id_beside"]
    added = beside.filter(~pl.col("visit_id").is_in(brought.implode()))
    replaced = pl.concat([superseded, added["visit_id"]])
    kept = register.filter(~pl.col("visit_id").is_in(replaced.implode()))
    return {**snapshot, "visits": pl.concat([kept, added]).sort("visit_id")}


def beside_id(snapshot: Tables, known: Tables) -> str:
    """Return what identifies visits beside a snapshot's and corrections over it; empty where there are none."""
    sums = [table_sum(known[name]) for name in sorted(known) if known[name] is not snapshot[name]]
    return "-".join(each[:ID_LENGTH] for each in sums)


def _as_they_stood(revisions: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Return the last revision of each visit that was recorded by the day."""
    known = revisions.filter(pl.col("recorded_on") <= as_of).sort("sequence")
    return known.unique("visit_id", keep="last", maintain_order=True).drop("sequence")


def _that_belong(snapshot: Tables, visits: pl.DataFrame) -> pl.DataFrame:
    """Return the visits to households of the snapshot, in the contract's types; unknown teams are null."""
    homes, teams = snapshot["households"]["household_id"], snapshot["teams"]["team_id"]
    known_team = pl.when(pl.col("team_id").is_in(teams.implode())).then(pl.col("team_id"))
    belong = visits.filter(pl.col("household_id").is_in(homes.implode())).with_columns(team_id=known_team)
    return belong.select(list(VISITS.columns)).cast(VISITS.schema())


def _pairs(register: pl.DataFrame, beside: pl.DataFrame) -> pl.DataFrame:
    """Return the register's rows and ours that tell of the same visit."""
    by_id = register.join(beside, on="visit_id", suffix="_beside").with_columns(visit_id_beside="visit_id")
    by_day = register.join(beside, on=["household_id", "visited_on"], suffix="_beside")
    same_team = pl.col("team_id").eq(pl.col("team_id_beside")).fill_null(True)
    columns = ("visit_id", "visit_id_beside", "recorded_on", "recorded_on_beside")
    return pl.concat([by_id.select(columns), by_day.filter(same_team).select(columns)]).unique()
