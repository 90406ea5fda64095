"""What happens to people, in order of the day, and how it becomes a table of records."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from data.contract import TABLES

from .draws import Bools, Floats, Ints, dates, delays, ids, labels
from .people import Span


@dataclass(frozen=True)
class Happenings:
    """Events as arrays in order of the day: whose (index), what (index into the contract's choices), when."""

    who: Ints
    what: Ints
    day: Ints


def ordered(who: Ints, what: Ints, day: Ints) -> Happenings:
    """Return the events in order of the day; equal days keep the order in which they were drawn."""
    order = np.argsort(day, kind="stable")
    return Happenings(who[order], what[order], day[order])


def event_table(
    table: str,
    subject: str,
    prefix: str,
    subject_ids: pl.Series,
    events: Happenings,
    told: Bools,
    remote: Floats,
    rng: np.random.Generator,
    span: Span,
) -> pl.DataFrame:
    """Return an event table with those that were told and written down by the last day, in order of recording.

    Raises nothing; ``subject`` is the column of the id, ``remote`` (0 to 1) lengthens the delay.
    """
    recorded = events.day + delays(rng, len(events.who), 9 + 14 * remote, 0.9)
    kept = np.flatnonzero(told & (recorded <= span.last))
    kept = kept[np.argsort(recorded[kept], kind="stable")]
    schema = TABLES[table].schema()
    return pl.DataFrame(
        {
            "event_id": ids(rng, prefix, len(kept)),
            subject: subject_ids.gather(pl.Series(events.who[kept].astype(np.uint32))),
            "event": labels(list(TABLES[table].columns["event"].choices), events.what[kept], schema["event"]),
            "event_date": dates(events.day[kept]),
            "recorded_on": dates(recorded[kept]),
        },
        schema=schema,
    )
