"""What may be mended without asking: blanks around values, unseen characters in free text, rows repeated whole."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from data.contract import Column, Table
from data.vocabulary.frames import ascends
from data.vocabulary.language import Text

from .cells import UNSEEN
from .sources import ROW, Raw

LONGEST_FREE_TEXT = 1000
BLANKS = " \t\r\n\u00a0\u2007\u202f"
CLOSER_LOOK = r"[\x00-\x1f\x7f-\u00a0\u00ad]|[^\x00-\u02ff\u1e00-\u1eff]"
"""Unseen characters, blanks of other kinds, and all that may not be composed yet (Unicode's NFC): outside this, the
Latin letters below U+0300 and from U+1E00 are."""
KINDS = {
    "unknown_column": Text(
        "cột không có trong hợp đồng, được bỏ qua", "a column that the contract doesn't know; left alone"
    ),
    "repeated_row": Text("dòng lặp lại y hệt, chỉ giữ một", "rows repeated with all cells the same; one is kept"),
    "blanks": Text("khoảng trắng quanh giá trị, đã bỏ", "blanks around values, taken away"),
    "unseen_characters": Text(
        "ký tự không nhìn thấy trong văn bản, đã bỏ", "unseen characters in free text, taken away"
    ),
    "long_text": Text("văn bản dài hơn 1.000 ký tự, đã cắt", "free text over 1,000 characters, cut"),
}


@dataclass(frozen=True)
class Notice:
    """Something mended or left alone, counted."""

    table: str
    column: str
    kind: str
    count: int

    @property
    def text(self) -> Text:
        """What was done, in both languages."""
        return KINDS[self.kind]


def mended(raw: Raw) -> tuple[pl.DataFrame, list[Notice]]:
    """Return the rows as trimmed text with every column of the contract, and what was mended."""
    name, notices = raw.table.name, [Notice(raw.table.name, c, "unknown_column", 1) for c in raw.unknown]
    columns = [raw.frame[ROW]]
    for column in raw.table.columns.values():
        if column.name not in raw.frame.columns:
            columns.append(pl.Series(column.name, [None], pl.String).new_from_index(0, raw.frame.height))
            continue
        text, found = _column(column, raw.frame[column.name].cast(pl.String))
        columns.append(text)
        notices += [Notice(name, column.name, kind, count) for kind, count in found.items() if count]
    frame = pl.DataFrame(columns)
    once = _without_repeats(frame, raw.table)
    if once.height < frame.height:
        notices.append(Notice(name, "", "repeated_row", frame.height - once.height))
    return once, notices


def _without_repeats(frame: pl.DataFrame, table: type[Table]) -> pl.DataFrame:
    """Return the frame with one of each set of rows whose cells are all the same, the first.

    Such rows have the same key, and few rows share one; only those are compared cell by cell.
    """
    if ascends(frame.select(table.key())):
        return frame
    alike = frame.filter(frame.select(table.key()).is_duplicated())
    if alike.is_empty():
        return frame
    once = alike.unique(subset=list(table.columns), keep="first")[ROW]
    again = alike.filter(~pl.col(ROW).is_in(once.implode()))[ROW]
    return frame.filter(~pl.col(ROW).is_in(again.implode()))


def _column(column: Column, text: pl.Series) -> tuple[pl.Series, dict[str, int]]:
    """Return a column's text, mended, and how many cells were mended in which way."""
    stripped = text.str.strip_chars(BLANKS)
    found = {"blanks": int((stripped != text).sum())}
    careful = _want_a_closer_look(column, stripped)
    if careful.any():
        mended, more = _mended_closely(column, stripped.filter(careful))
        found |= more
        stripped = stripped.scatter(careful.arg_true(), mended)
    return stripped.set(stripped == "", None).alias(column.name), found


def _want_a_closer_look(column: Column, text: pl.Series) -> pl.Series:
    """Return which cells hold more than Latin letters in one piece, digits and signs, or more than may stand there."""
    bytes_each = text.str.len_bytes()
    beyond = bytes_each != text.str.len_chars()
    if column.is_free_text:
        return (text.str.contains(CLOSER_LOOK) | (bytes_each > LONGEST_FREE_TEXT)).fill_null(False)
    if not beyond.any():
        return pl.Series([False], dtype=pl.Boolean).new_from_index(0, len(text))
    return (beyond & text.str.contains(CLOSER_LOOK)).fill_null(False)


def _mended_closely(column: Column, text: pl.Series) -> tuple[pl.Series, dict[str, int]]:
    text = text.str.normalize("NFC")
    if not column.is_free_text:
        return text, {}
    clean = text.str.replace_all(r"[\u00a0\u2007\u202f\t\r\n]", " ").str.replace_all(UNSEEN, "")
    found = {
        "unseen_characters": int((clean != text).sum()),
        "long_text": int((clean.str.len_chars() > LONGEST_FREE_TEXT).sum()),
    }
    # What an unseen character had kept apart may now be one letter.
    composed = clean.str.normalize("NFC")
    return composed.str.slice(0, LONGEST_FREE_TEXT).str.strip_chars(BLANKS), found
