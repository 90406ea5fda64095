"""What a plan keeps whatever the province: hours, one visit a household, promises, order; and exactness where small."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.vocabulary.language import Text
from outreach import allocate as allocating
from outreach.allocate import allocate, held_back, wanted_within_less
from outreach.bound import bound_of
from outreach.choosing import chosen_lists
from outreach.keeping import shortfalls
from outreach.knapsack import best_list
from outreach.problem import Floor, Prices, Problem
from outreach.rounding import NOBODY

FEW = settings(max_examples=8, deadline=None)


def a_problem(seed, homes=60, teams=4, floors=0, hamlet_cap=None, hours=(2, 12)):
    """Households of several communes, each served by its own team and some by a mobile one too."""
    rng = np.random.default_rng(seed)
    commune = rng.integers(0, teams - 1, homes)
    pairs = []
    for home in range(homes):
        serving = [commune[home], *([teams - 1] if rng.random() < 0.5 else [])]
        pairs += [(home, team, float(rng.integers(60, 181))) for team in serving]
    household, team, minutes = (np.array(column) for column in zip(*pairs, strict=True))
    value = np.round(rng.beta(1, 15, homes), 3) + 1e-4
    rank = np.empty(homes, np.int64)
    rank[np.argsort(-value, kind="stable")] = np.arange(homes)
    promised = tuple(
        Floor(
            Text(f"sàn {g}", f"floor {g}"),
            np.flatnonzero(rng.random(homes) < 0.3),
            *([2.0, 0.0] if g % 2 else [0.0, 0.3]),
        )
        for g in range(floors)
    )
    budget = np.round(rng.uniform(*hours, teams) * 60)
    hamlet = rng.integers(-1, max(homes // 8, 1), homes)
    mandatory = (rng.random(homes) < 0.05) if floors else np.zeros(homes, bool)
    return Problem(household, team, minutes.astype(float), value, budget, rank, mandatory, promised, hamlet, hamlet_cap)


def value_of(problem, plan):
    return float(problem.value[problem.household[plan.chosen]].sum())


def large(seed, **asked):
    """Beyond the size up to which plans are exact optima."""
    return a_problem(seed, homes=300, teams=5, hours=(6, 25), **asked)


def risen(problem, home, raised):
    """The same province with one household's value higher, ranks as they follow."""
    value = problem.value.copy()
    value[home] *= 1 + raised
    rank = np.empty_like(problem.rank)
    rank[np.lexsort((problem.rank, -value))] = np.arange(len(value))
    return replace(problem, value=value, rank=rank)


def brute_force(problem):
    """Return the highest value of all plans, by trying every team (or none) for every household."""
    starts, ends = problem.spans()
    choices = [[None, *range(a, b)] for a, b in zip(starts, ends, strict=True)]
    best = 0.0
    for taken in product(*choices):
        chosen = np.array([pair for pair in taken if pair is not None], np.int64)
        used = np.bincount(problem.team[chosen], problem.minutes[chosen], len(problem.budget))
        if (used <= problem.budget).all():
            best = max(best, float(problem.value[problem.household[chosen]].sum()))
    return best


@FEW
@given(st.integers(0, 10**6), st.sampled_from([0, 2, 3]), st.sampled_from([None, 2]), st.booleans())
def test_hours_hold_nobody_twice_and_promises_are_kept_or_said(seed, floors, cap, many):
    problem = (large if many else a_problem)(seed, floors=floors, hamlet_cap=cap)
    plan = allocate(problem)
    homes = problem.household[plan.chosen]
    assert len(set(homes)) == len(homes)
    used = np.bincount(problem.team[plan.chosen], problem.minutes[plan.chosen], len(problem.budget))
    assert (used <= problem.budget + 1e-9).all()
    if cap:
        assert np.bincount(problem.hamlet[homes][problem.hamlet[homes] >= 0], minlength=1).max() <= cap
    said = {short.rule.en: short for short in plan.relaxed}
    for floor in problem.floors:
        there = np.isin(homes, floor.members).sum()
        kept = there >= floor.wanted(len(homes)) - 1e-9
        assert kept or said[floor.name.en].got == there
    missing = problem.mandatory.sum() - problem.mandatory[homes].sum()
    assert missing == 0 or said["mandatory visits"].asked - said["mandatory visits"].got == missing
    assert value_of(problem, plan) <= plan.bound * (1 + 1e-9)


@FEW
@given(st.integers(0, 10**6))
def test_brute_force_agrees_on_tiny_provinces(seed):
    problem = a_problem(seed, homes=8, teams=3, hours=(1, 5))
    assert abs(value_of(problem, allocate(problem)) - brute_force(problem)) < 1e-9


@FEW
@given(st.integers(0, 10**6), st.floats(0.05, 3), st.booleans())
def test_a_higher_risk_never_loses_a_place(seed, raised, many):
    problem = large(seed) if many else a_problem(seed)
    listed = problem.household[allocate(problem).chosen]
    rng = np.random.default_rng(seed)
    for home in rng.choice(listed, min(3, len(listed)), replace=False):
        again = allocate(risen(problem, home, raised))
        assert home in problem.household[again.chosen]


def before_mending(problem):
    """Who has a visit before floors are mended, and whether all whom the programme wants found minutes, no floor
    being short."""
    programme = allocating.Programme(problem, allocating.within_reach(problem))
    allocating.price_out(programme)
    draft = wanted_within_less(programme)
    wanted = np.bincount(problem.household[programme.columns], programme.share, problem.households) > 1e-6
    all_found_minutes = bool(((draft.pair != NOBODY) == wanted).all())
    chosen = chosen_lists(programme, draft).chosen()
    return problem.household[chosen], all_found_minutes and not shortfalls(problem, chosen)


