"""What the API says of simulated plans."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class Simulation(BaseModel):
    """Coverage against hours from one run's risks."""

    run: str
    as_of: str
    months: float
    now: dict[str, float] = Field(description="hours, expected (households reached that would need it), visits")
    curve: list[dict[str, Any]]
    teams: list[dict[str, Any]] = Field(description="What another hour of each team adds, dearest first")
    communes: list[dict[str, Any]]
    what_if: dict[str, Any] | None = Field(description="With `more` hours: the same, and the difference to now")
