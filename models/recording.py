"""How complete the case register is where, and what of it may correct a risk: recorded is not true.

A model learns what was recorded. Where little is written down, households look safe. The share of found circumstances
that stood on record before the visit (``models.findings``) says how complete the register is, by three classes of
remoteness. It is estimated by logistic regression on class, family of outcomes, reason of the visit and poverty, so
that visits to households at high risk don't stand for all; exploration visits count by their propensities. The effects
of classes are shrunk towards each other as much as the findings ask for (a normal prior whose spread is itself
estimated: Gelman 2006), so that provinces without a difference get none.

The correction is one constant per class on the log-odds, log(completeness of the best recorded class / that of the
class), added to the ``base`` of each household: contributions of features stay as they are and still add up. It is
never below zero, and zero where the findings don't carry it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import polars as pl
from scipy.special import expit, logit

from data.vocabulary.language import Text

from .evaluation.bootstrap import Estimate
from .findings import CLASSES
from .ranking import risk_of
from .tables import Floats, Scored

LEVEL = 0.9
FEWEST_FINDINGS = 20
HALF_WIDTH = 0.12
"""How close completeness should be known before a class is called well enough visited."""
SURE = 0.9
"""Chance that a class is less complete than the best one from which on it is corrected."""
MOST_CORRECTION = math.log(4)
SPREADS = (0.05, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
DRAWS = 2000
COVARIATES = ("family", "reason", "poverty")
COVARIATE_SPREAD = 0.5
LEVEL_SPREAD = 2.5
MOST_WEIGHT = 4.0

Verdict = Literal["best_recorded", "corrected", "no_difference_shown", "not_enough_visits"]
LABELS: dict[str, Text] = {
    "near": Text("xã không thuộc vùng khó khăn hoặc khu vực I", "communes in no region or region I"),
    "middle": Text("xã khu vực II", "communes of region II"),
    "remote": Text("xã khu vực III", "communes of region III"),
}


@dataclass(frozen=True)
class ClassRecording:
    """How complete the register is in one class of remoteness.

    ``visits`` reached a household there, ``findings`` of them came upon a circumstance that tells of the register, and
    ``on_record`` of these stood in it before. ``correction`` is in log-odds. With ``visits_needed`` more reached visits
    completeness would be known within ``HALF_WIDTH``.
    """

    remoteness: str
    visits: int
    findings: int
    on_record: int
    completeness: Estimate
    correction: Estimate
    verdict: Verdict
    visits_needed: int

    @property
    def enough(self) -> bool:
        """Whether completeness can be told, be there another class to compare it with or not."""
        return self.findings >= FEWEST_FINDINGS

    def text(self) -> Text:
        """Return what a planner reads of it."""
        where = LABELS[self.remoteness]
        if not self.enough:
            told = Text(
                f"chưa đủ lượt thăm để biết sổ ghi nhận đến đâu; cần thêm khoảng {self.visits_needed} lượt gặp được hộ",
                f"not enough visits to say how complete the register is; about {self.visits_needed} more are needed",
            )
        else:
            ends = (self.completeness.value, self.completeness.low, self.completeness.high)
            share, low, high = (round(100 * x) for x in ends)
            told = Text(
                f"sổ ghi nhận khoảng {share} trong 100 trường hợp (từ {low} đến {high})",
                f"the register holds about {share} in 100 cases ({low} to {high})",
            )
        return Text(f"{where.vi}: {told.vi}", f"{where.en}: {told.en}")


@dataclass(frozen=True)
class Recording:
    """The classes of remoteness from near to remote; the correction of each is told and can be switched off."""

    classes: tuple[ClassRecording, ...]

    @property
    def corrections(self) -> dict[str, float]:
        """The log-odds added in each class."""
        return {c.remoteness: c.correction.value for c in self.classes}

    @property
    def corrects(self) -> bool:
        """Whether any class is corrected."""
        return any(c.correction.value > 0 for c in self.classes)

    def of(self, remoteness: str) -> ClassRecording:
        """Return a class by its name."""
        return {c.remoteness: c for c in self.classes}[remoteness]


def recording(found: pl.DataFrame, visits: pl.DataFrame, *, seed: int = 0) -> Recording:
    """Return how complete the register is by class.

    ``found`` are ``findings.findings``, ``visits`` ``findings.reached_visits``. A class with under ``FEWEST_FINDINGS``
    findings is "not enough visits"; so is every class where only one could be compared.
    """
    reached = dict(visits.iter_rows())
    counts = {c: found.filter(pl.col("remoteness") == c) for c in CLASSES}
    enough = [c for c in CLASSES if counts[c].height >= FEWEST_FINDINGS]
    shares = completeness_draws(found, seed) if found.height else np.full((DRAWS, len(CLASSES)), np.nan)
    means = {c: float(shares[:, k].mean()) for k, c in enumerate(CLASSES)}
    best = max(enough, key=lambda c: means[c]) if len(enough) > 1 else None
    told = []
    for k, name in enumerate(CLASSES):
        rows = counts[name]
        against = shares[:, CLASSES.index(best)] if best else shares[:, k]
        correction, verdict = _correction(against, shares[:, k], name, best, name in enough)
        told.append(
            ClassRecording(
                name,
                int(reached.get(name, 0)),
                rows.height,
                int(rows["on_record"].sum()),
                _interval(shares[:, k]),
                correction,
                verdict,
                _needed(rows, int(reached.get(name, 0)), found, sum(reached.values())),
            )
        )
    return Recording(tuple(told))


def completeness_draws(found: pl.DataFrame, seed: int) -> Floats:
    """Return draws of the completeness of each class, (DRAWS, classes), over one common mix of new cases."""
    on_record = found["on_record"].to_numpy().astype(np.float64)
    covariates = _one_hot(found)
    member = np.stack([(found["remoteness"] == c).to_numpy() for c in CLASSES], axis=1).astype(np.float64)
    x = np.concatenate([np.ones((len(on_record), 1)), member, covariates], axis=1)
    weight = _exploration_weight(found)
    center = np.zeros(x.shape[1])
    center[0] = logit((on_record @ weight + 1) / (weight.sum() + 2))
    fits = []
    for spread in SPREADS:
        prior = np.concatenate(
            [[LEVEL_SPREAD], np.full(len(CLASSES), spread), np.full(covariates.shape[1], COVARIATE_SPREAD)]
        )
        fits.append(_laplace(x, on_record, weight, center, prior))
    evidence = np.array([e - s**2 / 2 for (_, _, e), s in zip(fits, SPREADS, strict=True)])
    chance = np.exp(evidence - evidence.max())
    rng = np.random.default_rng(seed)
    counts = rng.multinomial(DRAWS, chance / chance.sum())
    effects = np.concatenate([rng.multivariate_normal(m, c, size=n) for (m, c, _), n in zip(fits, counts, strict=True)])
    rest = effects[:, [0]] + effects[:, 1 + len(CLASSES) :] @ covariates.T
    flow = weight * found["flow"].to_numpy()
    return np.stack([expit(rest + effects[:, [1 + k]]) @ flow / flow.sum() for k in range(len(CLASSES))], axis=1)


def corrected(scored: Scored, remoteness: pl.Series, told: Recording) -> Scored:
    """Return the scores with each household's correction in its ``base``, and so in its log-odds.

    The interval grows by how little is known of the correction. Contributions of features are untouched, and base and
    contributions still add up to the log-odds. ``remoteness`` (n,) is each household's class.
    """
    add = _by_class(remoteness, {c.remoteness: c.correction.value for c in told.classes})
    below = _by_class(remoteness, {c.remoteness: c.correction.value - c.correction.low for c in told.classes})
    above = _by_class(remoteness, {c.remoteness: c.correction.high - c.correction.value for c in told.classes})
    log_odds = scored.log_odds + add
    return replace(
        scored,
        base=scored.base + add,
        log_odds=log_odds,
        log_odds_low=log_odds - np.hypot(scored.log_odds - scored.log_odds_low, below),
        log_odds_high=log_odds + np.hypot(scored.log_odds_high - scored.log_odds, above),
    )


@dataclass(frozen=True)
class Level:
    """Outcomes that one class expects within a year: as recorded ones, with its correction, and as true ones."""

    remoteness: str
    households: int
    recorded: float
    corrected: float
    true: float | None
    """Recorded over completeness; None where there are not enough visits to say."""


def levels(log_odds: Floats, remoteness: pl.Series, told: Recording) -> tuple[Level, ...]:
    """Return both levels by class, from log-odds (n,) before the correction."""
    found = []
    for c in told.classes:
        rows = (remoteness == c.remoteness).to_numpy()
        recorded = float(risk_of(log_odds[rows]).sum())
        true = None if c.verdict == "not_enough_visits" else recorded / c.completeness.value
        found.append(
            Level(
                c.remoteness, int(rows.sum()), recorded, float(risk_of(log_odds[rows] + c.correction.value).sum()), true
            )
        )
    return tuple(found)


def _correction(
    best_shares: Floats, shares: Floats, name: str, best: str | None, enough: bool
) -> tuple[Estimate, Verdict]:
    nothing = Estimate(0.0, 0.0, 0.0)
    if not enough or best is None:
        return nothing, "not_enough_visits"
    if name == best:
        return nothing, "best_recorded"
    gap = np.log(best_shares / shares)
    if (gap > 0).mean() < SURE:
        return nothing, "no_difference_shown"
    told = _interval(np.clip(gap, 0, MOST_CORRECTION))
    return told, "corrected"


def _interval(draws: Floats) -> Estimate:
    if np.isnan(draws).all():
        return Estimate(math.nan, math.nan, math.nan)
    low, high = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(float(draws.mean()), float(low), float(high))


def _needed(rows: pl.DataFrame, visits: int, every: pl.DataFrame, all_visits: int) -> int:
    """Return how many more reached visits would leave completeness known within ``HALF_WIDTH``."""
    share = (float(every["on_record"].sum()) + 1) / (every.height + 2)
    wanted = max(FEWEST_FINDINGS, math.ceil(1.645**2 * share * (1 - share) / HALF_WIDTH**2))
    rate = (rows.height + 1) / (visits + (all_visits + 1) / (every.height + 1))
    return max(0, math.ceil((wanted - rows.height) / rate))


def _one_hot(found: pl.DataFrame) -> Floats:
    columns = [
        (found[name] == value).to_numpy().astype(np.float64)
        for name in COVARIATES
        for value in found[name].unique().sort()
    ]
    return np.stack(columns, axis=1)


def _exploration_weight(found: pl.DataFrame) -> Floats:
    """Return what each finding weighs, (n,): 1, and one over its propensity (of mean 1) for an exploration visit."""
    explored = ((found["reason"] == "exploration") & (found["propensity"] > 0)).fill_null(False).to_numpy()
    weight = np.ones(found.height)
    if explored.any():
        inverse = 1 / found["propensity"].to_numpy()[explored]
        weight[explored] = np.clip(inverse / inverse.mean(), 1 / MOST_WEIGHT, MOST_WEIGHT)
    return weight


def _laplace(x: Floats, y: Floats, weight: Floats, center: Floats, spread: Floats) -> tuple[Floats, Floats, float]:
    """Return mode, covariance and log evidence of a logistic regression with a normal prior (Laplace's method)."""
    effect = center.copy()
    for _ in range(50):
        risk = expit(x @ effect)
        slope = x.T @ (weight * (y - risk)) - (effect - center) / spread**2
        bend = (x * (weight * risk * (1 - risk))[:, None]).T @ x + np.diag(1 / spread**2)
        step = np.linalg.solve(bend, slope)
        effect = effect + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-9:
            break
    value = x @ effect
    fit = weight @ (y * value - np.logaddexp(0, value)) - (((effect - center) / spread) ** 2).sum() / 2
    evidence = fit - np.log(spread).sum() - np.linalg.slogdet(bend)[1] / 2
    return effect, np.linalg.inv(bend), float(evidence)


def _by_class(remoteness: pl.Series, of: dict[str, float]) -> Floats:
    return remoteness.replace_strict(of, default=0.0, return_dtype=pl.Float64).to_numpy()
