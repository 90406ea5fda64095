"""What the API says of urgent signs."""

from __future__ import annotations

from pydantic import BaseModel, Field


class Sign(BaseModel):
    """A record that asks for a person today: the columns of urgent.csv."""

    household_id: str
    commune_code: str
    sign: str = Field(description="The event's value in the input contract, or `circumstance` for a visit's finding")
    recorded_on: str


class Signs(BaseModel):
    """A page of urgent signs, the newest first."""

    items: list[Sign]
    total: int
    hotline: str = Field(description="The national child protection hotline")
    next: str | None = None


SIGN_EXAMPLE = {
    "household_id": "H0001423", "commune_code": "17329", "sign": "hotline_call", "recorded_on": "2025-06-21",
}  # fmt: skip
