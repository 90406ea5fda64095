"""Visits drawn at random with known chances, so that a round also learns what the list misses.

**Design.** Drawn from the households outside the list, with a frame fixed before the draw. Each household belongs to
the team that reaches it in the least time; a team's part of the exploration is a stratum. Chances rise where recording
is thin, by the policy's factor. Within a stratum, households stand in order of cost and are drawn by the ordered
pivotal method (Deville and Tillé 1998; Chauvet 2012): inclusion probabilities are exact, the number drawn is that of
the chances' sum, and so it is up to any point of the order, so that the minutes can't exceed the expected ones by more
than twice the dearest visit; as much is left free. Each duel is decided by a keyed hash of the household's id and the
seed: the same draw again from the same list.

**Where a policy limits the visits of a hamlet**, its places for the draw are known before it: those that the first list
leaves, which keeps a part of each hamlet's places free as it does of the hours. One team visits a hamlet's part of the
frame. The chances of a hamlet add up to no more than its places; its households duel with each other first, so that
each chance stays exact and the number drawn of a hamlet is that of its chances' sum, rounded down or up. For the
minutes each counts as the hamlet's dearest. A hamlet whose places the first list takes can't be drawn from, and its
households have no chance and stand outside the frame: with a limit of one, each hamlet that the list visits.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
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
ROUNDING = 1e-10
"""What sums of chances may be off by."""
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
    """Return the pairs of the frame: each household outside the list with the team that reaches it soonest.

    Where a hamlet's visits are limited, with the team that could reach most of its households, then soonest.
    """
    able = ~listed[problem.household] & (problem.minutes <= DEAREST_SHARE * problem.budget[problem.team])
    pairs = np.flatnonzero(able & (share > 0))
    if problem.places is not None:
        pairs = _of_the_hamlets_team(problem, pairs)
    order = pairs[np.lexsort((problem.team[pairs], problem.minutes[pairs], problem.household[pairs]))]
    first = (
        np.r_[True, problem.household[order][1:] != problem.household[order][:-1]] if len(order) else np.zeros(0, bool)
    )
    return np.sort(order[first])


def _of_the_hamlets_team(problem: Problem, pairs: Ints) -> Ints:
    """Return the pairs whose household has no hamlet, or whose team is that of its hamlet."""
    hamlet = np.full(problem.households, -1) if problem.hamlet is None else problem.hamlet
    where = hamlet[problem.household[pairs]]
    known = pl.DataFrame({"hamlet": where, "team": problem.team[pairs], "minutes": problem.minutes[pairs]})
    reach = known.group_by("hamlet", "team").agg(homes=pl.len(), minutes=pl.col("minutes").sum())
    first = reach.sort("hamlet", "homes", "minutes", "team", descending=[False, True, False, False])
    team_of = np.full(int(where.max(initial=-1)) + 2, -1)
    chosen = first.filter(pl.col("hamlet") >= 0).unique("hamlet", keep="first", maintain_order=True)
    team_of[chosen["hamlet"].to_numpy()] = chosen["team"].to_numpy()
    return pairs[(where < 0) | (team_of[where] == problem.team[pairs])]


def places_set_aside(problem: Problem, share: float) -> Ints | None:
    """Return the places of each hamlet that the list leaves free for exploration, (hamlets,): its part, at least one
    where there are two, none that a mandatory visit needs; None where nothing limits a hamlet's visits."""
    places = problem.places
    if places is None:
        return None
    if share <= 0:
        return np.zeros(len(places), np.int64)
    part = np.minimum(np.ceil(share * places).astype(np.int64), places - 1)
    return np.clip(places - problem.by_hamlet(np.flatnonzero(problem.mandatory)), 0, np.maximum(part, 0))


def places_left(problem: Problem, listed: Bools) -> Ints | None:
    """Return each hamlet's places for the draw, (hamlets,): those that neither the list nor a mandatory visit takes."""
    if problem.places is None:
        return None
    return np.maximum(problem.places - problem.by_hamlet(np.flatnonzero(listed | problem.mandatory)), 0)


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


@dataclass(frozen=True)
class Cells:
    """The frame's pairs in groups that are drawn from together: hamlets where their visits are limited, else each pair.

    ``cell`` (f,) numbers the frame's pairs, ``places`` (cells,) says how many of each may be drawn, ``minutes`` (f,)
    what each counts as: the cell's dearest.
    """

    cell: Ints
    places: Ints
    minutes: Floats


def cells_of(problem: Problem, frame: Ints, places: Ints | None) -> Cells:
    """Return the frame's cells; ``places`` (hamlets,) is what each hamlet has left, None where nothing limits it."""
    alone = np.arange(len(frame))
    minutes = problem.minutes[frame]
    if places is None or problem.hamlet is None:
        return Cells(alone, np.ones(len(frame), np.int64), minutes)
    hamlet = problem.hamlet[problem.household[frame]]
    named, cell = np.unique(np.where(hamlet >= 0, hamlet, len(places) + alone), return_inverse=True)
    most = np.r_[places, np.ones(len(frame), np.int64)][named]
    dearest = np.zeros(len(named))
    np.maximum.at(dearest, cell, minutes)
    return Cells(cell, most, dearest[cell])


