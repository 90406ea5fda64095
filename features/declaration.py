"""What a feature must say of itself.

A feature is declared once, in ``features.declared``; the matrix, the models, the reasons, the catalogue page and the
data dictionary are derived from the declaration. Its values are numbers (Float64) in one column:

- null: **not recorded**. It contributes nothing, and may lead to a question.
- ``NOT_APPLICABLE``: the question doesn't arise (minutes to school where no child is of school age).
- ``DID_NOT_HAPPEN``: it could have happened, and by the register it didn't (days since an event).
- a flag is 0 or 1; a level is the position of its label in ``levels``; anything else is in the declared unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from data.vocabulary.language import Text

NOT_APPLICABLE = -1.0
DID_NOT_HAPPEN = -2.0

Theme = Literal["poverty", "remoteness", "guardians", "children", "schooling", "events", "history", "commune"]
Kind = Literal["number", "flag", "level"]
Subject = Literal["child", "guardian"]


@dataclass(frozen=True, kw_only=True)
class Feature:
    """One feature of a household as of a day.

    ``view`` names the as-of view (``features.views``) over whose rows of one household ``value`` aggregates; over a
    view with one row per household ``value`` is taken row by row. ``reason`` and ``protective`` are sentences with
    ``{value}`` in them where the value helps; ``ask`` is the question that a missing value leads to.
    ``look_back_days`` is None for a state that holds as long as it holds. ``monotone`` is +1 where a higher value can
    only raise the risk, -1 where it can only lower it, 0 where nothing is promised; special codes stand outside it.
    """

    name: str
    theme: Theme
    kind: Kind
    unit: str
    view: str
    value: pl.Expr
    tables: tuple[str, ...]
    label: Text
    reason: Text
    missing: Text
    source: Text
    protective: Text | None = None
    absent: Text | None = None
    """Of a flag: what 0 says, where its label and "no" would read badly."""
    ask: Text | None = None
    action: str | None = None
    look_back_days: int | None = None
    monotone: Literal[-1, 0, 1] = 0
    levels: tuple[Text, ...] = ()
    private: bool = False
    state_at_export: bool = False
    without_rows: float | None = None
    """The value where the tables are kept but the view has no row of the household (None: not recorded)."""
    subject: Subject | None = None
    """Whose records the value speaks of, and in ``about`` which rows of the view; None: of the household."""
    about: pl.Expr | None = None
    guardian_health: bool = False
    """Behind the switch for guardians' disability, illness and inability to work (on where nothing is said)."""
