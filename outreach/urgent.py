"""Signs that ask for a person today. The risk plays no part, and they take no hours from the list."""

from __future__ import annotations

from datetime import date

import polars as pl

from data.reference.urgent_signs import Sign, UrgentSigns, read_urgent_signs
from data.vocabulary.frames import Tables
from features.as_of import AsOf
from features.cohort import is_present

COLUMNS = ("household_id", "commune_code", "sign", "recorded_on")


def urgent_signs(tables: Tables, as_of: date, scored: pl.DataFrame, wanted: UrgentSigns | None = None) -> pl.DataFrame:
    """Return ``household_id, commune_code, sign`` (String), ``recorded_on`` (Date), newest first.

    One row per household and sign, the newest record, of the days up to ``as_of``; none that a later reached visit or
    a case recorded since has answered.
    """
    wanted = wanted or read_urgent_signs()
    known = AsOf(tables, as_of)
    found = pl.concat([_of_kind(known, sign) for sign in wanted.signs])
    recent = found.filter((pl.lit(as_of) - pl.col("recorded_on")).dt.total_days() < wanted.days)
    placed = recent.collect().join(scored.select("household_id", "commune_code"), on="household_id")
    return (
        _unanswered(known, placed)
        .group_by("household_id", "commune_code", "sign")
        .agg(pl.col("recorded_on").max())
        .sort(["recorded_on", "household_id", "sign"], descending=[True, False, False])
        .select(COLUMNS)
    )


def _of_kind(known: AsOf, sign: Sign) -> pl.LazyFrame:
    columns = ("household_id", pl.lit(sign.name).alias("sign"), "recorded_on")
    if sign.kind == "findings":
        found = known.known("visits").filter(pl.col("finding").cast(pl.String) == sign.name)
        return found.select(*columns)
    if sign.kind == "guardian_events":
        people = known.known("guardians").filter(pl.col("left_on").is_null())
        person = "guardian_id"
    else:
        people = known.known("children").filter(is_present(known))
        person = "child_id"
    events = known.known(sign.kind)
    named = events.filter(pl.col("event").cast(pl.String) == sign.name)
    if sign.ended_by:
        ends = events.filter(pl.col("event").cast(pl.String) == sign.ended_by)
        last = ends.group_by(person).agg(pl.col("event_date").max().alias("ended_on"))
        named = named.join(last, on=person, how="left")
        named = named.filter(pl.col("ended_on").is_null() | (pl.col("ended_on") < pl.col("event_date")))
    return named.join(people.select(person, "household_id"), on=person).select(*columns)


def _unanswered(known: AsOf, signs: pl.DataFrame) -> pl.DataFrame:
    """Leave out what was answered after it was recorded: by a reached visit, or by any case of the household."""
    reached = known.known("visits").filter(pl.col("outcome") == "reached")
    cases = known.known("circumstances").join(known.known("children").select("child_id", "household_id"), on="child_id")
    answers = pl.concat(
        [
            reached.select("household_id", answered_on="visited_on"),
            cases.select("household_id", answered_on="recorded_on"),
        ]
    )
    last = answers.group_by("household_id").agg(pl.col("answered_on").max()).collect()
    joined = signs.join(last, on="household_id", how="left")
    return joined.filter(pl.col("answered_on").is_null() | (pl.col("answered_on") <= pl.col("recorded_on")))
