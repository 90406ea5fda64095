"""Looking up every household's bin in every table at once: one pass over the values, compiled where numba is there.

Each value's bin is the number of edges that are not above it (``searchsorted`` on the right); what isn't recorded adds
nothing. The compiled pass and the one in numpy give the same bits.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Kernel = Callable[[Floats, Floats, Floats, Ints, Ints, Floats, bool], None]

WORTH_COMPILING = 20_000
"""Rows from which on the compiled pass is worth the second that starting it takes."""
ROWS_AT_ONCE = 8_192


def contributions(values: Floats, edges: list[Floats], scores: list[Floats]) -> Floats:
    """Return the score of each value's bin, (n, p) float64 laid out as the values are; 0 where it isn't recorded (NaN).

    ``edges`` (b - 1,) ascend and ``scores`` (b,) belong to them, one of each per column.
    """
    if len(values) < WORTH_COMPILING:
        return _plain(values, edges, scores)
    kernel = _compiled()
    first_edge = np.concatenate([[0], np.cumsum([len(e) for e in edges])]).astype(np.int64)
    first_score = np.concatenate([[0], np.cumsum([len(s) for s in scores])]).astype(np.int64)
    all_edges = np.concatenate([*edges, np.zeros(1)])
    all_scores = np.concatenate([*scores, np.zeros(1)])
    found = np.empty_like(values, dtype=np.float64)
    by_row = values.flags.c_contiguous

    def part(first: int) -> None:
        rows = slice(first, first + ROWS_AT_ONCE)
        kernel(values[rows], all_edges, all_scores, first_edge, first_score, found[rows], by_row)

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        list(threads.map(part, range(0, len(values), ROWS_AT_ONCE)))
    return found


def get_ready(rows: int) -> None:
    """Load what looking up so many rows takes, for whoever has time for it beforehand."""
    if rows >= WORTH_COMPILING:
        _compiled()


def _plain(values: Floats, edges: list[Floats], scores: list[Floats]) -> Floats:
    found = np.empty_like(values, dtype=np.float64)
    for j, (edge, score) in enumerate(zip(edges, scores, strict=True)):
        column = values[:, j]
        found[:, j] = np.where(np.isnan(column), 0.0, score[np.searchsorted(edge, column, side="right")])
    return found


@lru_cache(maxsize=1)
def _compiled() -> Kernel:
    """Return the compiled pass; the machine code is kept between processes where numba may write it."""
    import numba

    return numba.njit(nogil=True, cache=True)(_pass)


def _pass(
    values: Floats, edges: Floats, scores: Floats, first_edge: Ints, first_score: Ints, found: Floats, by_row: bool
) -> None:  # fmt: skip
    # Tables are short: counting every edge without a branch is quicker than halving. The loop follows the memory.
    outer, inner = values.shape if by_row else values.shape[::-1]
    for a in range(outer):
        for b in range(inner):
            i, j = (a, b) if by_row else (b, a)
            value = values[i, j]
            place = first_score[j]
            for k in range(first_edge[j], first_edge[j + 1]):
                place += edges[k] <= value
            score = scores[place]
            found[i, j] = score if value == value else 0.0  # noqa: PLR0124  (false for NaN alone)
