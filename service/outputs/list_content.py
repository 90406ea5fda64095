"""A priority list as the bytes that its hash is taken of."""

from __future__ import annotations

import hashlib

import polars as pl

from . import names
from .safe_text import harmless_frame


def as_csv(entries: pl.DataFrame) -> bytes:
    """Return a list as priority_list.csv has it, to the byte."""
    return harmless_frame(entries.select(names.LIST)).write_csv(line_terminator="\n").encode()


def content_hash(entries: pl.DataFrame) -> str:
    """Return the hash of a list's content."""
    return hashlib.sha256(as_csv(entries)).hexdigest()
