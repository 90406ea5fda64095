"""From log-odds to risks, ranks and bands."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import polars as pl

from .tables import Floats, Scored


@dataclass(frozen=True)
class Bands:
    """From how many times the province's mean risk a band begins; below ``moderate`` is low."""

    high: float = 4.0
    raised: float = 2.0
    moderate: float = 0.5


def risk_of(log_odds: Floats) -> Floats:
    """Return 1 / (1 + e^-x) without overflow, strictly between 0 and 1."""
    small = np.exp(-np.abs(log_odds))
    risk = np.where(log_odds >= 0, 1 / (1 + small), small / (1 + small))
    return np.clip(risk, np.nextafter(0, 1), np.nextafter(1, 0))


def ranked(
    household_ids: pl.Series,
    commune_codes: pl.Series,
    scored: Scored,
    all_in_care: pl.Series,
    seed: int,
    bands: Bands | None = None,
) -> pl.DataFrame:
    """Return the columns of ``scores.csv`` in the order given.

    ``rank`` runs from 1 (Int64); equal risks are ordered by a keyed hash of id and seed, so that no one is always
    last among equals. ``band`` holds the risk against the province's mean.
    """
    bands = bands or Bands()
    risk = risk_of(scored.log_odds)
    order = _order(household_ids, risk, seed)
    rank = np.empty(len(risk), np.int64)
    rank[order] = np.arange(1, len(risk) + 1)
    mean = float(risk.mean()) if len(risk) else 0.0
    band = np.select(
        [risk >= bands.high * mean, risk >= bands.raised * mean, risk >= bands.moderate * mean],
        ["high", "raised", "moderate"],
        "low",
    )
    return pl.DataFrame(
        {
            "household_id": household_ids,
            "commune_code": commune_codes,
            "risk": risk,
            "risk_low": risk_of(scored.log_odds_low),
            "risk_high": risk_of(scored.log_odds_high),
            "rank": rank,
            "band": pl.Series(band, dtype=pl.String),
            "log_odds": scored.log_odds,
            "all_in_care": all_in_care,
        }
    )


def _order(household_ids: pl.Series, risk: Floats, seed: int) -> np.ndarray:
    """Return positions by falling risk; a keyed hash is taken only where risks are equal."""
    order = np.argsort(-risk, kind="stable")
    falling = risk[order]
    tied = np.zeros(len(risk), bool)
    if len(risk) > 1:
        same = falling[1:] == falling[:-1]
        tied[order[1:][same]] = tied[order[:-1][same]] = True
    places = np.flatnonzero(tied[order])  # equals adjoin there, so that ordering them moves nobody else
    equals = order[places]
    salt = seed.to_bytes(8, "big", signed=True)
    keys = np.array(
        [
            hashlib.blake2b(household_id.encode(), digest_size=8, key=salt).hexdigest()[:8]
            for household_id in household_ids.gather(equals).to_list()
        ],
        dtype="S8",
    )
    order[places] = equals[np.lexsort((keys, -risk[equals]))]
    return order
