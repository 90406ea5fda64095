"""From a cookie or a token to who it is, from memory for a second at most, else from the database.

What is remembered is checked again every second, so that a session that was ended, a token that was revoked or an
account that was changed in another process counts for a second at most.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from time import monotonic
from typing import Literal

from sqlalchemy import Engine, select

from service.access import Who, who_of
from service.configuration import Settings
from service.store.columns import now
from service.store.database import reading
from service.store.tables import sessions, tokens

from . import repository
from .sessions import SEEN_EVERY, hash_of, seen

FRESH_SECONDS = 1.0
MOST_KEPT = 10_000
Kind = Literal["session", "token"]


class Recogniser:
    """Who sends a cookie or a token."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine = engine
        self.settings = settings
        self._kept: OrderedDict[tuple[Kind, str], tuple[float, Who]] = OrderedDict()

    def remembered(self, kind: Kind, secret: str) -> Who | None:
        """Return who was found under a secret within the last second."""
        known = self._kept.get((kind, secret))
        return known[1] if known is not None and monotonic() - known[0] < FRESH_SECONDS else None

    def look_up(self, kind: Kind, secret: str) -> Who | None:
        """Return who a secret belongs to, or None where it belongs to nobody any more; asks the database."""
        at = monotonic()
        who = self._by_token(secret) if kind == "token" else self._by_session(secret)
        if who is None:
            self._kept.pop((kind, secret), None)
            return None
        self._kept[kind, secret] = (at, who)
        self._kept.move_to_end((kind, secret))
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return who

    def forget(self) -> None:
        """Ask the database for everybody again; called where an account, a session or a token was changed here."""
        self._kept.clear()

    def _by_session(self, secret: str) -> Who | None:
        known, moment = hash_of(secret), now()
        with reading(self.engine) as connection:
            row = connection.execute(select(sessions).where(sessions.c.session_hash == known)).one_or_none()
            account = repository.account_of(connection, row.person_id) if row is not None else None
        idle = dt.timedelta(minutes=self.settings.session_idle_minutes)
        if row is None or account is None or not account.active:
            return None
        if row.ends_at <= moment or row.seen_at + idle <= moment:
            return None
        if row.seen_at + SEEN_EVERY <= moment:
            with self.engine.begin() as connection:
                seen(connection, known)
        return who_of(
            account.person_id, account.name, account.role, whole_province=account.whole_province,
            communes=account.communes, by="session", must_change=account.one_time_until is not None, secret=secret,
            key=known,
        )  # fmt: skip

    def _by_token(self, secret: str) -> Who | None:
        with reading(self.engine) as connection:
            row = connection.execute(select(tokens).where(tokens.c.token_hash == hash_of(secret))).one_or_none()
            account = repository.account_of(connection, row.person_id) if row is not None else None
        if row is None or account is None or not account.active or account.one_time_until is not None:
            return None
        if row.revoked_at is not None or row.ends_at <= now():
            return None
        return who_of(
            account.person_id, account.name, account.role, whole_province=account.whole_province,
            communes=account.communes, only_permissions=row.permissions, only_communes=row.communes, by="token",
            key=row.token_id,
        )  # fmt: skip
