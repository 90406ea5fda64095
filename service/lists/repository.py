"""The list of a run as it is kept, with its reasons in the reader's language."""

from __future__ import annotations

import polars as pl

from data.vocabulary.language import Language
from service.households import listed_reasons
from service.outputs import names
from service.scores import Run


def entries(run: Run, language: Language) -> pl.DataFrame:
    """Return the list by position with the columns of priority_list.csv, reasons and actions in the language."""
    kept = run.entries
    plain = [name for name in names.LIST if name not in {*names.REASONS, "actions"}]
    reasons = listed_reasons(run, kept["household_id"].to_list(), language)
    joined = kept.select(plain).join(reasons, on="household_id", how="left", maintain_order="left")
    return joined.select(names.LIST)
