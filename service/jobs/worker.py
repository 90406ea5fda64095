"""A worker: takes one job after the other and does it step by step, until it is told to stop."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import InterfaceError, OperationalError

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Text
from service.alive import Alive
from service.logs import logger
from service.store.database import reading

from . import repository
from .attempt import Attempt
from .child import called, failure
from .kinds import KINDS, Kind, Recording, Step
from .problems import StepCrashed, TooMuchMemory, WorkersLost
from .repository import Claim, LeaseLost

LOG = logger("jobs")
AWAY = (OperationalError, InterfaceError)
"""What is raised where the database can't be reached or can't write; anything else is a fault of ours."""
Written = TypeVar("Written")


@dataclass(frozen=True)
class Pace:
    """How often a worker looks and tells, in seconds, and how often it tries."""

    lease_s: float = 15.0
    beat_s: float = 1.0
    poll_s: float = 1.0
    again_s: float = 2.0
    """The wait before the second attempt; it doubles with each."""
    most_failures: int = 3
    most_losses: int = 10


class Worker:
    """Does the jobs of one home. Several may run, on one machine or, over PostgreSQL and a shared home, on many."""

    def __init__(
        self,
        engine: Engine,
        home: Path,
        *,
        kinds: Mapping[str, Kind] = KINDS,
        pace: Pace = Pace(),  # noqa: B008 - frozen
        memory_mib: int | None = None,
    ) -> None:
        self.engine = engine
        self.home = home
        self.kinds = kinds
        self.pace = pace
        self.memory_mib = memory_mib
        self.name = f"{socket.gethostname()[:60]}-{os.getpid()}-{secrets.token_hex(4)}"
        self.stopping = threading.Event()

    def run(self, *, until_idle: bool = False) -> None:
        """Work until ``stop``, or, where asked, until nothing waits. A database that is away is waited for."""
        with Alive(self.home, self.name) as alive:
            LOG.info("worker started", worker=self.name)
            while not self.stopping.is_set():
                try:
                    self.free_the_dead(alive)
                    busy = self.work_once()
                except AWAY as why:
                    LOG.warning("database away", worker=self.name, error_type=type(why).__name__)
                    busy = False
                else:
                    if until_idle and not busy:
                        break
                if not busy:
                    self.stopping.wait(self.pace.poll_s)
            LOG.info("worker stopped", worker=self.name)

    def stop(self) -> None:
        """Take no more jobs, and give back the one in hand with the steps that are done."""
        self.stopping.set()

    def obey_signals(self) -> None:
        """Stop in good order when asked by the system or the keyboard."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop())

    def free_the_dead(self, alive: Alive) -> None:
        """End the leases of workers of this home whose process is gone, so that nobody waits for them."""
        with reading(self.engine) as connection:
            held_by = repository.holders(connection)
        for name in held_by:
            if name != self.name and alive.is_dead(name):
                with self.engine.begin() as connection:
                    freed = repository.release(connection, name)
                alive.forget(name)
                LOG.warning("worker lost", worker=name, count=freed)

    def work_once(self) -> bool:
        """Take a job and do what can be done of it; False where nothing waits."""
        with self.engine.begin() as connection:
            held = repository.claim(connection, self.name, self.pace.lease_s, list(self.kinds))
        if held is None:
            return False
        LOG.info("job taken", job_id=held.job_id, job_kind=held.kind, worker=self.name)
        try:
            state = self.do(held)
            LOG.info("job let go", job_id=held.job_id, job_kind=held.kind, state=state)
        except LeaseLost:
            LOG.warning("lease lost", job_id=held.job_id, worker=self.name)
        return True

    def do(self, held: Claim) -> str:
        """Do the steps that aren't done yet and return the state the job is left in; raises ``LeaseLost``."""
        if held.cancel_asked:
            return self.end(held, repository.CANCELLED)
        if held.losses > self.pace.most_losses:
            return self.fail(held, WorkersLost(count=held.losses))
        done = dict(held.done)
        result = None
        for step in self.kinds[held.kind].steps:
            if step.name not in done:
                ending = self.attempt(held, step, done)
                if isinstance(ending, str):
                    return ending
                done[step.name] = ending["result"]
                held = replace(held, failures=0, losses=0)
            result = done[step.name]
        return self.end(held, repository.DONE, result=result)

    def attempt(self, held: Claim, step: Step, done: Mapping[str, Any]) -> dict[str, Any] | str:
        """Do one step; return its outcome, or the state in which the job was left instead."""
        document = {
            "call": step.call, "job_id": held.job_id, "home": str(self.home), "asked": held.asked, "done": dict(done),
        }  # fmt: skip
        running = Attempt(document)
        try:
            stopped = self.watch(held, step, running)
        finally:
            running.close()
        if stopped is not None:
            return stopped
        outcome = running.outcome
        if outcome is None:
            crashed = StepCrashed(step=step.name, ending=running.process.returncode)
            return self.try_again(held, told(crashed))
        if "error" in outcome:
            return self.try_again(held, outcome["error"]) if outcome["again"] else self.fail(held, outcome["error"])
        return {"result": self.write(lambda connection: self.record(connection, held, step, outcome["result"]))}

    def record(self, connection: Connection, held: Claim, step: Step, result: Any) -> Any:
        """Record a step as done, with what it writes to the database; return its result, the first one recorded."""
        before = repository.result_of(connection, held, step.name)
        if before is not None:
            return before["result"]
        if step.record is not None:
            result = called(step.record)(Recording(connection, held.job_id, held.asked_by, held.asked, result))
        repository.step_done(connection, held, step.name, result, self.pace.lease_s)
        return result

    def write(self, change: Callable[[Connection], Written]) -> Written:
        """Write in one transaction, trying as long as the lease may hold; raises ``LeaseLost`` after that."""
        until = monotonic() + self.pace.lease_s
        while True:
            try:
                with self.engine.begin() as connection:
                    return change(connection)
            except AWAY as why:
                LOG.warning("database away", worker=self.name, error_type=type(why).__name__)
                if monotonic() > until:
                    raise LeaseLost() from None
            sleep(self.pace.beat_s)

    def watch(self, held: Claim, step: Step, running: Attempt) -> str | None:
        """Wait for a step, prolonging the lease; return the state of the job where it was stopped on the way."""
        last = monotonic()
        while not running.wait(self.pace.beat_s):
            if self.stopping.is_set():
                running.stop()
                self.write(lambda connection: repository.give_back(connection, held, failed=False))
                return repository.QUEUED
            if self.memory_mib is not None and running.memory_mib() > self.memory_mib:
                running.stop()
                return self.fail(held, TooMuchMemory(step=step.name, limit_mib=self.memory_mib))
            try:
                with self.engine.begin() as connection:
                    cancelled = repository.beat(
                        connection, held, self.pace.lease_s, running.stage or step.name, self.share(held, step, running)
                    )
            except AWAY:
                if monotonic() - last > self.pace.lease_s:
                    raise LeaseLost() from None
                continue
            last = monotonic()
            if cancelled:
                running.stop()
                return self.end(held, repository.CANCELLED)
        return None

    def share(self, held: Claim, step: Step, running: Attempt) -> float:
        """Return the share of the job that is done; steps weigh alike."""
        steps = self.kinds[held.kind].steps
        return round((steps.index(step) + min(max(running.share_done, 0.0), 1.0)) / len(steps), 3)

    def end(self, held: Claim, state: str, *, result: Any = None, error: Mapping[str, Any] | None = None) -> str:
        """End a job and return its state."""
        self.write(lambda connection: repository.end(connection, held, state, result=result, error=error))
        return state

    def fail(self, held: Claim, error: SommaiError | Mapping[str, Any]) -> str:
        """End a job as failed, with an error that a person can act on."""
        record = told(error) if isinstance(error, SommaiError) else error
        LOG.warning("job failed", job_id=held.job_id, job_kind=held.kind, error_code=record["code"])
        return self.end(held, repository.FAILED, error=record)

    def try_again(self, held: Claim, error: Mapping[str, Any]) -> str:
        """Put a job back for another attempt, later each time; after the last one it has failed."""
        failures = held.failures + 1
        if failures >= self.pace.most_failures:
            return self.fail(held, error)
        LOG.warning("step failed", job_id=held.job_id, job_kind=held.kind, error_code=error["code"], count=failures)
        wait_s = self.pace.again_s * 2 ** (failures - 1)
        self.write(lambda connection: repository.give_back(connection, held, failed=True, wait_s=wait_s))
        return repository.QUEUED


def told(error: SommaiError) -> dict[str, Any]:
    """Return an error as a job keeps it."""
    record: dict[str, Any] = failure(error.code, Text(error.message("vi"), error.message("en")), again=False)["error"]
    return record
