"""What tells of a household is found the same compiled and not, and as the rule says: largest share first."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from models.explanation.reasons import MOST_NOT_RECORDED, TELLING
from models.explanation.telling import WORTH_COMPILING, telling

FEATURES, ROWS = 9, 3
SHARES = arrays.arrays(np.float64, (ROWS, FEATURES + 1), elements=st.sampled_from([0.0, TELLING, 0.2, -0.2, 0.7, -1.5]))
VALUES = arrays.arrays(np.float64, (ROWS, FEATURES), elements=st.sampled_from([np.nan, 0.0, 3.0]))
ORDER = st.permutations(range(FEATURES))


@pytest.mark.parametrize("households", [1, WORTH_COMPILING], ids=["few", "many"])
@settings(deadline=None)
@given(shares=SHARES, values=VALUES, order=ORDER, weighty=st.integers(0, FEATURES), place=st.integers(0, ROWS - 1))
def test_the_largest_shares_come_first_and_what_is_not_recorded_by_weight(
    households, shares, values, order, weighty, place
):
    share_at, value_at = np.array(order) + 1, np.array(order[::-1])
    heavy = np.array(order[:weighty], np.int64)
    found, numbers = telling(households)(shares, share_at, values, value_at, heavy, place)
    up, end, *inner = found.tolist()

    share, value = shares[place][share_at], values[place][value_at]
    raising = sorted((j for j in range(FEATURES) if share[j] > TELLING), key=lambda j: -share[j])
    lowering = sorted((j for j in reversed(range(FEATURES)) if share[j] < -TELLING), key=lambda j: share[j])
    assert (inner[:up], inner[up:end]) == (raising, lowering)
    assert inner[end:] == [j for j in heavy if np.isnan(value[j])][:MOST_NOT_RECORDED]
    np.testing.assert_array_equal(numbers, np.column_stack([inner[:end], share[inner[:end]], value[inner[:end]]]))
