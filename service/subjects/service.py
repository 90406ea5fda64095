"""Export and erasure of one household, child or guardian, over every store.

Reached: the vault, the database, snapshots, runs, the records of imports, and anything else under the home; caches are
dropped. Later imports leave the erased out. Not reached: folders that were written elsewhere (``--out``), backups made
before (delete them when their time is over, or restore and erase again), and paper.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import asdict
from pathlib import Path
from time import sleep
from typing import Any

import polars as pl
from sqlalchemy import Engine

from data.erasure import FILE as REMEMBERED
from data.erasure import remember_erased
from service.audit import ERASED, HOUSEHOLD, Event, append
from service.looks import join
from service.scores import LOOKED_EVERY_S
from service.store.database import reading
from service.vault.opening import Vault

from . import files, rows
from .problems import NoSubject, StillThere


def export(home: Path, engine: Engine, subject_id: str, by: Event) -> dict[str, Any]:
    """Return everything that is kept about an id, by store, and record that it was given out; raises ``NoSubject``."""
    join(home, engine)
    household_id, ids = family(home, subject_id, engine)
    people = Vault(home).of([household_id]).get(household_id, [])
    identities = [asdict(person) for person in people if subject_id in (household_id, person.id)]
    with engine.begin() as connection:
        told = rows.rows_about(connection, ids)
        kept = files.rows_in(home, ids)
        if not (told or kept or identities):
            raise NoSubject()
        append(connection, Event("subject.exported", by.person_id, by.via, by.role, HOUSEHOLD, household_id))
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return {"subject": subject_id, "exported_at": now, "identities": identities, "database": told, "files": kept}


def erase(home: Path, engine: Engine, subject_id: str, by: Event) -> dict[str, int]:
    """Take an id out of every store and return how much went where.

    Killed anywhere, the same again finishes the work. Raises ``NoSubject``, or ``StillThere`` where a search of every
    file afterwards still finds the id.
    """
    join(home, engine)
    household_id, ids = family(home, subject_id, engine)
    remember_erased(home, ids)
    gone = {"identities": Vault(home).erase(household_id, subject_id), "files": files.take_out(home, ids)}
    with engine.begin() as connection:
        gone["rows"] = rows.take_out(connection, ids, f"erased-{secrets.token_hex(8)}")
        if not any(gone.values()):
            raise NoSubject()
        append(connection, Event(ERASED, by.person_id, by.via, by.role, facts={"ids": len(ids), **gone}))
    rows.clear_leftovers(engine)
    (home / REMEMBERED).touch()  # now that the files are rewritten, a server lets go of what it holds in memory
    sleep(LOOKED_EVERY_S)
    left = files.still_holding(home, ids)
    if left:
        raise StillThere(count=len(left), files=", ".join(left[:3]))
    return gone


def family(home: Path, subject_id: str, engine: Engine) -> tuple[str, list[str]]:
    """Return the household that an id belongs to, and the ids that go with it: a household's people, else itself."""
    household_id, ids = subject_id, {subject_id}
    for folder in sorted((home / "snapshots").glob("*")):
        for name, column in (("children", "child_id"), ("guardians", "guardian_id")):
            file = folder / f"{name}.parquet"
            if not file.exists():
                continue
            people = pl.read_parquet(file, columns=[column, "household_id"])
            ids |= set(people.filter(pl.col("household_id") == subject_id)[column])
            for found in people.filter(pl.col(column) == subject_id)["household_id"]:
                household_id = str(found)
    with reading(engine) as connection:
        for person_id, home_id in rows.people_added(connection, subject_id):
            if subject_id == home_id:
                ids.add(person_id)
            else:
                household_id = home_id
    return household_id, sorted(ids)
