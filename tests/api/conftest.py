"""A made-up run folder of 200 households, as `sommai run` leaves it, and the application over it."""

import json
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from signed_in import EVERYTHING, client_for, role_for_everything

from features.catalogue import CATALOGUE
from models.ranking import ranked
from models.scorecard import read_scorecard
from service.web.app import create_app

AS_OF = date(2025, 6, 30)
HOUSEHOLDS = 200
LISTED = 80
RUN_ID = "0f3a9c1e5b7d2468"
COMMUNES = [
    ("17329", "Xã Mường Xén", 19.41, 104.13, "III"),
    ("16690", "Phường Trường Vinh", 18.68, 105.74, "I"),
    ("17230", "Xã Đô Lương", 18.90, 105.30, None),
    ("17506", "Xã Diễn Châu", 18.99, 105.60, "I"),
]
SIGNS = ("domestic_violence", "hotline_call", "left_home", "circumstance")


def matrix_of(households, seed):
    """Return a feature matrix: most facts quiet, some adverse, some not recorded."""
    draws = np.random.default_rng(seed)
    columns = {}
    for feature in CATALOGUE.values():
        top = {"flag": 1, "level": len(feature.levels) - 1}.get(feature.kind, 12)
        values = np.where(draws.random(households) < 0.25, draws.integers(0, top + 1, households), 0).astype(float)
        columns[feature.name] = [
            None if draw < 0.15 else v for draw, v in zip(draws.random(households), values, strict=True)
        ]
    codes = [COMMUNES[i % len(COMMUNES)][0] for i in range(households)]
    ids = [f"H{i:05d}" for i in range(households)]
    schema = dict.fromkeys(columns, pl.Float64)
    return pl.DataFrame(columns, schema=schema).select(
        pl.Series("household_id", ids), pl.Series("commune_code", codes), pl.all()
    )


def list_of(scores, count):
    """Return the list's columns, without reasons, the highest risks first; hamlets that try to be formulas or HTML."""
    first = scores.filter(~pl.col("all_in_care")).sort("rank").head(count)
    n = first.height
    hamlets = [("Bản Xốp Tụ", "=1+1", "<script>alert(1)</script>", None)[i % 4] for i in range(n)]
    return first.select(
        pl.int_range(1, n + 1).alias("position"),
        "household_id",
        "commune_code",
        pl.Series("hamlet", hamlets, pl.String),
        pl.lit("T01").alias("team_id"),
        "risk",
        "band",
        pl.lit(2, pl.Int64).alias("children"),
        pl.lit("risk").alias("chosen_for"),
        pl.lit(None, pl.Float64).alias("propensity"),
        pl.lit(75, pl.Int64).alias("cost_min"),
        *(pl.lit("x" if i == 1 else None, pl.String).alias(f"reason_{i}") for i in range(1, 6)),
        pl.lit(None, pl.String).alias("actions"),
    )


def write_run(home, run_id=RUN_ID, households=HOUSEHOLDS, listed=LISTED, seed=1, as_of=AS_OF):
    """Write a run folder and make it the newest."""
    folder = home / "runs" / run_id
    folder.mkdir(parents=True)
    matrix, model = matrix_of(households, seed), read_scorecard()
    scored = model.score(matrix.select(model.features).to_numpy())
    care = pl.Series([i % 50 == 49 for i in range(households)], dtype=pl.Boolean)
    scores = ranked(matrix["household_id"], matrix["commune_code"], scored, care, seed=0)
    shares = pl.DataFrame(scored.contributions, schema=list(scored.features), orient="row")
    shares = shares.select(matrix["household_id"], pl.Series("base", scored.base), pl.all())
    entries = list_of(scores, listed)
    signs = [(f"H{i * 7:05d}", COMMUNES[i * 7 % 4][0], SIGNS[i % 4], as_of - timedelta(days=i * 6)) for i in range(9)]
    signs = [sign for sign in signs if int(sign[0][1:]) < households]
    tables = {
        "scores": scores,
        "contributions": shares,
        "features": matrix,
        "priority_list": entries,
        "urgent": pl.DataFrame(
            signs,
            schema={"household_id": pl.String, "commune_code": pl.String, "sign": pl.String, "recorded_on": pl.Date},
            orient="row",
        ),
        "communes": pl.DataFrame(
            COMMUNES, schema=["commune_code", "commune_name", "latitude", "longitude", "region"], orient="row"
        ),
    }
    for name, table in tables.items():
        table.write_parquet(folder / f"{name}.parquet")
    summary = {
        "snapshot": "9c1e5b7d24680f3a", "model": "scorecard", "approved": True, "calibrated": False, "skill": False,
        "as_of": as_of.isoformat(), "households": households, "children": 2 * households, "scored": households,
        "all_in_care": int(care.sum()), "listed": entries.height, "urgent": len(signs), "quarantined": 3,
        "backtest": None, "allocation": {"months": 1, "hours": None}, "seconds": {"score": 0.1},
    }  # fmt: skip
    (folder / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    pointer = home / "runs" / "newest"
    pointer.with_suffix(".new").write_text(run_id + "\n", encoding="utf-8")
    pointer.with_suffix(".new").replace(pointer)
    return folder


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    """A home with two runs, the second the newest."""
    folder = tmp_path_factory.mktemp("home")
    write_run(folder, "aaaa000011112222", seed=2, as_of=AS_OF - timedelta(days=120))
    write_run(folder)
    return folder


@pytest.fixture(scope="session")
def client(home):
    app = create_app(home)
    with role_for_everything(), client_for(app, EVERYTHING) as found:
        yield found
