"""Accounts and tokens as the API and the command line write them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from .repository import Account

USER_EXAMPLE = {
    "id": "5c1d9a7e3b240f68", "name": "Nguyễn Thị Mai", "role": "officer", "whole_province": False,
    "communes": ["17329"], "active": True, "one_time_password": True, "version": 1,
    "changed_at": "2026-03-02T01:15:00+00:00",
}  # fmt: skip
TOKEN_EXAMPLE = {
    "id": "3f9a0c1e5b7d2468", "user": "5c1d9a7e3b240f68", "name": "Nguyễn Thị Mai", "label": "bảng tính",
    "permissions": ["urgent.read"], "communes": None, "made_at": "2026-03-02T01:15:00+00:00",
    "ends_at": "2026-05-31T01:15:00+00:00", "revoked_at": None,
}  # fmt: skip


PASSWORD_EXAMPLE = "hk3mw-7pqre-xx2da-9vbtc"  # noqa: S105 - an example
TOKEN_ITSELF = "sommai_Zk3…"  # noqa: S105 - an example
NEW_USER_EXAMPLE = {"name": "Nguyễn Thị Mai", "role": "officer", "communes": ["17329"]}
NEW_TOKEN_EXAMPLE = {"label": "bảng tính", "days": 90, "permissions": ["urgent.read"]}
ME_EXAMPLE = {
    "id": "5c1d9a7e3b240f68", "name": "Nguyễn Thị Mai", "role": "officer", "permissions": ["urgent.read"],
    "communes": ["17329"],
}  # fmt: skip


class Me(BaseModel):
    """Who is calling; `communes` null is the whole province."""

    id: str
    name: str
    role: str
    permissions: list[str]
    communes: list[str] | None


class UserRecord(BaseModel):
    """An account. `one_time_password` says that its person hasn't chosen a password yet."""

    id: str
    name: str
    role: str
    whole_province: bool
    communes: list[str]
    active: bool
    one_time_password: bool
    version: int
    changed_at: datetime


class Users(BaseModel):
    """Accounts, by name."""

    items: list[UserRecord]
    next: str | None


class NewUserRecord(UserRecord):
    """An account with the one-time password that it was just given; it is shown this once, and null ever after."""

    password: str | None


class Given(BaseModel):
    """Base of what is sent: unknown fields are refused, texts aren't converted."""

    model_config = ConfigDict(extra="forbid", strict=True)


class NewUser(Given):
    """An account to be made."""

    name: str = Field(min_length=1, max_length=200)
    role: str = Field(max_length=20)
    communes: list[str] = Field(default_factory=list, max_length=1000)
    whole_province: bool = False


class UserChange(Given):
    """What is to change of an account; what isn't named stays."""

    role: str | None = Field(None, max_length=20)
    communes: list[str] | None = Field(None, max_length=1000)
    whole_province: bool | None = None
    active: bool | None = None


class TokenRecord(BaseModel):
    """A token, without the token itself."""

    id: str
    user: str
    name: str
    label: str
    permissions: list[str] | None
    communes: list[str] | None
    made_at: datetime
    ends_at: datetime
    revoked_at: datetime | None


class Tokens(BaseModel):
    """Tokens, the newest first."""

    items: list[TokenRecord]
    next: str | None


class NewTokenRecord(TokenRecord):
    """A token's record with the token itself, which is shown this once, and null ever after."""

    token: str | None


class NewToken(Given):
    """A token to be made for one's own account; `permissions` and `communes` narrow what the account may."""

    label: str = Field(min_length=1, max_length=200)
    days: int = Field(ge=1, le=730)
    permissions: list[str] | None = Field(None, max_length=100)
    communes: list[str] | None = Field(None, max_length=1000)


def user_record(account: Account) -> dict[str, Any]:
    """Return an account's record."""
    return {
        "id": account.person_id,
        "name": account.name,
        "role": account.role,
        "whole_province": account.whole_province,
        "communes": list(account.communes),
        "active": account.active,
        "one_time_password": account.one_time_until is not None,
        "version": account.version,
        "changed_at": account.changed_at.isoformat(),
    }
