"""Households and children of the synthetic province, and what nobody writes down about them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl

from data.contract import TABLES

from .draws import (
    NEVER,
    YEAR,
    Bools,
    Floats,
    Ints,
    between,
    birthday,
    dates,
    day,
    delays,
    ids,
    labels,
    pick,
    pick_rows,
    stream,
    without,
)
from .places import REGION_II, REGION_III, Places
from .world import World

ETHNICITIES = ("Kinh", "Thái", "Thổ", "Khơ Mú", "Mông", "Ơ Đu")
_BY_UPLAND = {
    "low": [0.995, 0.003, 0.002, 0, 0, 0],
    "hills": [0.86, 0.08, 0.06, 0, 0, 0],
    "mountain": [0.14, 0.60, 0.03, 0.11, 0.11, 0.01],
}
FAMILIES = ("both", "mother", "father", "grandparents", "relatives", "alone")
_FAMILY_SHARES = (0.71, 0.185, 0.05, 0.032, 0.010, 0.003)


@dataclass(frozen=True)
class Span:
    """The days of a register: the first day after which facts are recorded, and the last one."""

    start: int
    last: int
    years: int

    @classmethod
    def of(cls, last_day: date, years: int) -> Span:
        """Return the span of so many years that ends on a day."""
        last = day(last_day)
        return cls(round(last - years * YEAR), last, years)


@dataclass(frozen=True)
class Homes:
    """Households as arrays: where, since when, and the hidden state that drives what happens.

    ``hardship`` is a latent adversity (mean 0, one unit a standard deviation); ``wealth`` the same for living
    standard (higher is better off); ``remote`` runs from 0 (ward) to 1 (region III).
    """

    ids: pl.Series
    commune: Ints
    hamlet: Ints
    region: Ints
    ward: Bools
    remote: Floats
    ethnicity: Ints
    family: Ints
    hardship: Floats
    wealth: Floats
    registered: Ints
    closed: Ints
    first_birth: Ints


@dataclass(frozen=True)
class Kids:
    """Children as arrays; ``home`` is the index of the household, and children of one household stand together."""

    ids: pl.Series
    home: Ints
    birth: Ints
    sixteen: Ints
    female: Bools
    registered: Ints
    left: Ints
    gone: Ints


def make_homes(n: int, seed: int, span: Span, places: Places) -> Homes:
    """Draw the households and their hidden state; those that leave the register are closed by ``close_homes``."""
    rng = stream(seed, "households")
    hamlets = np.bincount(places.hamlet_commune)
    hamlet_weight = (places.weight / hamlets)[places.hamlet_commune] * np.exp(
        0.3 * rng.standard_normal(len(places.hamlet_commune))
    )
    hamlet = pick(rng, hamlet_weight, n)
    commune = places.hamlet_commune[hamlet]
    region, ward = places.region[commune], places.is_ward[commune]
    remote = np.array([0.15, 0.35, 0.6, 1.0])[region] * np.where(ward, 0.0, 1.0)
    kind = np.where(region == REGION_III, 2, np.where(region >= 1, 1, 0))
    shares = np.array([_BY_UPLAND["low"], _BY_UPLAND["hills"], _BY_UPLAND["mountain"]])
    ethnicity = pick_rows(rng, shares[kind])
    hardship = rng.standard_normal(n)
    wealth = (
        0.8 * rng.standard_normal(n)
        - 0.35 * hardship
        + np.array([0.3, -0.05, -0.5, -1.05])[region]
        - 0.2 * (ethnicity > 0)
    )
    strain = np.exp(np.outer(hardship, [0, 0.3, 0.25, 0.3, 0.35, 0.5]))
    family = pick_rows(rng, np.array(_FAMILY_SHARES) * strain)
    first_birth = between(rng, np.full(n, round(span.start - 15.2 * YEAR)), np.full(n, span.last - 150))
    before = between(rng, np.full(n, round(span.start - 4 * YEAR)), np.full(n, span.start - 30))
    since_birth = first_birth + 15 + delays(rng, n, 30, 0.5).clip(0, 120)
    moved_in = between(rng, np.full(n, span.start), np.full(n, span.last - 10))
    registered = np.maximum(before, since_birth)
    moved = (rng.random(n) < 0.05) & (moved_in > since_birth) & (moved_in < first_birth + 12 * YEAR)
    return Homes(
        ids=ids(rng, "H", n),
        commune=commune,
        hamlet=hamlet,
        region=region,
        ward=ward,
        remote=remote,
        ethnicity=ethnicity,
        family=family,
        hardship=hardship,
        wealth=wealth,
        registered=np.where(moved, moved_in, registered),
        closed=np.full(n, NEVER),
        first_birth=first_birth,
    )


def make_kids(homes: Homes, seed: int, span: Span) -> Kids:
    """Draw each household's children; those not yet registered on the last day are not there."""
    rng = stream(seed, "children")
    n = len(homes.commune)
    more = np.clip(0.15 * homes.remote, 0, 0.2)
    births = 1 + pick_rows(rng, np.stack([0.26 - more / 2, 0.48 - more / 2, 0.20 + more / 2, 0.06 + more / 2], axis=1))
    home = np.repeat(np.arange(n), births)
    first = np.repeat(np.cumsum(births) - births, births)
    order = np.arange(len(home)) - first
    gap = (YEAR * (1.2 + rng.gamma(2.2, 1.1, len(home)))).astype(np.int64)
    gap[order == 0] = 0
    running = np.cumsum(gap)
    birth = homes.first_birth[home] + running - running[first]
    registered = np.maximum(homes.registered[home], birth + 5 + delays(rng, len(home), 25, 0.6).clip(0, 140))
    sixteen = birthday(birth, 16)
    kept = (registered <= span.last) & ((registered < sixteen) | (order == 0)) | (order == 0)
    home, birth, registered, sixteen = home[kept], birth[kept], np.minimum(registered[kept], span.last), sixteen[kept]
    m = len(home)
    moves = rng.random(m) < 0.002 * (span.years + 2)
    left = np.where(moves, between(rng, np.maximum(registered + 1, span.start), np.full(m, span.last)), NEVER)
    left = np.where(left <= span.last, left, NEVER)
    return Kids(ids(rng, "T", m), home, birth, sixteen, rng.random(m) < 0.478, registered, left, left)


