"""Signing in by name and password, and choosing a new password."""

from __future__ import annotations

from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from service.access import Who
from service.audit import Event, append
from service.configuration import Settings
from service.store.columns import now
from service.store.database import reading
from service.store.persons import name_key, tidy_name
from service.store.problems import WrongName

from . import attempts, passwords, repository, service, sessions
from .problems import SignInRefused, WeakPassword
from .repository import Account


async def sign_in(engine: Engine, settings: Settings, name: str, password: str, address: str) -> str:
    """Return the cookie's value of a new session. Raises ``SignInRefused`` or ``TooManyAttempts``.

    A name that doesn't exist, or may not be used, takes the same steps as a wrong password.
    """
    try:
        key = name_key(tidy_name(name))
    except WrongName:
        name = key = "\0"
    account = await run_in_threadpool(_account, engine, key, address)
    right = await passwords.away(passwords.fits, account.password_hash if account else None, password)
    if not right or account is None or not _usable(account):
        await run_in_threadpool(_failed, engine, account, key, address)
        raise SignInRefused()
    return await run_in_threadpool(_begun, engine, settings, account, key, address)


async def choose_password(engine: Engine, settings: Settings, who: Who, old: str, new: str) -> str:
    """Change a person's own password; every session ends, and the cookie's value of a new one is returned.

    Raises ``SignInRefused`` for a wrong old password, ``WeakPassword`` for a new one that is too easy.
    """
    account = await run_in_threadpool(_account, engine, name_key(tidy_name(who.name)), who.person_id)
    if account is None or not await passwords.away(passwords.fits, account.password_hash, old):
        await run_in_threadpool(_failed, engine, account, name_key(who.name), who.person_id)
        raise SignInRefused()
    passwords.check_strength(new, who.name, settings.password_length)
    if new == old:
        raise WeakPassword(least=settings.password_length)
    new_hash = await passwords.away(passwords.hashed, new)

    def change() -> str:
        with engine.begin() as connection:
            service.set_password(
                connection, who.person_id, new_hash, Event("", who.person_id, via=who.by, role=who.role)
            )
            return sessions.begin(connection, who.person_id, settings)

    return await run_in_threadpool(change)


def _account(engine: Engine, key: str, address: str) -> Account | None:
    with reading(engine) as connection:
        attempts.check(connection, key, address)
        return repository.account_named(connection, key) if key != "\0" else None


def _usable(account: Account) -> bool:
    return account.active and (account.one_time_until is None or account.one_time_until > now())


def _failed(engine: Engine, account: Account | None, key: str, address: str) -> None:
    with engine.begin() as connection:
        attempts.failed(connection, key, address)
        person_id = account.person_id if account else None
        append(connection, Event("sign-in.refused", None, "session", "", "person" if person_id else None, person_id))


def _begun(engine: Engine, settings: Settings, account: Account, key: str, address: str) -> str:
    with engine.begin() as connection:
        attempts.succeeded(connection, key, address)
        append(connection, Event("sign-in", account.person_id, "session", account.role))
        return sessions.begin(connection, account.person_id, settings)