@FEW
@given(st.integers(0, 10**6), st.floats(0.05, 3), st.sampled_from([1, 3]))
def test_with_floors_a_higher_risk_never_loses_a_place_either(seed, raised, floors):
    problem = large(seed, floors=floors)
    before, undisturbed = before_mending(problem)
    rng = np.random.default_rng(seed)
    for home in rng.choice(before, 4, replace=False):
        again = risen(problem, home, raised)
        after, undisturbed_again = before_mending(again)
        if undisturbed and undisturbed_again:
            assert home in after
            assert home in problem.household[allocate(again).chosen]


@pytest.mark.slow
@FEW
@given(st.integers(0, 10**6), st.floats(0.01, 1), st.sampled_from([0, 3]))
def test_more_hours_never_lower_the_value(seed, more, floors):
    """Exact plans: by any amount. Others: from what is held back on; by any amount not by more than the gap."""
    small = a_problem(seed)
    richer = replace(small, budget=small.budget * (1 + more))
    assert value_of(richer, allocate(richer)) >= value_of(small, allocate(small)) - 1e-9
    many = large(seed, floors=floors)
    plan = allocate(many)
    at_most = held_back(replace(many, budget=many.budget * 1e3))
    a_little, richer = (replace(many, budget=many.budget + at_most * part) for part in (0.1 + 0.4 * more, 1 + more))
    less, better = allocate(a_little), allocate(richer)
    if not (plan.relaxed or less.relaxed or better.relaxed):
        assert value_of(richer, better) >= value_of(many, plan) - 1e-9
        gap = 1 - value_of(a_little, less) / less.bound
        assert value_of(a_little, less) >= (1 - gap) * value_of(many, plan) - 1e-9


@FEW
@given(st.integers(0, 10**6), st.integers(1, 9), st.floats(0, 0.5))
def test_a_teams_best_list_is_the_best_of_all_lists(seed, n, price):
    rng = np.random.default_rng(seed)
    minutes, gains, room = rng.integers(1, 20, n), rng.uniform(-1, 5, n), int(rng.integers(0, 60))
    listed, loss = best_list(minutes, gains, price, room)
    every = np.array(list(product([False, True], repeat=n)))
    fit = every @ minutes <= room
    assert minutes[listed].sum() <= room
    assert abs(gains[listed].sum() - (every @ gains)[fit].max()) < 1e-9
    most = price * room + np.maximum(gains - price * minutes, 0).sum()
    assert abs(most - loss - gains[listed].sum()) < 1e-9


@FEW
@given(st.integers(0, 10**6), st.sampled_from([0, 3]), st.sampled_from([None, 2]), st.floats(0.5, 1.5))
def test_no_plan_exceeds_the_bound_at_any_prices(seed, floors, cap, off):
    """Neither at the programme's prices nor at others."""
    problem = a_problem(seed, floors=floors, hamlet_cap=cap)
    programme = allocating.Programme(problem, np.ones(problem.households, bool))
    programme.solve()
    unit, found = programme.unit, programme.prices
    best = problem.household[allocate(problem).chosen]
    visited = np.isin(np.arange(problem.households), best)
    for part in (1.0, off):
        prices = Prices(
            found.team * part / unit, found.floor * part / unit, {u: price / unit for u, price in found.hamlet.items()}
        )
        bound = bound_of(problem, programme.premium(prices), prices, visited)
        assert float(problem.value[best].sum()) <= bound * (1 + 1e-6)


@FEW
@given(st.integers(0, 10**6))
def test_among_households_that_cost_the_same_the_list_goes_by_risk(seed):
    problem = large(seed)
    problem = replace(problem, minutes=np.where(problem.minutes < 120, 90.0, 150.0))
    plan = allocate(problem)
    starts, ends = problem.spans()
    kinds = [
        tuple(zip(problem.team[a:b].tolist(), problem.minutes[a:b].tolist(), strict=True))
        for a, b in zip(starts, ends, strict=True)
    ]
    listed = set(problem.household[plan.chosen].tolist())
    for home in listed:
        for other in set(range(problem.households)) - listed:
            if kinds[other] == kinds[home]:
                assert (-problem.value[home], problem.rank[home]) < (-problem.value[other], problem.rank[other])


@FEW
@given(st.integers(0, 10**6), st.sampled_from([0, 3]))
def test_leaving_out_candidates_changes_no_optimum(seed, floors):
    """The bound of a plan whose programme began with few households is that of one that held them all."""
    problem = large(seed, floors=floors)
    everyone = np.ones(problem.households, bool)
    programme = allocating.Programme(problem, everyone)
    programme.solve()
    whole = float((programme.share * programme.worth[problem.household[programme.columns]]).sum())
    few = allocating.Programme(problem, problem.mandatory.copy())
    allocating.price_out(few)
    part = float((few.share * few.worth[problem.household[few.columns]]).sum())
    short = programme.floor_price * (few.short.sum() - programme.short.sum())
    assert abs(whole - part + short) < 1e-6 * max(abs(whole), 1)


def test_the_same_problem_gives_the_same_plan():
    assert (allocate(large(7, floors=3)).chosen == allocate(large(7, floors=3)).chosen).all()
