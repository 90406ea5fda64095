"""The linear programme of visits, kept in HiGHS so that it can grow by households and be solved again from where it
stood (Huangfu and Hall 2018).

A column per pair that is looked at, and one per floor for what it falls short; a row per team (minutes), per floor, for
the number of visits, per household that several teams could visit, and per hamlet whose cap is in the way. Promises are
soft with prices far above any value, mandatory visits further above floors, so that there always is a plan and what
gives way first is known: floors, then mandatory visits. Hours, one visit a household and a hamlet's cap never give way.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix

from .problem import Bools, Floats, Floor, Ints, Prices, Problem

SCALE = 100.0
"""The highest value of a household inside the programme."""
FLOOR_PRICE = 50.0
"""Times the highest value, and times what the dearest visit costs more than the cheapest: no floor's true price is
higher."""
MANDATORY_PRICE = 20.0
"""Times a floor's price."""
TIE = 1e-7
"""The share of a value by which equals are told apart, the lower rank before the higher."""
INTEGER_NODES = 20_000


class Programme:
    """The programme over a growing set of households; ``share`` and ``prices`` are those of the last solution."""

    def __init__(self, problem: Problem, first: Bools) -> None:
        self.problem = problem
        self.unit = SCALE / max(float(problem.value.max(initial=0.0)), 1e-300)
        dearest = problem.minutes.max(initial=1.0) / problem.minutes.min(initial=1.0)
        self.floor_price = FLOOR_PRICE * SCALE * min(max(dearest, 1.0), 20.0) if problem.floors else SCALE
        bonus = np.where(problem.mandatory, MANDATORY_PRICE * self.floor_price, 0.0)
        apart = 1 - TIE * problem.rank / max(int(problem.rank.max(initial=1)), 1)
        self.worth = problem.value * self.unit * apart + bonus
        """(n,) what the programme gains by a household, in its own unit."""
        starts, ends = problem.spans()
        self.shared = ends - starts > 1
        self.kept = np.zeros(problem.households, bool)
        self.columns = np.zeros(0, np.int64)
        self.once: dict[int, int] = {}
        self.capped: dict[int, int] = {}
        self.membership = _membership(problem)
        self.shares = np.array([floor.share for floor in problem.floors])
        self.numbers = np.array([floor.number for floor in problem.floors])
        self._begin()
        self.add(first)

    def _begin(self) -> None:
        """Set up the rows of teams, of the number of visits and of floors, and the columns that belong to no pair."""
        import highspy

        self.highs = _quiet_solver()
        for name, setting in (
            ("output_flag", False), ("threads", 1), ("solver", "simplex"), ("random_seed", 0), ("parallel", "off"),
            ("presolve", "off"),  # there is nothing in it that presolve could take away
            ("dual_feasibility_tolerance", 1e-9), ("primal_feasibility_tolerance", 1e-9),
        ):  # fmt: skip
            self.highs.setOptionValue(name, setting)
        inf, problem = highspy.kHighsInf, self.problem
        k, g = len(problem.budget), len(problem.floors)
        none = np.zeros(0, np.int32)
        lower = np.r_[np.full(k, -inf), 0.0, [floor.number for floor in problem.floors]]
        upper = np.r_[problem.budget, 0.0, np.full(g, inf)]
        self.highs.addRows(k + 1 + g, lower, upper, 0, np.zeros(k + 1 + g, np.int32), none, np.zeros(0))
        self.highs.addCol(0.0, 0.0, inf, 1 + g, np.arange(k, k + 1 + g, dtype=np.int32), np.r_[-1.0, -self.shares])
        for row in range(k + 1, k + 1 + g):
            self.highs.addCol(self.floor_price, 0.0, inf, 1, np.array([row], np.int32), np.ones(1))
        self.fixed_columns = 1 + g

    def add(self, households: Bools) -> None:
        """Bring in more households with all their pairs."""
        new = households & ~self.kept
        self.kept |= new
        pairs = np.flatnonzero(new[self.problem.household])
        if not len(pairs):
            return
        import highspy

        home = self.problem.household[pairs]
        fresh = np.unique(home[self.shared[home]])
        first_row = self.highs.getNumRow()
        self.once |= {int(h): first_row + i for i, h in enumerate(fresh)}
        none = np.zeros(0, np.int32)
        n = len(fresh)
        if n:
            self.highs.addRows(
                n, np.full(n, -highspy.kHighsInf), np.ones(n), 0, np.zeros(n, np.int32), none, np.zeros(0)
            )
        matrix = self._entries(pairs, fresh, first_row)
        self.highs.addCols(
            len(pairs), -self.worth[home], np.zeros(len(pairs)), np.ones(len(pairs)), matrix.nnz,
            matrix.indptr[:-1].astype(np.int32), matrix.indices.astype(np.int32), matrix.data,
        )  # fmt: skip
        self.columns = np.concatenate([self.columns, pairs])

    def _entries(self, pairs: Ints, fresh: Ints, first_row: int) -> csr_matrix:
        """Return the coefficients of new columns, a row of the result per pair."""
        problem, home, k = self.problem, self.problem.household[pairs], len(self.problem.budget)
        at = np.arange(len(pairs))
        rows = [at, at]
        cols = [problem.team[pairs], np.full(len(pairs), k)]
        data = [problem.minutes[pairs], np.ones(len(pairs))]
        if problem.floors:
            member = self.membership[home].tocoo()
            rows.append(member.row)
            cols.append(k + 1 + member.col)
            data.append(member.data)
        several = np.flatnonzero(self.shared[home])
        rows.append(several)
        cols.append(first_row + np.searchsorted(fresh, home[several]))
        data.append(np.ones(len(several)))
        if self.capped and problem.hamlet is not None:
            row_of = np.full(int(problem.hamlet.max()) + 2, -1)
            row_of[list(self.capped)] = list(self.capped.values())
            found = row_of[problem.hamlet[home]]
            inside = np.flatnonzero(found >= 0)
            rows.append(inside)
            cols.append(found[inside])
            data.append(np.ones(len(inside)))
        size = (len(pairs), self.highs.getNumRow())
        return csr_matrix((np.concatenate(data), (np.concatenate(rows), np.concatenate(cols))), size)

    def set_budget(self, budget: Floats) -> None:
        """Give the teams other minutes; the next solution starts from the last one's basis."""
        import highspy

        for team, minutes in enumerate(budget):
            self.highs.changeRowBounds(team, -highspy.kHighsInf, float(minutes))

    def ask(self, floors: tuple[Floor, ...]) -> None:
        """Ask the floors, in their order, for other numbers and shares."""
        self.shares = np.array([floor.share for floor in floors])
        self.numbers = np.array([floor.number for floor in floors])
        for at, share in enumerate(self.shares):
            self.highs.changeCoeff(len(self.problem.budget) + 1 + at, 0, -float(share))
        self.promise(1.0)

    def promise(self, part: float) -> None:
        """Ask floors that are numbers for this part of their number; shares stay shares."""
        import highspy

        for at, number in enumerate(self.numbers):
            row = len(self.problem.budget) + 1 + at
            self.highs.changeRowBounds(row, float(number) * part, highspy.kHighsInf)

    def solve(self) -> None:
        """Solve for the households brought in so far; adds hamlets' caps as they turn out to be in the way."""
        while True:
            self.highs.run()
            solution = self.highs.getSolution()
            self.share = np.clip(np.asarray(solution.col_value)[self.fixed_columns :], 0.0, 1.0)
            self.short = np.asarray(solution.col_value)[1 : self.fixed_columns]
            self._read_prices(np.asarray(solution.row_dual))
            if not self._cap_hamlets():
                return

    def _read_prices(self, duals: Floats) -> None:
        k, g = len(self.problem.budget), len(self.problem.floors)
        self.prices = Prices(
            np.maximum(-duals[:k], 0.0),
            np.maximum(duals[k + 1 : k + 1 + g], 0.0),
            {hamlet: max(-float(duals[row]), 0.0) for hamlet, row in self.capped.items()},
        )

    def _cap_hamlets(self) -> bool:
        """Add a row for each hamlet with more visits than its cap; return whether there was one."""
        problem = self.problem
        places = problem.places
        if problem.hamlet is None or places is None:
            return False
        import highspy

        where = problem.hamlet[problem.household[self.columns]]
        visits = np.bincount(where[where >= 0], self.share[where >= 0], len(places))
        full = [int(u) for u in np.flatnonzero(visits > places + 1e-7) if int(u) not in self.capped]
        for hamlet in full:
            columns = np.flatnonzero(where == hamlet)
            self.capped[hamlet] = self.highs.getNumRow()
            self.highs.addRow(
                -highspy.kHighsInf, float(places[hamlet]), len(columns),
                (self.fixed_columns + columns).astype(np.int32), np.ones(len(columns)),
            )  # fmt: skip
        return bool(full)

    def premium(self, prices: Prices) -> Floats:
        """Return what promises add to each household's worth or take from it, (n,): floors, less the hamlet's place."""
        found = np.zeros(self.problem.households)
        if self.problem.floors:
            found += self.membership @ prices.floor - float(self.shares @ prices.floor)
        if self.problem.hamlet is not None and prices.hamlet:
            toll = np.zeros(int(self.problem.hamlet.max()) + 2)
            toll[list(prices.hamlet)] = list(prices.hamlet.values())
            found -= toll[self.problem.hamlet]
        return found

    def solve_whole(self) -> Floats:
        """Return each column's share in the best plan of whole visits, 0 or 1; for small problems."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        while True:
            lp = self.highs.getLp()
            matrix = lp.a_matrix_
            size = (lp.num_row_, lp.num_col_)
            entries = csc_matrix(
                (np.asarray(matrix.value_), np.asarray(matrix.index_), np.asarray(matrix.start_)), size
            )
            whole = np.r_[np.zeros(self.fixed_columns), np.ones(len(self.columns))]
            found = milp(
                np.asarray(lp.col_cost_),
                constraints=LinearConstraint(entries, np.asarray(lp.row_lower_), np.asarray(lp.row_upper_)),
                bounds=Bounds(np.asarray(lp.col_lower_), np.asarray(lp.col_upper_)),
                integrality=whole,
                options={"mip_rel_gap": 0.0, "node_limit": INTEGER_NODES},
            )
            if found.x is None:
                raise RuntimeError(f"no plan of whole visits: {found.message}")
            self.share = np.round(found.x[self.fixed_columns :])
            if not self._cap_hamlets():
                return self.share


def _quiet_solver() -> Any:
    """Return a HiGHS that writes nothing to standard output, which belongs to whoever reads the command's answer.

    Its banner comes with enabling callbacks as it is made, before any option can turn output off; none are used here.
    """
    import highspy

    class Quiet(highspy.Highs):
        def enableCallbacks(self) -> None:  # noqa: N802 - the name is the library's
            self.setOptionValue("output_flag", False)

    return Quiet()


def _membership(problem: Problem) -> csr_matrix:
    """Return who belongs to which floor, (n, number of floors)."""
    rows = [floor.members for floor in problem.floors]
    cols = [np.full(len(floor.members), g) for g, floor in enumerate(problem.floors)]
    size = (problem.households, len(problem.floors))
    if not rows:
        return csr_matrix(size)
    at = (np.concatenate(rows), np.concatenate(cols))
    return csr_matrix((np.ones(len(at[0])), at), size)
