"""Households that can't be scored because of quarantine, commune by commune: the first thing to repair."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from .ledger import Ledger


def not_scored_by_commune(ledgers: Mapping[str, Ledger], tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return ``commune_code`` (as the row has it; empty where it can't be read) and ``households``, most first.

    Counted are households in quarantine, and accepted ones whose children are all in quarantine.
    """
    homes, children = ledgers["households"], ledgers["children"]
    aside = pl.DataFrame([homes.values["commune_code"], homes.values["household_id"]]).filter(homes.aside())
    aside = aside.join(tables["households"], on="household_id", how="anti")
    had = pl.DataFrame([children.values["household_id"]]).filter(children.aside()).unique()
    without = (
        tables["households"]
        .join(had, on="household_id", how="semi")
        .join(tables["children"], on="household_id", how="anti")
        .select("commune_code", "household_id")
    )
    both = pl.concat([aside, without]).with_columns(pl.col("commune_code").fill_null(""))
    counted = both.group_by("commune_code").agg(pl.len().cast(pl.Int64).alias("households"))
    return counted.sort(["households", "commune_code"], descending=[True, False])
