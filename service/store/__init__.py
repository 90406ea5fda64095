"""The database: lists, visits, people, jobs, audit. Scores and contributions stay in files made for look-up."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import MetaData


def every_table() -> MetaData:
    """Return the metadata with every table in it: those of ``tables.py`` and of each ``*_tables.py`` beside it."""
    from .columns import METADATA

    for module in iter_modules(__path__):
        if module.name.endswith("tables"):
            import_module(f"{__name__}.{module.name}")
    return METADATA
