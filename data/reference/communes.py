"""The 130 commune-level units of Nghe An since 2025-07-01: codes, names, areas and points."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

SOURCE = "vietnamadminunits 1.0.4 (MIT licence)"
VALID_FROM = date(2025, 7, 1)
FILE = Path(__file__).with_name("communes.csv")


@cache
def read_communes() -> pl.DataFrame:
    """Return one row per unit, sorted by code.

    Columns: ``code`` (String, leading zeros kept), ``name`` (String, begins with Xã or Phường), ``unit_type``
    (``commune`` or ``ward``), ``former_district`` (String: the district until 2025-06-30), ``area_km2``,
    ``latitude`` and ``longitude`` (Float64, WGS 84; a point of the unit, not its office). Source: ``SOURCE``.
    """
    schema = {
        "code": pl.String,
        "name": pl.String,
        "unit_type": pl.String,
        "former_district": pl.String,
        "area_km2": pl.Float64,
        "latitude": pl.Float64,
        "longitude": pl.Float64,
    }
    return pl.read_csv(FILE, schema=schema).sort("code")
