"""Identities as the API writes them."""

from __future__ import annotations

from pydantic import BaseModel

IDENTITY_EXAMPLE = {
    "household_id": "H00017", "purpose": "visit",
    "people": [{"id": "H00017", "full_name": "Nguyễn Thị Mẫu", "address": "Bản Mẫu", "phone": "0950000001"}],
}  # fmt: skip


class PersonRecord(BaseModel):
    """A household, or one of its people; `id` is the register's."""

    id: str
    full_name: str | None
    address: str | None
    phone: str | None


class IdentityRecord(BaseModel):
    """Names and addresses of a household on a published list, the household's own first."""

    household_id: str
    purpose: str
    people: list[PersonRecord]
