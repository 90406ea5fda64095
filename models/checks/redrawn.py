"""The log-odds of a model's refits on households drawn again, from the deviations that its interval keeps."""

from __future__ import annotations

import numpy as np

from models.intervals import RefitInterval
from models.tables import Floats, TableModel

REFITS = 8


def redrawn(model: TableModel, values: Floats, refits: int = REFITS) -> tuple[Floats, ...]:
    """Return the log-odds (n,) of up to ``refits`` refits for values (n, p); empty for a model without refits."""
    interval = model.interval
    if not isinstance(interval, RefitInterval):
        return ()
    count = min(refits, len(interval.base))
    log_odds = model.score(values).log_odds
    moved = np.repeat(interval.base[:count, None].astype(np.float64), len(values), axis=1)
    for axis, table, column in zip(interval.axes, interval.deviations, values.T, strict=True):
        codes = axis.codes(column)
        recorded = codes >= 0
        moved[:, recorded] += table[codes[recorded], :count].T
    return tuple(log_odds + moved)
