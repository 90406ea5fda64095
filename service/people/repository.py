"""Accounts as the database holds them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from service.store.columns import now
from service.store.persons import name_key, tidy_name
from service.store.tables import account_communes, accounts, people, sessions


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account: whose, in which role, how far it reaches, whether it may be used."""

    person_id: str
    name: str
    role: str
    whole_province: bool
    communes: tuple[str, ...]
    active: bool
    password_hash: str | None
    one_time_until: dt.datetime | None
    version: int
    changed_at: dt.datetime


FOUND = select(accounts, people.c.name).join_from(accounts, people)


def account_named(connection: Connection, name: str) -> Account | None:
    """Return the account of a name, in whatever case it is typed."""
    rows = connection.execute(FOUND.where(people.c.name_key == name_key(tidy_name(name)))).all()
    return _accounts(connection, rows)[0] if rows else None


def account_of(connection: Connection, person_id: str) -> Account | None:
    """Return the account of a person."""
    rows = connection.execute(FOUND.where(accounts.c.person_id == person_id)).all()
    return _accounts(connection, rows)[0] if rows else None


def all_accounts(connection: Connection) -> list[Account]:
    """Return every account, by name."""
    return _accounts(connection, connection.execute(FOUND.order_by(people.c.name_key)).all())


def any_account(connection: Connection) -> bool:
    """Say whether there is an account at all."""
    return connection.execute(select(accounts.c.person_id).limit(1)).first() is not None


def active_administrators(connection: Connection) -> int:
    """Return how many administrators can sign in."""
    rows = accounts.c.active & (accounts.c.role == "administrator")
    return int(connection.execute(select(func.count()).select_from(accounts).where(rows)).scalar_one())


def add_account(connection: Connection, person_id: str, role: str, **more: Any) -> None:
    """Add an account without communes."""
    row = {"person_id": person_id, "role": role, "active": True, "version": 1, "changed_at": now(), **more}
    connection.execute(insert(accounts).values(row))


def change_account(connection: Connection, person_id: str, **what: Any) -> None:
    """Change columns of an account; its version grows."""
    changed = update(accounts).where(accounts.c.person_id == person_id)
    connection.execute(changed.values(version=accounts.c.version + 1, changed_at=now(), **what))


def set_communes(connection: Connection, person_id: str, communes: Collection[str]) -> None:
    """Replace the communes of an account."""
    connection.execute(delete(account_communes).where(account_communes.c.person_id == person_id))
    rows = [{"person_id": person_id, "commune_code": code} for code in sorted(set(communes))]
    if rows:
        connection.execute(insert(account_communes), rows)


def end_sessions(connection: Connection, person_id: str) -> None:
    """End every session of a person."""
    connection.execute(delete(sessions).where(sessions.c.person_id == person_id))


def _accounts(connection: Connection, rows: Sequence[Any]) -> list[Account]:
    ids = [row.person_id for row in rows]
    reached: dict[str, list[str]] = {person_id: [] for person_id in ids}
    communes = select(account_communes).where(account_communes.c.person_id.in_(ids))
    for row in connection.execute(communes.order_by(account_communes.c.commune_code)):
        reached[row.person_id].append(row.commune_code)
    return [Account(**row._mapping, communes=tuple(reached[row.person_id])) for row in rows]
