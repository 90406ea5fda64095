"""Train/serve parity: who is a canary, what each way tells, and that every difference counts."""

import numpy as np
import polars as pl

from models.parity import (
    CANARIES,
    as_serving_sees,
    as_training_rounds,
    canaries_of,
    canary_rows,
    differing,
    side_by_side,
)
from models.tables import ConstantInterval, Shape, TableModel


def model_with_edge(edge):
    return TableModel("test", -4.0, (Shape("a", np.array([edge]), np.array([0.0, 1.0])),), ConstantInterval(0.3))


def test_everybody_is_a_canary_in_a_small_province_and_some_two_thousand_in_a_large_one():
    ids = pl.Series([f"H{k:06d}" for k in range(60_000)])
    assert canary_rows(ids[:500]).all()
    assert abs(canary_rows(ids).sum() - CANARIES) < 200
    matrix = pl.DataFrame({"household_id": ids, "a": np.arange(60_000.0)})
    mixed = canaries_of(matrix.sample(fraction=1.0, shuffle=True, seed=1))["household_id"]
    assert mixed.sort().to_list() == canaries_of(matrix)["household_id"].to_list(), "whatever their order"


def test_an_edge_that_rounding_crosses_is_seen_and_one_that_it_does_not_cross_is_not():
    """0.1 in single precision is a little more than 0.1: an edge between the two parts training from serving."""
    matrix = pl.DataFrame({"household_id": ["H1", "H2"], "a": [0.1, None]})
    for edge, differ in ((0.1 + 1e-10, 1), (0.05, 0), (0.15, 0)):
        model = model_with_edge(edge)
        assert differing(*side_by_side(as_training_rounds(matrix, model), as_serving_sees(matrix, model))) == differ


def test_a_household_or_a_value_on_one_side_alone_is_a_difference():
    made = pl.DataFrame({"household_id": ["H1", "H2"], "log_odds": [-4.0, -3.0], "a": [1.0, None]})
    assert differing(*side_by_side(made, made.reverse())) == 0
    assert differing(*side_by_side(made, made.head(1))) == 1
    assert differing(*side_by_side(made, made.with_columns(a=pl.lit(1.0)))) == 1
    assert differing(*side_by_side(made, made.with_columns(pl.col("log_odds") + 1e-8))) == 2
