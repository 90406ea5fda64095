"""Guardians of the synthetic province, and what happens to them."""

from __future__ import annotations

from dataclasses import dataclass

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
    dates,
    delays,
    ids,
    labels,
    moments,
    pick,
    pick_rows,
    stream,
    without,
)
from .happenings import EventForm, Happenings, event_table, ordered
from .people import FAMILIES, Homes, Span
from .world import World

RELATIONS = ("mother", "father", "grandparent", "sibling", "other_relative", "unrelated")
MOTHER, FATHER, GRANDPARENT, SIBLING, RELATIVE, UNRELATED = range(6)
EVENTS = tuple(TABLES["guardian_events"].columns["event"].choices)
# Happenings a year for each guardian, and how strongly hidden hardship (per standard deviation) raises them.
_YEARLY = {
    "migrated_for_work": (0.034, 0.25),
    "separated": (0.0045, 0.35),
    "divorced": (0.0025, 0.3),
    "remarried": (0.002, 0.1),
    "imprisoned": (0.0009, 0.7),
    "serious_illness": (0.007, 0.25),
    "disabled": (0.0015, 0.25),
    "drug_use": (0.0025, 0.7),
    "alcohol_misuse": (0.007, 0.55),
    "domestic_violence": (0.0045, 0.7),
    "missing": (0.0004, 0.5),
    "support_applied": (0.016, 0.25),
}
_ENDS = {"migrated_for_work": ("returned", 1.1, 0.7), "imprisoned": ("released", 1.8, 0.75)}
_SELDOM_TOLD = ("drug_use", "alcohol_misuse", "domestic_violence")


@dataclass(frozen=True)
class Carers:
    """Guardians as arrays; ``home`` is the index of the household, ``gone`` the day one dies or leaves the register."""

    ids: pl.Series
    home: Ints
    relation: Ints
    female: Bools
    birth: Ints
    registered: Ints
    died: Ints
    gone: Ints


def make_carers(homes: Homes, seed: int, span: Span) -> Carers:
    """Draw the guardians of each household from the kind of family it is, and the day each one dies."""
    rng = stream(seed, "guardians")
    n = len(homes.commune)
    family = {name: homes.family == k for k, name in enumerate(FAMILIES)}
    with_elders = rng.random(n) < 0.05
    rows = [
        (family["both"] | family["mother"], MOTHER),
        (family["both"] & (rng.random(n) < 0.97) | family["father"], FATHER),
        (family["grandparents"] | with_elders & ~family["alone"], GRANDPARENT),
        (family["grandparents"] & (rng.random(n) < 0.45), GRANDPARENT),
        (family["alone"] & (rng.random(n) < 0.25), SIBLING),
        (family["relatives"] & (rng.random(n) < 0.9), RELATIVE),
        (family["relatives"] & (rng.random(n) < 0.12), UNRELATED),
    ]
    home = np.concatenate([np.flatnonzero(mask) for mask, _ in rows])
    relation = np.concatenate([np.full(int(mask.sum()), r) for mask, r in rows])
    order = np.argsort(home, kind="stable")
    home, relation = home[order], relation[order]
    m = len(home)
    early = 3.2 * homes.remote[home]
    young = 15 + rng.gamma(4.2, 2.4, m) - np.minimum(early, 1.8)
    older = np.select(
        [relation == MOTHER, relation == FATHER, relation == GRANDPARENT, relation == SIBLING],
        [young, young + rng.gamma(2.0, 1.6, m), 41 + np.minimum(rng.gamma(5.0, 2.6, m), 36), rng.uniform(2, 9, m)],
        rng.uniform(20, 55, m),
    )
    birth = homes.first_birth[home] - (older * YEAR).astype(np.int64)
    same_woman = pick(rng, [0.6, 0.4], m) == 0
    female = np.where(relation == MOTHER, True, np.where(relation == FATHER, False, same_woman))
    late = (rng.random(m) < 0.03) & (relation != MOTHER)
    after = between(rng, homes.registered[home], np.minimum(homes.closed[home], span.last))
    registered = np.where(late, after, homes.registered[home])
    until = np.minimum(homes.closed[home], span.last + 1)
    died, gone = _ends(rng, birth, registered, hardship=homes.hardship[home], until=until, span=span)
    return Carers(ids(rng, "G", m), home, relation, female, birth, registered, died, gone)


def _ends(
    rng: np.random.Generator, birth: Ints, registered: Ints, *, hardship: Floats, until: Ints, span: Span
) -> tuple[Ints, Ints]:
    age = (span.start - birth) / YEAR
    yearly = 0.0016 * np.exp(0.062 * np.clip(age - 30, 0, 55) + 0.2 * hardship)
    begin = np.maximum(registered, span.start)
    died = begin + 1 + np.floor(rng.exponential(YEAR / yearly)).astype(np.int64)
    died = np.where(died < until, died, NEVER)
    leaves = rng.random(len(birth)) < 0.012
    left = np.where(leaves, between(rng, registered + 1, np.maximum(until - 1, registered + 1)), NEVER)
    left = np.where((left < until) & (left < died), left, NEVER)
    return died, np.minimum(left, died)


