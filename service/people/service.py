"""What is done with accounts, each in one transaction with its record in the audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Engine

from service.access import ROLES
from service.audit import Event, append
from service.store.columns import now
from service.store.persons import person_of, tidy_name

from . import passwords, repository
from .problems import AccountExists, LastAdministrator, NoAccount, WrongReach, WrongRole
from .repository import Account

ADMINISTRATOR = "administrator"
FIRST_NAME = "admin"
MOST_COMMUNES = 1000


def add(
    connection: Connection,
    name: str,
    role: str,
    *,
    communes: Collection[str] = (),
    whole_province: bool = False,
    days: int,
    by: Event,
) -> tuple[Account, str]:
    """Add an account and return it with its one-time password, which is written nowhere.

    Raises ``WrongName``, ``WrongRole``, ``WrongReach`` or ``AccountExists``.
    """
    check_reach(role, communes, whole_province)
    person_id = person_of(connection, tidy_name(name))
    if repository.account_of(connection, person_id) is not None:
        raise AccountExists()
    password = passwords.one_time_password()
    repository.add_account(
        connection, person_id, role, whole_province=whole_province, password_hash=passwords.hashed(password),
        one_time_until=now() + dt.timedelta(days=days),
    )  # fmt: skip
    repository.set_communes(connection, person_id, communes)
    record(connection, by, "account.added", person_id, role=role, communes=len(set(communes)))
    return found(connection, person_id), password


def first_administrator(engine: Engine, days: int) -> tuple[str, str] | None:
    """Make an administrator where there is no account at all; return name and one-time password, else nothing."""
    with engine.begin() as connection:
        if repository.any_account(connection):
            return None
        account, password = add(connection, FIRST_NAME, ADMINISTRATOR, days=days, by=Event("", None))
        return account.name, password


def change(
    connection: Connection,
    person_id: str,
    *,
    role: str | None = None,
    communes: Collection[str] | None = None,
    whole_province: bool | None = None,
    active: bool | None = None,
    by: Event,
) -> Account:
    """Change role, reach or whether an account may be used; its sessions end. Returns the account as it is now.

    Raises ``NoAccount``, ``WrongRole``, ``WrongReach`` or ``LastAdministrator``.
    """
    before = found(connection, person_id)
    new_role = before.role if role is None else role
    new_communes = before.communes if communes is None else tuple(communes)
    everywhere = before.whole_province if whole_province is None else whole_province
    check_reach(new_role, new_communes, everywhere)
    stays = (before.active if active is None else active) and new_role == ADMINISTRATOR
    goes = before.role == ADMINISTRATOR and before.active and not stays
    if goes and repository.active_administrators(connection) <= 1:
        raise LastAdministrator()
    repository.change_account(
        connection, person_id, role=new_role, whole_province=everywhere,
        active=before.active if active is None else active,
    )  # fmt: skip
    repository.set_communes(connection, person_id, new_communes)
    repository.end_sessions(connection, person_id)
    after = found(connection, person_id)
    record(
        connection, by, "account.changed", person_id, role=after.role, active=after.active,
        whole_province=after.whole_province, communes=len(after.communes),
    )  # fmt: skip
    return after


def reset(connection: Connection, person_id: str, days: int, by: Event) -> str:
    """Return a new one-time password for an account; the old password and all sessions end. Raises ``NoAccount``."""
    found(connection, person_id)
    password = passwords.one_time_password()
    repository.change_account(
        connection, person_id, password_hash=passwords.hashed(password), one_time_until=now() + dt.timedelta(days=days)
    )
    repository.end_sessions(connection, person_id)
    record(connection, by, "account.reset", person_id)
    return password


def set_password(connection: Connection, person_id: str, password_hash: str, by: Event) -> None:
    """Give an account the password that its person chose; every session ends."""
    repository.change_account(connection, person_id, password_hash=password_hash, one_time_until=None)
    repository.end_sessions(connection, person_id)
    record(connection, by, "account.password-changed", person_id)


def found(connection: Connection, person_id: str) -> Account:
    """Return an account; raises ``NoAccount``."""
    account = repository.account_of(connection, person_id)
    if account is None:
        raise NoAccount()
    return account


def named(connection: Connection, name: str) -> Account:
    """Return the account of a name; raises ``NoAccount`` or ``WrongName``."""
    account = repository.account_named(connection, name)
    if account is None:
        raise NoAccount()
    return account


def check_reach(role: str, communes: Collection[str], whole_province: bool) -> None:
    """Raise ``WrongRole`` or ``WrongReach`` where role and communes don't go together."""
    known = ROLES.get(role)
    if known is None:
        raise WrongRole(roles=", ".join(ROLES))
    right = {
        "communes": bool(communes) and not whole_province,
        "province": bool(communes) != whole_province,
        "nobody": not communes and not whole_province,
    }[known.reach]
    tidy = all(0 < len(code) <= 64 and code.isprintable() and code == code.strip() for code in communes)
    if not right or not tidy or len(communes) > MOST_COMMUNES:
        raise WrongReach()


def record(connection: Connection, by: Event, action: str, person_id: str, **facts: Any) -> None:
    """Record what was done to an account by whom ``by`` names."""
    append(connection, Event(action, by.person_id, by.via, by.role, "person", person_id, facts))
