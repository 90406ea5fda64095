"""A whole synthetic province: all 13 tables, and the truth behind them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from data.contract import READING_ORDER

from . import carers, childhood, people
from .cases import circumstances_table, truth_table
from .draws import Bools
from .hazard import Simulation
from .names import identities_table
from .people import Homes, Span
from .places import communes_table, make_places, team_tables
from .poverty import make_reviews, reviews_table
from .rounds import Rounds
from .world import World


@dataclass(frozen=True)
class SyntheticProvince:
    """``tables``: the 13 tables in the contract's schema, by name; ``truth``: see ``cases.truth_table``."""

    tables: dict[str, pl.DataFrame]
    truth: pl.DataFrame


def make_province(households: int, seed: int, years: int = 6, world: World | None = None) -> SyntheticProvince:
    """Draw a province; the same arguments give the same rows.

    Args:
        households: Rows of ``households`` (at least 1); some of them have left the register by its last day.
        seed: Any whole number.
        years: Length of the register up to ``world.last_day``.
        world: How this world works; calibrated to the published figures where nothing is said.
    """
    if households < 1 or years < 1:
        raise ValueError("a province needs at least one household and one year")
    world = world or World()
    span = Span.of(world.last_day, years)
    places = make_places(households, seed)
    homes = people.make_homes(households, seed, span, places)
    kids = people.make_kids(homes, seed, span)
    homes, kids = people.close_homes(homes, kids, seed, span)
    guardians = carers.make_carers(homes, seed, span)
    reviews = make_reviews(homes, seed, span)
    dropped = childhood.school_leaving(kids, homes, seed)
    schooling = childhood.make_schooling(kids, homes, dropped, seed, span)
    guardian_events = carers.make_events(guardians, homes, seed, span)
    child_events = childhood.make_events(kids, homes, dropped, seed, span)
    rounds = Rounds(homes, span, world, seed)
    onsets = Simulation(
        homes, kids, guardians, reviews=reviews, schooling=schooling, guardian_events=guardian_events,
        child_events=child_events, rounds=rounds, seed=seed, span=span, world=world,
    ).run()  # fmt: skip
    teams, team_communes, first_team = team_tables(places, households, seed, world)
    cases = (kids.home[onsets.who], onsets.group, onsets.onset, onsets.closed)
    visits, known = rounds.table(cases, first_team, places.codes, teams["team_id"])
    circumstances, disabled = circumstances_table(onsets, known, kids, homes, seed=seed, span=span, world=world)
    tables = {
        "communes": communes_table(places, homes.commune, seed, world),
        "households": people.households_table(
            homes, places, _led_by_a_woman(homes, seed), seed=seed, span=span, world=world
        ),
        "children": people.children_table(kids, homes, disabled, seed=seed, span=span, world=world),
        "guardians": carers.guardians_table(guardians, homes, seed=seed, span=span, world=world),
        "teams": teams,
        "team_communes": team_communes,
        "poverty_assessments": reviews_table(reviews, homes, seed=seed, span=span, world=world),
        "guardian_events": carers.events_table(guardian_events, guardians, homes, seed=seed, span=span, world=world),
        "school_records": childhood.school_table(schooling, kids, homes, seed=seed, span=span, world=world),
        "child_events": childhood.events_table(child_events, kids, homes, seed=seed, span=span, world=world),
        "circumstances": circumstances,
        "visits": visits,
        "identities": identities_table(homes, kids, guardians, places, seed=seed, world=world),
    }
    return SyntheticProvince(
        {name: tables[name] for name in READING_ORDER}, truth_table(onsets, kids, homes, span, world)
    )


def _led_by_a_woman(homes: Homes, seed: int) -> Bools:
    rng = people.stream(seed, "heads")
    share = np.array([0.12, 0.93, 0.03, 0.45, 0.4, 0.5])[homes.family]
    return rng.random(len(share)) < share
