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
from models.release_limits import Limits
from models.tables import Floats, TableModel


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
    ``redrawn`` by refits on households drawn again. ``canaries`` are canary households as training told of them and as
    serving does, each (n,) log-odds or (n, 1 + p) with the features behind them. ``documents`` are those that were
    written, text by name.
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
    documents: Mapping[str, str] = field(default_factory=dict)
    features: Mapping[str, Feature] = field(default_factory=lambda: CATALOGUE)
    list_share: float = 0.02
    limits: Limits = field(default_factory=Limits)