def make_events(carers: Carers, homes: Homes, seed: int, span: Span) -> Happenings:
    """Draw what happens to the guardians until the last day, in order of the day; all of it, told or not."""
    rng = stream(seed, "guardian events")
    begin = np.maximum(carers.registered, span.start)
    end = np.minimum(np.minimum(carers.gone, homes.closed[carers.home]), span.last + 1)
    hardship, wealth = homes.hardship[carers.home], homes.wealth[carers.home]
    died = np.flatnonzero(carers.died < NEVER)
    who: list[Ints] = [died]
    when: list[Ints] = [carers.died[died]]
    what: list[Ints] = [np.full(len(died), EVENTS.index("died"))]

    def add(subjects: Ints, days: Ints, event: str) -> None:
        who.append(subjects)
        when.append(days)
        what.append(np.full(len(subjects), EVENTS.index(event)))

    for event, (yearly, lift) in _YEARLY.items():
        rate = yearly * np.exp(lift * hardship - lift**2 / 2)
        if event in ("migrated_for_work", "support_applied"):
            rate = rate * np.exp(-0.35 * wealth) * np.where(carers.relation == GRANDPARENT, 0.3, 1.0)
        if event in ("drug_use", "alcohol_misuse", "imprisoned"):
            rate = rate * np.where(carers.female, 0.25, 1.6)
        subjects, days = moments(rng, rate, begin, end)
        add(subjects, days, event)
        if event in _ENDS:
            then, mean_years, share = _ENDS[event]
            back = days + 20 + np.floor(rng.exponential(mean_years * YEAR, len(days))).astype(np.int64)
            kept = (rng.random(len(days)) < share) & (back < end[subjects])
            add(subjects[kept], back[kept], then)
        if event == "support_applied":
            back = days + 15 + delays(rng, len(days), 45, 0.6)
            kept = (rng.random(len(days)) < 0.7) & (back < end[subjects])
            add(subjects[kept], back[kept], "support_received")
    return ordered(np.concatenate(who), np.concatenate(what), np.concatenate(when))


def events_table(
    events: Happenings, carers: Carers, homes: Homes, *, seed: int, span: Span, world: World
) -> pl.DataFrame:
    """Return the table ``guardian_events``: what was told and written down by the last day."""
    rng = stream(seed, "guardian events table")
    remote = homes.remote[carers.home[events.who]]
    shy = np.isin(events.what, [EVENTS.index(e) for e in _SELDOM_TOLD])
    told = rng.random(len(events.who)) < np.where(shy, 0.78, 0.94) - 0.2 * remote * (1 - world.recording_remote)
    form = EventForm("guardian_events", "guardian_id", "F")
    return event_table(rng, events, form, carers.ids, told=told, remote=remote, last=span.last)


def guardians_table(carers: Carers, homes: Homes, *, seed: int, span: Span, world: World) -> pl.DataFrame:
    """Return the table ``guardians``."""
    rng = stream(seed, "guardians table")
    m = len(carers.home)
    schema = TABLES["guardians"].schema()
    wealth, old = homes.wealth[carers.home], carers.relation == GRANDPARENT

    def blank(column: pl.Series, share: float = 1.0) -> pl.Series:
        return without(column, rng.random(m) < world.missing * share)

    schooling = 2.6 + 0.75 * wealth - 1.3 * old + 0.9 * rng.standard_normal(m)
    work = np.array(
        [
            [42, 14, 16, 11, 5, 0.3, 7, 0.5, 3, 1.2],
            [45, 0.5, 4, 5, 0.2, 0, 12, 20, 3, 10],
        ]
    )[old.astype(int)]
    work = work * np.exp(np.outer(wealth, [-0.25, 0.6, -0.5, 0.2, 1.0, 0, 0, 0.3, -0.4, -0.4]))
    left = np.where((carers.gone < carers.died) | (rng.random(m) < 0.3), carers.gone, NEVER)
    updated = between(rng, carers.registered, np.minimum(np.maximum(left - 1, carers.registered), span.last))
    return pl.DataFrame(
        {
            "guardian_id": carers.ids,
            "household_id": homes.ids.gather(pl.Series(carers.home.astype(np.uint32))),
            "relation": labels(RELATIONS, carers.relation, schema["relation"]),
            "birth_date": blank(dates(carers.birth)),
            "sex": blank(labels(["female", "male"], np.where(carers.female, 0, 1), schema["sex"]), 0.5),
            "education": blank(
                labels(
                    list(TABLES["guardians"].columns["education"].choices),
                    np.clip(schooling, 0, 5).astype(int),
                    schema["education"],
                ),
                2.0,
            ),
            "occupation": blank(
                labels(
                    list(TABLES["guardians"].columns["occupation"].choices), pick_rows(rng, work), schema["occupation"]
                ),
                1.5,
            ),
            "disability": blank(
                pl.Series(rng.random(m) < np.where(old, 0.09, 0.025) * np.exp(0.2 * homes.hardship[carers.home]))
            ),
            "registered_on": dates(carers.registered),
            "left_on": dates(left),
            "updated_on": dates(np.where(rng.random(m) < 0.06, updated, NEVER)),
        },
        schema=schema,
    )
