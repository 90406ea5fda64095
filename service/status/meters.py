"""What is counted for Prometheus: requests by route, and the state of the installation. No id, no name, no address.

A route is told by its pattern, a method by its name where it is a usual one; so nothing that a caller types becomes a
label. With several server processes each counts for itself in a file, and any of them can tell the sum.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from service.alive import working
from service.operations.doctor import LAST_BACKUP
from service.store.columns import now
from service.store.database import reading
from service.store.jobs_tables import STATES, jobs

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Prometheus's own variable: the folder in which several processes count together."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER_METHOD = "other"
BOUNDS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Meters:
    """The counters of one server process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "sommai_http_requests", "Requests answered", ["method", "route", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "sommai_http_request_seconds", "Seconds until an answer was sent", ["route"], registry=self.registry,
            buckets=BOUNDS_S,
        )  # fmt: skip
        self._known: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answered request, its method one of ``METHODS`` or ``OTHER_METHOD``; a few microseconds."""
        key = (method, route, status)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = (self._requests.labels(method, route, str(status)), self._seconds.labels(route))
        found[0].inc()
        found[1].observe(seconds)

    def told(self, home: Path, engine: Engine) -> bytes:
        """Return everything as Prometheus reads it: the requests of all processes, and the installation's state."""
        if os.environ.get(SHARED):
            requests = CollectorRegistry()
            MultiProcessCollector(requests)
        else:
            requests = self.registry
        state = CollectorRegistry()
        state.register(Installation(home, engine))
        return generate_latest(requests) + generate_latest(state)


class Installation:
    """The state of the installation, looked at when it is asked for."""

    def __init__(self, home: Path, engine: Engine) -> None:
        self.home = home
        self.engine = engine

    def collect(self) -> Iterable[Metric]:
        """Yield each figure; those that can't be had just now are left out."""
        yield from self._database()
        yield gauge("sommai_workers", "Workers that live", len(working(self.home)))
        yield gauge("sommai_disk_free_bytes", "Room left where data lie", shutil.disk_usage(self.home).free)
        newest = self.home / "runs" / "newest"
        if newest.exists():
            yield gauge("sommai_newest_run_timestamp_seconds", "When the newest run was made", newest.stat().st_mtime)
        backup = self.home / LAST_BACKUP
        if backup.exists():
            yield gauge("sommai_last_backup_timestamp_seconds", "When the last backup was made", backup.stat().st_mtime)

    def _database(self) -> Iterable[Metric]:
        by_state = GaugeMetricFamily("sommai_jobs", "Jobs by state", labels=["state"])
        counted = select(jobs.c.state, func.count().label("jobs")).group_by(jobs.c.state)
        waiting = select(func.min(jobs.c.asked_at)).where(jobs.c.state == "queued")
        try:
            with reading(self.engine) as connection:
                found = {row.state: int(row.jobs) for row in connection.execute(counted)}
                oldest = connection.execute(waiting).scalar()
        except SQLAlchemyError:
            yield gauge("sommai_database_up", "Whether the database answers", 0)
            return
        yield gauge("sommai_database_up", "Whether the database answers", 1)
        for state in STATES:
            by_state.add_metric([state], found.get(state, 0))
        yield by_state
        waited = (now() - oldest).total_seconds() if oldest else 0.0
        yield gauge("sommai_oldest_waiting_job_seconds", "How long the job that waits longest has waited", waited)


def gauge(name: str, says: str, value: float) -> GaugeMetricFamily:
    """Return one figure."""
    return GaugeMetricFamily(name, says, value=value)
