"""Whether a home has a database, told without loading the library that reads one."""

from __future__ import annotations

from pathlib import Path

FILE_NAME = "sommai.db"


def has_database(home: Path) -> bool:
    """Say whether a home's database is there, without making one."""
    return (home / FILE_NAME).exists() or bool(configured(home))


def configured(home: Path) -> str:
    """Return the address in the setting ``database_url``, empty where nothing is said."""
    from service.configuration import settings_of

    secret = settings_of(home).database_url
    return secret.get_secret_value() if secret else ""
