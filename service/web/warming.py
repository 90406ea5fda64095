"""Made ready before it is asked for: what the first reader of a run would wait for."""

from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING

from data.vocabulary.errors import SommaiError
from service.alive import SELDOM
from service.households import make_ready
from service.lists import list_of

if TYPE_CHECKING:
    from fastapi import FastAPI


def begin(app: FastAPI) -> None:
    """Open the newest run in a thread while the server starts; where there is none, or it is damaged, readers are
    told so when they ask."""
    threading.Thread(target=warm, args=(app,), daemon=True, name="warming").start()


def warm(app: FastAPI) -> None:
    """Open the newest run, its explanations and its list."""
    try:
        run = app.state.runs.get()
        make_ready(run, app.state.language)
        list_of(run, app.state.language)
    except SommaiError:
        return
    gc.collect()
    gc.freeze()  # so that a province held in memory isn't walked through while people wait
    gc.set_threshold(*SELDOM)
