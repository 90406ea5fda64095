"""The simulations of runs, each made once and kept for the next question."""

from __future__ import annotations

import threading
from pathlib import Path
from weakref import WeakKeyDictionary

from service.scores import Run

from .planning import WarmStart, opened

KEPT = 2
"""How many are kept, 200 MB each for a province of 550,000 households: the newest run's, and that of one which somebody
looks back at."""


class Simulations:
    """Those of the runs of one home; for several threads.

    One that is kept goes with its run, where the run is let go.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._kept: WeakKeyDictionary[Run, _Simulation] = WeakKeyDictionary()

    def of(self, run: Run) -> WarmStart:
        """Return the simulation of a run's own hours; who asks while it is being made waits until it is.

        Raises what ``opened`` raises, and tries again when it is next asked for.
        """
        with self._lock:
            kept = self._kept.pop(run, None) or _Simulation()
            self._kept[run] = kept  # in the last place, for it was asked for last
            for old in list(self._kept)[:-KEPT]:
                del self._kept[old]
        with kept.lock:
            if kept.made is None:
                kept.made = WarmStart(opened(self._home, run.id))
            return kept.made


class _Simulation:
    """A simulation, or the place for it; whoever makes it holds its lock, not the run's, that others need."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.made: WarmStart | None = None
