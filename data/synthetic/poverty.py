"""Living standards over the years, and the yearly reviews that measure them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from data.contract import TABLES

from .draws import Floats, Ints, calendar_day, dates, delays, labels, stream, without
from .people import Homes, Span
from .world import World

RURAL_LINE, URBAN_LINE = 140.0, 175.0
INDICATORS = tuple(name for name in TABLES["poverty_assessments"].columns if name.startswith("dep_"))
# Share deprived at a middling living standard, in the order of the contract.
_USUAL = (0.07, 0.09, 0.06, 0.10, 0.10, 0.04, 0.10, 0.10, 0.08, 0.12, 0.03, 0.05)
POOR, NEAR_POOR, NOT_POOR = range(3)


@dataclass(frozen=True)
class Reviews:
    """Reviews as arrays, in order of household and day, with the true living standard of each year.

    ``standing`` is a (households, years + 1) array: what the year's review would find, in standard deviations.
    """

    standing: Floats
    home: Ints
    year: Ints
    day: Ints
    status: Ints
    b1: Floats
    lacking: np.ndarray


def make_reviews(homes: Homes, seed: int, span: Span) -> Reviews:
    """Draw how each household fares from year to year, and who is reviewed each autumn.

    Poor and near-poor households are reviewed again, those that look poor mostly, and some of the others.
    """
    rng = stream(seed, "reviews")
    n = len(homes.commune)
    first = int(np.datetime64(span.start, "D").astype("datetime64[Y]").astype(int)) + 1970
    standing = np.empty((n, span.years + 1), dtype=np.float32)
    moving = 0.55 * rng.standard_normal(n)
    line = np.where(homes.ward, URBAN_LINE, RURAL_LINE)
    # Wards have a higher line, and incomes to match; without the shift they would look poorest.
    lift = np.where(homes.ward, 30.0, 0.0)
    listed = np.zeros(n, dtype=bool)
    parts: list[tuple[np.ndarray, ...]] = []
    for k in range(span.years + 1):
        moving = 0.75 * moving + 0.36 * rng.standard_normal(n)
        standing[:, k] = homes.wealth + moving + 0.045 * (k - span.years)
        day = calendar_day(first + k, 9, 15) + rng.integers(0, 76, n)
        b1 = np.clip(np.round(217 + 46 * standing[:, k] + lift + 12 * rng.standard_normal(n)), 5, 400)
        lacking = _lacking(rng, standing[:, k])
        under = b1 <= line
        status = np.where(under & (lacking.sum(axis=1) >= 3), POOR, np.where(under, NEAR_POOR, NOT_POOR))
        likely = np.where(listed, 0.98, np.where(b1 <= line + 15, 0.85, 0.07))
        there = (homes.registered <= day) & (homes.closed > day) & (day > span.start) & (day <= span.last)
        who = np.flatnonzero(there & (rng.random(n) < likely))
        listed[who] = status[who] != NOT_POOR
        parts.append((who, np.full(len(who), k), day[who], status[who], b1[who], lacking[who]))
    who, year, days, status, b1, lacking = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((days, who))
    return Reviews(standing, who[order], year[order], days[order], status[order], b1[order], lacking[order])


def _lacking(rng: np.random.Generator, standing: Floats) -> np.ndarray:
    usual = np.log(np.array(_USUAL) / (1 - np.array(_USUAL)))
    poorer = np.clip(-standing, -3, 4).astype(np.float32)
    chance = 1 / (1 + np.exp(-(usual[None, :].astype(np.float32) + 0.66 * poorer[:, None])))
    return rng.random(chance.shape, dtype=np.float32) < chance


def reviews_table(reviews: Reviews, homes: Homes, *, seed: int, span: Span, world: World) -> pl.DataFrame:
    """Return the table ``poverty_assessments``: reviews entered by the last day.

    B2 is 10 points for each deprivation found; where form B2 was not entered its twelve answers are empty.
    """
    rng = stream(seed, "reviews table")
    recorded = reviews.day + 6 + delays(rng, len(reviews.day), 14, 0.5)
    kept = np.flatnonzero(recorded <= span.last)
    m = len(kept)
    no_form = rng.random(m) < world.missing / 2
    b2 = 10.0 * reviews.lacking[kept].sum(axis=1)
    columns = {
        "household_id": homes.ids.gather(pl.Series(reviews.home[kept].astype(np.uint32))),
        "assessed_on": dates(reviews.day[kept]),
        "recorded_on": dates(recorded[kept]),
        "status": labels(
            ["poor", "near_poor", "not_poor"], reviews.status[kept], TABLES["poverty_assessments"].schema()["status"]
        ),
        "standard": labels(
            ["ND07/2021", "ND351/2025"],
            np.where(rng.random(m) < world.missing, -1, reviews.day[kept] >= calendar_day(2027, 1, 1)),
            TABLES["poverty_assessments"].schema()["standard"],
        ),
        "b1_score": without(pl.Series(reviews.b1[kept].astype(float)), rng.random(m) < world.missing),
        "b2_score": without(pl.Series(b2), rng.random(m) < world.missing),
    }
    for k, name in enumerate(INDICATORS):
        columns[name] = without(pl.Series(reviews.lacking[kept, k]), no_form)
    return pl.DataFrame(columns, schema=TABLES["poverty_assessments"].schema())
