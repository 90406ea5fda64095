"""Waiting after failed attempts: longer each time, kept in the database so that it holds over all workers.

What is tried is counted by name and address together, by name, and by address, so that neither guessing one person's
password, nor one password with many names, gets far; and a stranger can't lock a person out from elsewhere for long.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math

from sqlalchemy import Connection, delete, select, update

from service.store.columns import now
from service.store.persons import insert_new
from service.store.tables import sign_in_failures as failures

from .problems import TooManyAttempts

FREE = {"both": 5, "name": 30, "address": 100}
"""Attempts that fail without any wait, by what they are counted by."""
LONGEST_WAIT = {"both": 900, "name": 60, "address": 300}
"""Longest wait in seconds."""
FORGOTTEN_AFTER = dt.timedelta(hours=24)


def check(connection: Connection, name: str, address: str) -> None:
    """Raise ``TooManyAttempts`` where the next attempt has to wait."""
    keys = _keys(name, address)
    rows = connection.execute(select(failures).where(failures.c.failure_key.in_(keys.values()))).all()
    by_key = {row.failure_key: row for row in rows}
    waits = [0.0]
    for kind, key in keys.items():
        row = by_key.get(key)
        if row is not None and row.attempts >= FREE[kind]:
            wait = min(2.0 ** min(row.attempts - FREE[kind] + 1, 20), LONGEST_WAIT[kind])
            waits.append(wait - (now() - row.last_at).total_seconds())
    if max(waits) > 0:
        raise TooManyAttempts(seconds=math.ceil(max(waits)))


def failed(connection: Connection, name: str, address: str) -> None:
    """Count a failed attempt; forgotten ones go."""
    moment = now()
    connection.execute(delete(failures).where(failures.c.last_at < moment - FORGOTTEN_AFTER))
    for key in _keys(name, address).values():
        if not insert_new(connection, failures, {"failure_key": key, "attempts": 1, "last_at": moment}):
            one = update(failures).where(failures.c.failure_key == key)
            connection.execute(one.values(attempts=failures.c.attempts + 1, last_at=moment))


def succeeded(connection: Connection, name: str, address: str) -> None:
    """Forget the failures of this name, from this address and in all."""
    keys = _keys(name, address)
    connection.execute(delete(failures).where(failures.c.failure_key.in_([keys["both"], keys["name"]])))


def _keys(name: str, address: str) -> dict[str, str]:
    """Return hashes to count by; what people type into the field of the name may be a password."""
    told = {"both": f"{name}\0{address}", "name": name, "address": f"\0{address}"}
    return {kind: hashlib.sha256(f"{kind}\0{text}".encode()).hexdigest() for kind, text in told.items()}
