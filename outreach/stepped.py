"""A stepped order of communes for a round: every commune is visited, and lot decides which begins when.

A stepped-wedge design (Hemming, Haines, Chilton, Girling and Lilford 2015, BMJ 350:h391) lets a province learn what
visits change, without leaving anybody out: the communes that wait are compared with those that have begun. It is an
option that a named person decides. Visits that can't wait never do: mandatory ones, households with an urgent sign,
and those that an officer nominated.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from datetime import date, timedelta

import polars as pl

from data.vocabulary.errors import WrongUse

NEVER_WAIT = ("mandatory", "referral")
"""Reasons for choice that no order delays: the province's mandatory rules, and officers' nominations."""
MOST_STEPS = 12
LONGEST_STEP_DAYS = 31


def stepped_order(communes: Collection[str], steps: int, seed: int) -> pl.DataFrame:
    """Return ``commune_code`` (String), ``step`` (Int64, from 1), sorted by both: communes dealt out by lot.

    The steps have as many communes each, or one more. The same communes, steps and seed give the same order, whatever
    the order they are named in. Raises ``WrongUse`` for fewer than 2 or more than 12 steps, or more than communes.
    """
    codes = sorted(set(communes))
    if not 2 <= steps <= min(MOST_STEPS, max(len(codes), 2)) or len(codes) < steps:
        raise WrongUse(
            what_vi=f"Số đợt phải từ 2 đến {MOST_STEPS} và không nhiều hơn số xã ({len(codes)}).",
            what_en=f"There can be 2 to {MOST_STEPS} steps, and no more than communes ({len(codes)}).",
        )
    salt = seed.to_bytes(8, "big", signed=True)
    drawn = sorted(codes, key=lambda code: hashlib.blake2b(code.encode(), digest_size=16, key=salt).digest())
    dealt = {code: 1 + place % steps for place, code in enumerate(drawn)}
    return pl.DataFrame(
        {"commune_code": codes, "step": [dealt[code] for code in codes]},
        schema={"commune_code": pl.String, "step": pl.Int64},
    ).sort("step", "commune_code")


def first_days(
    entries: pl.DataFrame, steps: Mapping[str, int], urgent: Collection[str], starts_on: date, days_each: int
) -> dict[str, date]:
    """Return the first day of the visits that wait, by household; who isn't named here is visited at any time.

    ``entries`` has ``household_id, commune_code, chosen_for``; ``steps`` is the step by commune, ``urgent`` the
    households with an urgent sign. Raises ``WrongUse`` for steps of no or of more than 31 days.
    """
    if not 1 <= days_each <= LONGEST_STEP_DAYS:
        raise WrongUse(
            what_vi=f"Mỗi đợt dài từ 1 đến {LONGEST_STEP_DAYS} ngày.",
            what_en=f"A step lasts 1 to {LONGEST_STEP_DAYS} days.",
        )
    at_once = set(urgent)
    rows = entries.select("household_id", "commune_code", "chosen_for").iter_rows()
    return {
        home: starts_on + timedelta(days=(steps[commune] - 1) * days_each)
        for home, commune, chosen_for in rows
        if commune in steps and steps[commune] > 1 and chosen_for not in NEVER_WAIT and home not in at_once
    }
