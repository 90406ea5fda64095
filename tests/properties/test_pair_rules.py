"""What holds for every pair's table: no main effect, nothing added or lost, and never against a declared direction."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from models.additive import Axis
from models.fitting.pairs import Coarse, coarse_of, directed, purified
from models.tables import ConstantInterval, Pair, Shape, TableModel

SIZES = st.tuples(st.integers(2, 5), st.integers(2, 5))
SCORES = st.floats(-3, 3, width=32)
WEIGHTS = st.one_of(st.just(0.0), st.floats(0.0625, 100, width=32))


@st.composite
def weighed(draw):
    """A table with the weight of each of its cells, some of them empty."""
    shape = draw(SIZES)
    return draw(arrays(np.float64, shape, elements=SCORES)), draw(arrays(np.float64, shape, elements=WEIGHTS))


@given(weighed())
def test_a_purified_table_carries_no_main_effect(drawn):
    table, weights = drawn
    pure = purified(table, weights)
    assert np.abs((weights * pure).sum(axis=0)).max() < 1e-6 * (1 + weights.sum())
    assert np.abs((weights * pure).sum(axis=1)).max() < 1e-6 * (1 + weights.sum())
    np.testing.assert_allclose(purified(pure, weights), pure, atol=1e-7)


@given(weighed())
def test_purifying_takes_away_main_effects_alone(drawn):
    table, weights = drawn
    rows, columns = np.arange(table.shape[0])[:, None], np.arange(table.shape[1])[None, :] ** 2
    moved = purified(table + 0.5 * rows - 0.25 * columns, weights)
    np.testing.assert_allclose(moved, purified(table, weights), atol=1e-6)


@given(weighed(), st.sampled_from([-1, 0, 1]), st.sampled_from([-1, 0, 1]), st.data())
def test_with_its_own_table_a_feature_never_turns_back(drawn, down, across, data):
    table, weights = drawn
    sides = [Coarse(Axis(np.arange(n - 1) + 0.5, 0), np.append(np.arange(n), -1).astype(np.int16)) for n in table.shape]
    rises = [data.draw(arrays(np.float64, n - 1, elements=st.floats(0, 2, width=32))) for n in table.shape]
    made = directed(purified(table, weights), weights, rises, [down, across], sides)
    for side, way in enumerate((down, across)):
        if way:
            steps = way * np.diff(np.moveaxis(made, side, 0), axis=0)
            assert (steps + rises[side][:, None] >= -1e-9).all()
    assert np.abs((weights * made).sum(axis=0)).max() < 1e-6 * (1 + weights.sum())


@given(arrays(np.float64, (12, 2), elements=st.one_of(st.just(np.nan), st.floats(-2, 6, width=32))), weighed())
def test_base_and_shares_add_up_and_what_is_not_recorded_adds_nothing(values, drawn):
    table, _ = drawn
    sides = [Shape(name, np.arange(n - 1, dtype=float), np.zeros(n)) for name, n in zip("ab", table.shape, strict=True)]
    alone = tuple(Shape(s.feature, s.edges, np.linspace(-1, 1, len(s.scores))) for s in sides)
    model = TableModel("drawn", -2.0, alone, ConstantInterval(0.0), (Pair(sides[0], sides[1], table),))
    scored = model.score(values)
    np.testing.assert_allclose(scored.base + scored.contributions.sum(axis=1), scored.log_odds, atol=1e-9)
    assert not scored.contributions[np.isnan(values).all(axis=1)].any()
    one = np.isnan(values).sum(axis=1) == 1
    assert not scored.contributions[one][np.isnan(values[one])].any()


@given(arrays(np.int16, 60, elements=st.integers(-1, 9)), st.integers(0, 3))
def test_coarse_bins_keep_the_order_and_special_codes(codes, special):
    axis = Axis(np.arange(9) + 0.5, special)
    coarse = coarse_of(axis, codes, np.ones(60))
    assert coarse.of[-1] == -1
    assert (np.diff(coarse.of[:-1]) >= 0).all()
    assert coarse.of[:special].tolist() == list(range(special))
    assert coarse.axis.bins == coarse.of.max() + 1 <= special + 4
    np.testing.assert_array_equal(coarse.codes(codes), coarse.axis.codes(np.where(codes < 0, np.nan, codes)))
