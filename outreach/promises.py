"""From a policy's rules and a province's households to the problem that is solved."""

from __future__ import annotations

import numpy as np
import polars as pl

from data.vocabulary.language import Text

from .policy import Policy
from .policy_rules import FloorRule, met
from .problem import Floats, Floor, Problem


def problem_of(
    homes: pl.DataFrame,
    pairs: pl.DataFrame,
    budget: Floats,
    policy: Policy,
    matrix: pl.DataFrame | None = None,
    urgent: pl.DataFrame | None = None,
) -> Problem:
    """Return the problem over ``homes``, numbered as they stand (by rank).

    ``homes`` has ``household_id, commune_code, hamlet, value``; ``pairs`` has ``household, team`` (numbers) and
    ``cost_min``, sorted by both. Raises ``KeyError`` for a feature that the matrix doesn't have.
    """
    rules = [met(rule.when, homes, matrix, urgent).to_numpy() for rule in policy.mandatory]
    mandatory = np.logical_or.reduce(rules) if rules else np.zeros(homes.height, bool)
    floors = tuple(floor for rule in policy.floors for floor in _floors(rule, homes, matrix, urgent))
    hamlet = None
    if policy.most_per_hamlet:
        place = pl.when(pl.col("hamlet").is_not_null()).then(pl.struct("commune_code", "hamlet").rank("dense"))
        hamlet = homes.select(place.cast(pl.Int64).fill_null(0) - 1).to_series().to_numpy()
    return Problem(
        pairs["household"].cast(pl.Int64).to_numpy(),
        pairs["team"].cast(pl.Int64).to_numpy(),
        pairs["cost_min"].cast(pl.Float64).to_numpy(),
        homes["value"].to_numpy(),
        budget,
        np.arange(homes.height),
        mandatory,
        floors,
        hamlet,
        policy.most_per_hamlet or None,
    )


def _floors(
    rule: FloorRule, homes: pl.DataFrame, matrix: pl.DataFrame | None, urgent: pl.DataFrame | None
) -> list[Floor]:
    """Return the floors of a rule: one, or one for each commune that has households."""
    inside = met(rule.when, homes, matrix, urgent).to_numpy()
    if rule.per is None:
        return [Floor(rule.text, np.flatnonzero(inside), rule.number, rule.share)]
    codes = homes["commune_code"].to_numpy()
    return [
        Floor(
            Text(f"{rule.text.vi} ({code})", f"{rule.text.en} ({code})"),
            np.flatnonzero(inside & (codes == code)), rule.number, rule.share,
        )
        for code in np.unique(codes[inside])
    ]  # fmt: skip
