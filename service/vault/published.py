"""Names and addresses for whoever asks on a page, in a workbook or through the API: the one way to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import Connection, Engine

from service.access import Who
from service.lists import records

from .looking import look
from .opening import Person, Vault


def published_households(connection: Connection, today: dt.date) -> dict[str, str]:
    """Return the commune of every household on a list that is published and whose time isn't over."""
    found: dict[str, str] = {}
    for _, standing in records.everything(connection):
        if standing.in_use(today):
            rows = records.entries(connection, standing.list_id)
            found |= dict(zip(rows["household_id"], rows["commune_code"], strict=True))
    return found


def identities(
    engine: Engine, vault: Vault, who: Who, household_ids: Collection[str], purpose: str, today: dt.date
) -> dict[str, list[Person]]:
    """Return the identities that the caller may see of these households; every look is recorded before it returns.

    Raises ``NotAllowed`` for any role but officers, ``WrongPurpose``, ``DamagedVault``.
    """
    with engine.begin() as connection:
        return look(connection, vault, who, published_households(connection, today), household_ids, purpose)
