"""Made-up households that travel with a model, and what it said of them when it was made.

Before a model serves, their features are computed anew from their tables and scored anew. Where anything differs, the
code computes features or look-ups otherwise than when the model learned, and the model must not serve: features that
are computed differently live than in training are how such systems have failed before. The households are drawn by
``data.synthetic``; nobody's record is among them.
"""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from data.contract import TABLES
from data.snapshots import OPEN_TABLES
from data.synthetic import make_province
from data.vocabulary.errors import SommaiError
from data.vocabulary.frames import Tables
from data.vocabulary.language import Text
from features.assemble import feature_matrix

from .store import TamperedModel
from .tables import Floats, TableModel

if TYPE_CHECKING:
    import pandas as pd

FOLDER = "canaries"
EXPECTED = f"{FOLDER}/expected.parquet"
HOUSEHOLDS, SEED, YEARS = 80, 20_250, 4
NEAR = 1e-9


class CanariesDiffer(SommaiError):
    """A model says something else of its canary households than when it was made."""

    code = "canaries-differ"
    text = Text(
        "Mô hình {model} nay cho kết quả khác ở {count} trong {of} hộ đối chứng: cách tính đặc điểm đã thay đổi.",
        "Model {model} now says something else of {count} of its {of} canary households: features are computed "
        "otherwise than when it was made.",
    )
    next_step = Text("Hãy huấn luyện lại bằng `sommai train`.", "Train again with `sommai train`.")


def canary_documents(model: TableModel) -> dict[str, bytes]:
    """Return the canary households' tables and what the model says of them, as files by name."""
    province = make_province(HOUSEHOLDS, SEED, YEARS).tables
    tables = {name: province[name] for name in OPEN_TABLES}
    files = {f"{FOLDER}/{name}.parquet": _parquet(table) for name, table in tables.items()}
    return files | {EXPECTED: _parquet(said_of(model, tables))}


def said_of(model: TableModel, tables: Tables) -> pl.DataFrame:
    """Return ``household_id, log_odds`` and the sum of absolute contributions, ``weight``, of each household."""
    matrix = feature_matrix(tables, _day(tables))
    scored = model.score(matrix.select(model.features).to_numpy())
    return matrix.select(
        "household_id",
        log_odds=pl.Series(scored.log_odds),
        weight=pl.Series(np.abs(scored.contributions).sum(axis=1)),
    )


def expected_and_said(folder: Path, model: TableModel) -> tuple[Floats, Floats]:
    """Return the log-odds of the canary households as they were written and as they are told now, each (n, 1)."""
    both = _both(folder, model).sort("household_id")
    told = [both.select(pl.col(c).fill_null(float("nan"))).to_numpy() for c in ("log_odds", "log_odds_now")]
    return told[0], told[1]


def check_canaries(folder: Path, model: TableModel) -> int:
    """Return how many canary households say the same as ever; raises ``CanariesDiffer`` where one doesn't."""
    both = _both(folder, model)
    same = pl.all_horizontal((pl.col(c) - pl.col(f"{c}_now")).abs() <= NEAR for c in ("log_odds", "weight"))
    differ = both.filter(~same.fill_null(False)).height
    if differ:
        raise CanariesDiffer(model=folder.name, count=differ, of=both.height)
    return both.height


def example(folder: Path, model: TableModel, rows: int = 3) -> pd.DataFrame:
    """Return the features of a few canary households as a pandas frame: what a caller of the model passes in."""
    import pandas as pd

    tables = _tables(folder)
    matrix = feature_matrix(tables, _day(tables)).select(model.features).head(rows)
    return pd.DataFrame(matrix.to_numpy(), columns=list(model.features))


def _both(folder: Path, model: TableModel) -> pl.DataFrame:
    """Return what was expected and what is said of each household, from the tables that travel with the model."""
    try:
        expected = pl.read_parquet(folder / EXPECTED)
    except (OSError, pl.exceptions.PolarsError) as why:
        raise TamperedModel(model=folder.name, file=EXPECTED) from why
    return expected.join(said_of(model, _tables(folder)), on="household_id", how="full", coalesce=True, suffix="_now")


def _tables(folder: Path) -> dict[str, pl.DataFrame]:
    try:
        return {
            name: pl.read_parquet(folder / FOLDER / f"{name}.parquet").cast(TABLES[name].schema())
            for name in OPEN_TABLES
        }
    except (OSError, pl.exceptions.PolarsError) as why:
        raise TamperedModel(model=folder.name, file=FOLDER) from why


def _day(tables: Tables) -> date:
    """Return the last day on which a review was recorded: the day as of which canaries are scored."""
    day = tables["poverty_assessments"]["recorded_on"].max()
    if not isinstance(day, date):
        raise TamperedModel(model=FOLDER, file=EXPECTED)
    return day


def _parquet(frame: pl.DataFrame) -> bytes:
    written = io.BytesIO()
    frame.rechunk().write_parquet(written, compression="zstd", compression_level=3, statistics=False)
    return written.getvalue()
