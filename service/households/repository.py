"""The model behind a run, and the explanations of its listed households."""

from __future__ import annotations

import numpy as np
import polars as pl

from data.reference.support import Support, read_support
from data.vocabulary.language import Language
from features.catalogue import CATALOGUE
from models.explanation.reasons import Explanation, explain
from models.explanation.words import reason_columns
from models.scorecard import read_scorecard
from models.store import read_model
from models.tables import Scored, TableModel
from service.scores import Run

MODEL_FOLDER = "model"


def model_of(run: Run) -> TableModel:
    """Return the model that a run used, from its folder; raises ``TamperedModel`` or ``ForeignModel``."""
    folder = run.folder / MODEL_FOLDER
    return run.once("model", lambda: read_model(folder) if folder.is_dir() else read_scorecard())


def support_of(run: Run) -> dict[str, Support]:
    """Return the catalogue of support that may be offered."""
    return run.once("support", read_support)


def listed_reasons(run: Run, household_ids: list[str], language: Language) -> pl.DataFrame:
    """Return ``household_id, reason_1 … reason_5, actions`` of listed households; private reasons not written out."""
    return reason_columns(explanations(run, household_ids), language)


def explanations(run: Run, household_ids: list[str]) -> list[Explanation]:
    """Return the explanations of some households, in the order given, those that aren't scored left out."""
    places = [place for place in (run.place(h) for h in household_ids) if place is not None]
    model = model_of(run)
    features, shares = run.features, run.contributions
    columns = [shares.names.index(name) for name in model.features]
    values = pl.DataFrame(
        np.asarray(features.values[places]).reshape(len(places), len(features.names)), schema=list(features.names)
    )
    rows = values.select(
        pl.Series("household_id", [run.household_id(p) for p in places], pl.String),
        pl.Series("commune_code", [run.columns["commune_code"][p] for p in places], pl.String),
        pl.all(),
    )
    found = np.asarray(shares.values[places]).reshape(len(places), len(shares.names))
    base, log_odds = found[:, shares.names.index("base")], run.columns["log_odds"][places]
    scored = Scored(model.features, base, found[:, columns], log_odds, log_odds, log_odds)
    return explain(rows, scored, model, CATALOGUE, support_of(run))