def propensities(problem: Problem, frame: Ints, cells: Cells, weights: Floats, share: float) -> Floats:
    """Return the chance of each pair of the frame, in its order; ``weights`` (n,) by household, above zero.

    In each team proportional to the weights, none above 1 and no cell's sum above its places, so that the expected
    minutes are the team's part, or all that can be drawn.
    """
    weight = weights[problem.household[frame]]
    highest = 1 / weight
    order = np.argsort(cells.cell, kind="stable")
    ends = np.cumsum(np.bincount(cells.cell, minlength=len(cells.places))) if len(frame) else np.zeros(0, np.int64)
    for cell in np.flatnonzero(np.diff(ends, prepend=0) > cells.places):
        mine = order[(ends[cell - 1] if cell else 0) : ends[cell]]
        highest[mine] = np.minimum(
            highest[mine], scale_for(np.ones(len(mine)), weight[mine], highest[mine], float(cells.places[cell]))
        )
    found = np.zeros(len(frame))
    for team, budget in enumerate(problem.budget):
        mine = np.flatnonzero(problem.team[frame] == team)
        if not len(mine):
            continue
        minutes = cells.minutes[mine]
        part = min(share * budget, max(budget - 2 * float(minutes.max()), 0.0))
        scale = scale_for(minutes, weight[mine], highest[mine], part)
        found[mine] = np.minimum(weight[mine] * np.minimum(scale, highest[mine]), 1.0)
    return found


def scale_for(amount: Floats, weight: Floats, highest: Floats, part: float) -> float:
    """Return the scale s at which Σ amount × weight × min(s, highest) is ``part``; infinite where it can't be."""
    order = np.argsort(highest, kind="stable")
    each = (amount * weight)[order]
    ceiling = highest[order]
    full = np.r_[0.0, np.cumsum(each * ceiling)]
    rest = np.r_[np.cumsum(each[::-1])[::-1], 0.0]
    reached = full[:-1] + rest[:-1] * ceiling
    first = int(np.searchsorted(reached, part))
    return float((part - full[first]) / rest[first]) if first < len(each) else np.inf


def drawn(problem: Problem, frame: Ints, cells: Cells, chance: Floats, lots: Floats) -> Ints:
    """Return the pairs that are drawn, ascending; ``lots`` (n,) decides by household."""
    taken = []
    homes = problem.household[frame]
    for team in range(len(problem.budget)):
        mine = np.flatnonzero((problem.team[frame] == team) & (chance > 0))
        together = cells.cell if len(cells.places) < len(frame) else None
        grouped = (together[mine],) if together is not None else ()
        order = mine[np.lexsort((homes[mine], problem.minutes[frame[mine]], *grouped, cells.minutes[mine]))]
        runs = together[order] if together is not None else None
        taken.append(frame[order[ordered_pivotal(chance[order], lots[homes[order]], runs)]])
    return np.sort(np.concatenate(taken)) if taken else np.zeros(0, np.int64)


def ordered_pivotal(chance: Floats, lots: Floats, cells: Ints | None = None) -> Ints:
    """Return the positions drawn: duels along the order, each won in proportion, every chance kept exactly.

    Of each run of equal ``cells`` the positions duel with each other first, so that each run's number is its chances'
    sum, rounded; who is left over stands for the run in the duels of all. Each lot decides one duel at most.
    """
    if cells is None or not len(chance):
        taken, holder, p = _duels(chance, lots)
        if holder >= 0 and p > 0 and _last_lot(lots, holder) < p:
            taken.append(holder)
        return np.array(sorted(taken), np.int64)
    sure, over, left, free = [], [], [], []
    for mine in np.split(np.arange(len(chance)), np.flatnonzero(np.diff(cells)) + 1):
        taken, holder, p = _duels(chance[mine], lots[mine])
        sure += mine[taken].tolist()
        if holder >= 0 and p > ROUNDING:
            over.append(int(mine[holder]))
            left.append(p)
            free.append(lots[mine[np.argmax(chance[mine] < 1 - ROUNDING)]])
    last = ordered_pivotal(np.array(left), np.array(free))
    return np.array(sorted([*sure, *(over[i] for i in last)]), np.int64)


def _duels(chance: Floats, lots: Floats) -> tuple[list[int], int, float]:
    """Return the positions drawn, who is left over (-1: nobody) and with what chance; the first lot stays unused."""
    taken: list[int] = []
    holder, p = -1, 0.0
    for i, (q, lot) in enumerate(zip(chance.tolist(), lots.tolist(), strict=True)):
        if q >= 1 - ROUNDING:
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
    return taken, holder, p


def _last_lot(lots: Floats, holder: int) -> float:
    """Return a lot for the last one over that none of its duels used."""
    digest = hashlib.blake2b(lots[holder].tobytes() + np.float64(len(lots)).tobytes(), digest_size=7, key=SALT).digest()
    return (int.from_bytes(digest, "big") + 0.5) / 2**56
