"""Sessions: begun by signing in, known by a random value that only the browser holds, ended by time or by leaving."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets

from sqlalchemy import Connection, delete, insert, update

from service.configuration import Settings
from service.store.columns import now
from service.store.tables import sessions

SECRET_BYTES = 32
SEEN_EVERY = dt.timedelta(minutes=1)


def new_secret() -> str:
    """Return a new random value of 256 bits."""
    return secrets.token_urlsafe(SECRET_BYTES)


def hash_of(secret: str) -> str:
    """Return what is kept of a secret; it is random and long, so that a plain hash is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def csrf_of(secret: str) -> str:
    """Return what a form must send back to prove that it came from our own page."""
    return hmac.new(secret.encode("utf-8", "surrogateescape"), b"form", hashlib.sha256).hexdigest()[:40]


def begin(connection: Connection, person_id: str, settings: Settings) -> str:
    """Begin a session and return the cookie's value; a new one each time, whatever the browser sent."""
    moment, secret = now(), new_secret()
    ends = moment + dt.timedelta(hours=settings.session_hours)
    connection.execute(delete(sessions).where(sessions.c.ends_at < moment))
    row = {"session_hash": hash_of(secret), "person_id": person_id, "made_at": moment, "seen_at": moment}
    connection.execute(insert(sessions).values(**row, ends_at=ends))
    return secret


def end(connection: Connection, session_hash: str) -> None:
    """End a session."""
    connection.execute(delete(sessions).where(sessions.c.session_hash == session_hash))


def seen(connection: Connection, session_hash: str) -> None:
    """Note that a session is in use."""
    connection.execute(update(sessions).where(sessions.c.session_hash == session_hash).values(seen_at=now()))
