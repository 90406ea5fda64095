"""The tables for machines: scores, contributions, the list, urgent signs, quarantine."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from models.tables import Scored

from . import names
from .safe_text import harmless_frame

ROWS_PER_GROUP = 131_072
"""Fixed, so that the bytes don't depend on how a frame came about."""


def write_parquet(frame: pl.DataFrame, file: Path) -> None:
    """Write a frame as Parquet: zstd, fixed row groups, the same bytes for the same frame."""
    frame.rechunk().write_parquet(file, compression="zstd", compression_level=1, row_group_size=ROWS_PER_GROUP)


def write_csv(frame: pl.DataFrame, columns: tuple[str, ...], file: Path) -> None:
    """Write the named columns as UTF-8 CSV with text made harmless; numbers are written so that they read back."""
    harmless_frame(frame.select(columns)).write_csv(file, line_terminator="\n")


def write_scores(scores: pl.DataFrame, folder: Path) -> None:
    """Write scores.csv and scores.parquet."""
    ordered = scores.select(names.SCORES)
    write_csv(ordered, names.SCORES, folder / "scores.csv")
    write_parquet(ordered, folder / "scores.parquet")


def contributions(household_ids: pl.Series, scored: Scored) -> pl.DataFrame:
    """Return household_id, base and one Float64 column per feature, a row per household in the order given."""
    columns = {"base": scored.base} | {name: scored.contributions[:, j] for j, name in enumerate(scored.features)}
    return pl.DataFrame({"household_id": household_ids, **columns})


def write_urgent(urgent: pl.DataFrame, file: Path) -> None:
    """Write urgent.csv, in the order given: newest first."""
    write_csv(urgent, names.URGENT, file)


def write_quarantine(faults: pl.DataFrame, file: Path) -> None:
    """Write quarantine.csv: a line per faulty cell, or per row where ``column`` is empty."""
    write_csv(faults, names.QUARANTINE, file)


def list_rows(entries: pl.DataFrame, reasons: pl.DataFrame) -> pl.DataFrame:
    """Return the priority list with its reasons and actions, by position; missing parts are empty.

    ``reasons`` has household_id, reason_1 … reason_5 and actions, in the language of the files.
    """
    joined = entries.join(reasons, on="household_id", how="left", maintain_order="left").sort("position")
    absent = [pl.lit(None, dtype=pl.String).alias(name) for name in names.LIST if name not in joined.columns]
    return joined.with_columns(absent).select(names.LIST)


def write_list(rows: pl.DataFrame, file: Path) -> None:
    """Write priority_list.csv."""
    write_csv(rows, names.LIST, file)
