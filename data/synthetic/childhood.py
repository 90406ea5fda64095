"""What happens to the children of the synthetic province, and their years at school."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from data.contract import TABLES

from .draws import NEVER, YEAR, Bools, Floats, Ints, calendar_day, dates, moments, stream, without
from .happenings import EventForm, Happenings, event_table, ordered
from .people import Homes, Kids, Span
from .world import World

EVENTS = tuple(TABLES["child_events"].columns["event"].choices)
# A year for each child: rate, what hardship adds, first and last age.
_YEARLY = {
    "injury": (0.014, 0.1, 0, 16),
    "hospital_stay": (0.022, 0.1, 0, 16),
    "malnutrition": (0.016, 0.25, 0, 6),
    "absence_alert": (0.022, 0.4, 6, 16),
    "bullying": (0.008, 0.1, 6, 16),
    "online_harm": (0.004, 0.1, 9, 16),
    "device_overuse": (0.012, 0.05, 7, 16),
    "work_report": (0.002, 0.6, 9, 16),
    "early_marriage_report": (0.0012, 0.6, 12, 16),
    "law_contact": (0.0022, 0.6, 12, 16),
    "hotline_call": (0.0012, 0.5, 0, 16),
    "left_home": (0.0018, 0.6, 9, 16),
}
_SELDOM_TOLD = ("work_report", "early_marriage_report")
FIRST_SCHOOL_AGE = 6


@dataclass(frozen=True)
class Schooling:
    """School years as arrays, one entry per child and year: whose, the year it begins in, and how it went."""

    who: Ints
    year: Ints
    enrolled: Bools
    grade: Ints
    absent: Ints
    repeated: Bools


def make_events(kids: Kids, homes: Homes, dropped: Ints, seed: int, span: Span) -> Happenings:
    """Draw what happens to the children until the last day, in order of the day; all of it, told or not.

    ``dropped`` is the day each child left school (``NEVER`` where it did not); before it, absence is reported more.
    """
    rng = stream(seed, "child events")
    hardship, remote = homes.hardship[kids.home], homes.remote[kids.home]
    end = np.minimum(np.minimum(kids.gone, kids.sixteen), span.last + 1)
    who: list[Ints] = []
    when: list[Ints] = []
    what: list[Ints] = []
    for event, (yearly, lift, youngest, oldest) in _YEARLY.items():
        begin = np.maximum(np.maximum(kids.registered, span.start), kids.birth + int(youngest * YEAR))
        until = np.minimum(end, kids.birth + int(oldest * YEAR))
        rate = yearly * np.exp(lift * hardship - lift**2 / 2)
        if event in ("malnutrition", "work_report", "early_marriage_report"):
            rate = rate * np.exp(0.8 * (remote - 0.4))
        subjects, days = moments(rng, rate, begin, until)
        who.append(subjects)
        when.append(days)
        what.append(np.full(len(subjects), EVENTS.index(event)))
        if event == "left_home":
            back = days + 2 + np.floor(rng.exponential(40, len(days))).astype(np.int64)
            kept = (rng.random(len(days)) < 0.8) & (back < end[subjects])
            who.append(subjects[kept])
            when.append(back[kept])
            what.append(np.full(int(kept.sum()), EVENTS.index("returned_home")))
    warned = dropped - 20 - rng.integers(0, 100, len(dropped))
    leavers = np.flatnonzero(
        (dropped < end) & (warned >= np.maximum(kids.registered, span.start)) & (rng.random(len(dropped)) < 0.6)
    )
    who.append(leavers)
    when.append(warned[leavers])
    what.append(np.full(len(leavers), EVENTS.index("absence_alert")))
    return ordered(np.concatenate(who), np.concatenate(what), np.concatenate(when))


def events_table(events: Happenings, kids: Kids, homes: Homes, *, seed: int, span: Span, world: World) -> pl.DataFrame:
    """Return the table ``child_events``: what was told and written down by the last day."""
    rng = stream(seed, "child events table")
    remote = homes.remote[kids.home[events.who]]
    shy = np.isin(events.what, [EVENTS.index(e) for e in _SELDOM_TOLD])
    told = rng.random(len(events.who)) < np.where(shy, 0.6, 0.9) - 0.35 * remote * (1 - world.recording_remote)
    return event_table(
        rng, events, EventForm("child_events", "child_id", "E"), kids.ids, told=told, remote=remote, last=span.last
    )


def school_leaving(kids: Kids, homes: Homes, seed: int) -> Ints:
    """Return the day each child leaves school before sixteen, ``NEVER`` for most."""
    rng = stream(seed, "leaving school")
    strain = 0.55 * homes.hardship[kids.home] - 0.45 * homes.wealth[kids.home] + 0.7 * homes.remote[kids.home]
    ever = rng.random(len(kids.home)) < np.clip(0.035 * np.exp(strain), 0, 0.5)
    age = 16 - 4.5 * rng.beta(1.0, 1.9, len(kids.home))
    return np.where(ever, kids.birth + (age * YEAR).astype(np.int64), NEVER)


def make_schooling(kids: Kids, homes: Homes, dropped: Ints, seed: int, span: Span) -> Schooling:
    """Return the school years of children of school age that ended within the register."""
    rng = stream(seed, "schooling")
    first, last = _year_of(span.start), _year_of(span.last)
    strain = 0.25 * homes.hardship[kids.home] - 0.2 * homes.wealth[kids.home] + 0.5 * homes.remote[kids.home]
    behind = (rng.random(len(kids.home)) < np.clip(0.02 * np.exp(strain), 0, 0.4)).astype(np.int64)
    parts: list[tuple[np.ndarray, ...]] = []
    for year in range(first - 1, last):
        begins, ends = calendar_day(year, 9, 1), calendar_day(year + 1, 5, 31)
        if ends < span.start:
            continue
        age = year - (1970 + kids.birth.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64))
        there = (
            (kids.registered < ends) & (kids.gone > begins) & (age >= FIRST_SCHOOL_AGE - 1) & (kids.sixteen > begins)
        )
        who = np.flatnonzero(there & ((age >= FIRST_SCHOOL_AGE) | (rng.random(len(age)) < 0.6)))
        held = rng.random(len(who)) < 0.012 * np.exp(strain[who])
        parts.append((who, np.full(len(who), year), age[who] - FIRST_SCHOOL_AGE + 1, held))
    who, years, grade, held = (np.concatenate(column) for column in zip(*parts, strict=True))
    opened = (years - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64) + 243
    enrolled = dropped[who] > opened
    soon = (dropped[who] < opened + 500) & enrolled
    mean = 3.2 * np.exp(strain[who] - 0.1 + 1.3 * soon)
    absent = rng.poisson(mean * rng.gamma(1.3, 1 / 1.3, len(who)))
    grade = np.clip(grade - np.where(grade > 1, behind[who], 0), 0, 12)
    return Schooling(who, years, enrolled, np.where(enrolled, grade, -1), np.clip(absent, 0, 160), held & enrolled)


def _year_of(day: int) -> int:
    return (date(1970, 1, 1) + timedelta(days=day)).year


def school_table(
    schooling: Schooling, kids: Kids, homes: Homes, *, seed: int, span: Span, world: World
) -> pl.DataFrame:
    """Return the table ``school_records``; a year is written down in the summer after it, or not at all."""
    rng = stream(seed, "school records")
    m = len(schooling.who)
    ended = (schooling.year + 1 - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64) + 151
    recorded = ended + 8 + np.floor(55 * rng.random(m) ** 1.5).astype(np.int64)
    told = rng.random(m) > 0.12 + 0.15 * homes.remote[kids.home[schooling.who]]
    kept = np.flatnonzero(told & (recorded <= span.last) & (recorded >= kids.registered[schooling.who]))
    kept = kept[np.lexsort((schooling.year[kept], schooling.who[kept]))]
    n, year = len(kept), pl.Series(schooling.year[kept])
    enrolled = schooling.enrolled[kept]

    def number(values: Ints) -> pl.Series:
        return without(pl.Series(values[kept]), ~enrolled | (rng.random(n) < world.missing))

    return pl.DataFrame(
        {
            "child_id": kids.ids.gather(pl.Series(schooling.who[kept].astype(np.uint32))),
            "school_year": pl.select(pl.format("{}-{}", year, year + 1)).to_series(),
            "enrolled": enrolled,
            "grade": number(schooling.grade),
            "absent_days": number(schooling.absent),
            "repeated": without(pl.Series(schooling.repeated[kept]), ~enrolled | (rng.random(n) < world.missing)),
            "recorded_on": dates(recorded[kept]),
        },
        schema=TABLES["school_records"].schema(),
    )


def school_strain(schooling: Schooling, size: int, year: int) -> Floats:
    """Return for each child how its school year that began in ``year`` speaks of strain (0 where it says nothing)."""
    found = np.zeros(size)
    of_year = schooling.year == year
    who = schooling.who[of_year]
    found[who] = (
        np.minimum(schooling.absent[of_year] / 25, 1.2)
        + 1.0 * ~schooling.enrolled[of_year]
        + 0.3 * schooling.repeated[of_year]
    )
    return found
