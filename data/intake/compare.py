"""Rules that compare cells or rows. They look only at cells without a fault, and at no row in quarantine."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from data.vocabulary.frames import ascends

from .ledger import DUPLICATE, FOLLOWS, ORPHAN, Ledger
from .sources import ROW

OLDEST_GUARDIAN_YEARS = 110
LATER_AND_EARLIER = {
    "households": [("closed_on", "registered_on")],
    "children": [("left_on", "registered_on")],
    "guardians": [("left_on", "registered_on")],
    "poverty_assessments": [("recorded_on", "assessed_on")],
    "guardian_events": [("recorded_on", "event_date")],
    "child_events": [("recorded_on", "event_date")],
    "circumstances": [("recorded_on", "onset_on"), ("closed_on", "onset_on")],
    "visits": [("recorded_on", "visited_on")],
}
"""The later-named cell is at fault where it comes before the earlier one."""
AFTER_BIRTH = {"child_events": "event_date", "circumstances": "onset_on"}


def compare(ledger: Ledger, before: Mapping[str, Ledger]) -> None:
    """Enter the faults that show only beside other cells, rows or tables: age, order of dates, parents, keys."""
    _ages(ledger, before)
    _date_order(ledger, before)
    for column, parent in ledger.table.parents().items():
        _parent(ledger, column, before.get(parent), before)
    _duplicates(ledger)


def _ages(ledger: Ledger, before: Mapping[str, Ledger]) -> None:
    if ledger.table.name == "guardians":
        ages = pl.DataFrame([ledger.sound("birth_date").alias("b"), ledger.sound("registered_on").alias("r")])
        oldest = ages.select(pl.col("b").dt.offset_by(f"{OLDEST_GUARDIAN_YEARS + 1}y") <= pl.col("r")).to_series()
        ledger.enter("birth_date", "bad_age", oldest)
    if ledger.table.name == "children" and "guardians" in before:
        guardians = before["guardians"]
        mothers = pl.DataFrame(
            [guardians.sound(c).alias(c) for c in ("household_id", "relation", "birth_date")]
        ).filter(~guardians.aside() & (guardians.sound("relation").cast(pl.String) == "mother"))
        first_births = mothers.group_by("household_id").agg(pl.col("birth_date").min().alias("mother_born_on"))
        children = pl.DataFrame([ledger.sound(c).alias(c) for c in ("household_id", "birth_date")])
        joined = children.join(first_births, on="household_id", how="left", maintain_order="left")
        ledger.enter("birth_date", "bad_age", joined["birth_date"] <= joined["mother_born_on"])


def _date_order(ledger: Ledger, before: Mapping[str, Ledger]) -> None:
    name = ledger.table.name
    if name in ("children", "guardians"):
        ledger.enter("birth_date", "date_order", ledger.sound("registered_on") < ledger.sound("birth_date"))
    for later, earlier in LATER_AND_EARLIER.get(name, []):
        ledger.enter(later, "date_order", ledger.sound(later) < ledger.sound(earlier))
    if name == "school_records":
        begins = (ledger.sound("school_year").str.slice(0, 4) + "-09-01").str.to_date("%Y-%m-%d", strict=False)
        ledger.enter("recorded_on", "date_order", ledger.sound("recorded_on") < begins)
    if name in AFTER_BIRTH and "children" in before:
        born = before["children"].accepted().select("child_id", "birth_date")
        happened = pl.DataFrame([ledger.sound("child_id"), ledger.sound(AFTER_BIRTH[name]).alias("day")])
        joined = happened.join(born, on="child_id", how="left", maintain_order="left")
        ledger.enter(AFTER_BIRTH[name], "date_order", joined["day"] < joined["birth_date"])


def _parent(ledger: Ledger, column: str, parent: Ledger | None, before: Mapping[str, Ledger]) -> None:
    if column in ledger.table.key() and ledger.table.columns[column].refers_to is None:
        return
    if parent is None:  # the table isn't in the folder: nothing to hold the cell against
        return
    wanted = ledger.sound(column)
    key = parent.table.key()[0]
    if key == "commune_code":
        wanted = _present_code(ledger, column, parent, wanted)
    aside = parent.aside()
    keys = parent.sound(key)
    known, hanging = keys.filter(~aside).drop_nulls(), keys.filter(aside).drop_nulls()
    firsts = wanted.filter((wanted != wanted.shift(1)).fill_null(True)).drop_nulls()  # rows of one parent often adjoin
    if firsts.is_in(known.implode()).all():
        return
    strange = wanted.is_not_null() & ~wanted.is_in(known.implode())
    follows = strange & wanted.is_in(hanging.implode())
    ledger.enter(column, FOLLOWS, follows)
    orphans = ledger.enter(column, ORPHAN, strange & ~follows)
    if key == "commune_code":
        codes = pl.concat([known, _former_codes(parent)["replaces"]])
        lost = orphans & wanted.is_in(codes.str.strip_chars_start("0").implode())
        for row in ledger.rows.filter(lost):
            ledger.notes[row] = "lost_zeros"


def _present_code(ledger: Ledger, column: str, communes: Ledger, wanted: pl.Series) -> pl.Series:
    """Return the codes with those of former units replaced by the unit that stands for them now."""
    former = _former_codes(communes)
    if former.is_empty():
        return wanted
    now = wanted.replace(former["replaces"], former["commune_code"])
    ledger.values[column] = now.set(wanted.is_null(), None).zip_with(wanted.is_not_null(), ledger.values[column])
    return now


def _former_codes(communes: Ledger) -> pl.DataFrame:
    """Return ``replaces``, the code of a unit that is no more, and ``commune_code``, the unit made from it."""
    return (
        pl.DataFrame([communes.sound("commune_code"), communes.sound("replaces")])
        .with_columns(pl.col("replaces").str.split(";"))
        .explode("replaces")
        .with_columns(pl.col("replaces").str.strip_chars())
        .drop_nulls()
        .sort("replaces", "commune_code")
        .unique("replaces", keep="first", maintain_order=True)
        .filter(~pl.col("replaces").is_in(communes.sound("commune_code").drop_nulls().implode()))
    )


def _duplicates(ledger: Ledger) -> None:
    key = ledger.table.key()
    frame = pl.DataFrame([ledger.sound(name).alias(name) for name in key]).with_columns(
        ledger.rows.alias(ROW), ledger.aside().alias("aside"), ledger.any_fault().alias("fault")
    )
    open_rows = frame.filter(~pl.col("aside"))
    if ascends(open_rows.select(key)):
        return
    again = open_rows.filter(pl.struct(key).is_duplicated())
    if again.is_empty():
        return
    kept = again.sort("fault", ROW).unique(key, keep="first", maintain_order=True).select(*key, kept=ROW)
    later = again.join(kept, on=key).filter(pl.col(ROW) != pl.col("kept"))
    ledger.enter_rows(DUPLICATE, ledger.rows.is_in(later[ROW].implode()))
    ledger.notes |= dict(zip(later[ROW].to_list(), later["kept"].cast(pl.String).to_list(), strict=True))
