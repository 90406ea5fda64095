"""Names and addresses for whoever asks on a page, in a workbook or through the API: the one way to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import Connection, Engine

from service.access import Permission, Who
from service.lists import records
from service.store.database import reading

from .looking import look
from .opening import Person, Vault

AT_ONCE = 10_000
"""Households asked for in one statement; a database takes so many values and not endlessly more."""


def published_among(connection: Connection, household_ids: Collection[str], today: dt.date) -> dict[str, str]:
    """Return the commune of each of the households on a list that is published and whose time isn't over."""
    found: dict[str, str] = {}
    wanted = sorted(set(household_ids))
    for _, standing in records.everything(connection):
        if standing.in_use(today):
            for start in range(0, len(wanted), AT_ONCE):
                some = wanted[start : start + AT_ONCE]
                found |= records.communes_of_listed(connection, standing.list_id, some)
    return found


def may_open(engine: Engine, who: Who, household_id: str, today: dt.date) -> bool:
    """Say whether somebody might be shown a household's name; looks at nothing in the vault."""
    if not who.may(Permission.IDENTITIES_READ) or who.communes is None:
        return False
    with reading(engine) as connection:
        return published_among(connection, [household_id], today).get(household_id) in who.communes


def identities(
    engine: Engine, vault: Vault, who: Who, household_ids: Collection[str], purpose: str, today: dt.date
) -> dict[str, list[Person]]:
    """Return the identities that the caller may see of these households; every look is recorded before it returns.

    Raises ``NotAllowed`` for any role but officers, ``WrongPurpose``, ``DamagedVault``.
    """
    with engine.begin() as connection:
        published = published_among(connection, household_ids, today)
        return look(connection, vault, who, published, household_ids, purpose)
