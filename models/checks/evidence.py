"""What the release checks go by. What isn't given is missing evidence, never a pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from data.vocabulary.frames import Tables
from features.catalogue import CATALOGUE
from features.declaration import Feature
from models.evaluation.backtest import Backtest
from models.evaluation.groups import GroupFigures
from models.evaluation.ranking import Bools
from models.tables import Floats, TableModel

from .result import Limits

DOCUMENTS = ("model_card_vi", "model_card_en", "datasheet", "feature_catalogue")
"""What must lie beside a model before anybody decides on it."""


@dataclass(frozen=True)
class Judged:
    """Households of a mature day: the model's features (n, p) in its order, and whether an outcome came (n,)."""

    values: Floats
    positive: Bools


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Everything that a check may look at.

    ``matrix_of`` computes the feature matrix of tables on a day, as serving does; ``served`` are the log-odds of the
    households scored now, ``other_seed`` those of the same households by the model refitted under another seed, and
    ``redrawn`` by refits on households drawn again. ``canaries`` are log-odds of made-up households when the model was
    made and now, each (n,). ``documents`` are the names of those that were written.
    """

    model: TableModel
    backtest: Backtest | None = None
    groups: Sequence[GroupFigures] = ()
    judged: Judged | None = None
    tables: Tables | None = None
    as_of: date | None = None
    matrix_of: Callable[[Tables, date], pl.DataFrame] | None = None
    served: Floats | None = None
    other_seed: Floats | None = None
    redrawn: Sequence[Floats] = ()
    canaries: tuple[Floats, Floats] | None = None
    documents: Sequence[str] = ()
    required_documents: Sequence[str] = DOCUMENTS
    features: Mapping[str, Feature] = field(default_factory=lambda: CATALOGUE)
    list_share: float = 0.02
    limits: Limits = field(default_factory=Limits)
