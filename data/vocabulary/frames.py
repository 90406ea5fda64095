"""The shape in which a snapshot's tables travel from one part to the next."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

Tables = Mapping[str, pl.DataFrame]
"""The twelve open tables by name, each with all columns of the contract; an absent table is empty, a column null."""
