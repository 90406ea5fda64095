"""Work done aside: in processes of their own that give way to the one that answers people.

Writing a large workbook takes a second of a processor, and joining looks to the audit its share of one; in a thread of
the server both would hold up every answer. Where no such processes were started (a test, one command) the work is done
where it is asked for.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from time import sleep
from typing import ParamSpec, TypeVar

from service.alive import GIVING_WAY, SELDOM

PROCESSES = 2
WATCHED_EVERY_S = 1.0
Asked = ParamSpec("Asked")
Done = TypeVar("Done")


class Aside:
    """The processes that work beside one server process; each is started when there is something for it to do."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def start(self) -> None:
        """Let work be done aside from now on."""
        self._pool = ProcessPoolExecutor(PROCESSES, get_context("spawn"), _begin, (os.getpid(),))

    def stop(self) -> None:
        """Let what is being done be finished, and end the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def run(self, work: Callable[Asked, Done], *args: Asked.args, **named: Asked.kwargs) -> Done:
        """Return what ``work`` returns, done aside; called in a thread, which waits. Raises what ``work`` raises.

        Where a process was killed in between the work is done here instead, and later work by new processes.
        """
        pool = self._pool
        if pool is None:
            return work(*args, **named)
        try:
            return pool.submit(work, *args, **named).result()
        except BrokenProcessPool:
            if self._pool is pool:
                self.start()
        return work(*args, **named)


def _begin(server: int) -> None:
    """Prepare one process: it gives way, leaves signals to its server, and ends when that one has ended."""
    os.nice(GIVING_WAY)
    gc.set_threshold(*SELDOM)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(server,), daemon=True).start()


def _end_with(server: int) -> None:
    while os.getppid() == server:
        sleep(WATCHED_EVERY_S)
    os._exit(1)
