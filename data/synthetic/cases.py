"""The case register: which true cases were written down, when, by whom, and what was done."""

from __future__ import annotations

import numpy as np
import polars as pl

from data.contract import TABLES

from .draws import NEVER, Bools, Ints, dates, delays, ids, labels, stream, without
from .groups import LASTING, sources
from .hazard import Onsets
from .people import Homes, Kids, Span, completeness
from .world import World

_VISIT = 6


def circumstances_table(
    onsets: Onsets, known_by_visit: Ints, kids: Kids, homes: Homes, *, seed: int, span: Span, world: World
) -> tuple[pl.DataFrame, Bools]:
    """Return the table ``circumstances``, and for each child whether group 4 stands in it.

    A case never written down leaves no row; a visit that finds one before anyone else writes it down.
    """
    rng = stream(seed, "circumstances")
    n = len(onsets.who)
    home = kids.home[onsets.who]
    remote = homes.remote[home]
    share = completeness(homes, world)[home]
    share = np.where(np.isin(onsets.group, LASTING), share**0.6, share)
    recorded = onsets.onset + 3 + delays(rng, n, 26 + 30 * remote, 0.85).clip(0, 900)
    # What stood before the register began was entered when the child was.
    recorded = np.maximum(recorded, kids.registered[onsets.who])
    recorded = np.where(rng.random(n) < share, recorded, NEVER)
    visited = (known_by_visit > 0) & (known_by_visit < recorded)
    recorded = np.where(visited, known_by_visit, recorded)
    kept = np.flatnonzero(recorded <= span.last)
    kept = kept[np.lexsort((onsets.onset[kept], recorded[kept]))]
    m = len(kept)
    schema = TABLES["circumstances"].schema()
    closed = np.maximum(onsets.closed[kept], recorded[kept] + 1)
    grown = kids.sixteen[onsets.who[kept]] + rng.integers(0, 60, m)
    closed = np.where((rng.random(m) < 0.6) & (grown > recorded[kept]), np.minimum(closed, grown), closed)
    managed = recorded[kept] + 4 + delays(rng, m, 16, 0.6)
    managed = np.where((rng.random(m) < 0.985) & (managed <= span.last) & (managed < closed), managed, NEVER)
    source = np.where(visited[kept], _VISIT, sources(rng, onsets.group[kept]))
    frame = pl.DataFrame(
        {
            "case_id": ids(rng, "C", m),
            "child_id": kids.ids.gather(pl.Series(onsets.who[kept].astype(np.uint32))),
            "category": labels([str(k) for k in range(1, 15)], onsets.group[kept] - 1, schema["category"]),
            "onset_on": dates(onsets.onset[kept]),
            "recorded_on": dates(recorded[kept]),
            "source": without(
                labels(list(TABLES["circumstances"].columns["source"].choices), source, schema["source"]),
                rng.random(m) < world.missing,
            ),
            "closed_on": dates(np.where(closed <= span.last, closed, NEVER)),
            "managed_on": dates(managed),
        },
        schema=schema,
    )
    disabled = np.zeros(len(kids.home), dtype=bool)
    disabled[onsets.who[kept][onsets.group[kept] == 4]] = True
    return frame, disabled


def truth_table(onsets: Onsets, kids: Kids, homes: Homes, span: Span, world: World) -> pl.DataFrame:
    """Return what only the simulation knows, one row per household that can be scored on the last day.

    Columns: ``household_id``; ``eligible_children`` (Int64: present and without a true open case);
    ``true_probability`` (Float64: of at least one new case within 365 days); ``true_outcome`` (Boolean: there is one);
    ``recorded_share`` (Float64: chance that a case there is ever written down). Sorted by ``household_id``.
    """
    n = len(homes.commune)
    last = span.last
    present = (kids.registered <= last) & (kids.birth <= last) & (kids.gone > last) & (kids.sixteen > last)
    scored = (homes.registered <= last) & (homes.closed > last) & (np.bincount(kids.home[present], minlength=n) > 0)
    none = np.bincount(kids.home, np.log1p(-onsets.chance), minlength=n)
    happens = np.bincount(kids.home, onsets.next_onset < NEVER, minlength=n) > 0
    rows = np.flatnonzero(scored)
    return pl.DataFrame(
        {
            "household_id": homes.ids.gather(pl.Series(rows.astype(np.uint32))),
            "eligible_children": np.bincount(kids.home[onsets.eligible], minlength=n)[rows],
            "true_probability": -np.expm1(none[rows]),
            "true_outcome": happens[rows],
            "recorded_share": completeness(homes, world)[rows],
        }
    ).sort("household_id")
