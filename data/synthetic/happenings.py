"""What happens to people, in order of the day, and how it becomes a table of records."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from data.contract import TABLES

from .draws import Bools, Floats, Ints, dates, delays, ids, labels


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


@dataclass(frozen=True)
class EventForm:
    """Which event table it is: its name, the column of the subject's id, and how its own ids begin."""

    table: str
    subject: str
    prefix: str


def event_table(
    rng: np.random.Generator,
    events: Happenings,
    form: EventForm,
    subject_ids: pl.Series,
    *,
    told: Bools,
    remote: Floats,
    last: int,
) -> pl.DataFrame:
    """Return an event table with those that were told and written down by the last day, in order of recording.

    ``told`` says per event whether anyone wrote it down at all; ``remote`` (0 to 1) lengthens the delay.
    """
    recorded = events.day + delays(rng, len(events.who), 9 + 14 * remote, 0.9)
    kept = np.flatnonzero(told & (recorded <= last))
    kept = kept[np.argsort(recorded[kept], kind="stable")]
    contract = TABLES[form.table]
    schema = contract.schema()
    return pl.DataFrame(
        {
            "event_id": ids(rng, form.prefix, len(kept)),
            form.subject: subject_ids.gather(pl.Series(events.who[kept].astype(np.uint32))),
            "event": labels(list(contract.columns["event"].choices), events.what[kept], schema["event"]),
            "event_date": dates(events.day[kept]),
            "recorded_on": dates(recorded[kept]),
        },
        schema=schema,
    )
