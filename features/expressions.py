"""The few ways in which a household's rows of a view become one number.

Each takes an expression over the rows and returns one that aggregates to Float64. Nulls are what isn't recorded: a row
without the fact is left out, and where no row has it the household's value is null.
"""

from __future__ import annotations

import polars as pl

from .declaration import DID_NOT_HAPPEN, NOT_APPLICABLE


def any_recorded(condition: pl.Expr) -> pl.Expr:
    """Return 1 where the condition holds in any row, 0 where it holds in no row that has it recorded."""
    return condition.cast(pl.Float64).max()


def any_for_sure(condition: pl.Expr) -> pl.Expr:
    """Return 1 where the condition holds in any row, 0 where it fails in every row, else null."""
    found = condition.cast(pl.Float64)
    return pl.when(found.max() == 1).then(1.0).when(found.null_count() == 0).then(0.0)


def none_for_sure(condition: pl.Expr) -> pl.Expr:
    """Return 1 where the condition fails in every row, 0 where it holds in any, else null."""
    return 1.0 - any_for_sure(condition)


def count(condition: pl.Expr) -> pl.Expr:
    """Return in how many rows the condition holds, of those that have it recorded."""
    found = condition.cast(pl.Float64)
    return pl.when(found.count() > 0).then(found.sum())


def recent(condition: pl.Expr) -> pl.Expr:
    """Return the recency weights of the rows in which the condition holds, added up (1 for a fact of today)."""
    return pl.when(condition).then(pl.col("weight")).otherwise(0.0).sum()


def made(condition: pl.Expr) -> pl.Expr:
    """Return 1 where a record that meets the condition was made, else 0."""
    return pl.when(condition).then(1.0).otherwise(0.0).max()


def days_since_last(condition: pl.Expr) -> pl.Expr:
    """Return the days since the last row in which the condition holds, or DID_NOT_HAPPEN."""
    return pl.when(condition).then(pl.col("days_since")).min().cast(pl.Float64).fill_null(DID_NOT_HAPPEN)


def where_applicable(applies: pl.Expr, value: pl.Expr) -> pl.Expr:
    """Return NOT_APPLICABLE where ``applies`` holds in no row, else the value."""
    return pl.when(applies.cast(pl.Float64).max() == 1).then(value).otherwise(NOT_APPLICABLE)
