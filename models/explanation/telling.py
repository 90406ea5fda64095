"""Which features tell of one household: that raise its risk, that lower it, and weighty ones that aren't recorded.

The rules are those of ``reasons.explain``, for one row of a table on disk in a microsecond or two.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from models.tables import Floats

from .reasons import MOST_NOT_RECORDED, TELLING

Ints = NDArray[np.int64]
Kernel = Callable[[Floats, Ints, Floats, Ints, Ints, int], tuple[Ints, Floats]]
WORTH_COMPILING = 5_000
"""Households from which on compiling is worth the second that it takes."""


def telling(households: int) -> Kernel:
    """Return the function that finds what tells in tables of so many households; compiled, where that is worth it.

    It takes ``shares`` (n, ·) with the columns ``share_at`` (p,) of the features' contributions, ``values`` (n, ·) with
    the columns ``value_at`` (p,) of their values (NaN where not recorded), ``heavy`` (the features that weigh at all,
    the weightiest first) and the row. It returns int64: the number r of features that raise the risk, that number with
    those that lower it added, k, then these k features, the largest share first, and at last those not recorded; and
    float64 (k, 3): of each of these k its number, its share and its value.
    """
    return _compiled() if households >= WORTH_COMPILING else _find


@lru_cache(maxsize=1)
def _compiled() -> Kernel:
    import numba

    return numba.njit(cache=True)(_find)


def _find(
    shares: Floats, share_at: Ints, values: Floats, value_at: Ints, heavy: Ints, place: int
) -> tuple[Ints, Floats]:
    count = len(share_at)
    found = np.empty(2 + count + MOST_NOT_RECORDED, np.int64)
    end = 2
    for sign in (1.0, -1.0):
        first = end
        for i in range(count):
            j = i if sign > 0 else count - 1 - i
            share = sign * shares[place, share_at[j]]
            if share > TELLING:
                at = end
                while at > first and sign * shares[place, share_at[found[at - 1]]] < share:
                    found[at] = found[at - 1]
                    at -= 1
                found[at] = j
                end += 1
        if sign > 0:
            found[0] = end - 2
    found[1] = end - 2
    last = end
    for j in heavy:
        if last == end + MOST_NOT_RECORDED:
            break
        if np.isnan(values[place, value_at[j]]):
            found[last] = j
            last += 1
    numbers = np.empty((end - 2, 3))
    for at in range(end - 2):
        j = found[2 + at]
        numbers[at, 0], numbers[at, 1], numbers[at, 2] = j, shares[place, share_at[j]], values[place, value_at[j]]
    return found[:last], numbers
