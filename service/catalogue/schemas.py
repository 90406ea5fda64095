"""What the API says of features."""

from __future__ import annotations

from pydantic import BaseModel, Field


class Said(BaseModel):
    """A text in both languages."""

    vi: str
    en: str


class FeatureRecord(BaseModel):
    """What a feature says of itself."""

    name: str
    theme: str
    kind: str
    unit: str
    tables: list[str] = Field(description="The input tables it reads")
    look_back_days: int | None = Field(description="null for a state that holds as long as it holds")
    monotone: int = Field(description="1: a higher value can only raise the risk; -1: only lower it; 0: no promise")
    private: bool = Field(description="Whether the reason could hurt if seen on paper")
    label: Said
    reason: Said
    missing: Said
    source: Said


class FeatureRecords(BaseModel):
    """The catalogue, theme by theme."""

    items: list[FeatureRecord]
    next: str | None = None
