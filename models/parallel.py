"""Many fits at once, on every core; the one importer of joblib.

The work is cut into the same pieces whatever the number of cores, and each piece runs on one thread, so that the same
arguments give the same bits on any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep the linear algebra within to one thread: its sums then always run in one order."""
    import sklearn.ensemble  # noqa: F401  (what isn't loaded yet can't be limited)
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        yield


def each(work: Callable[[Item], Result], items: Sequence[Item], workers: int = -1) -> list[Result]:
    """Return ``work`` of each item, in their order; ``workers`` threads, or one per core where nothing is said.

    Threads, not processes: the arrays are large, and numpy, scipy and scikit-learn let go of the interpreter's lock.
    """
    from joblib import Parallel, delayed

    def alone(item: Item) -> Result:
        with one_thread():
            return work(item)

    return list(Parallel(n_jobs=workers, prefer="threads")(delayed(alone)(item) for item in items))
