"""Visits drawn at random with known chances, so that a round also learns what the list misses.

**Design.** Drawn from the households outside the list, with a frame fixed before the draw. Each household belongs to
the team that reaches it in the least time; a team's part of the exploration is a stratum. Chances rise where recording
is thin, by the policy's factor. Within a stratum, households stand in order of cost and are drawn by the ordered
pivotal method (Deville and Tillé 1998; Chauvet 2012): inclusion probabilities are exact, the number drawn is that of
the chances' sum, and so it is up to any point of the order, so that the minutes can't exceed the expected ones by more
than twice the dearest visit; as much is left free. Each duel is decided by a keyed hash of the household's id and the
seed: the same draw again from the same list.
"""

from __future__ import annotations

import hashlib
from datetime import date

import numpy as np
import polars as pl

from data.vocabulary.frames import Tables
from features.as_of import THREE_YEARS, AsOf

from .problem import Bools, Floats, Ints, Problem

SALT = b"exploration"
DEAREST_SHARE = 0.25
"""Of a team's minutes: who costs more isn't in the frame."""
TIERS = 3
PRIOR_EXPECTED = 5.0
"""Expected cases of the province's own ratio that stand beside each commune's."""


def recorded_ratio(tables: Tables, as_of: date, scores: pl.DataFrame) -> pl.DataFrame:
    """Return ``commune_code, completeness`` (Float64): cases recorded with an onset in three years over those that the
    risks would lead to expect, shrunk to the province's ratio; low where recording is thin."""
    known = AsOf(tables, as_of)
    recent = known.known("circumstances").filter(known.days_since("onset_on") < THREE_YEARS)
    homes = known.known("children").select("child_id", "household_id")
    cases = recent.join(homes, on="child_id").select("household_id").collect()
    placed = cases.join(scores.select("household_id", "commune_code"), on="household_id")
    recorded = placed.group_by("commune_code").agg(recorded=pl.len())
    expected = scores.group_by("commune_code").agg(expected=pl.col("risk").sum())
    both = expected.join(recorded, on="commune_code", how="left").with_columns(pl.col("recorded").fill_null(0))
    total = float(both["recorded"].sum()) / max(float(both["expected"].sum()), 1e-12)
    shrunk = (pl.col("recorded") + PRIOR_EXPECTED * total) / (pl.col("expected") + PRIOR_EXPECTED)
    return both.select("commune_code", completeness=shrunk).sort("commune_code")


def thinness_weights(communes: pl.Series, completeness: pl.DataFrame, thin_factor: float) -> Floats:
    """Return the weight of each household's chance, (n,): 1 in the fullest third of communes, ``thin_factor`` in the
    thinnest, their geometric mean between; communes that nobody knows of count as thin."""
    ranked = completeness.sort("completeness", "commune_code").with_row_index("place")
    tier = (pl.col("place").cast(pl.Int64) * TIERS) // max(ranked.height, 1)
    step = ranked.select("commune_code", tier=tier)
    joined = pl.DataFrame({"commune_code": communes}).join(step, on="commune_code", how="left", maintain_order="left")
    thin = TIERS - 1 - joined["tier"].fill_null(0).to_numpy().astype(np.float64)
    return thin_factor ** (thin / (TIERS - 1))


def chance_hash(household_ids: list[str], seed: int) -> Floats:
    """Return a number in (0, 1) per household from a keyed hash of its id and the seed, (n,)."""
    key = SALT + seed.to_bytes(8, "big", signed=True)
    drawn = (hashlib.blake2b(name.encode(), digest_size=7, key=key).digest() for name in household_ids)
    return np.array([(int.from_bytes(found, "big") + 0.5) / 2**56 for found in drawn])


