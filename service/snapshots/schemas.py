"""What the API says of snapshots."""

from __future__ import annotations

from pydantic import BaseModel, Field


class SnapshotRecord(BaseModel):
    """One import of the register; its id depends on its accepted content alone."""

    id: str
    contract: str = Field(description="Version of the input contract")
    present: list[str] = Field(description="The tables that the import had")
    rows: dict[str, int] = Field(description="Accepted rows by table")


class SnapshotRecords(BaseModel):
    """All snapshots, the newest first."""

    items: list[SnapshotRecord]
    next: str | None = None


SNAPSHOT_EXAMPLE = {
    "id": "9c1e5b7d24680f3a", "contract": "1", "present": ["children", "communes", "guardians", "households"],
    "rows": {"households": 20000, "children": 36400},
}  # fmt: skip
