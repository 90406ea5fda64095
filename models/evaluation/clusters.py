"""Clusters of communes in which enough is expected that observed over expected says something.

Communes of one region are put in order of their travel time to the provincial centre and taken together until each
cluster expects enough outcomes; what is left joins its neighbour. A region that can't fill one cluster joins the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from models.ranking import risk_of
from models.tables import Floats

from .predictions import TestPredictions

FEWEST_EXPECTED = 40.0
"""Outcomes that a cluster expects over all test days: then the ratio's standard error is about a sixth."""
ROMAN = {"0": "0", "1": "I", "2": "II", "3": "III"}


@dataclass(frozen=True)
class Clusters:
    """``names`` of the clusters, and ``of``: the place of each commune's cluster among them."""

    names: tuple[str, ...]
    of: dict[str, int]

    def places(self, commune_codes: pl.Series) -> NDArray[np.int64]:
        """Return each row's cluster, (n,) int64; communes that are nowhere belong to the first."""
        found = commune_codes.replace_strict(self.of, default=0, return_dtype=pl.Int64)
        return found.to_numpy()


def clusters_of(
    communes: pl.DataFrame, predictions: Sequence[TestPredictions], name: str, fewest: float = FEWEST_EXPECTED
) -> Clusters:
    """Return clusters of the communes (the contract's table) by what a candidate expects in them on all test days."""
    expected = expected_by_commune(predictions, name)
    ordered = (
        communes.select(
            "commune_code",
            region=pl.col("region").cast(pl.String).fill_null("?"),
            minutes=pl.col("travel_min_centre").cast(pl.Float64).fill_null(-1.0),
        )
        .join(expected, on="commune_code", how="right")
        .with_columns(pl.col("region").fill_null("?"), pl.col("minutes").fill_null(-1.0))
        .sort("region", "minutes", "commune_code")
    )
    groups = _merged(ordered["region"].to_list(), ordered["expected"].to_numpy(), fewest)
    numbered: dict[str, int] = {}
    names, of = [], {}
    for rows in groups:
        regions = list(dict.fromkeys(ROMAN.get(ordered["region"][k], "?") for k in rows))
        label = "–".join(regions)
        numbered[label] = numbered.get(label, 0) + 1
        names.append(f"{label}.{numbered[label]}")
        of.update({ordered["commune_code"][k]: len(names) - 1 for k in rows})
    return Clusters(tuple(names), of)


def expected_by_commune(predictions: Sequence[TestPredictions], name: str) -> pl.DataFrame:
    """Return ``commune_code, expected``: the risks that a candidate gives over all test days, added up."""
    rows = [
        pl.DataFrame({"commune_code": p.commune_codes, "expected": risk_of(p.scores[name])})
        for p in predictions
        if name in p.scores
    ]
    return pl.concat(rows).group_by("commune_code").agg(pl.col("expected").sum()).sort("commune_code")


def _merged(regions: list[str], expected: Floats, fewest: float) -> list[list[int]]:
    """Return runs of rows that each expect ``fewest``, within a region where it can fill one."""
    runs: list[list[int]] = []
    for k, region in enumerate(regions):
        if runs and regions[runs[-1][0]] == region and expected[runs[-1]].sum() < fewest:
            runs[-1].append(k)
        else:
            runs.append([k])
    whole: list[list[int]] = []
    for run in runs:
        same = bool(whole) and regions[whole[-1][-1]] == regions[run[0]]
        short = expected[run].sum() < fewest
        before_short = bool(whole) and expected[whole[-1]].sum() < fewest
        if whole and (before_short or (short and same)):
            whole[-1] += run
        else:
            whole.append(run)
    if len(whole) > 1 and expected[whole[-1]].sum() < fewest:
        left = whole.pop()
        whole[-1] += left
    return whole
