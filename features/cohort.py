"""Which households are scored on a day, and which of their children a visit could still reach in time.

Scored: registered, not closed, and with at least one child present. Present: registered and born, not left, under 16;
who was born on 29 February turns 16 on 1 March. An eligible child is present and has no open case.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from data.vocabulary.frames import Tables

from .as_of import AsOf

ADULT_AT = 16


def open_homes(as_of: AsOf) -> pl.LazyFrame:
    """Return the known rows of households that are in the register on the day."""
    return as_of.known("households").filter(pl.col("closed_on").is_null())


def is_present(as_of: AsOf) -> pl.Expr:
    """Return whether a known row of ``children`` is a child present on the day, Boolean."""
    born = pl.col("birth_date") <= pl.lit(as_of.day)
    return pl.col("left_on").is_null() & born & (as_of.age() < ADULT_AT)


def _present(as_of: AsOf) -> pl.LazyFrame:
    return (
        as_of.known("children")
        .filter(is_present(as_of))
        .select("household_id", "child_id", "birth_date")
        .join(open_homes(as_of).select("household_id"), on="household_id", how="semi")
    )


def _eligible(as_of: AsOf) -> pl.LazyFrame:
    open_cases = as_of.known("circumstances").filter(pl.col("closed_on").is_null())
    return _present(as_of).join(open_cases.select("child_id"), on="child_id", how="anti")


def eligible_children(tables: Tables, as_of: date) -> pl.DataFrame:
    """Return ``household_id, child_id, birth_date`` of the children without an open case, sorted by both ids."""
    return _eligible(AsOf(tables, as_of)).sort("household_id", "child_id").collect()


def cohort(tables: Tables, as_of: date) -> pl.DataFrame:
    """Return a row per scored household, sorted by ``household_id``.

    Columns: ``household_id, commune_code, hamlet`` (String), ``children`` and ``eligible_children`` (Int64, children
    present and those without an open case), ``all_in_care`` (Boolean: every present child has an open case)."""
    known = AsOf(tables, as_of)
    present = _present(known).group_by("household_id").agg(children=pl.len().cast(pl.Int64))
    eligible = _eligible(known).group_by("household_id").agg(eligible_children=pl.len().cast(pl.Int64))
    return (
        open_homes(known)
        .select("household_id", "commune_code", "hamlet")
        .join(present, on="household_id")
        .join(eligible, on="household_id", how="left")
        .with_columns(pl.col("eligible_children").fill_null(0))
        .with_columns(all_in_care=pl.col("eligible_children") == 0)
        .sort("household_id")
        .collect()
    )
