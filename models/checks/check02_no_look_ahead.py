"""Check 2: rows recorded after the day change nothing that is computed for it."""

from __future__ import annotations

import polars as pl

from data.vocabulary.language import Text

from .evidence import Evidence
from .injection import with_later_rows
from .result import CheckResult

NUMBER, NAME = 2, "no_look_ahead"
SEED = 20_260
LIMIT = 0.0
"""Values that may change: none, in any province."""
NOTHING = Text("Không có dữ liệu để thử chèn bản ghi muộn.", "There are no tables into which later rows could be put.")
MOST_NAMED = 5


def run(evidence: Evidence) -> CheckResult:
    """Compute the features with and without rows that were recorded later, and count the values that differ."""
    if evidence.tables is None or evidence.as_of is None or evidence.matrix_of is None:
        return CheckResult(NUMBER, NAME, "not_enough_evidence", None, LIMIT, NOTHING)
    later, rows = with_later_rows(evidence.tables, evidence.as_of, SEED)
    if not rows:
        return CheckResult(NUMBER, NAME, "not_enough_evidence", None, LIMIT, NOTHING)
    before = evidence.matrix_of(evidence.tables, evidence.as_of)
    after = evidence.matrix_of(later, evidence.as_of)
    changed = changed_values(before, after)
    total = sum(changed.values())
    names = ", ".join(list(changed)[:MOST_NAMED])
    if total > LIMIT:
        text = Text(
            f"{total} giá trị thay đổi khi thêm {rows} bản ghi được ghi sau ngày tính: {names}.",
            f"{total} values change when {rows} rows recorded after the day are added: {names}.",
        )
    else:
        text = Text(
            f"Thêm {rows} bản ghi được ghi sau ngày tính không làm thay đổi giá trị nào.",
            f"Adding {rows} rows recorded after the day changes nothing.",
        )
    return CheckResult(NUMBER, NAME, "failed" if total > LIMIT else "passed", float(total), LIMIT, text)


def changed_values(before: pl.DataFrame, after: pl.DataFrame) -> dict[str, int]:
    """Return by column how many values differ; households that come or go count under ``household_id``."""
    gone = before.join(after, on="household_id", how="anti").height
    new = after.join(before, on="household_id", how="anti").height
    both = before.join(after, on="household_id", suffix=" after")
    found = {"household_id": gone + new}
    for name in before.columns:
        if name != "household_id":
            found[name] = int(both[name].ne_missing(both[f"{name} after"]).sum())
    return {name: count for name, count in found.items() if count}
