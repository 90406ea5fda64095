"""What the API says of communes."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Commune(BaseModel):
    """A commune or ward, as the run's snapshot has it."""

    model_config = ConfigDict(extra="allow")

    commune_code: str
    commune_name: str | None
    latitude: float | None = None
    longitude: float | None = None


class Communes(BaseModel):
    """All communes by code."""

    items: list[Commune]
    next: str | None = None


COMMUNE_EXAMPLE = {
    "commune_code": "17329", "commune_name": "Xã Mường Xén", "latitude": 19.41, "longitude": 104.13, "region": "III",
}  # fmt: skip