def close_homes(homes: Homes, kids: Kids, seed: int, span: Span) -> tuple[Homes, Kids]:
    """Return households with their closing days, and children with the day on which they are gone either way."""
    rng = stream(seed, "closing")
    n = len(homes.commune)
    grown = np.zeros(n, dtype=np.int64)
    np.maximum.at(grown, kids.home, kids.sixteen)
    grown = np.where(rng.random(n) < 0.6, grown + 20 + delays(rng, n, 90, 0.7), NEVER)
    away = homes.registered + 60 + np.floor(rng.exponential(110 * YEAR, n)).astype(np.int64)
    closed = np.minimum(grown, away)
    closed = np.where((closed > homes.registered) & (closed > span.start) & (closed <= span.last), closed, NEVER)
    return replace(homes, closed=closed), replace(kids, gone=np.minimum(kids.left, closed[kids.home]))


def households_table(
    homes: Homes, places: Places, female_led: Bools, *, seed: int, span: Span, world: World
) -> pl.DataFrame:
    """Return the table ``households``."""
    rng = stream(seed, "households table")
    n = len(homes.commune)
    schema = TABLES["households"].schema()

    def blank(column: pl.Series, share: float = 1.0) -> pl.Series:
        return without(column, rng.random(n) < world.missing * share)

    def minutes(by_hamlet: Floats) -> pl.Series:
        near = np.round(by_hamlet[homes.hamlet] * np.exp(0.25 * rng.standard_normal(n)))
        return blank(pl.Series(near.clip(1, 400)), 2.0)

    road = places.hamlet_road[homes.hamlet] & (rng.random(n) > 0.06 * homes.remote)
    head = np.where(female_led, 0, 1)
    return pl.DataFrame(
        {
            "household_id": homes.ids,
            "commune_code": labels(places.codes, homes.commune),
            "hamlet": blank(labels(places.hamlet_name, homes.hamlet), 0.3),
            "hamlet_difficult": blank(pl.Series(places.hamlet_difficult[homes.hamlet]), 0.5),
            "head_ethnicity": blank(labels(ETHNICITIES, homes.ethnicity)),
            "head_sex": blank(labels(["female", "male"], head, schema["head_sex"]), 2.0),
            "travel_min_school": minutes(places.travel_school),
            "travel_min_health": minutes(places.travel_health),
            "travel_min_office": minutes(places.travel_office),
            "all_season_road": blank(pl.Series(road), 1.5),
            "registered_on": dates(homes.registered),
            "closed_on": dates(homes.closed),
            "updated_on": _updates(rng, homes.registered, np.minimum(homes.closed, span.last)),
        },
        schema=schema,
    )


