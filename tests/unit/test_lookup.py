"""One pass over all tables gives the same bits, compiled or not, whatever the values."""

import numpy as np
import pytest

from models import lookup


@pytest.mark.slow
@pytest.mark.parametrize("order", ["C", "F"])
def test_the_compiled_pass_gives_the_same_bits(order, monkeypatch):
    chance = np.random.default_rng(1)
    values = np.array(chance.integers(-2, 9, (300, 12)), dtype=np.float64, order=order)
    values[chance.random(values.shape) < 0.2] = np.nan
    edges = [np.unique(chance.integers(-2, 9, k)).astype(np.float64) for k in range(12)]
    scores = [chance.normal(size=len(e) + 1) for e in edges]
    plain = lookup.contributions(values, edges, scores)
    monkeypatch.setattr(lookup, "WORTH_COMPILING", 0)
    monkeypatch.setattr(lookup, "ROWS_AT_ONCE", 128)
    compiled = lookup.contributions(values, edges, scores)
    assert compiled.tobytes() == plain.tobytes()
    assert (plain[np.isnan(values)] == 0).all()
