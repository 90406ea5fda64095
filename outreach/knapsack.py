"""One team's best list, exactly: which visits gain most within its minutes.

A price a minute says of each visit whether it is worth its minutes: its *margin* is its gain less price × minutes. No
list gains more than price × minutes there are + all positive margins; what a list falls short of that is its *loss*:
the minutes left over at the price, and the margins of visits on the wrong side. Who is on the wrong side with a margin
beyond the loss of some list can be in no better one, so that only visits near the price have to be looked at (Dantzig
1957; Balas and Zemel 1980); among these the best set is found by dynamic programming over minutes (Bellman 1957).
"""

from __future__ import annotations

import numpy as np

from .problem import Bools, Floats, Ints

FIRST_WINDOW = 0.02
"""The margins looked at first, as a part of the median visit's minutes at the price (or of a tenth of its gain)."""


def best_list(minutes: Ints, gains: Floats, price: float, room: int) -> tuple[Bools, float]:
    """Return which visits make the list that gains most within ``room`` minutes, (n,), and its loss at ``price``."""
    listed = np.zeros(len(minutes), bool)
    margin = gains - price * minutes
    most = price * room + float(np.maximum(margin, 0.0).sum())
    able = np.flatnonzero((minutes <= room) & (gains > 0))
    if len(able):
        listed[able[_best_near(minutes[able], gains[able], margin[able], price, room)]] = True
    return listed, most - float(gains[listed].sum())


def _best_near(minutes: Ints, gains: Floats, margin: Floats, price: float, room: int) -> Bools:
    """Return the best list of visits that each fit; the window widens until the loss proves it wide enough."""
    most = price * room + float(np.maximum(margin, 0.0).sum())
    window = FIRST_WINDOW * max(price * float(np.median(minutes)), float(np.median(gains)) / 10)
    while True:
        listed = margin > window
        left = room - int(minutes[listed].sum())
        if left < 0:
            window *= 2
            continue
        near = np.flatnonzero((np.abs(margin) <= window) & (minutes <= left))
        listed[near[best_set(minutes[near], gains[near], left)]] = True
        loss = most - float(gains[listed].sum())
        if loss <= window * (1 + 1e-9):
            return listed
        window = max(loss, window)


def best_set(minutes: Ints, gains: Floats, room: int) -> Ints:
    """Return positions, ascending, of the set with the highest total gain within ``room``; all gains above zero."""
    if int(minutes.sum()) <= room:
        return np.arange(len(minutes))
    few = _few_per_cost(minutes, gains, room)
    best = np.zeros(room + 1)
    taken = np.zeros((len(few), room + 1), bool)
    for i, (cost, gain) in enumerate(zip(minutes[few].tolist(), gains[few].tolist(), strict=True)):
        with_it = best[: room + 1 - cost] + gain
        better = with_it > best[cost:]
        taken[i, cost:] = better
        best[cost:][better] = with_it[better]
    found, left = [], room
    for i in range(len(few) - 1, -1, -1):
        if taken[i, left]:
            found.append(i)
            left -= int(minutes[few[i]])
    return few[found[::-1]]


def _few_per_cost(minutes: Ints, gains: Floats, room: int) -> Ints:
    """Return positions of the most worthwhile of each cost, as many as could fit together; more are never needed."""
    order = np.lexsort((np.arange(len(minutes)), -gains, minutes))
    place = np.arange(len(order)) - np.searchsorted(minutes[order], minutes[order])
    return np.sort(order[place < room // minutes[order]])
