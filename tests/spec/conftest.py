"""Drawn tables: a spec test draws a few rows, names a feature and a day, and expects a value for each household."""

from datetime import date

import polars as pl
import pytest

from data.contract import TABLES
from features.as_of import HAPPENED
from features.assemble import feature_matrix

OPEN_TABLES = [name for name in TABLES if name != "identities"]
TRUTH = {"yes": True, "no": False}
LONG_AGO = date(2010, 1, 1)


def _cell(text, dtype):
    text = text.strip()
    if text in ("", "-"):
        return None
    if dtype == pl.Date:
        return date.fromisoformat(text)
    if dtype == pl.Boolean:
        return TRUTH[text]
    if dtype == pl.Float64:
        return float(text)
    return int(text) if dtype == pl.Int64 else text


def _draw(table, text):
    """Return a drawn table: a line of headers, then a line per row, cells parted by bars, - for not recorded."""
    schema = TABLES[table].schema()
    lines = [line for line in text.strip().splitlines() if line.strip()]
    header = [name.strip() for name in lines[0].split("|")]
    rows = [dict(zip(header, line.split("|"), strict=True)) for line in lines[1:]]
    cells = {name: [_cell(row.get(name, ""), dtype) for row in rows] for name, dtype in schema.items()}
    for number, row in enumerate(rows):
        if "recorded_on" in schema and "recorded_on" not in row:
            happened = cells.get(HAPPENED.get(table, ""))
            cells["recorded_on"][number] = happened[number] if happened else LONG_AGO
        for name in ("event_id", "case_id", "visit_id"):
            if name in schema and name not in row:
                cells[name][number] = f"{table}{number}"
        if "registered_on" in schema and "registered_on" not in row:
            cells["registered_on"][number] = max(
                LONG_AGO, (cells.get("birth_date") or [None] * len(rows))[number] or LONG_AGO
            )
    return pl.DataFrame(cells, schema=schema)


def _family(table, ids):
    """Return the household, the child (born 2017-05-05) or the mother that a drawing takes for granted."""
    if table == "households":
        return "household_id|commune_code\n" + "\n".join(f"{h}|C1" for h in ids)
    if table == "children":
        return "child_id|household_id|birth_date|sex\n" + "\n".join(f"T{h[1:]}|{h}|2017-05-05|female" for h in ids)
    return "guardian_id|household_id|relation|birth_date\n" + "\n".join(f"G{h[1:]}|{h}|mother|1990-01-01" for h in ids)


def draw(ids, **drawn):
    """Return all open tables: those drawn, and what they take for granted.

    Household H1 lives in commune C1 with child T1 and mother G1 unless the table is drawn; other tables are empty."""
    tables = {name: TABLES[name].empty() for name in OPEN_TABLES}
    tables["communes"] = _draw("communes", "commune_code|commune_name\nC1|Xã Một")
    for name in ("households", "children", "guardians"):
        tables[name] = _draw(name, _family(name, ids))
    for name, text in drawn.items():
        tables[name] = _draw(name, text)
    return {name: frame.sort(TABLES[name].key()) for name, frame in tables.items()}


@pytest.fixture
def expect():
    """Return a function that holds a feature against the values expected for the households of drawn tables."""

    def held(feature, expected, on="2025-12-31", **drawn):
        matrix = feature_matrix(draw(list(expected), **drawn), date.fromisoformat(on))
        found = dict(zip(matrix["household_id"], matrix[feature], strict=True))
        assert found == {h: None if v is None else pytest.approx(v, abs=1e-6) for h, v in expected.items()}

    return held


@pytest.fixture
def draw_tables():
    """Return the function that draws all open tables."""
    return draw
