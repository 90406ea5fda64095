"""Jobs in the database: asked for, taken under a lease, done step by step, ended once.

Every write of a worker names the fencing token under which it took the job, and changes nothing where somebody else
has taken it since. So a worker that was paused, cut off or thought dead can do no harm when it comes back.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Double, and_, case, delete, insert, or_, select, update
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from service.store.columns import now
from service.store.jobs_tables import CANCELLED, DONE, ENDED, FAILED, QUEUED, RUNNING, job_steps, jobs

from .problems import NoJob, NotInThatState


class LeaseLost(Exception):
    """Somebody else holds the job now; what was being done for it is dropped."""


class seconds(FunctionElement[float]):  # noqa: N801 - reads as a function of SQL
    """Seconds since 1970 by the database's own clock."""

    type = Double()
    inherit_cache = True


@compiles(seconds, "sqlite")
def _seconds_sqlite(element: Any, compiler: Any, **_: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(seconds, "postgresql")
def _seconds_postgresql(element: Any, compiler: Any, **_: Any) -> str:
    return "extract(epoch from clock_timestamp())::double precision"


@dataclass(frozen=True)
class Claim:
    """A job as a worker took it: ``fence`` is the token that its writes must name."""

    job_id: str
    kind: str
    asked: dict[str, Any]
    asked_by: str | None
    fence: int
    failures: int
    losses: int
    cancel_asked: bool
    done: dict[str, Any]
    """Results of the steps that are done, by step."""


def add(
    connection: Connection, kind: str, asked: Mapping[str, Any], *, asked_by: str | None = None, key: str | None = None
) -> str:
    """Put a job into the queue and return its id; the same ``key`` of the same person is the same job."""
    if key is not None:
        same = and_(jobs.c.asked_key == key, jobs.c.asked_by.is_not_distinct_from(asked_by))
        found = connection.execute(select(jobs.c.job_id).where(same)).scalar_one_or_none()
        if found is not None:
            return str(found)
    asked_at = now()
    job_id = f"{int(asked_at.timestamp() * 1000):012x}{secrets.token_hex(4)}"
    row = {
        "job_id": job_id, "kind": kind, "asked": dict(asked), "asked_by": asked_by, "asked_key": key,
        "asked_at": asked_at, "state": QUEUED,
    }  # fmt: skip
    connection.execute(insert(jobs).values(row))
    return job_id


def claim(connection: Connection, worker: str, lease_s: float, kinds: Collection[str]) -> Claim | None:
    """Take the job that has waited longest, or one whose holder's lease ran out; nothing where there is none."""
    waiting = and_(jobs.c.state == QUEUED, jobs.c.not_before_s <= seconds())
    abandoned = and_(jobs.c.state == RUNNING, jobs.c.lease_until_s < seconds())
    first = (
        select(jobs.c.job_id)
        .where(or_(waiting, abandoned), jobs.c.kind.in_(kinds))
        .order_by(jobs.c.asked_at, jobs.c.job_id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    taken = connection.execute(
        update(jobs)
        .where(jobs.c.job_id == first, or_(waiting, abandoned))
        .values(
            state=RUNNING, worker=worker, fence=jobs.c.fence + 1, lease_until_s=seconds() + lease_s,
            losses=jobs.c.losses + case((jobs.c.state == RUNNING, 1), else_=0),
            started_at=case((jobs.c.started_at.is_(None), now()), else_=jobs.c.started_at),
        )
        .returning(jobs)
    ).one_or_none()  # fmt: skip
    if taken is None:
        return None
    steps = connection.execute(select(job_steps.c.step, job_steps.c.result).where(job_steps.c.job_id == taken.job_id))
    return Claim(
        taken.job_id, taken.kind, taken.asked, taken.asked_by, taken.fence, taken.failures, taken.losses,
        taken.cancel_asked, {row.step: row.result for row in steps},
    )  # fmt: skip


def beat(connection: Connection, held: Claim, lease_s: float, stage: str | None, share_done: float) -> bool:
    """Prolong the lease, tell how far the job is, and return whether it shall be cancelled; raises ``LeaseLost``."""
    changed = {"lease_until_s": seconds() + lease_s, "stage": stage, "share_done": share_done}
    wanted = connection.execute(
        update(jobs).where(_held(held)).values(changed).returning(jobs.c.cancel_asked)
    ).scalar_one_or_none()
    if wanted is None:
        raise LeaseLost()
    return bool(wanted)


def step_done(connection: Connection, held: Claim, step: str, result: Any, lease_s: float) -> None:
    """Record a step with its result, once and for all; raises ``LeaseLost``.

    Whatever else the same transaction writes stands or falls with the step.
    """
    _change(connection, held, lease_until_s=seconds() + lease_s, failures=0, losses=0)
    row = {"job_id": held.job_id, "step": step, "result": result, "fence": held.fence, "done_at": now()}
    connection.execute(insert(job_steps).values(row))


def result_of(connection: Connection, held: Claim, step: str) -> dict[str, Any] | None:
    """Return the row of a step of this job that is done already; nothing where it isn't."""
    found = select(job_steps).where(job_steps.c.job_id == held.job_id, job_steps.c.step == step)
    row = connection.execute(found).mappings().one_or_none()
    return None if row is None else dict(row)


def end(
    connection: Connection, held: Claim, state: str, *, result: Any = None, error: Mapping[str, Any] | None = None
) -> None:
    """End a job as done, failed or cancelled; raises ``LeaseLost``."""
    share = {"share_done": 1.0} if state == DONE else {}
    _change(
        connection, held, state=state, result=result, error=error, ended_at=now(), worker=None, lease_until_s=None,
        stage=None, **share,
    )  # fmt: skip


def give_back(connection: Connection, held: Claim, *, failed: bool, wait_s: float = 0.0) -> None:
    """Put a job back into the queue, after ``wait_s`` seconds; its done steps stay. Raises ``LeaseLost``."""
    _change(
        connection, held, state=QUEUED, worker=None, lease_until_s=None, stage=None, not_before_s=seconds() + wait_s,
        failures=jobs.c.failures + (1 if failed else 0),
    )  # fmt: skip


def release(connection: Connection, worker: str) -> int:
    """End the leases of a worker that is known to be dead, so that nobody waits for them; return how many."""
    dead = and_(jobs.c.worker == worker, jobs.c.state == RUNNING)
    return connection.execute(update(jobs).where(dead).values(lease_until_s=0.0)).rowcount


def holders(connection: Connection) -> list[str]:
    """Return the workers that hold a job."""
    held = select(jobs.c.worker).where(jobs.c.state == RUNNING, jobs.c.lease_until_s > 0).distinct()
    return [str(name) for name in connection.execute(held).scalars()]


def cancel(connection: Connection, job_id: str) -> str:
    """Cancel a waiting job at once, ask the worker of a running one to stop; return the job's state.

    Raises ``NoJob``, or ``NotInThatState`` where it has ended.
    """
    at_once = update(jobs).where(jobs.c.job_id == job_id, jobs.c.state == QUEUED)
    if connection.execute(at_once.values(state=CANCELLED, ended_at=now(), cancel_asked=True)).rowcount:
        return CANCELLED
    later = update(jobs).where(jobs.c.job_id == job_id, jobs.c.state == RUNNING)
    if connection.execute(later.values(cancel_asked=True)).rowcount:
        return RUNNING
    get(connection, job_id)
    raise NotInThatState(job=job_id)


def retry(connection: Connection, job_id: str) -> None:
    """Put a failed or cancelled job back into the queue; its done steps stay done.

    Raises ``NoJob``, or ``NotInThatState``.
    """
    ended = update(jobs).where(jobs.c.job_id == job_id, jobs.c.state.in_((FAILED, CANCELLED)))
    again = {
        "state": QUEUED, "failures": 0, "losses": 0, "cancel_asked": False, "error": None, "ended_at": None,
        "not_before_s": 0.0,
    }  # fmt: skip
    if not connection.execute(ended.values(again)).rowcount:
        get(connection, job_id)
        raise NotInThatState(job=job_id)


def get(connection: Connection, job_id: str) -> dict[str, Any]:
    """Return a job's row; raises ``NoJob``."""
    found = connection.execute(select(jobs).where(jobs.c.job_id == job_id)).mappings().one_or_none()
    if found is None:
        raise NoJob(job=job_id[:40])
    return dict(found)


def steps(connection: Connection, job_id: str) -> list[dict[str, Any]]:
    """Return the steps of a job that are done, in the order in which they were."""
    found = select(job_steps).where(job_steps.c.job_id == job_id).order_by(job_steps.c.done_at)
    return [dict(row) for row in connection.execute(found).mappings()]


def page(
    connection: Connection, *, state: str | None = None, before: tuple[dt.datetime, str] | None = None, limit: int = 50
) -> list[dict[str, Any]]:
    """Return jobs, the newest first, from ``before`` (the instant and id of the last one seen) on."""
    wanted = select(jobs).order_by(jobs.c.asked_at.desc(), jobs.c.job_id.desc()).limit(limit)
    if state is not None:
        wanted = wanted.where(jobs.c.state == state)
    if before is not None:
        at, job_id = before
        wanted = wanted.where(or_(jobs.c.asked_at < at, and_(jobs.c.asked_at == at, jobs.c.job_id < job_id)))
    return [dict(row) for row in connection.execute(wanted).mappings()]


def forget_before(connection: Connection, day: dt.datetime) -> int:
    """Delete jobs that ended before an instant, with their steps; return how many."""
    old = and_(jobs.c.state.in_(ENDED), jobs.c.ended_at < day)
    return connection.execute(delete(jobs).where(old)).rowcount


def _held(held: Claim) -> Any:
    return and_(jobs.c.job_id == held.job_id, jobs.c.fence == held.fence, jobs.c.state == RUNNING)


def _change(connection: Connection, held: Claim, **values: Any) -> None:
    if connection.execute(update(jobs).where(_held(held)).values(values)).rowcount != 1:
        raise LeaseLost()
