"""A home to serve: a whole province with a published list, and people with accounts and tokens."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from benchmarks.measure import process, sommai

TEAMS = ("teams.csv", "team_communes.csv")
"""Left out, so that a list of so many households can be published whatever the teams' hours."""
API = "/api/v1"


@dataclass(frozen=True)
class ServedHome:
    """Where data lie, every commune, the households that are scored, the list that is published, and by commune who is
    on it."""

    place: Path
    communes: list[str]
    households: list[str]
    list_id: str
    listed: dict[str, list[str]]


def finished(scratch: Path, households: int, entries: int) -> ServedHome:
    """Return a home with a finished run whose list is published."""
    tables, place = scratch / "tables", scratch / "home"
    process([sommai(), "synth", str(tables), "--households", str(households), "--seed", "2"])
    for name in TEAMS:
        (tables / name).unlink()
    run = [sommai(), "run", str(tables), "--out", str(scratch / "out"), "--home", str(place), "--model", "scorecard"]
    process([*run, "--count", str(entries)])
    process([sommai(), "jobs", "add", "plan", "run=newest", "by=An", "reason=bench", "--home", str(place)])
    process([sommai(), "worker", "--until-idle", "--home", str(place)])
    for step, by in (("approve", "An"), ("publish", "Bình")):
        process([sommai(), "lists", step, "newest", "--by", by, "--reason", "bench", "--home", str(place)])
    kept = place / "runs" / (place / "runs" / "newest").read_text().strip()
    listed = pl.read_parquet(kept / "priority_list.parquet", columns=["household_id", "commune_code"])
    by_commune = listed.group_by("commune_code", maintain_order=True).agg("household_id")
    ids = pl.read_parquet(kept / "scores.parquet", columns=["household_id"])["household_id"]
    communes = pl.read_parquet(kept / "communes.parquet", columns=["commune_code"])["commune_code"].to_list()
    return ServedHome(place, communes, ids.shuffle(seed=1).to_list(), published(place), dict(by_commune.iter_rows()))


def published(place: Path) -> str:
    """Return the id of the published list."""
    from service.lists import newest_published
    from service.store.columns import now
    from service.store.database import engine_for, reading

    with reading(engine_for(place)) as connection:
        found = newest_published(connection, now().date())
    if found is None:
        raise LookupError("no list was published")
    return found


def tokens(place: Path, role: str, reaches: list[list[str]]) -> list[tuple[str, ...]]:
    """Return headers with a token for a new person of a role per reach: its communes, none for the whole province."""
    from service.audit import Event
    from service.people import passwords, repository, tokens
    from service.store.database import engine_for
    from service.store.persons import person_of
    from service.store.preparing import prepared

    told, never_used = [], passwords.hashed("not used: a token is")
    with prepared(engine_for(place)).begin() as connection:
        for number, communes in enumerate(reaches):
            person = person_of(connection, f"{role} {number}")
            repository.add_account(
                connection, person, role, whole_province=not communes, password_hash=never_used
            )  # fmt: skip
            repository.set_communes(connection, person, communes)
            account = repository.account_of(connection, person)
            if account is None:
                raise LookupError(person)
            secret = tokens.create(connection, account, "bench", days=1, most_days=1, by=Event("", None, "system"))[1]
            told.append((f"Authorization: Bearer {secret}",))
    return told


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextlib.contextmanager
def serving(command: list[str]) -> Iterator[int]:
    """Start a server, wait until it answers, and yield its port."""
    port = free_port()
    child = subprocess.Popen([*command, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield port
    finally:
        child.terminate()
        child.wait()


@contextlib.contextmanager
def importing(home: ServedHome, scratch: Path, households: int) -> Iterator[None]:
    """Let a worker import another province in the meantime, again and again."""
    tables = scratch / "others"
    process([sommai(), "synth", str(tables), "--households", str(households), "--seed", "3"])
    add = [sommai(), "jobs", "add", "import", f"folder={tables}", "--home", str(home.place)]
    process(add)
    worker = subprocess.Popen([sommai(), "worker", "--home", str(home.place)], stderr=subprocess.DEVNULL)
    try:
        time.sleep(3)  # the job's process has started and reads
        yield
    finally:
        worker.terminate()
        worker.wait()
