"""From tables to every household's risk and reasons: the pure stages, one after another."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from data.reference.support import read_support
from data.vocabulary.errors import SommaiError
from data.vocabulary.frames import Tables
from data.vocabulary.language import Text
from features.assemble import matrix_of
from features.catalogue import CATALOGUE
from features.views import Views
from models.explanation.reasons import Explanation, explain
from models.ranking import Bands, ranked
from models.tables import Floats, Scored, TableModel
from outreach.lists import Plan
from outreach.policy import Policy
from service.outputs import notation

if TYPE_CHECKING:
    from models.recording import Recording


class NobodyToScore(SommaiError):
    """No household has a child present on the day."""

    code = "nobody-to-score"
    text = Text("Không có hộ nào có trẻ em vào ngày {as_of}.", "No household has a child present on {as_of}.")
    next_step = Text("Hãy chọn ngày khác với --as-of.", "Choose another day with --as-of.")


@dataclass(frozen=True)
class Register:
    """How complete the case register is, and the class of remoteness of each household of the matrix."""

    recording: Recording
    remoteness: pl.Series

    def corrected(self, scored: Scored) -> Scored:
        """Return the scores with each household's correction in its base."""
        from models.recording import corrected

        return corrected(scored, self.remoteness, self.recording)

    def before(self, scored: Scored) -> Floats:
        """Return the log-odds (n,) before the correction, of scores that were corrected where anything is."""
        added = self.remoteness.replace_strict(self.recording.corrections, default=0.0, return_dtype=pl.Float64)
        return scored.log_odds - added.to_numpy()


@dataclass(frozen=True)
class Results:
    """The frames of a run, before they are written."""

    matrix: pl.DataFrame
    scored: Scored
    scores: pl.DataFrame
    urgent: pl.DataFrame
    plan: Plan
    explanations: list[Explanation]
    rows: pl.DataFrame
    register: Register


def last_recorded_on(known: Tables) -> dt.date:
    """Return the last day on which anything entered the register, or was registered where no table says."""
    for column in ("recorded_on", "registered_on"):
        days = [frame[column].max() for frame in known.values() if column in frame.columns and frame.height]
        found = [day for day in days if isinstance(day, dt.date)]
        if found:
            return max(found)
    raise NobodyToScore(as_of="")


@dataclass(frozen=True)
class Homes:
    """The households that are scored on a day, and what is known of each as numbers."""

    cohort: pl.DataFrame
    matrix: pl.DataFrame


def register_of(known: Tables, as_of: dt.date, homes: Homes, seed: int) -> Register:
    """Return how complete the case register is, by what reached visits found against what was on record."""
    from models.findings import remoteness_of

    return Register(recording_of(known, as_of, seed), remoteness_of(known, homes.matrix["commune_code"]))


def recording_of(known: Tables, as_of: dt.date, seed: int) -> Recording:
    """Return how complete the case register is by class of remoteness."""
    from models.findings import findings, reached_visits
    from models.recording import recording

    return recording(findings(known, as_of), reached_visits(known, as_of), seed=seed)


def homes_of(known: Tables, as_of: dt.date) -> Homes:
    """Return the cohort and its feature matrix; raises ``NobodyToScore``."""
    views = Views(known, as_of)
    if views.cohort.is_empty():
        raise NobodyToScore(as_of=notation.day(as_of))
    return Homes(views.cohort.drop("home"), matrix_of(views, CATALOGUE))


def risks_of(
    homes: Homes, model: TableModel, policy: Policy, seed: int, register: Register | None = None
) -> tuple[Scored, pl.DataFrame]:
    """Return exact contributions and the columns of ``scores.csv`` for the households, in the order of the matrix.

    ``register`` corrects for thin recording, on the log-odds and in each household's base.
    """
    matrix = homes.matrix
    scored = model.score(matrix.select(model.features).to_numpy())
    if register is not None and register.recording.corrects:
        scored = register.corrected(scored)
    bands = Bands(policy.band_high, policy.band_raised, policy.band_moderate)
    care = homes.cohort["all_in_care"]
    return scored, ranked(matrix["household_id"], matrix["commune_code"], scored, care, seed, bands)


def explain_listed(entries: pl.DataFrame, matrix: pl.DataFrame, scored: Scored, model: TableModel) -> list[Explanation]:
    """Return the explanations of the listed households, by position."""
    numbered = matrix.select("household_id").with_row_index("at")
    at = entries.join(numbered, on="household_id", how="left", maintain_order="left")["at"].to_numpy().astype(np.int64)
    parts = replace(
        scored, base=scored.base[at], contributions=scored.contributions[at], log_odds=scored.log_odds[at],
        log_odds_low=scored.log_odds_low[at], log_odds_high=scored.log_odds_high[at],
    )  # fmt: skip
    return explain(matrix[at.tolist()], parts, model, CATALOGUE, read_support())
