"""Penalised logistic regression on tables: every feature a spline of steps, shrunk as much as the data ask for.

Steps between neighbouring bins, straight lines, special codes and the expert's opinion are coefficients with normal
priors. Their variances are estimated from the training rows by the marginal likelihood (empirical Bayes; MacKay 1992,
Wood and Fasiolo 2017), each drawn towards the common one of its kind, so that a feature that says nothing is shrunk
to nothing with 200 outcomes, and one that says much isn't with 20,000. One factor over all variances is left to
validation in time (``models.selection``).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import linalg, sparse

from models.tables import Floats

from .design import Component, Design

ROUNDS = 40
MOST_ROWS_FOR_CURVATURE = 60_000
FIRST_VARIANCE = {"levels": 0.1, "steps": 0.05, "line": 0.1, "special": 0.1, "expert": 0.5}
LEAST_VARIANCE, MOST_VARIANCE = 1e-5, 4.0
POOLING = 2.0
"""How many coefficients' worth the common variance of a kind weighs in each table's own."""


@dataclass(frozen=True)
class Fitted:
    """Coefficients with their prior variances (one per component) and the curvature (size, size) at the optimum."""

    coefficients: Floats
    variances: Floats
    curvature: Floats = field(repr=False)


def chance_of(log_odds: Floats) -> Floats:
    """Return 1 / (1 + e^-x)."""
    return 0.5 * (1 + np.tanh(0.5 * log_odds))


def penalty_of(design: Design, variances: Floats) -> Floats:
    """Return the prior precision of all coefficients, (size, size); the intercept is free."""
    penalty = np.zeros((design.coefficients, design.coefficients))
    for component, variance in zip(design.components, variances, strict=True):
        penalty[np.ix_(component.columns, component.columns)] += component.precision / variance
    return penalty


def fit_splines(
    design: Design, positive: Floats, weight: Floats, *, looseness: float = 1.0, pooling: float = POOLING,
    offset: Floats | float = 0.0,
) -> Fitted:  # fmt: skip
    """Return the penalised fit of ``positive`` (n,) with row weights (n,).

    ``looseness`` multiplies every prior variance after they have been estimated; ``offset`` (n,) is added to the
    log-odds and stays as it is.
    """
    variances = np.array([FIRST_VARIANCE[c.kind] for c in design.components])
    rate = float(weight @ positive / weight.sum())
    theta = np.zeros(design.coefficients)
    theta[0] = np.log(rate / (1 - rate))
    curvature = np.zeros((len(theta), len(theta)))
    for turn in range(ROUNDS):
        eta = design.log_odds(theta) + offset
        if turn in (0, 1, 2, 4, 8, 16):
            curvature = curvature_of(design, weight, chance_of(eta))
        theta = _step(design, positive, weight, offset, theta, eta, penalty_of(design, variances), curvature)
        if turn < 2:
            continue
        updated = _variances(design, theta, variances, curvature, pooling)
        moved = float(np.max(np.abs(np.log(updated / variances)), initial=0.0))
        variances = updated
        if moved < 0.02 and turn > 8:
            break
    variances = variances * looseness
    return settled(design, positive, weight, theta, variances, offset)


def settled(
    design: Design, positive: Floats, weight: Floats, theta: Floats, variances: Floats, offset: Floats | float = 0.0
) -> Fitted:
    """Return the optimum under given variances, from a start near it."""
    penalty = penalty_of(design, variances)
    curvature = curvature_of(design, weight, chance_of(design.log_odds(theta) + offset))
    for _ in range(12):
        eta = design.log_odds(theta) + offset
        new = _step(design, positive, weight, offset, theta, eta, penalty, curvature)
        done = np.max(np.abs(new - theta)) < 1e-4
        theta = new
        if done:
            break
    return Fitted(theta, variances, curvature)


def curvature_of(design: Design, weight: Floats, chance: Floats) -> Floats:
    """Return the Fisher information of the coefficients, (size, size).

    With very many rows it is estimated from those that carry most of it, each standing for its share (systematic
    sampling in the rows' order: no chance is involved); steps towards the optimum need no more.
    """
    information = weight * chance * (1 - chance)
    rows = design.rows
    if len(information) > MOST_ROWS_FOR_CURVATURE:
        upto = np.cumsum(information)
        points = (np.arange(MOST_ROWS_FOR_CURVATURE) + 0.5) / MOST_ROWS_FOR_CURVATURE * upto[-1]
        at = np.searchsorted(upto, points)
        rows, information = rows[at], np.full(len(at), upto[-1] / len(at))
    weighted = sparse.csr_array(rows.multiply(np.sqrt(information)[:, None]))
    inner = (weighted.T @ weighted).toarray()
    return np.asarray(design.spread.T @ (design.spread.T @ inner).T)


def objective(design: Design, positive: Floats, weight: Floats, eta: Floats, theta: Floats, penalty: Floats) -> float:
    """Return the penalised negative log-likelihood."""
    return float(weight @ (np.logaddexp(0, eta) - positive * eta) + 0.5 * theta @ penalty @ theta)


def _step(
    design: Design, positive: Floats, weight: Floats, offset: Floats | float, theta: Floats, eta: Floats,
    penalty: Floats, curvature: Floats,
) -> Floats:  # fmt: skip
    """Return the coefficients after one damped Newton step."""
    residual = weight * (positive - chance_of(eta))
    gradient = design.spread.T @ (design.rows.T @ residual) - penalty @ theta
    hessian = curvature + penalty
    hessian[np.diag_indices_from(hessian)] += 1e-9 * max(1.0, float(np.abs(np.diag(hessian)).max()))
    towards = linalg.solve(hessian, gradient, assume_a="pos")
    before = objective(design, positive, weight, eta, theta, penalty)
    length = 1.0
    for _ in range(8):
        new = theta + length * towards
        if objective(design, positive, weight, design.log_odds(new) + offset, new, penalty) <= before + 1e-9:
            return new
        length /= 2
    return theta


def _variances(design: Design, theta: Floats, variances: Floats, curvature: Floats, pooling: float) -> Floats:
    """Return the next estimate of the variances: MacKay's fixed point, pooled within each kind."""
    hessian = curvature + penalty_of(design, variances)
    hessian[np.diag_indices_from(hessian)] += 1e-9 * max(1.0, float(np.abs(np.diag(hessian)).max()))
    covariance = linalg.inv(hessian)
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
        common = size[of].sum() / known[of].sum()
        updated[of] = (size[of] + pooling * common) / (known[of] + pooling)
    return np.clip(updated, LEAST_VARIANCE, MOST_VARIANCE)


def _square(component: Component, theta: Floats) -> float:
    part = theta[component.columns]
    return float(part @ component.precision @ part)
