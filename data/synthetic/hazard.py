"""How circumstances turn into cases, quarter by quarter, and what visits change.

The hazard of an eligible child is ``rate x exp(signal x strain)``, made to average ``World.yearly_rate`` over the
province. Strain is the sum of what lasts (hidden hardship, kind of family), what moves (living standard, school) and
what happened (it fades), in the household and to the child. A quarter's hazard is fixed by its first day.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import carers as carer
from . import childhood
from .carers import Carers
from .childhood import Schooling
from .draws import NEVER, YEAR, Bools, Floats, Ints, stream
from .groups import choose_groups, durations
from .happenings import Happenings
from .people import FAMILIES, Homes, Kids, Span
from .poverty import Reviews
from .rounds import Rounds
from .world import World

QUARTER = YEAR / 4
YEAR_AHEAD = 365
# Cases open when the register begins, for each new one a year.
STANDING_SHARE = 2.45
_FADE = 0.86
_RELIEF_FADE = 0.80
_FAMILY = dict(zip(FAMILIES, (0.0, 0.30, 0.25, 0.55, 0.75, 1.30), strict=True))
_GUARDIAN_FADING = {
    "separated": 0.45, "divorced": 0.45, "serious_illness": 0.45, "disabled": 0.4, "drug_use": 1.0,
    "alcohol_misuse": 0.55, "domestic_violence": 1.05, "missing": 0.8, "remarried": 0.15, "support_received": -0.25,
}  # fmt: skip
_GUARDIAN_LASTING = {"died": 0.6, "migrated_for_work": 0.35, "returned": -0.3, "imprisoned": 0.8, "released": -0.5}
_CHILD_FADING = {
    "injury": 0.15, "hospital_stay": 0.35, "malnutrition": 0.45, "absence_alert": 0.7, "bullying": 0.3,
    "online_harm": 0.35, "device_overuse": 0.1, "work_report": 1.1, "early_marriage_report": 0.9, "law_contact": 1.1,
    "hotline_call": 1.2, "left_home": 1.2, "returned_home": -0.4,
}  # fmt: skip
_HARDSHIP, _WEALTH, _REMOTE, _SCHOOL, _SIBLING_CASE = 0.40, -0.42, 0.25, 0.5, 0.5


@dataclass
class Onsets:
    """Cases as arrays (child, group 1 to 14, first day, last day or ``NEVER``) and the year that follows the register.

    ``chance`` is each child's probability of a new case within 365 days after the last day, ``eligible`` who can have
    one, ``next_onset`` the day it truly begins (``NEVER`` for most).
    """

    who: Ints
    group: Ints
    onset: Ints
    closed: Ints
    chance: Floats
    eligible: Bools
    next_onset: Ints


@dataclass
class _Now:
    """The moving state: strain that fades and that lasts, relief by visits, and until when a case is open."""

    home_fading: Floats
    home_lasting: Floats
    child_fading: Floats
    relief: Floats
    open_until: Ints
    school: Floats


class Simulation:
    """One province over its quarters; ``run`` returns its cases and visits."""

    def __init__(
        self,
        homes: Homes,
        kids: Kids,
        carers: Carers,
        *,
        reviews: Reviews,
        schooling: Schooling,
        guardian_events: Happenings,
        child_events: Happenings,
        rounds: Rounds,
        seed: int,
        span: Span,
        world: World,
    ) -> None:
        self.homes, self.kids, self.reviews, self.schooling = homes, kids, reviews, schooling
        self.rounds, self.span, self.world = rounds, span, world
        self.rng = stream(seed, "onsets")
        self.guardian_home = carers.home[guardian_events.who]
        self.guardian_events, self.child_events = guardian_events, child_events
        self.fading = _weights(carer.EVENTS, _GUARDIAN_FADING)[guardian_events.what]
        self.lasting = _weights(carer.EVENTS, _GUARDIAN_LASTING)[guardian_events.what]
        self.child_weight = _weights(childhood.EVENTS, _CHILD_FADING)[child_events.what]
        self.edges = span.start + np.round(np.arange(span.years * 4 + 1) * QUARTER).astype(np.int64)
        self.edges[-1] = span.last + 1
        family = np.array([_FAMILY[name] for name in FAMILIES])[homes.family]
        self.steady = (_HARDSHIP * homes.hardship + family + _REMOTE * homes.remote).astype(np.float32)
        self.deaths = np.bincount(carers.home[carers.died < NEVER], minlength=len(homes.commune))

    def run(self) -> Onsets:
        """Simulate all quarters in order, then the year after the last day."""
        homes, kids = len(self.homes.commune), len(self.kids.home)
        home, child = np.zeros((3, homes), dtype=np.float32), np.zeros(kids, dtype=np.float32)
        now = _Now(home[0], home[1], child, home[2], np.zeros(kids, dtype=np.int64), np.zeros(kids))
        cases = [self._standing_cases(now)]
        for quarter in range(len(self.edges) - 1):
            begin, end = self.edges[quarter], self.edges[quarter + 1]
            self._renew_school(now, begin)
            strain, eligible = self._strain(now, quarter)
            rate = self._rate(now, strain, eligible, quarter)
            cases.append(self._draw_cases(now, rate, eligible, begin, end))
            self._visit(now, strain, quarter)
            self._remember(now, begin, end, cases[-1])
        self._renew_school(now, self.span.last)
        strain, eligible = self._strain(now, len(self.edges) - 1)
        rate = self._rate(now, strain, eligible, len(self.edges) - 1)
        chance, onset = self._year_ahead(rate, eligible)
        who, group, first, closed = (np.concatenate(column) for column in zip(*cases, strict=True))
        return Onsets(who, group, first, closed, chance, eligible, onset)

    def _strain(self, now: _Now, quarter: int) -> tuple[Floats, Bools]:
        years_left = self.span.years - quarter / 4
        standing = self.reviews.standing[:, min(quarter // 4, self.span.years)]
        fall = np.float32(_WEALTH * (1 + self.world.drift * years_left))
        move = np.float32(1 - self.world.drift * years_left)
        home = self.steady + fall * standing + move * now.home_lasting + now.home_fading
        child = home[self.kids.home] + now.child_fading + np.float32(_SCHOOL) * now.school
        day = self.edges[quarter] - 1 if quarter == len(self.edges) - 1 else self.edges[quarter]
        kids = self.kids
        there = (kids.registered <= day) & (kids.birth <= day) & (kids.gone > day) & (kids.sixteen > day)
        return child, there & (now.open_until <= day)

    def _rate(self, now: _Now, strain: Floats, eligible: Bools, quarter: int) -> Floats:
        """Return each child's hazard a year; relief by visits comes on top of the province's average."""
        signal = self.world.signal
        years_left = self.span.years - quarter / 4
        level = self.world.yearly_rate * (1 + self.world.drift) ** -years_left
        age = (self.edges[quarter] - self.kids.birth) / YEAR
        by_age = 0.75 + 0.6 * (age < 1.5) + 0.5 * (age > 11.5)
        lift = np.exp(signal * strain) * by_age**signal
        if signal < 1:
            siblings = np.bincount(self.kids.home[eligible], minlength=len(self.homes.commune))[self.kids.home]
            lift = lift / np.maximum(siblings, 1) ** (1 - signal)
        mean = lift[eligible].mean() if eligible.any() else 1.0
        relief = np.exp(now.relief[self.kids.home]) if signal > 0 else 1.0
        return np.where(eligible, level * lift / mean * relief, 0.0)

    def _draw_cases(
        self, now: _Now, rate: Floats, eligible: Bools, begin: int, end: int
    ) -> tuple[Ints, Ints, Ints, Ints]:
        hit = self.rng.random(len(rate)) < -np.expm1(-rate * (end - begin) / YEAR)
        who = np.flatnonzero(hit & eligible)
        onset = begin + np.floor(self.rng.random(len(who)) * (end - begin)).astype(np.int64)
        kept = (onset < self.kids.sixteen[who]) & (onset < self.kids.gone[who])
        who, onset = who[kept], onset[kept]
        group = self._groups(now, who, onset, begin)
        closed = onset + durations(self.rng, group)
        now.open_until[who] = closed
        return who, group, onset, closed

    def _standing_cases(self, now: _Now) -> tuple[Ints, Ints, Ints, Ints]:
        """Return the cases that were open when the register began: mostly states that last."""
        kids, start = self.kids, self.span.start
        there = (kids.birth < start - 60) & (kids.sixteen > start) & (kids.registered <= start + 60)
        lift = np.exp(0.5 * self.world.signal * self.steady[kids.home])
        mean = lift[there].mean() if there.any() else 1.0
        who = np.flatnonzero(
            there & (self.rng.random(len(lift)) < STANDING_SHARE * self.world.yearly_rate * lift / mean)
        )
        onset = (
            kids.birth[who]
            + 1
            + np.floor(self.rng.random(len(who)) ** 1.3 * (start - 1 - kids.birth[who])).astype(np.int64)
        )
        group = self._groups(now, who, onset, start, lasting=True)
        closed = np.maximum(onset + durations(self.rng, group), start + 1 + self.rng.integers(0, 500, len(who)))
        now.open_until[who] = closed
        return who, group, onset, closed

    def _groups(self, now: _Now, who: Ints, onset: Ints, day: int, lasting: bool = False) -> Ints:
        return choose_groups(
            self.rng, who, onset, self.kids, self.homes,
            deaths=self.deaths, poor=self.poor_at(day), school=now.school, lasting=lasting,
        )  # fmt: skip

    def poor_at(self, day: int) -> Bools:
        """Return which households' living standard is low in the year of a day."""
        year = min(int((day - self.span.start) / YEAR), self.span.years)
        return self.reviews.standing[:, year] < -0.9

    def _renew_school(self, now: _Now, day: int) -> None:
        """Let the school year that has been under way since autumn speak."""
        moment = np.datetime64(int(day), "D")
        year, month = (int(moment.astype(f"datetime64[{unit}]").astype(int)) for unit in "YM")
        begun = 1970 + year - (month % 12 < 9)
        now.school = childhood.school_strain(self.schooling, len(self.kids.home), begun)

    def _visit(self, now: _Now, strain: Floats, quarter: int) -> None:
        begin, end = int(self.edges[quarter]), int(self.edges[quarter + 1])
        worst = np.full(len(self.homes.commune), -9.0, dtype=np.float32)
        np.maximum.at(worst, self.kids.home, strain.astype(np.float32))
        reached = self.rounds.visit(worst, begin, end)
        now.relief *= np.float32(_RELIEF_FADE)
        now.relief[reached] = np.float32(np.log(max(1 - self.world.visit_effect, 1e-6)))

    def _remember(self, now: _Now, begin: int, end: int, cases: tuple[Ints, ...]) -> None:
        """Carry what happened in [begin, end) into the state at ``end``; what fades loses a seventh a quarter."""
        homes = len(self.homes.commune)
        low, high = np.searchsorted(self.guardian_events.day, [begin, end])
        where = self.guardian_home[low:high]
        now.home_fading *= np.float32(_FADE)
        now.home_fading += np.bincount(where, self.fading[low:high], homes).astype(np.float32)
        now.home_lasting += np.bincount(where, self.lasting[low:high], homes).astype(np.float32)
        now.home_fading += _SIBLING_CASE * np.bincount(self.kids.home[cases[0]], minlength=homes).astype(np.float32)
        np.clip(now.home_fading, -1, 3.0, out=now.home_fading)
        np.clip(now.home_lasting, -0.5, 2.2, out=now.home_lasting)
        low, high = np.searchsorted(self.child_events.day, [begin, end])
        now.child_fading *= np.float32(_FADE)
        counts = np.bincount(self.child_events.who[low:high], self.child_weight[low:high], len(self.kids.home))
        now.child_fading += counts.astype(np.float32)
        np.clip(now.child_fading, -1, 3.0, out=now.child_fading)

    def _year_ahead(self, rate: Floats, eligible: Bools) -> tuple[Floats, Ints]:
        """Return each child's chance within 365 days and what comes true: before its 16th birthday only."""
        days = np.clip(self.kids.sixteen - 1 - self.span.last, 0, YEAR_AHEAD)
        chance = np.where(eligible, -np.expm1(-rate * days / YEAR), 0.0)
        happens = self.rng.random(len(chance)) < chance
        onset = self.span.last + 1 + np.floor(self.rng.random(len(chance)) * np.maximum(days, 1)).astype(np.int64)
        return chance, np.where(happens, onset, NEVER)


def _weights(events: tuple[str, ...], weights: dict[str, float]) -> Floats:
    return np.array([weights.get(event, 0.0) for event in events])
