"""The contract classes say the same as the published contract."""

import csv
from pathlib import Path

import pytest

from data.contract import READING_ORDER, TABLES

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "design" / "contract.csv"


def published() -> list[dict[str, str]]:
    if not PUBLISHED.exists():
        pytest.skip("the published contract isn't beside the project")
    with PUBLISHED.open(encoding="utf-8") as f:
        return list(csv.DictReader(f))


def declared() -> list[dict[str, str]]:
    rows = []
    for table in TABLES.values():
        for c in table.columns.values():
            keys = (["primary"] if c.key else []) + ([c.refers_to] if c.refers_to else [])
            values = "|".join(c.choices)
            if c.bounds:
                values = f"{c.bounds[0]}..{c.bounds[1]}"
            if c.school_year:
                values = "YYYY-YYYY"
            rows.append(
                {
                    "table": table.name,
                    "column": c.name,
                    "vi": c.vi,
                    "type": c.type,
                    "unit": c.unit or "",
                    "required": "yes" if c.required else "no",
                    "key": ";".join(keys),
                    "values": values,
                    "values_vi": "|".join(c.choices.values()),
                    "meaning": c.meaning,
                }
            )
    return rows


def test_every_column_is_declared_as_published():
    by_place = {(r["table"], r["column"]): r for r in declared()}
    wanted = {(r["table"], r["column"]): r for r in published()}
    assert by_place.keys() == wanted.keys()
    for place, row in wanted.items():
        assert by_place[place] == row, place


def test_parents_are_read_before_what_hangs_from_them():
    assert set(READING_ORDER) == set(TABLES)
    for name in READING_ORDER:
        for parent in TABLES[name].parents().values():
            assert READING_ORDER.index(parent) < READING_ORDER.index(name)
