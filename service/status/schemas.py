"""What the health addresses say."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel


class Health(BaseModel):
    """One word."""

    status: Literal["live", "ready"]
