"""The audit of what is read: written before the answer goes out, many events in one transaction under load.

A look is one caller's reading of one thing in one way; reading it again within a minute is the same look.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Hashable
from time import monotonic

from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from service.audit import Event, append

LOOK_SECONDS = 60.0
MOST_LOOKS = 20_000
MOST_AT_ONCE = 500


class Journal:
    """Events that wait to be written, together, by one writer of this process."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._waiting: list[tuple[Event, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None
        self._looks: OrderedDict[Hashable, float] = OrderedDict()

    async def look(self, event: Event, caller: str) -> None:
        """Record a look unless it is the same one still; returns when it is in the database."""
        key = (caller, event.action, event.subject_id, tuple(event.facts.items()))
        at = monotonic()
        if at - self._looks.get(key, -LOOK_SECONDS) < LOOK_SECONDS:
            return
        await self.record(event)
        self._looks[key] = at
        self._looks.move_to_end(key)
        while len(self._looks) > MOST_LOOKS:
            self._looks.popitem(last=False)

    async def record(self, event: Event) -> None:
        """Record an event; returns when it is in the database, and raises what the database raised."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((event, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        await done

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
            failure: Exception | None = None
            try:
                await run_in_threadpool(self._append, [event for event, _ in batch])
            except Exception as error:  # noqa: BLE001 - each that waits is told
                failure = error
            for _, done in batch:
                if done.cancelled():
                    continue
                if failure is None:
                    done.set_result(None)
                else:
                    done.set_exception(failure)

    def _append(self, events: list[Event]) -> None:
        with self.engine.begin() as connection:
            append(connection, *events)
