"""What is on a list in one of its versions, as a frame."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import polars as pl

from service.outputs import names

NOMINATED = "referral"
"""``chosen_for`` of a household that an officer nominated, as the visits' contract names it."""
KEPT = tuple(name for name in names.LIST if name != "position")
SCHEMA = pl.Schema(
    {
        "household_id": pl.String(), "added_in": pl.Int64(), "rank": pl.Int64(), "commune_code": pl.String(),
        "hamlet": pl.String(), "team_id": pl.String(), "risk": pl.Float64(), "band": pl.String(),
        "children": pl.Int64(), "chosen_for": pl.String(), "propensity": pl.Float64(), "cost_min": pl.Int64(),
        **dict.fromkeys(names.REASONS, pl.String()), "actions": pl.String(),
    }
)  # fmt: skip
"""Rows of ``list_entries``."""


def entries_at(added: pl.DataFrame, put_offs: Iterable[tuple[str, int]], version: int) -> pl.DataFrame:
    """Return the list in a version: the columns of priority_list.csv, and ``rank``.

    ``added`` has the columns of ``SCHEMA``, ``put_offs`` household and version. A household is on it whose last
    addition up to the version came after its last put-off.
    """
    offs = pl.DataFrame(
        [(home, at) for home, at in put_offs if at <= version],
        schema={"household_id": pl.String, "off": pl.Int64}, orient="row",
    ).group_by("household_id").agg(pl.col("off").max())  # fmt: skip
    last = (
        added.filter(pl.col("added_in") <= version)
        .sort("added_in")
        .unique("household_id", keep="last", maintain_order=True)
    )
    on = last.join(offs, on="household_id", how="left").filter(
        pl.col("off").is_null() | (pl.col("off") < pl.col("added_in"))
    )
    return renumbered(on)


def renumbered(entries: pl.DataFrame) -> pl.DataFrame:
    """Return households in the order of their ranks, with positions from 1."""
    ordered = entries.sort("rank", "household_id")
    return ordered.with_columns(position=pl.int_range(1, pl.len() + 1, dtype=pl.Int64)).select(*names.LIST, "rank")


def minutes_by_team(entries: pl.DataFrame) -> tuple[dict[str, float], int]:
    """Return the minutes that each team needs, and how many households have no team."""
    with_team = entries.filter(pl.col("team_id").is_not_null())
    sums = with_team.group_by("team_id").agg(pl.col("cost_min").cast(pl.Float64).sum())
    return dict(sums.iter_rows()), entries.height - with_team.height


def reaches_beyond(entries: pl.DataFrame, communes: Collection[str] | None) -> bool:
    """Say whether a list holds households outside some communes; None is the whole province."""
    return communes is not None and not entries["commune_code"].is_in(list(communes)).all()


def crowded_hamlets(entries: pl.DataFrame, most: int) -> pl.DataFrame:
    """Return ``commune_code, hamlet, households, nominated`` of hamlets where nominations come on top of ``most``.

    The policy's limit holds for what a plan chooses; whom an officer knows to need a visit is never kept off by it.
    Nothing where ``most`` is 0, which is no limit.
    """
    by_hamlet = entries.drop_nulls("hamlet").group_by("commune_code", "hamlet")
    counted = by_hamlet.agg(households=pl.len(), nominated=(pl.col("chosen_for") == NOMINATED).sum())
    over = (pl.col("households") > most) & (pl.col("nominated") > 0) & (most > 0)
    return counted.filter(over).sort("commune_code", "hamlet")
