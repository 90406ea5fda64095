"""People by name, for whoever acts: on the command line by ``--by NAME``, in the service by account."""

from __future__ import annotations

import secrets
import unicodedata
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy.dialects import postgresql, sqlite

from .columns import NAME_LENGTH, now
from .database import is_sqlite
from .problems import WrongName
from .tables import people


def person_of(connection: Connection, name: str) -> str:
    """Return the id of the person of that name, made where there is none yet; raises ``WrongName``.

    Case and doubled blanks don't make another person; marks do.
    """
    tidy = tidy_name(name)
    key = name_key(tidy)
    found = connection.execute(select(people.c.person_id).where(people.c.name_key == key)).scalar_one_or_none()
    if found is not None:
        return str(found)
    made = {"person_id": secrets.token_hex(8), "name": tidy, "name_key": key, "made_at": now()}
    insert_new(connection, people, made)
    return str(connection.execute(select(people.c.person_id).where(people.c.name_key == key)).scalar_one())


def tidy_name(name: str) -> str:
    """Return a name in composed form with single blanks; raises ``WrongName``."""
    tidy = " ".join(unicodedata.normalize("NFC", name).split())
    if not 0 < len(tidy) <= NAME_LENGTH or any(unicodedata.category(letter)[0] == "C" for letter in tidy):
        raise WrongName(most=NAME_LENGTH)
    return tidy


def name_key(tidy: str) -> str:
    """Return what two spellings of one name share."""
    return unicodedata.normalize("NFC", tidy.casefold())[:NAME_LENGTH]


def insert_new(connection: Connection, table: Table, row: dict[str, Any]) -> bool:
    """Insert a row unless one of its unique keys is there already; say whether it was inserted."""
    family = sqlite if is_sqlite(connection) else postgresql
    inserted = family.insert(table).values(row).on_conflict_do_nothing().returning(*table.primary_key)
    return connection.execute(inserted).first() is not None
