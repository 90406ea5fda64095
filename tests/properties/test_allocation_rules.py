"""What a plan keeps whatever the province: hours, one visit a household, promises, order; and exactness where small."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.vocabulary.language import Text
from outreach import allocate as allocating
from outreach.allocate import allocate, held_back
from outreach.exchange import exchanged
from outreach.keeping import keep_floors, shortfalls
from outreach.problem import Floor, Problem
from outreach.rounding import rounded_up

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
        value = problem.value.copy()
        value[home] *= 1 + raised
        rank = np.empty_like(problem.rank)
        rank[np.lexsort((problem.rank, -value))] = np.arange(len(value))
        again = allocate(replace(problem, value=value, rank=rank))
        assert home in problem.household[again.chosen]


@pytest.mark.slow
@FEW
@given(st.integers(0, 10**6), st.floats(0.01, 1))
def test_more_hours_never_lower_the_value(seed, more):
    """Exact plans: by any amount. Rounded ones: from what is held back for rounding on."""
    small = a_problem(seed)
    richer = replace(small, budget=small.budget * (1 + more))
    assert value_of(richer, allocate(richer)) >= value_of(small, allocate(small)) - 1e-9
    many = large(seed)
    richer = replace(many, budget=many.budget + held_back(many) * (1 + more))
    assert value_of(richer, allocate(richer)) >= value_of(many, allocate(many)) - 1e-9


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


@FEW
@given(st.integers(0, 10**6))
def test_choosing_lists_again_never_makes_a_plan_worse(seed):
    """Neither more is missed of the promises than in the plan that came in, mended, nor, promises equal, of value."""
    problem = large(seed, floors=3)
    programme = allocating.Programme(problem, np.ones(problem.households, bool))
    programme.solve()
    draft = rounded_up(problem, programme.columns, programme.share, programme.worth)
    again = exchanged(programme, draft, programme.prices)
    keep_floors(draft)
    short = [
        sum(said.asked - said.got for said in shortfalls(problem, plan.chosen()) if said.rule.en.startswith("floor"))
        for plan in (draft, again)
    ]
    worth = [float(problem.value[problem.household[plan.chosen()]].sum()) for plan in (draft, again)]
    missed = [
        int(problem.mandatory.sum() - problem.mandatory[problem.household[plan.chosen()]].sum())
        for plan in (draft, again)
    ]
    assert (missed[1], short[1], -worth[1]) <= (missed[0], short[0], -worth[0] + 1e-9)


def test_the_same_problem_gives_the_same_plan():
    assert (allocate(large(7, floors=3)).chosen == allocate(large(7, floors=3)).chosen).all()
