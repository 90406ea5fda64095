"""Which of the 14 groups a child comes into, how long that lasts, and how it becomes known."""

from __future__ import annotations

import numpy as np

from .draws import NEVER, YEAR, Bools, Floats, Ints, pick_rows
from .people import Homes, Kids

GROUPS = 14
LASTING = (1, 4, 5, 13)
# Shares of new cases, and of cases open on any day, in the order of the groups (recalled, roughly Nghe An).
_NEW = (0.06, 0.004, 0.09, 0.20, 0.006, 0.055, 0.010, 0.13, 0.075, 0.02, 0.05, 0.006, 0.28, 0.012)
_STANDING = (0.13, 0.006, 0.07, 0.52, 0.02, 0.01, 0.004, 0.03, 0.01, 0.005, 0.01, 0.002, 0.18, 0.003)
_SOURCES = ("officer", "school", "health", "police", "hotline", "family", "visit", "other")


def choose_groups(
    rng: np.random.Generator,
    who: Ints,
    onset: Ints,
    kids: Kids,
    homes: Homes,
    *,
    deaths: Ints,
    poor: Bools,
    school: Floats,
    lasting: bool = False,
) -> Ints:
    """Return a group (1 to 14) for each child in ``who``: by age, sex and what the household goes through.

    ``deaths`` and ``poor`` are by household, ``school`` (strain at school) by child.
    ``lasting`` draws from the cases open on any day instead of the new ones.
    """
    home = kids.home[who]
    age = (onset - kids.birth[who]) / YEAR
    shares = np.tile(np.array(_STANDING if lasting else _NEW), (len(who), 1))
    alone = homes.family[home] >= 3
    lift = {
        1: np.where(deaths[home] > 0, 5.0, np.where(alone, 1.5, 0.1)),
        2: np.where(age < 1, 5.0, 0.05),
        3: np.where(alone, 4.0, 0.5),
        4: np.where(age < 4, 1.8, 0.7),
        6: np.where(age > 12, 3.0, 0.0) * np.where(kids.female[who], 0.2, 1.6),
        7: np.where(age > 12, 3.0, 0.0) * np.where(kids.female[who], 0.2, 1.6),
        8: np.where(age > 11, 1.5, 0.0) * np.where(school[who] > 0.6, 5.0, 1.0),
        10: np.where(age > 8, 1.6, 0.1),
        11: np.where(age > 5, 1.3, 0.3) * np.where(kids.female[who], 1.7, 0.25),
        12: np.where(age > 11, 2.5, 0.2) * (0.4 + homes.remote[home]),
        13: np.where(poor[home], 2.6, 0.25),
        14: 0.6 + 0.8 * homes.remote[home],
    }
    for group, factor in lift.items():
        shares[:, group - 1] *= factor
    return pick_rows(rng, shares) + 1


def durations(rng: np.random.Generator, group: Ints) -> Ints:
    """Return for how many days each case lasts, ``NEVER`` where it doesn't end."""
    mean = np.where(np.isin(group, LASTING), 12.0, 1.6) * YEAR
    days = 60 + np.floor(rng.exponential(mean)).astype(np.int64)
    return np.where(np.isin(group, (1, 4, 5)) & (rng.random(len(group)) < 0.85), NEVER, days)


def sources(rng: np.random.Generator, group: Ints) -> Ints:
    """Return who made each case known, as an index into the contract's choices."""
    shares = np.tile(np.array([0.45, 0.12, 0.10, 0.03, 0.02, 0.20, 0.0, 0.08]), (len(group), 1))
    shares[np.isin(group, (4, 5, 13)), 2] += 0.5
    shares[group == 8, 1] += 0.6
    shares[np.isin(group, (6, 7, 11, 12)), 3] += 0.5
    shares[np.isin(group, (9, 10, 11)), 4] += 0.2
    return pick_rows(rng, shares)
