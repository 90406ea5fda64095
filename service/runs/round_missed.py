"""What a round's visits drawn at random say of what its list misses."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from outreach.lists import EXPLORATION
from outreach.missed import what_the_list_misses
from outreach.rounds import by_household

from .keeping import LIST_FACTS


def missed_by(run: Path, entries: pl.DataFrame, visits: pl.DataFrame) -> dict[str, Any] | None:
    """Return the estimate as plain values with its ``text``; None where nobody was drawn or the run is gone.

    ``run`` is the folder of the list's run, ``entries`` the list, ``visits`` those made of it.
    """
    file = run / LIST_FACTS
    told = json.loads(file.read_text(encoding="utf-8")).get("exploration") if file.exists() else None
    drawn = entries.filter((pl.col("chosen_for") == EXPLORATION) & pl.col("propensity").is_not_null())
    if told is None or drawn.is_empty():
        return None
    found = by_household(drawn, visits).select(
        "propensity",
        reached=(pl.col("outcome") == "reached").fill_null(False),
        found=(pl.col("finding") == "circumstance").fill_null(False),
    )
    estimate = what_the_list_misses(found, int(told["frame"]), float(told["expected_rate"]))
    plain = {name: value for name, value in asdict(estimate).items() if name != "found"}
    if not estimate.enough:
        plain |= {"rate": None, "total": None}
    return {**plain, "text": estimate.text}
