"""The design matrix of tables over a grid, in which "not recorded" is 0 and every table is centred by construction.

A row's log-odds are base + Σ f_j(bin) over its recorded features, where each table f_j has mean 0 over the recorded
rows. The free coefficients are those of all bins but the fullest (against it), and of a straight line over the plain
bins. As most rows stand in the fullest bins, the matrix is sparse: columns for the other bins, and one for each pattern
of missing values, through which the centring acts on the rows that aren't recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.additive import Axis, Codes, Grid, bin_weights, centred
from models.tables import Floats

SHORTEST_LINE = 4
"""A table of fewer plain bins has no straight line of its own beside its steps."""


@dataclass(frozen=True)
class Component:
    """Coefficients that share a variance: ``kind`` is ``levels``, ``steps``, ``line``, ``special`` or ``expert``.

    ``columns`` are their places among the coefficients; ``precision`` (c, c) their prior precision at variance 1;
    ``rank`` its rank. The variance is that of the whole table's range, on the log-odds, whatever the number of bins.
    """

    kind: str
    feature: int
    columns: NDArray[np.int64]
    precision: Floats
    rank: int


@dataclass(frozen=True)
class Design:
    """The matrix of n rows, the map from coefficients to its columns, and from coefficients to tables.

    log-odds = ``rows`` @ (``spread`` @ coefficients) (coefficient 0 is the intercept);
    table of feature j = ``tables[j]`` @ coefficients, centred; base = coefficients[0] + ``means`` @ coefficients.
    """

    grid: Grid
    rows: sparse.csr_array
    spread: sparse.csr_array
    tables: tuple[sparse.csr_array | None, ...]
    means: Floats
    components: tuple[Component, ...]

    @property
    def coefficients(self) -> int:
        """The number of coefficients, the intercept included."""
        return self.spread.shape[1]

    def take(self, at: NDArray[np.int64] | NDArray[np.bool_]) -> Design:
        """Return the design of some rows, with the same coefficients and the same centring."""
        return replace(self, rows=self.rows[at])

    def log_odds(self, coefficients: Floats) -> Floats:
        """Return the log-odds of the rows, (n,)."""
        return np.asarray(self.rows @ (self.spread @ coefficients))

    def shapes(self, coefficients: Floats) -> tuple[float, list[Floats]]:
        """Return the base and one table of scores per feature, (bins,)."""
        base = float(coefficients[0] + self.means @ coefficients)
        return base, [
            np.zeros(axis.bins) if table is None else np.asarray(table @ coefficients)
            for axis, table in zip(self.grid.axes, self.tables, strict=True)
        ]


@dataclass
class _Columns:
    """What is gathered while the matrix is laid out, feature by feature."""

    parts: list[sparse.csc_array]
    maps: list[sparse.csr_array | None]
    components: list[Component]
    size: int = 1


def design_of(grid: Grid, codes: Codes, weight: Floats, expert: Sequence[Floats] | None = None) -> Design:
    """Lay out the matrix for bin codes (n, p) with row weights (n,), -1 where not recorded.

    ``expert`` are centred tables over the same grid, one per feature, that enter with one common coefficient, so that
    the learned tables are drawn towards an opinion where it holds.
    """
    found = _Columns([], [], [])
    shares = [_shares(axis, codes[:, j], weight) for j, axis in enumerate(grid.axes)]
    for j, (axis, share) in enumerate(zip(grid.axes, shares, strict=True)):
        found.maps.append(_lay_out(found, j, axis, codes[:, j], share) if share is not None else None)
    size = found.size + (expert is not None)
    tables, means = _centred_maps(found.maps, shares, size, expert)
    if expert is not None:
        found.components.append(Component("expert", -1, np.array([size - 1]), np.eye(1), 1))
    rows, spread = _with_patterns(found, codes, means, size, expert)
    return Design(grid, rows, spread, tuple(tables), np.sum(means, axis=0), tuple(found.components))


def _shares(axis: Axis, codes: NDArray[np.int16], weight: Floats) -> Floats | None:
    """Return the share of the recorded rows in each bin, None where a feature says nothing."""
    weights = bin_weights(axis, codes, weight)
    return weights / weights.sum() if (weights > 0).sum() > 1 else None


def _lay_out(found: _Columns, feature: int, axis: Axis, codes: NDArray[np.int16], share: Floats) -> sparse.csr_array:
    """Add a feature's columns; return the map from coefficients to its table before centring (bins, size so far)."""
    fullest = int(np.argmax(share))
    others = np.delete(np.arange(axis.bins), fullest)
    first = found.size
    place = np.full(axis.bins, -1)
    place[others] = first + np.arange(len(others))
    at = np.flatnonzero((codes >= 0) & (codes != fullest))
    n = len(codes)
    column = place[codes[at]] - first
    found.parts.append(sparse.csc_array(sparse.coo_array((np.ones(len(at)), (at, column)), shape=(n, len(others)))))
    found.size += len(others)
    entries = [(others, place[others], np.ones(len(others)))]
    plain = np.arange(axis.special, axis.bins)
    if len(plain) >= SHORTEST_LINE:
        line = np.zeros(axis.bins)
        line[plain] = np.linspace(-0.5, 0.5, len(plain))
        line -= line[fullest]
        found.parts.append(sparse.csc_array(sparse.coo_array((line[codes[at]], (at, np.zeros(len(at), int))), (n, 1))))
        entries.append((np.arange(axis.bins), np.full(axis.bins, found.size), line))
        found.components.append(Component("line", feature, np.array([found.size]), np.eye(1), 1))
        found.size += 1
    _steps(found, feature, axis, share, place)
    row, col, value = (np.concatenate(part) for part in zip(*entries, strict=True))
    return sparse.csr_array(sparse.coo_array((value, (row, col)), shape=(axis.bins, found.size)))


