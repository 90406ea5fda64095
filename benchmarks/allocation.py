"""Whom to visit: a whole province's plan beside greedy, SciPy's MILP and OR-tools given the same time, and what-if.

The province is invented as arrays, the same at each run: 550,000 households in 130 communes, a team in each commune and
20 mobile ones that serve ten each, 40 to 120 hours a team, ten floors that bind or nearly do.
"""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from benchmarks.measure import Row, median_seconds
from data.vocabulary.language import Text
from outreach.allocate import allocate, price_out, within_reach
from outreach.problem import Floor, Problem
from outreach.programme import Programme

HOUSEHOLDS, QUICK_HOUSEHOLDS = 550_000, 60_000
COMMUNES, MOBILE, SERVED, FLOORS = 130, 20, 10, 10
SEEDS, QUICK_SEEDS = (1, 2, 3, 4, 5, 6), (1, 2)
"""Provinces whose plans are measured; the worst gap is told, and peers are compared on the first."""
PEERS_LOOK_AT = 20_000
"""Households with the highest value that the peers are given, with those that our plan looked at."""


def province(households: int, seed: int = 1) -> Problem:
    """Return an invented province."""
    rng = np.random.default_rng(seed)
    commune = rng.choice(COMMUNES, households, p=rng.dirichlet(np.full(COMMUNES, 4.0)))
    office = np.round(rng.gamma(2, 25, households) + 5)
    risk = 1 / (1 + np.exp(-(rng.normal(-4.2, 1.3, households) + 0.01 * (office - 50))))
    lat, lon = rng.uniform(18.5, 20, COMMUNES), rng.uniform(103.9, 105.8, COMMUNES)
    inside = [np.flatnonzero(commune == c) for c in range(COMMUNES)]
    rows = []
    for team in range(COMMUNES + MOBILE):
        base = team if team < COMMUNES else int(rng.integers(COMMUNES))
        away = np.hypot(lat - lat[base], lon - lon[base])
        for c in [base] if team < COMMUNES else np.argsort(away)[:SERVED]:
            minutes = np.ceil(60 + 2 * (away[c] * 111 * 1.4 / 30 * 60 + office[inside[c]]) / (3 + team % 3) - 1e-9)
            rows.append(np.column_stack([inside[c], np.full(len(inside[c]), team), minutes]))
    pairs = np.concatenate(rows)
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    order = np.argsort(-risk, kind="stable")
    rank = np.empty(households, np.int64)
    rank[order] = np.arange(households)
    budget = np.round(rng.uniform(40, 120, COMMUNES + MOBILE)) * 60 * households / HOUSEHOLDS
    problem = Problem(
        pairs[:, 0].astype(np.int64), pairs[:, 1].astype(np.int64), pairs[:, 2], risk, np.round(budget), rank,
        np.zeros(households, bool),
    )  # fmt: skip
    return replace(problem, floors=floors(commune, rng))


def floors(commune: np.ndarray, rng: np.random.Generator) -> tuple[Floor, ...]:
    """Return ten floors: of communes and of groups across them, at a little over their share of households."""
    found = []
    for g in range(FLOORS):
        some = rng.choice(COMMUNES, 15, replace=False)
        members = np.flatnonzero(rng.random(len(commune)) < 0.05 + 0.02 * g if g % 2 else np.isin(commune, some))
        share = 1.15 * len(members) / len(commune)
        found.append(Floor(Text(f"sàn {g}", f"floor {g}"), members, share=share))
    return tuple(found)


def measure(quick: bool) -> list[Row]:
    """Measure plan, peers and what-if."""
    problem = province(QUICK_HOUSEHOLDS if quick else HOUSEHOLDS)
    told = f"plan {problem.households:,} households, {len(problem.budget)} teams, {FLOORS} floors"
    allocate(replace(problem, budget=problem.budget / 4))
    seconds = median_seconds(lambda: allocate(problem))
    began = time.process_time()
    plan = allocate(problem)
    busy = time.process_time() - began
    value = float(problem.value[problem.household[plan.chosen]].sum())
    rows = [
        Row(f"{told}: gap {1 - value / plan.bound:.3%}; {busy:.1f} s of one core", seconds, must="gap 0.1 % in 5 s")
    ]
    rows.append(worst_of(QUICK_SEEDS if quick else SEEDS, problem.households))
    few = smaller(problem)
    for name, peer in (("greedy", greedy), ("SciPy milp", by_milp), ("OR-tools (SCIP)", by_ortools)):
        start = time.perf_counter()
        reached = peer(few, max(seconds, 5.0))
        taken = time.perf_counter() - start
        found = "no plan" if reached is None else f"gap {1 - reached / plan.bound:.3%}"
        rows.append(Row(f"– {name}, floors kept, {len(few.household):,} pairs given: {found}", taken))
    programme = Programme(problem, within_reach(problem))
    price_out(programme)
    more = problem.budget.copy()

    def what_if() -> None:
        more[np.random.default_rng(int(more.sum())).integers(len(more))] += 1200
        programme.set_budget(more)
        price_out(programme)

    rows.append(Row("– what if a team had 20 hours more", median_seconds(what_if, 5), must="1 s"))
    return rows


