"""What a column of an input table must say of itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import polars as pl

ColumnType = Literal["text", "choice", "date", "number", "integer", "boolean"]


@dataclass(frozen=True)
class Column:
    """One column: its Vietnamese header, type, unit, rule and meaning.

    ``name`` and ``table`` are filled in by the table class that declares it.
    """

    vi: str
    type: ColumnType
    required: bool = False
    key: bool = False
    refers_to: str | None = None
    unit: str | None = None
    bounds: tuple[float, float] | None = None
    choices: dict[str, str] = field(default_factory=dict)
    school_year: bool = False
    changeable: bool = False
    meaning: str = ""
    name: str = ""
    table: str = ""

    @property
    def is_id(self) -> bool:
        """Whether the column holds an id or a code rather than free text."""
        return self.type == "text" and (self.key or self.refers_to is not None) and not self.school_year

    @property
    def is_free_text(self) -> bool:
        """Whether a person wrote what stands in the column as they liked."""
        return self.type == "text" and not self.is_id and not self.school_year

    @property
    def dtype(self) -> pl.DataType:
        """The polars type of the column once it has been read."""
        if self.type == "choice":
            return pl.Enum(list(self.choices))
        return {
            "text": pl.String(),
            "date": pl.Date(),
            "number": pl.Float64(),
            "integer": pl.Int64(),
            "boolean": pl.Boolean(),
        }[self.type]


def text(vi: str, meaning: str = "", **rule: object) -> Column:
    """Declare an id, a code or a free text."""
    return Column(vi, "text", meaning=meaning, **rule)  # type: ignore[arg-type]


def choice(vi: str, choices: dict[str, str], meaning: str = "", **rule: object) -> Column:
    """Declare a choice: English values as keys, Vietnamese ones as values, in their natural order."""
    return Column(vi, "choice", choices=choices, meaning=meaning, **rule)  # type: ignore[arg-type]


def date(vi: str, meaning: str = "", **rule: object) -> Column:
    """Declare a day."""
    return Column(vi, "date", meaning=meaning, **rule)  # type: ignore[arg-type]


def number(vi: str, unit: str, low: float, high: float, meaning: str = "", **rule: object) -> Column:
    """Declare a number with its unit and its closed range."""
    return Column(vi, "number", unit=unit, bounds=(low, high), meaning=meaning, **rule)  # type: ignore[arg-type]


def integer(vi: str, unit: str | None, low: int, high: int, meaning: str = "", **rule: object) -> Column:
    """Declare a whole number with its unit and its closed range."""
    return Column(vi, "integer", unit=unit, bounds=(low, high), meaning=meaning, **rule)  # type: ignore[arg-type]


def boolean(vi: str, meaning: str = "", **rule: object) -> Column:
    """Declare a yes or no; an empty cell is neither."""
    return Column(vi, "boolean", meaning=meaning, **rule)  # type: ignore[arg-type]