def frame_of(problem: Problem, listed: Bools, share: float) -> Ints:
    """Return the pairs of the frame: each household outside the list with the team that reaches it soonest."""
    able = ~listed[problem.household] & (problem.minutes <= DEAREST_SHARE * problem.budget[problem.team])
    pairs = np.flatnonzero(able & (share > 0))
    order = pairs[np.lexsort((problem.team[pairs], problem.minutes[pairs], problem.household[pairs]))]
    first = (
        np.r_[True, problem.household[order][1:] != problem.household[order][:-1]] if len(order) else np.zeros(0, bool)
    )
    return np.sort(order[first])


def set_aside(problem: Problem, share: float) -> Floats:
    """Return each team's minutes that the list leaves free for exploration, (k,): its part, and room for chance."""
    if share <= 0:
        return np.zeros(len(problem.budget))
    room = np.array(
        [2 * _dearest(problem.minutes[problem.of_team(t)], budget) for t, budget in enumerate(problem.budget)]
    )
    return np.minimum(share * problem.budget + room, problem.budget)


def _dearest(minutes: Floats, budget: float) -> float:
    able = minutes[minutes <= DEAREST_SHARE * budget]
    return float(able.max()) if len(able) else 0.0


def propensities(problem: Problem, frame: Ints, weights: Floats, share: float) -> Floats:
    """Return the chance of each pair of the frame, in its order; ``weights`` (n,) by household.

    In each team proportional to the weights, none above 1, so that the expected minutes are the team's part.
    """
    found = np.zeros(len(frame))
    for team, budget in enumerate(problem.budget):
        mine = np.flatnonzero(problem.team[frame] == team)
        if not len(mine):
            continue
        minutes, weight = problem.minutes[frame[mine]], weights[problem.household[frame[mine]]]
        part = min(share * budget, max(budget - 2 * float(minutes.max()), 0.0))
        certain = np.zeros(len(mine), bool)
        while part > 0:
            free = max(part - float(minutes[certain].sum()), 0.0)
            scale = free / float((weight * minutes)[~certain].sum()) if not certain.all() else 0.0
            chance = np.where(certain, 1.0, weight * scale)
            over = (chance > 1) & ~certain
            if not over.any():
                found[mine] = chance
                break
            certain |= over
    return found


def drawn(problem: Problem, frame: Ints, chance: Floats, lots: Floats) -> Ints:
    """Return the pairs that are drawn, ascending; ``lots`` (n,) decides by household."""
    taken = []
    for team in range(len(problem.budget)):
        mine = np.flatnonzero((problem.team[frame] == team) & (chance > 0))
        order = mine[np.lexsort((problem.household[frame[mine]], problem.minutes[frame[mine]]))]
        taken.append(frame[order[ordered_pivotal(chance[order], lots[problem.household[frame[order]]])]])
    return np.sort(np.concatenate(taken)) if taken else np.zeros(0, np.int64)


def ordered_pivotal(chance: Floats, lots: Floats) -> Ints:
    """Return the positions drawn: duels along the order, each won in proportion, every chance kept exactly."""
    taken: list[int] = []
    holder, p = -1, 0.0
    for i, (q, lot) in enumerate(zip(chance.tolist(), lots.tolist(), strict=True)):
        if q >= 1 - 1e-12:
            taken.append(i)
            continue
        total = p + q
        if total < 1:
            if holder < 0 or lot * total < q:
                holder = i
            p = total
        else:
            stays_in = lot * (2 - total) < 1 - q
            winner, loser = (holder, i) if stays_in else (i, holder)
            taken.append(winner)
            holder, p = loser, total - 1
    if holder >= 0 and p > 0 and _last_lot(lots, holder) < p:
        taken.append(holder)
    return np.array(sorted(taken), np.int64)


def _last_lot(lots: Floats, holder: int) -> float:
    """Return a lot for the last one over that none of its duels used."""
    digest = hashlib.blake2b(lots[holder].tobytes() + np.float64(len(lots)).tobytes(), digest_size=7, key=SALT).digest()
    return (int.from_bytes(digest, "big") + 0.5) / 2**56