def worst_of(seeds: tuple[int, ...], households: int) -> Row:
    """Return the worst gap and the longest time over provinces of several seeds."""
    gaps, taken = [], []
    for seed in seeds:
        problem = province(households, seed)
        began = time.perf_counter()
        plan = allocate(problem)
        taken.append(time.perf_counter() - began)
        gaps.append(1 - float(problem.value[problem.household[plan.chosen]].sum()) / plan.bound)
    told = ", ".join(f"{gap:.3%}" for gap in gaps)
    return Row(
        f"– seeds {seeds[0]} to {seeds[-1]}: worst gap {max(gaps):.3%} ({told})", max(taken), must="0.1 % in 5 s"
    )


def smaller(problem: Problem) -> Problem:
    """Return the problem of the households that anybody would look at, so that the peers needn't hold all of them."""
    kept = within_reach(problem) | (problem.rank < PEERS_LOOK_AT)
    pairs = kept[problem.household]
    return replace(
        problem, household=problem.household[pairs], team=problem.team[pairs], minutes=problem.minutes[pairs]
    )  # fmt: skip


def matrices(problem: Problem):
    """Return the rows of hours, of one visit a household, and of floors, as sparse matrices over the pairs."""
    from scipy.sparse import csr_matrix

    n = np.arange(len(problem.household))
    homes, home = np.unique(problem.household, return_inverse=True)
    hours = csr_matrix((problem.minutes, (problem.team, n)), (len(problem.budget), len(n)))
    once = csr_matrix((np.ones(len(n)), (home, n)), (len(homes), len(n)))
    inside = [np.isin(problem.household, floor.members) - floor.share for floor in problem.floors]
    return hours, once, csr_matrix(np.array(inside))


def greedy(problem: Problem, seconds: float) -> float:
    """Return the value of taking pairs by value a minute; floors first, each until its share of the expected visits."""
    density = problem.value[problem.household] / problem.minutes
    order = np.argsort(-density, kind="stable")
    left, taken = problem.budget.copy(), np.zeros(problem.households, bool)
    visits = problem.budget.sum() / np.median(problem.minutes)

    def take(pairs: np.ndarray, most: float) -> None:
        n = 0
        for pair in pairs:
            team, home = problem.team[pair], problem.household[pair]
            if n >= most:
                return
            if not taken[home] and problem.minutes[pair] <= left[team]:
                left[team] -= problem.minutes[pair]
                taken[home] = True
                n += 1

    for floor in problem.floors:
        already = int(taken[floor.members].sum())
        take(order[np.isin(problem.household[order], floor.members)], floor.share * visits - already)
    take(order, np.inf)
    return float(problem.value[taken].sum())


def by_milp(problem: Problem, seconds: float) -> float | None:
    """Return the value of SciPy's mixed-integer solver within the time; None where it has no plan by then."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    hours, once, promised = matrices(problem)
    found = milp(
        -problem.value[problem.household],
        constraints=[
            LinearConstraint(hours, -np.inf, problem.budget), LinearConstraint(once, -np.inf, 1.0),
            LinearConstraint(promised, 0.0, np.inf),
        ],
        integrality=np.ones(len(problem.household)), bounds=Bounds(0, 1), options={"time_limit": seconds},
    )  # fmt: skip
    return None if found.x is None else float(problem.value[problem.household] @ np.round(found.x))


def by_ortools(problem: Problem, seconds: float) -> float | None:
    """Return the value of OR-tools' MPSolver with SCIP within the time; None where it has no plan by then."""
    from ortools.linear_solver import pywraplp

    solver = pywraplp.Solver.CreateSolver("SCIP")
    solver.SetTimeLimit(int(seconds * 1000))
    x = [solver.BoolVar("") for _ in range(len(problem.household))]
    hours, once, promised = matrices(problem)
    for matrix, low, high in (
        (hours, np.full(hours.shape[0], -solver.infinity()), problem.budget),
        (once, np.full(once.shape[0], -solver.infinity()), np.ones(once.shape[0])),
        (promised, np.zeros(promised.shape[0]), np.full(promised.shape[0], solver.infinity())),
    ):
        for row in range(matrix.shape[0]):
            constraint = solver.Constraint(float(low[row]), float(high[row]))
            for at in range(matrix.indptr[row], matrix.indptr[row + 1]):
                constraint.SetCoefficient(x[matrix.indices[at]], float(matrix.data[at]))
    for variable, value in zip(x, problem.value[problem.household], strict=True):
        solver.Objective().SetCoefficient(variable, float(value))
    solver.Objective().SetMaximization()
    status = solver.Solve()
    usable = status in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE)
    return float(solver.Objective().Value()) if usable else None
