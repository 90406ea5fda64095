"""What an input table is: a name, columns in order, a key, and the tables it hangs from."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import polars as pl

from data.vocabulary.language import Text

from .column import Column

TABLES: dict[str, type[Table]] = {}


class Table:
    """Base of the thirteen input tables; declaring a subclass enters it in ``TABLES``."""

    name: ClassVar[str]
    required: ClassVar[bool] = False
    without_it: ClassVar[Text] = Text("", "")
    """What can't be done where an optional table is missing."""
    columns: ClassVar[dict[str, Column]]

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        found = {k: v for k, v in vars(cls).items() if isinstance(v, Column)}
        cls.columns = {k: replace(v, name=k, table=cls.name) for k, v in found.items()}
        TABLES[cls.name] = cls

    @classmethod
    def key(cls) -> list[str]:
        """Return the names of the columns that tell one row from another."""
        return [c.name for c in cls.columns.values() if c.key]

    @classmethod
    def schema(cls) -> pl.Schema:
        """Return the polars type of each column, as accepted rows have it."""
        return pl.Schema({c.name: c.dtype for c in cls.columns.values()})

    @classmethod
    def empty(cls) -> pl.DataFrame:
        """Return a frame of no rows with every column of the contract."""
        return pl.DataFrame(schema=cls.schema())

    @classmethod
    def parents(cls) -> dict[str, str]:
        """Return each column that refers to another table, with that table's name."""
        return {c.name: c.refers_to.split(".")[0] for c in cls.columns.values() if c.refers_to}
