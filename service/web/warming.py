"""Made ready before it is asked for: what the first reader of a run would wait for, when the server begins and whenever
a newer run has appeared.

It is done in a thread: nearly all of its time goes by in polars, NumPy and the solver, which let other threads work, so
that answers aren't held up. What a run's lock is held for is done first and is short; a simulation needs none.
"""

from __future__ import annotations

import gc
import threading
from contextlib import suppress
from time import sleep
from typing import TYPE_CHECKING
from weakref import ReferenceType, ref

from data.vocabulary.errors import SommaiError
from service.alive import SELDOM
from service.households import make_ready
from service.lists import list_of

if TYPE_CHECKING:
    from fastapi import FastAPI

    from service.scores import Run

LOOKED_EVERY_S = 1.0
"""How soon it is seen that there is a newer run."""


def begin(app: FastAPI) -> None:
    """Keep the newest run warm in a thread, from while the server starts."""
    threading.Thread(target=_keep_warm, args=(app,), daemon=True, name="warming").start()


def _keep_warm(app: FastAPI) -> None:
    gc.set_threshold(*SELDOM)
    warmed: ReferenceType[Run] | None = None
    while True:
        warmed = warm(app, warmed)
        sleep(LOOKED_EVERY_S)


def warm(app: FastAPI, warmed: ReferenceType[Run] | None = None) -> ReferenceType[Run] | None:
    """Make the newest run ready, unless it is the one that was ``warmed``: its explanations, its list, its simulation.
    Return it, None where there is none.

    Where something is damaged or missing, readers are told so when they ask. A run that was opened anew, after somebody
    was erased, is another one.
    """
    try:
        run: Run = app.state.runs.get()
    except SommaiError:
        return None
    if warmed is not None and warmed() is run:
        return warmed
    with suppress(SommaiError):
        make_ready(run, app.state.language)
        list_of(run, app.state.language)
    with suppress(SommaiError):
        app.state.simulations.of(run)
    _settle()
    return ref(run)


def _settle() -> None:
    """Leave what is held now out of what is walked through in search of what nobody holds, while people wait; what was
    held before and isn't any more goes first."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
