"""Penalised logistic regression on tables: every feature a spline of steps, shrunk as much as the data ask for.

Steps between neighbouring bins, straight lines, special codes and the expert's opinion are coefficients with normal
priors. Their variances are estimated from the training rows by the marginal likelihood (empirical Bayes; MacKay 1992,
Wood and Fasiolo 2017), each drawn towards the common one of its kind, so that a feature that says nothing is shrunk
to nothing with 200 outcomes, and one that says much isn't with 20,000. One factor over all variances is left to
validation in time.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from models.tables import Floats

from .design import Component, Design

ROUNDS = 14
REFRESH = (0, 1, 3, 7)
"""Rounds in which the curvature is computed afresh."""
ROWS_FOR_CURVATURE = 16_000
ROWS_AT_ONCE = 8192
ROWS_FOR_VARIANCES = 12_000
ROWS_PER_OUTCOME = 10
FIRST_VARIANCE = {"levels": 0.01, "steps": 0.005, "line": 0.02, "special": 0.005, "expert": 0.1}
LEAST_VARIANCE, MOST_VARIANCE = 1e-5, 4.0
POOLING = 2.0
"""How many coefficients' worth the common variance of a kind weighs in each table's own."""
ENOUGH = 1e-4
"""Newton steps end where no coefficient moves by more (log-odds)."""


@dataclass(frozen=True)
class Fitted:
    """Coefficients with their prior variances (one per component) and the curvature (size, size) at the optimum."""

    coefficients: Floats
    variances: Floats
    curvature: Floats = field(repr=False)


@dataclass(frozen=True)
class Problem:
    """Rows to be explained: a design of n rows with ``positive``, ``weight`` and ``offset``, each (n,)."""

    design: Design
    positive: Floats
    weight: Floats
    offset: Floats

    def log_odds(self, coefficients: Floats) -> Floats:
        """Return the log-odds of the rows, (n,)."""
        return self.design.log_odds(coefficients) + self.offset

    def loss(self, log_odds: Floats) -> float:
        """Return the weighted negative log-likelihood."""
        return float(self.weight @ (np.logaddexp(0, log_odds) - self.positive * log_odds))

    def gradient(self, log_odds: Floats) -> Floats:
        """Return the derivative of the log-likelihood by the coefficients."""
        residual = self.weight * (self.positive - chance_of(log_odds))
        return np.asarray(self.design.spread.T @ (self.design.rows.T @ residual))

    def thinned(self) -> Problem:
        """Return the rows with an outcome and enough of the others, each standing for its like.

        Every k-th of the others is taken, in the order of the rows: no chance is involved.
        """
        others = np.flatnonzero(self.positive == 0)
        wanted = max(ROWS_FOR_VARIANCES, ROWS_PER_OUTCOME * int(self.positive.sum()))
        every = len(others) // wanted
        if every < 2:
            return self
        at = np.sort(np.concatenate([np.flatnonzero(self.positive > 0), others[::every]]))
        weight = self.weight[at].copy()
        light = self.positive[at] == 0
        weight[light] *= self.weight[others].sum() / weight[light].sum()
        return Problem(self.design.take(at), self.positive[at], weight, self.offset[at])


def chance_of(log_odds: Floats) -> Floats:
    """Return 1 / (1 + e^-x)."""
    return 0.5 * (1 + np.tanh(0.5 * log_odds))


def penalty_of(design: Design, variances: Floats) -> Floats:
    """Return the prior precision of all coefficients, (size, size); the intercept is free."""
    penalty = np.zeros((design.coefficients, design.coefficients))
    for component, variance in zip(design.components, variances, strict=True):
        penalty[np.ix_(component.columns, component.columns)] += component.precision / variance
    return penalty


def start_of(problem: Problem) -> Floats:
    """Return coefficients of zero with the intercept at the rate of outcomes."""
    theta = np.zeros(problem.design.coefficients)
    rate = float(problem.weight @ problem.positive / problem.weight.sum())
    theta[0] = np.log(rate / (1 - rate)) - float(problem.weight @ problem.offset / problem.weight.sum())
    return theta


def estimated_variances(problem: Problem, pooling: float = POOLING) -> tuple[Floats, Floats]:
    """Return the prior variances, one per component, that make the rows most likely, and the coefficients then."""
    problem = problem.thinned()
    design = problem.design
    variances = np.array([FIRST_VARIANCE[c.kind] for c in design.components])
    theta = start_of(problem)
    curvature = np.zeros((len(theta), len(theta)))
    for turn in range(ROUNDS):
        eta = problem.log_odds(theta)
        if turn in REFRESH:
            curvature = curvature_of(design, problem.weight, chance_of(eta))
        penalty = penalty_of(design, variances)
        covariance = _inverse(curvature + penalty)
        theta, _ = _step(problem, theta, eta, penalty, covariance)
        if turn >= 2:
            variances = _next_variances(design, theta, variances, covariance, pooling)
    return variances, theta


def settled(problem: Problem, variances: Floats, start: Floats | None = None) -> Fitted:
    """Return the optimum under given variances, from a start near it where there is one."""
    design = problem.design
    theta = start_of(problem) if start is None else start
    penalty = penalty_of(design, variances)
    for turn in range(15):
        if turn in (0, 2, 6):
            curvature = curvature_of(design, problem.weight, chance_of(problem.log_odds(theta)))
            covariance = _inverse(curvature + penalty)
        theta, moved = _step(problem, theta, problem.log_odds(theta), penalty, covariance)
        if moved < ENOUGH:
            break
    return Fitted(theta, variances, curvature)


def curvature_of(design: Design, weight: Floats, chance: Floats) -> Floats:
    """Return the Fisher information of the coefficients, (size, size).

    With very many rows it is estimated from those that carry most of it, each standing for its share (systematic
    sampling in the rows' order: no chance is involved); steps towards the optimum need no more.
    """
    information = weight * chance * (1 - chance)
    rows = design.rows
    if len(information) > ROWS_FOR_CURVATURE:
        upto = np.cumsum(information)
        points = (np.arange(ROWS_FOR_CURVATURE) + 0.5) / ROWS_FOR_CURVATURE * upto[-1]
        at = np.searchsorted(upto, points)
        rows, information = rows[at], np.full(len(at), upto[-1] / len(at))
    inner = np.zeros((rows.shape[1], rows.shape[1]))
    root = np.sqrt(information)
    for first in range(0, rows.shape[0], ROWS_AT_ONCE):
        part = rows[first : first + ROWS_AT_ONCE].toarray().astype(np.float32)
        part *= root[first : first + ROWS_AT_ONCE, None].astype(np.float32)
        inner += part.T @ part
    return np.asarray(design.spread.T @ (design.spread.T @ inner).T)


def _step(problem: Problem, theta: Floats, eta: Floats, penalty: Floats, covariance: Floats) -> tuple[Floats, float]:
    """Return the coefficients after one damped Newton step, and how far the farthest moved."""
    towards = covariance @ (problem.gradient(eta) - penalty @ theta)
    before = problem.loss(eta) + 0.5 * theta @ penalty @ theta
    along = problem.design.log_odds(towards)
    length = 1.0
    for _ in range(8):
        new = theta + length * towards
        if problem.loss(eta + length * along) + 0.5 * new @ penalty @ new <= before + 1e-9:
            return new, float(length * np.abs(towards).max())
        length /= 2
    return theta, 0.0


def _inverse(hessian: Floats) -> Floats:
    """Return the inverse; a trace is added to the diagonal, so that bins without rows don't make it singular."""
    at = np.diag_indices_from(hessian)
    hessian[at] += 1e-9 * max(1.0, float(np.abs(hessian[at]).max()))
    return np.asarray(np.linalg.inv(hessian), dtype=np.float64)


def covariance_of(fitted: Fitted, design: Design) -> Floats:
    """Return the covariance of the coefficients given the rows (Laplace's approximation), (size, size)."""
    return _inverse(fitted.curvature + penalty_of(design, fitted.variances))


def _next_variances(design: Design, theta: Floats, variances: Floats, covariance: Floats, pooling: float) -> Floats:
    """Return the next estimate of the variances: MacKay's fixed point, drawn to the kind's geometric mean."""
    size = np.array([_square(c, theta) for c in design.components])
    known = np.array([
        c.rank - np.sum(covariance[np.ix_(c.columns, c.columns)] * c.precision) / v
        for c, v in zip(design.components, variances, strict=True)
    ])  # fmt: skip
    known = np.maximum(known, 1e-3)
    updated = np.empty(len(size))
    kinds = np.array([c.kind for c in design.components])
    for kind in dict.fromkeys(kinds.tolist()):
        of = kinds == kind
        common = float(np.exp(np.mean(np.log(variances[of]))))
        updated[of] = (size[of] + pooling * common) / (known[of] + pooling)
    return np.clip(updated, LEAST_VARIANCE, MOST_VARIANCE)


def _square(component: Component, theta: Floats) -> float:
    part = theta[component.columns]
    return float(part @ component.precision @ part)