def _steps(found: _Columns, feature: int, axis: Axis, share: Floats, place: NDArray[np.int64]) -> None:
    """Add the components of a feature's bins: steps between neighbours, and special codes against the plain mean."""
    plain = np.arange(axis.special, axis.bins)
    free = place >= 0
    columns = place[free]
    if len(plain) > 1:
        steps = np.diff(np.eye(axis.bins)[plain], axis=0)[:, free]
        precision = (len(plain) - 1) * steps.T @ steps
        kind = "steps" if len(plain) >= SHORTEST_LINE else "levels"
        found.components.append(Component(kind, feature, columns, precision, len(plain) - 1))
    if axis.special:
        against = np.eye(axis.bins)[: axis.special]
        weight = share[plain].sum()
        if len(plain) and weight > 0:
            against[:, plain] -= share[plain] / weight
            rank = len(against)
        else:
            against -= share[: axis.special]
            rank = axis.special - 1
        against = against[:, free]
        found.components.append(Component("special", feature, columns, against.T @ against, rank))


def _centred_maps(
    maps: list[sparse.csr_array | None], shares: list[Floats | None], size: int, expert: Sequence[Floats] | None
) -> tuple[list[sparse.csr_array | None], Floats]:
    """Return the maps from coefficients to centred tables, and each table's mean by coefficients (p, size)."""
    means = np.zeros((len(maps), size))
    centred_maps: list[sparse.csr_array | None] = []
    for j, (one, share) in enumerate(zip(maps, shares, strict=True)):
        if one is None or share is None:
            centred_maps.append(None)
            continue
        wide = np.zeros((one.shape[0], size))
        wide[:, : one.shape[1]] = one.toarray()
        means[j] = share @ wide
        wide -= means[j]
        if expert is not None:
            wide[:, -1] = expert[j]
        centred_maps.append(sparse.csr_array(wide))
    return centred_maps, means


def _with_patterns(
    found: _Columns, codes: Codes, means: Floats, size: int, expert: Sequence[Floats] | None
) -> tuple[sparse.csr_array, sparse.csr_array]:
    """Return the matrix of rows with a column per pattern of missing values, and the map of coefficients to columns."""
    n = len(codes)
    # Coefficient 0 stands for the base less the tables' means: each row's recorded tables then add up by columns alone.
    patterns: dict[bytes, tuple[NDArray[np.bool_], Floats]] = {}
    for j, mean in enumerate(means):
        missing = codes[:, j] < 0
        if mean.any() and missing.any():
            key = np.packbits(missing).tobytes()
            _, total = patterns.get(key, (missing, np.zeros(size)))
            patterns[key] = (missing, total + mean)
    parts: list[sparse.csc_array] = [sparse.csc_array(np.ones((n, 1))), *found.parts]
    maps = [sparse.csr_array(sparse.eye_array(size - (expert is not None), size))]
    if expert is not None:
        opinion = np.zeros(n)
        for j, table in enumerate(expert):
            if table.any():
                opinion += np.append(table, 0.0)[codes[:, j]]
        parts.append(sparse.csc_array(opinion[:, None]))
        maps.append(sparse.csr_array(sparse.coo_array(([1.0], ([0], [size - 1])), shape=(1, size))))
    for missing, mean in patterns.values():
        parts.append(sparse.csc_array(missing[:, None].astype(np.float64)))
        maps.append(sparse.csr_array(mean[None, :]))
    return sparse.csr_array(sparse.hstack(parts, format="csr")), sparse.csr_array(sparse.vstack(maps))


def expert_tables(shapes: Sequence[Floats], grid: Grid, codes: Codes, weight: Floats) -> list[Floats]:
    """Return tables (bins,) centred over the recorded rows."""
    return [
        centred(table, bin_weights(axis, codes[:, j], weight))[0]
        for j, (axis, table) in enumerate(zip(grid.axes, shapes, strict=True))
    ]
