"""Tokens for programs: of one account, for so many days, never for more than the account may; kept as a hash."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select, update

from service.access import who_of
from service.audit import Event
from service.store.columns import now
from service.store.persons import tidy_name
from service.store.tables import people, tokens

from .problems import NoToken, WrongToken
from .repository import Account
from .service import record
from .sessions import hash_of, new_secret

PREFIX = "sommai_"
"""What every token begins with, so that one that was left somewhere is recognised."""


def create(
    connection: Connection,
    account: Account,
    label: str,
    *,
    days: int,
    most_days: int,
    permissions: Collection[str] | None = None,
    communes: Collection[str] | None = None,
    by: Event,
) -> tuple[dict[str, Any], str]:
    """Return a new token's record and the token itself, which is shown this once; raises ``WrongToken``."""
    allowed = who_of(
        account.person_id, account.name, account.role, whole_province=account.whole_province, communes=account.communes
    )
    too_much = set(permissions or ()) - {str(p) for p in allowed.permissions}
    beyond = [code for code in communes or () if not allowed.sees(code)]
    if too_much or beyond or not 1 <= days <= most_days or not label.strip():
        raise WrongToken(most=most_days)
    secret, moment, token_id = PREFIX + new_secret(), now(), secrets.token_hex(8)
    row = {
        "token_id": token_id,
        "token_hash": hash_of(secret),
        "person_id": account.person_id,
        "label": tidy_name(label),
        "permissions": sorted(set(permissions)) if permissions is not None else None,
        "communes": sorted(set(communes)) if communes is not None else None,
        "made_at": moment,
        "ends_at": moment + dt.timedelta(days=days),
    }
    connection.execute(insert(tokens).values(row))
    record(connection, by, "token.created", account.person_id, token=token_id, days=days)
    return found(connection, token_id), secret


def all_tokens(connection: Connection, person_id: str | None = None) -> Sequence[dict[str, Any]]:
    """Return the records of a person's tokens, or of everybody's, the newest first; never the tokens themselves."""
    rows = select(*(c for c in tokens.c if c.name != "token_hash"), people.c.name).join_from(
        tokens, people, tokens.c.person_id == people.c.person_id
    )
    if person_id is not None:
        rows = rows.where(tokens.c.person_id == person_id)
    return [dict(row._mapping) for row in connection.execute(rows.order_by(tokens.c.made_at.desc(), tokens.c.token_id))]


def found(connection: Connection, token_id: str, person_id: str | None = None) -> dict[str, Any]:
    """Return a token's record, of that person where one is named; raises ``NoToken``."""
    for row in all_tokens(connection, person_id):
        if row["token_id"] == token_id:
            return row
    raise NoToken()


def record_of(row: dict[str, Any]) -> dict[str, Any]:
    """Return a token's record as the API and the command line write it."""
    return {
        "id": row["token_id"],
        "user": row["person_id"],
        "name": row["name"],
        "label": row["label"],
        "permissions": row["permissions"],
        "communes": row["communes"],
        "made_at": row["made_at"].isoformat(),
        "ends_at": row["ends_at"].isoformat(),
        "revoked_at": row["revoked_at"].isoformat() if row["revoked_at"] else None,
    }


def revoke(connection: Connection, token_id: str, by: Event, person_id: str | None = None) -> dict[str, Any]:
    """Revoke a token and return its record; raises ``NoToken``. Once revoked it stays so."""
    row = found(connection, token_id, person_id)
    if row["revoked_at"] is None:
        connection.execute(update(tokens).where(tokens.c.token_id == token_id).values(revoked_at=now()))
        record(connection, by, "token.revoked", row["person_id"], token=token_id)
    return found(connection, token_id)
