"""From the text of a cell to its value, or to the one fault of its form or range.

Text comes trimmed, with null for an empty cell. Columns that repeat few values are read value by value, and the
result is spread over the rows; that is most columns of a register.
"""

from __future__ import annotations

import unicodedata
from datetime import date

import polars as pl

from data.contract import Column

YES = ("true", "1", "có")
NO = ("false", "0", "không")
LONGEST_ID = 64
DIGITS = "0123456789"
BEYOND_PRINTABLE_ASCII = "[^ -~]"
REQUIRED_EMPTY = "required_empty"
DAY_FORMS = (("%Y-%m-%d", r"^\d{4}-\d{1,2}-\d{1,2}$"), ("%d/%m/%Y", r"^\d{1,2}/\d{1,2}/\d{4}$"))
WHOLE = r"^[+-]?\d+([.,]0+)?$"
DECIMAL = r"^[+-]?(\d+([.,]\d+)?|[.,]\d+)$"
SCIENTIFIC = r"^[+-]?\d+([.,]\d+)?[eE][+-]?\d+$"
UNSEEN = r"[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]"
NO_FAULT = pl.lit(None, pl.String)


def read_cells(column: Column, text: pl.Series, today: date) -> tuple[pl.Series, pl.Series]:
    """Return a column's values in the contract's type, and the rule that each cell breaks (null where none)."""
    name = column.name
    if column.is_free_text:
        return text.alias(name), _empty_where_required(column, text, _none(name, len(text)))
    if column.is_id and not _may_be_damaged(text):
        return text.alias(name), _empty_where_required(column, text, _none(name, len(text)))
    if _about_distinct(text) > max(len(text) // 3, 1000):
        read = pl.DataFrame([text.alias(name)]).select(value=_value(column), fault=_fault(column, today))
        return read["value"].alias(name), read["fault"].alias(name)
    known = pl.DataFrame([text.unique().drop_nulls().alias(name)]).select(
        pl.col(name), value=_value(column), fault=_fault(column, today)
    )
    value = text.replace_strict(known[name], known["value"], default=None, return_dtype=column.dtype)
    fault = (
        _none(name, len(text))
        if known["fault"].null_count() == len(known)
        else text.replace_strict(known[name], known["fault"], default=None, return_dtype=pl.String)
    )
    return value.alias(name), _empty_where_required(column, text, fault.alias(name))


def _about_distinct(text: pl.Series) -> int:
    return int(text.to_frame().select(pl.all().approx_n_unique()).item())


def _none(name: str, rows: int) -> pl.Series:
    return pl.Series(name, [None], pl.String).new_from_index(0, rows)


def _empty_where_required(column: Column, text: pl.Series, fault: pl.Series) -> pl.Series:
    if (column.required or column.key) and text.null_count():
        return fault.set(text.is_null(), REQUIRED_EMPTY)
    return fault


def _may_be_damaged(text: pl.Series) -> bool:
    """Say whether any id might be damaged, by a look that costs little: of most columns, none is."""
    if bool(((text.str.len_bytes() > LONGEST_ID) | text.str.contains(BEYOND_PRINTABLE_ASCII)).any()):
        return True
    numbers = text.filter(text < "A")  # digits, signs and points stand before letters
    return bool((numbers.str.strip_chars(DIGITS) != "").any())


def _fault(column: Column, today: date) -> pl.Expr:
    """Return the first rule that a cell breaks: empty, form, range, future."""
    text, value = pl.col(column.name), _form(column)
    faults = []
    if column.required or column.key:
        faults.append(_rule(REQUIRED_EMPTY, text.is_null()))
    faults += _form_faults(column, text, value)
    if column.bounds:
        low, high = column.bounds
        faults.append(_rule("out_of_range", ~value.is_between(low, high)))
    if column.type == "date" and column.name != "valid_from":
        faults.append(_rule("future_date", value > pl.lit(today)))
    return pl.coalesce(faults) if faults else NO_FAULT


def _value(column: Column) -> pl.Expr:
    value = _form(column)
    return value.cast(column.dtype, strict=False)


def _rule(name: str, broken: pl.Expr) -> pl.Expr:
    return pl.when(broken).then(pl.lit(name))


def _form(column: Column) -> pl.Expr:
    """Return the value where the form is right, else null (text keeps its own)."""
    text = pl.col(column.name)
    if column.type == "choice":
        known = {fold(name): en for en, vi in column.choices.items() for name in (en, vi)}
        lower = text.str.to_lowercase()
        return lower.replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.String)
    if column.type == "date":
        forms = (
            pl.when(text.str.contains(shape)).then(text).str.to_date(form, strict=False) for form, shape in DAY_FORMS
        )
        return pl.coalesce(forms)
    if column.type in ("number", "integer"):
        shape = WHOLE if column.type == "integer" else DECIMAL
        point = pl.when(text.str.contains(shape)).then(text.str.replace(",", ".", literal=True))
        return point.cast(pl.Float64, strict=False)
    if column.type == "boolean":
        lower = text.str.to_lowercase()
        return pl.when(lower.is_in(YES)).then(True).when(lower.is_in(NO)).then(False)
    return text


def _form_faults(column: Column, text: pl.Expr, value: pl.Expr) -> list[pl.Expr]:
    rule = {
        "choice": "unknown_choice", "date": "bad_date", "number": "bad_number",
        "integer": "bad_number", "boolean": "bad_boolean",
    }.get(column.type)  # fmt: skip
    if rule:
        return [_rule(rule, value.is_null() & text.is_not_null())]
    if column.school_year:
        first = text.str.slice(0, 4).cast(pl.Int32, strict=False)
        second = text.str.slice(5, 4).cast(pl.Int32, strict=False)
        good = text.str.contains(r"^\d{4}-\d{4}$") & (second == first + 1)
        return [_rule("bad_school_year", ~good.fill_null(False) & text.is_not_null())]
    if column.is_id:
        too_long = text.str.len_chars() > LONGEST_ID
        return [_rule("damaged_id", text.str.contains(UNSEEN) | text.str.contains(SCIENTIFIC) | too_long)]
    return []


def fold(text: str) -> str:
    """Return a choice as it is compared: NFC, lower case, accents kept."""
    return unicodedata.normalize("NFC", text).lower()