def children_table(kids: Kids, homes: Homes, disabled: Bools, *, seed: int, span: Span, world: World) -> pl.DataFrame:
    """Return the table ``children``; ``disabled`` marks children with a recorded case of group 4."""
    rng = stream(seed, "children table")
    n = len(kids.home)
    schema = TABLES["children"].schema()
    family, remote = homes.family[kids.home], homes.remote[kids.home]
    age = (span.last - kids.birth) / YEAR

    def blank(column: pl.Series, share: float = 1.0) -> pl.Series:
        return without(column, rng.random(n) < world.missing * share)

    level = np.where(disabled, pick(rng, [0.05, 0.2, 0.5, 0.25], n), pick(rng, [0.994, 0.005, 0.001, 0], n))
    usual = np.array([0, 1, 2, 3, 4, 6])[family]
    living = np.where(rng.random(n) < 0.94, usual, pick(rng, [0.35, 0.4, 0.15, 0.08, 0.02, 0, 0], n))
    living = np.where((living == 6) & (age < 13), 5, living)
    born = rng.random(n) > np.where(age < 1, 0.10, 0.006) * (0.5 + 2 * remote)
    insured = rng.random(n) > np.clip(0.035 + 0.02 * homes.hardship[kids.home], 0.004, 0.2)
    return pl.DataFrame(
        {
            "child_id": kids.ids,
            "household_id": homes.ids.gather(pl.Series(kids.home.astype(np.uint32))),
            "birth_date": dates(kids.birth),
            "sex": labels(["female", "male"], np.where(kids.female, 0, 1), schema["sex"]),
            "birth_registered": blank(pl.Series(born)),
            "health_insured": blank(pl.Series(insured)),
            "disability": blank(labels(["none", "mild", "severe", "very_severe"], level, schema["disability"]), 2.0),
            "living_with": blank(
                labels(list(TABLES["children"].columns["living_with"].choices), living, schema["living_with"]), 1.5
            ),
            "registered_on": dates(kids.registered),
            "left_on": dates(kids.left),
            "updated_on": _updates(rng, kids.registered, np.minimum(kids.left, span.last)),
        },
        schema=schema,
    )


def _updates(rng: np.random.Generator, registered: Ints, until: Ints) -> pl.Series:
    days = between(rng, registered, np.maximum(until, registered))
    return dates(np.where(rng.random(len(registered)) < 0.06, days, NEVER))


def completeness(homes: Homes, world: World) -> Floats:
    """Return the share of true cases that are ever recorded where each household lives."""
    middle = (world.recording + world.recording_remote) / 2
    return np.select(
        [homes.region == REGION_III, homes.region == REGION_II], [world.recording_remote, middle], world.recording
    )
