"""What a round says of those whom the list misses, held against a province whose truth is known, draw after draw."""

import datetime as dt

import numpy as np
import polars as pl
import pytest

from outreach.explore import cells_of, chance_hash, drawn, frame_of, propensities
from outreach.problem import Problem
from outreach.rounds import learn_from

HOMES, LISTED, ROUNDS = 3_000, 200, 120
DAY = dt.date(2026, 3, 2)
MET = 0.85
"""The chance that somebody is at home, alike for all."""


class World:
    """Households by risk, of whom the list takes the first; the truth leans against the model where chances are high."""

    def __init__(self, rate):
        draw = np.random.default_rng(11)
        self.ids = [f"H{i:05d}" for i in range(HOMES)]
        team, minutes = draw.integers(0, 3, HOMES), draw.integers(60, 150, HOMES).astype(float)
        self.risk = np.sort(draw.beta(1, 1 / rate - 1, HOMES))[::-1]
        thin = draw.random(HOMES) < 0.4
        self.truth = draw.random(HOMES) < np.clip(self.risk * np.where(thin, 2.0, 0.8), 0, 1)
        nobody, numbers = np.zeros(HOMES, bool), np.arange(HOMES)
        self.problem = Problem(
            numbers, team, minutes, self.risk + 1e-6, np.full(3, 30_000.0), numbers, nobody, (), None, None
        )
        self.frame = frame_of(self.problem, numbers < LISTED, 0.2)
        self.cells = cells_of(self.problem, self.frame, None)
        weights = np.where(thin, 3.0, 1.0)
        self.chance = propensities(self.problem, self.frame, self.cells, weights, 0.2)
        self.pi = np.zeros(HOMES)
        self.pi[self.frame] = self.chance
        self.frame_truth = self.truth[self.frame]
        self.found_on_list = int(self.truth[:LISTED].sum())

    def round(self, seed):
        """Return what one round finds: the list visited whole, those drawn at random where somebody is at home."""
        sample = drawn(self.problem, self.frame, self.cells, self.chance, chance_hash(self.ids, seed))
        met = np.random.default_rng(seed).random(len(sample)) < MET
        homes = np.r_[np.arange(LISTED), sample]
        reached = np.r_[np.ones(LISTED, bool), met]
        entries = pl.DataFrame({
            "household_id": [self.ids[i] for i in homes], "team_id": "T1", "risk": self.risk[homes], "band": "low",
            "cost_min": 60, "chosen_for": ["risk"] * LISTED + ["exploration"] * len(sample),
            "propensity": [None] * LISTED + self.pi[sample].tolist(),
        })  # fmt: skip
        finding = np.where(self.truth[homes], "circumstance", "none")
        visits = pl.DataFrame({
            "household_id": entries["household_id"], "attempt": 1, "visited_on": DAY,
            "outcome": np.where(reached, "reached", "absent"), "finding": finding, "minutes": 30,
            "help_accepted": None,
        }, schema_overrides={"help_accepted": pl.Boolean}).with_columns(
            finding=pl.when(pl.col("outcome") == "reached").then("finding")
        )  # fmt: skip
        return learn_from(entries, visits, entries.select("household_id"), {}).recall


@pytest.mark.slow
@pytest.mark.parametrize("rate", [0.03, 0.08])
def test_the_rate_outside_the_list_is_unbiased_and_its_interval_covers_it(rate):
    world = World(rate)
    told = [world.round(seed) for seed in range(ROUNDS)]
    truth = world.frame_truth.mean()
    rates = np.array([recall.missed.rate for recall in told])
    assert abs(rates.mean() - truth) < 3 * rates.std(ddof=1) / np.sqrt(ROUNDS)
    covered = np.mean([recall.missed.low <= truth <= recall.missed.high for recall in told])
    assert covered >= 0.90 - 2 * np.sqrt(0.9 * 0.1 / ROUNDS)
    frames = np.array([recall.missed.frame for recall in told])
    assert frames.mean() == pytest.approx(len(world.frame), rel=0.02)

    enough = [recall for recall in told if recall.missed.enough]
    assert len(enough) > ROUNDS / 2
    share = world.found_on_list / (world.found_on_list + world.frame_truth.sum())
    assert {recall.found_on_list for recall in told} == {world.found_on_list}
    held = np.mean([recall.share.low <= share <= recall.share.high for recall in enough])
    assert held >= 0.85


def test_a_lucky_handful_of_visits_says_nothing():
    entries = pl.DataFrame({
        "household_id": [f"H{i}" for i in range(12)], "team_id": "T1", "risk": 0.02, "band": "low", "cost_min": 60,
        "chosen_for": "exploration", "propensity": 0.1,
    })  # fmt: skip
    visits = entries.select(
        "household_id", attempt=1, visited_on=pl.lit(DAY), outcome=pl.lit("reached"),
        finding=pl.when(pl.int_range(pl.len()) < 6).then(pl.lit("circumstance")).otherwise(pl.lit("none")), minutes=30,
        help_accepted=pl.lit(None, pl.Boolean),
    )  # fmt: skip
    told = learn_from(entries, visits, entries.select("household_id"), {}).recall
    assert not told.missed.enough
    assert told.missed.needed == 30 - 12
    assert told.share.value is None
