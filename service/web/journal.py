"""The audit of what is read: on the disk before the answer goes out, many looks in one write, and joined soon after.

A look is one caller's reading of one thing in one way; reading it again within a minute is the same look. What holds
for a look that was written is told in ``service.looks``.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

from starlette.concurrency import run_in_threadpool

from service.audit import Event
from service.logs import logger
from service.looks import LookFile
from service.problems import NoJournal

LOG = logger("audit")
LOOK_SECONDS = 60.0
MOST_LOOKS = 20_000
MOST_AT_ONCE = 2000
JOIN_SECONDS = 1.0
AGAIN_SECONDS = 5.0
"""How long a join waits after one that failed."""


class Journal:
    """Looks that wait to be written, together, by one writer of this process; ``join`` brings them into the audit."""

    def __init__(self, file: LookFile, join: Callable[[], object]) -> None:
        self.file = file
        self.join = join
        self._waiting: list[tuple[Event, asyncio.Future[None]]] = []
        self._thread = ThreadPoolExecutor(1, "looks")
        self._writer: asyncio.Task[None] | None = None
        self._joining: asyncio.Task[None] | None = None
        self._looks: OrderedDict[Hashable, float] = OrderedDict()

    async def look(self, event: Event, caller: str) -> None:
        """Record a look unless it is the same one still; returns when the disk has it. Raises ``NoJournal``."""
        key = (caller, event.action, event.subject_id, *event.facts.items())
        at = monotonic()
        if at - self._looks.get(key, -LOOK_SECONDS) < LOOK_SECONDS:
            return
        await self.record(event)
        self._looks[key] = at
        self._looks.move_to_end(key)
        while len(self._looks) > MOST_LOOKS:
            self._looks.popitem(last=False)

    def record(self, event: Event) -> asyncio.Future[None]:
        """Record a look; done when the disk has it, or with ``NoJournal`` where the disk takes nothing."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._waiting.append((event, done))
        if self._writer is None or self._writer.done() or self._writer.get_loop() is not loop:
            self._writer = loop.create_task(self._write())
        return done

    async def _write(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            await asyncio.sleep(0)  # whoever is ready now joins this batch: one sync for all of them
            batch, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
            failure: Exception | None = None
            try:
                await loop.run_in_executor(self._thread, self.file.write, [event for event, _ in batch])
            except OSError:
                failure = NoJournal()
            except Exception as error:  # noqa: BLE001 - each that waits is told
                failure = error
            for _, done in batch:
                if done.cancelled():
                    continue
                if failure is None:
                    done.set_result(None)
                else:
                    done.set_exception(failure)
        self._join_soon()

    def _join_soon(self) -> None:
        loop = asyncio.get_running_loop()
        if self._joining is None or self._joining.done() or self._joining.get_loop() is not loop:
            self._joining = loop.create_task(self._join())

    async def _join(self) -> None:
        """Join what is there after a moment; where the database is away, try again until it is back."""
        await asyncio.sleep(JOIN_SECONDS)
        while True:
            try:
                await run_in_threadpool(self.join)
            except Exception as error:  # noqa: BLE001 - looks stay in the journal until the database is back
                LOG.warning("looks not joined yet", error_type=type(error).__name__)
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                return
